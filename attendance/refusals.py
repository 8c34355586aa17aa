"""Why an action on seats, attendance or reports is refused. Used by the button, the action and the message."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attendance.models import Attendance, Registration, ReportImport
from courses.models import ActivityPage, Level, Phase, Session
from courses.refusals import Refusal
from people.models import Participant

CANCELLED = Refusal("cancelled", _("This has been cancelled."))
OVER = Refusal("over", _("This has already taken place."))
CLOSED = Refusal("closed", _("Registration has closed."))
FULL = Refusal("full", _("All seats are taken."))
NOT_YET = Refusal("not_yet", _("Registration has not opened yet."))
TURNED_DOWN = Refusal("turned_down", _("Your registration was turned down."))
BUSY = Refusal("busy", _("The report is being worked on. Wait until that is done."))
WITHDRAWN = Refusal("withdrawn", _("The person has withdrawn meanwhile."))
REASON_NEEDED = Refusal("reason_needed", _("Say why you correct it."))
TOO_LONG = Refusal("too_long", _("That is longer than the session lasted."))
NO_MINUTES = Refusal("no_minutes", _("Nobody is present for 0 minutes. Take the tick away instead."))
NOT_PRESENT = Refusal("not_present", _("There are minutes, but no tick for present."))
DAY_BY_DAY = Refusal("day_by_day", _("Presence is set day by day: choose a day."))
NOT_STARTED = Refusal("not_started", _("This has not taken place yet."))
CHANGED = Refusal("changed", _("Somebody else changed this row meanwhile. Save once more to set what you typed."))
WAS_HELD = Refusal("was_held", _("Somebody is recorded as present, so it took place."))
NOT_YOURS = Refusal("not_yours", _("Nothing is recorded about you here, and you were not registered."))
NO_WORDS = Refusal("no_words", _("Write one sentence about what is wrong."))
NO_ANSWER = Refusal("no_answer", _("Write an answer. The participant reads it."))
NOT_READ = Refusal("not_read", _("The report could not be read, so there is nothing to save."))
ON_THE_LIST = Refusal("on_the_list", _("Something is recorded about this person already. Correct it on the list."))
NAME_NEEDED = Refusal("name_needed", _("Write the name."))
TAKEN_BACK = Refusal("taken_back", _("What was taken back is recorded anew instead."))


def registration_refusal(
    session: Session, participant: Participant | None = None, now: dt.datetime | None = None
) -> Refusal | None:
    """Why `participant` (None: a visitor) may not register for the activity with this root session."""
    return registration_refusals([session], participant, now)[session.pk]


def registration_refusals(
    sessions: Iterable[Session],
    participant: Participant | None = None,
    now: dt.datetime | None = None,
    states: Mapping[int, str] | None = None,
) -> dict[int, Refusal | None]:
    """The same for many root sessions (with `activity` loaded), in a fixed number of queries.

    `states` are the participant's own registrations there, if read already.
    """
    sessions = list(sessions)
    now = now or timezone.now()
    refusals: dict[int, Refusal | None] = {session.pk: clock_refusal(session, now) for session in sessions}
    open_ones = [session for session in sessions if refusals[session.pk] is None]
    by_kind: dict[type[ActivityPage], list[Session]] = defaultdict(list)
    for session in open_ones:
        by_kind[session.activity.specific_class].append(session)
    for kind, own in by_kind.items():
        refusals |= kind.admission_refusals(own, participant)
    limited = [session for session in open_ones if session.capacity is not None and not session.has_waiting_list]
    if limited:
        taken = Registration.objects.filter(session__in=limited).holding_seat().by_session()
        for session in limited:
            if refusals[session.pk] is None and taken.get(session.pk, 0) >= (session.capacity or 0):
                refusals[session.pk] = FULL
    if states is not None:
        refusals |= {pk: TURNED_DOWN for pk in refusals if states.get(pk) == Registration.State.TURNED_DOWN}
    elif participant is not None and open_ones:
        turned_down = Registration.objects.filter(
            participant=participant, session__in=open_ones, state=Registration.State.TURNED_DOWN
        ).values_list("session_id", flat=True)
        refusals |= dict.fromkeys(turned_down, TURNED_DOWN)
    return refusals


def clock_refusal(session: Session, now: dt.datetime) -> Refusal | None:
    """The refusals that depend on time and cancellation only. Registration closes at its deadline, or when the session
    starts."""
    if session.is_cancelled:
        return CANCELLED
    phase = session.phase(now)
    if phase == Phase.AFTER:
        return OVER
    if session.registration_opens_at and now < session.registration_opens_at:
        return NOT_YET
    closes = session.registration_closes_at or session.starts_at
    if (closes and now >= closes) or (phase == Phase.TODAY and session.starts_at and now >= session.starts_at):
        return CLOSED
    return None


def withdrawal_refusal(registration: Registration, now: dt.datetime | None = None) -> Refusal | None:
    """Why a registration can no longer be withdrawn."""
    now = now or timezone.now()
    if registration.session.phase(now) == Phase.AFTER:
        return OVER
    return None


def decision_refusal(registration: Registration, now: dt.datetime | None = None) -> Refusal | None:
    """Why staff can no longer approve a registration or turn it down."""
    if registration.state == Registration.State.CANCELLED:
        return WITHDRAWN
    phase = registration.session.phase(now)
    return {Phase.CANCELLED: CANCELLED, Phase.AFTER: OVER}.get(phase)


def cancellation_refusal(session: Session) -> Refusal | None:
    """Why a session can no longer be cancelled. One query."""
    if session.phase() == Phase.AFTER:
        return OVER
    held = Attendance.objects.attended().filter(session__activity=session.activity_id)
    if session.parent_id is not None:
        held = held.filter(session=session)
    return WAS_HELD if held.exists() else None


def presence_refusal(session: Session, now: dt.datetime | None = None) -> Refusal | None:
    """Why nobody's presence can be set at this session."""
    if session.is_cancelled:
        return CANCELLED
    if session.phase(now) == Phase.BEFORE:
        return NOT_STARTED
    return None


