"""Registrations for an activity: to be decided, on the waiting list, turned down; and cancelling."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from attendance.actions import approve_registration, turn_down_registration, withdraw_registration
from attendance.forms.staff import RegistrationDecisionForm
from attendance.models import Registration
from attendance.reading_log import note_reading
from attendance.refusals import decision_refusal
from attendance.standing import places_in_line
from attendance.views.staff.area import page_context, roster_of, session_of, staff_view
from attendance.views.staff.session_pages import session_context
from content.requests import query_without
from courses.models import ProgrammePage, Session
from courses.refusals import Refused
from people.permissions import signed_in

State = Registration.State
PER_PAGE = 100
SAID = {
    State.REGISTERED: _("%(name)s is let in, and gets an e-mail."),
    State.WAITING: _("%(name)s is on the waiting list, and gets an e-mail."),
    State.TURNED_DOWN: _("%(name)s is turned down, and gets an e-mail."),
    State.CANCELLED: _("The registration of %(name)s is withdrawn."),
}
"""Messages after a decision."""
IN_ORDER = (State.AWAITING_APPROVAL, State.WAITING, State.REGISTERED, State.TURNED_DOWN, State.CANCELLED)


@require_safe
@staff_view
def seats(request: HttpRequest, programme: ProgrammePage, pk: int) -> HttpResponse:
    """All registrations for the root session: undecided ones first, then by state and time."""
    session = session_of(programme, pk)
    places = [When(state=state, then=Value(place)) for place, state in enumerate(IN_ORDER)]
    rows = (
        Registration.objects.filter(session__activity=session.activity_id, session__parent=None)
        .select_related("participant", "organisation", "session")
        .order_by(Case(*places, output_field=IntegerField()), "registered_at", "pk")
    )
    people = roster_of(programme, session)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    registrations = list(page.object_list)
    in_line = places_in_line(registrations)
    note_reading(request, session, "registrations")
    for row in registrations:
        row.place_in_line = in_line.get(row.pk)
        row.refusal = decision_refusal(row)
    context = {
        "groups": [
            {"state": state, "rows": [row for row in registrations if row.state == state], "label": state.label}
            for state in IN_ORDER
            if any(row.state == state for row in registrations)
        ],
        "decision": RegistrationDecisionForm(auto_id=False),
        "page_obj": page,
        "page_query": query_without(request, "page"),
        **session_context(programme, people, "registrations", here=gettext("Registrations")),
        **page_context(request, programme, "staff_sessions"),
    }
    return render(request, "attendance/staff/seats.html", context)


@require_POST
@staff_view
def decide(request: HttpRequest, programme: ProgrammePage, pk: int, registration: int) -> HttpResponse:
    """Approve or turn down with a message, or withdraw for somebody who asked staff to."""
    session = session_of(programme, pk)
    row = _registration(session, registration)
    form = RegistrationDecisionForm(request.POST)
    name = row.participant.name
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("staff_seats", programme.slug, session.pk)
    message, by = form.cleaned_data["message"], signed_in(request.user)
    try:
        match form.cleaned_data["decision"]:
            case form.APPROVE:
                row = approve_registration(registration=row, message=message, by=by)
            case form.TURN_DOWN:
                row = turn_down_registration(registration=row, message=message, by=by)
            case form.WITHDRAW:
                row = withdraw_registration(registration=row, by=by)
        # Says what has become of it, not what was requested: somebody else may have decided first, or it may be full.
        messages.success(request, SAID[State(row.state)] % {"name": name})
    except Refused as refused:
        messages.error(request, str(refused.refusal))
    return redirect("staff_seats", programme.slug, session.pk)


def _registration(session: Session, pk: int) -> Registration:
    rows = Registration.objects.select_related("session__activity", "participant")
    return get_object_or_404(rows, pk=pk, session__activity=session.activity_id, session__parent=None)
