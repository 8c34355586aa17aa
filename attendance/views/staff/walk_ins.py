"""Adding a person to a session: with a seat before it starts, as present from then on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from attendance.actions import add_unknown_walk_in, add_walk_in, register_by_staff, register_unknown_by_staff
from attendance.finding import MOST_FOUND, found, may_be_found
from attendance.forms.staff import FoundPersonForm, NewPersonForm, PersonSearchForm
from attendance.reading_log import note_reading
from attendance.refusals import registration_refusal, sheet_refusal
from attendance.views.staff.area import page_context, roster_of, session_of, staff_view
from attendance.views.staff.session_pages import session_context
from courses.models import Phase, ProgrammePage, Session
from courses.refusals import Refused
from people.models import Participant, User
from people.permissions import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def add(request: HttpRequest, programme: ProgrammePage, pk: int) -> HttpResponse:
    """Search for a person of the programme, or for anybody by full address; or enter a new one."""
    session = session_of(programme, pk)
    people = roster_of(programme, session)
    takes_seat = session.phase() == Phase.BEFORE
    form = NewPersonForm(request.POST or None, takes_seat=takes_seat, counts_minutes=people.counts_minutes)
    words = PersonSearchForm(request.GET).words
    user = signed_in(request.user)
    if request.method == "POST":
        chosen = FoundPersonForm(request.POST)
        try:
            if chosen.is_valid():
                who = get_object_or_404(may_be_found(programme, words), pk=chosen.cleaned_data["participant"])
                _add(session, who, chosen.cleaned_data["key"], user, takes_seat=takes_seat)
                return _done(request, programme, session, who)
            if form.is_valid():
                who = _add_unknown(session, form, user, takes_seat=takes_seat)
                return _done(request, programme, session, who)
        except Refused as refused:
            if chosen.is_valid():
                messages.error(request, str(refused.refusal))
                return redirect(request.get_full_path())
            form.add_error(None, str(refused.refusal))
    if words:
        note_reading(request, session, "search")
    context = {
        "form": form,
        "takes_seat": takes_seat,
        "refusal": registration_refusal(session) if takes_seat else sheet_refusal(session),
        "words": words,
        "found": found(programme, words) if words else None,
        "most_found": MOST_FOUND,
        **session_context(programme, people, here=_("Add somebody")),
        **page_context(request, programme, "staff_sessions"),
    }
    return render(request, "attendance/staff/add.html", context, status=422 if form.errors else 200)


def _add(session: Session, who: Participant, key: str, by: User, *, takes_seat: bool) -> None:
    if takes_seat:
        register_by_staff(session=session, participant=who, by=by)
    else:
        add_walk_in(session=session, participant=who, key=key, by=by)


def _add_unknown(session: Session, form: NewPersonForm, by: User, *, takes_seat: bool) -> Participant:
    if takes_seat:
        return register_unknown_by_staff(session=session, **form.person, by=by).participant
    minutes, key = form.cleaned_data.get("minutes"), form.cleaned_data["key"]
    return add_unknown_walk_in(session=session, **form.person, minutes=minutes, key=key, by=by).participant


def _done(request: HttpRequest, programme: ProgrammePage, session: Session, who: Participant) -> HttpResponse:
    messages.success(request, _("%(name)s is on the list.") % {"name": who.name})
    return redirect("staff_roster", programme.slug, session.pk)