def sheet_refusal(session: Session, now: dt.datetime | None = None) -> Refusal | None:
    """The same for a whole sheet. The presence at a gathering with days is set for each day. One query."""
    return presence_refusal(session, now) or _day_by_day(session)


def _day_by_day(session: Session) -> Refusal | None:
    has_days = session.level == Level.WHOLE and session.children.filter(level=Level.DAY, cancelled_at=None).exists()
    return DAY_BY_DAY if has_days else None


def minutes_refusal(session: Session, minutes: int | None) -> Refusal | None:
    """Why this number of minutes is not possible."""
    if minutes == 0:
        return NO_MINUTES
    if minutes is not None and session.live_minutes and minutes > session.live_minutes:
        return TOO_LONG
    return None


def excuse_refusal(session: Session) -> Refusal | None:
    """Why nobody can be excused from this session. One query."""
    return CANCELLED if session.is_cancelled else _day_by_day(session)


def objection_refusal(session: Session, participant: Participant, now: dt.datetime | None = None) -> Refusal | None:
    """Why a participant cannot object to the record of a session."""
    here = {"session": session, "participant": participant}
    if not Registration.objects.filter(**here).exists() and not Attendance.objects.filter(**here).exists():
        return NOT_YOURS
    return sheet_refusal(session, now)


def apply_refusal(report: ReportImport) -> Refusal | None:
    """Why a report cannot be applied now."""
    if report.is_busy:
        return BUSY
    if report.state == ReportImport.State.REFUSED:
        return NOT_READ
    return sheet_refusal(report.session)


def undo_refusal(report: ReportImport) -> Refusal | None:
    return BUSY if report.is_busy else None
