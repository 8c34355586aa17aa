"""Cancelling a session: a form for the reason; registered people are notified."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from attendance.actions import cancel_session
from attendance.forms.staff import CancellationForm
from attendance.models import Registration
from attendance.refusals import cancellation_refusal
from attendance.views.staff.area import page_context, roster_of, session_of, staff_view
from attendance.views.staff.session_pages import session_context
from courses.models import ProgrammePage
from courses.refusals import Refused
from people.permissions import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def cancel(request: HttpRequest, programme: ProgrammePage, pk: int) -> HttpResponse:
    session = session_of(programme, pk)
    form = CancellationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_session(session=session, reason=form.cleaned_data["reason"], by=signed_in(request.user))
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
        else:
            messages.success(request, _("Cancelled. Those who had signed up get an e-mail."))
            return redirect("staff_roster", programme.slug, session.pk)
    people = roster_of(programme, session)
    context = {
        "form": form,
        "refusal": cancellation_refusal(session),
        "signed_up": Registration.objects.active().filter(session=session).count(),
        **session_context(programme, people, here=pgettext("session", "Cancel")),
        **page_context(request, programme, "staff_sessions"),
    }
    return render(request, "attendance/staff/cancel.html", context, status=422 if form.errors else 200)
