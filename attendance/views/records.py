"""A participant's own record of attendance, with a form to object to it."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from attendance.actions import object_to
from attendance.forms.objections import ObjectionForm
from attendance.records import records_of
from attendance.refusals import NOT_YOURS, objection_refusal
from courses.models import Session
from courses.refusals import Refused
from people.models import Participant
from people.permissions import participant_of, signed_in
from people.signing_in import login_required


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def my_records(request: HttpRequest) -> HttpResponse:
    return _show(request, participant_of(request.user))


@require_POST
@login_required
def object_to_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an objection to staff."""
    participant = participant_of(request.user)
    if participant is None:
        raise Http404
    session = get_object_or_404(Session.objects.select_related("activity"), pk=pk)
    if objection_refusal(session, participant) is NOT_YOURS:
        raise Http404
    form = ObjectionForm(request.POST, prefix=f"s{pk}")
    if not form.is_valid():
        return _show(request, participant, {pk: form}, status=422)
    try:
        object_to(session=session, participant=participant, text=form.cleaned_data["text"], by=signed_in(request.user))
    except Refused as refused:
        messages.error(request, str(refused.refusal))
    else:
        messages.success(request, _("Sent. The answer comes here, and by e-mail."))
    return redirect("my_records")


def _show(
    request: HttpRequest,
    participant: Participant | None,
    given: Mapping[int, ObjectionForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    records = records_of(participant) if participant else []
    rows = [
        {
            "record": record,
            "form": (given or {}).get(record.session.pk) or ObjectionForm(prefix=f"s{record.session.pk}"),
        }
        for record in records
    ]
    return render(request, "attendance/my_records.html", {"rows": rows}, status=status)
