"""Why somebody may not register. Used by the button, the action and the message."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attendance.models import Registration
from courses.models import ActivityPage, Phase, Session
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
