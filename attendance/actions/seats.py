"""Seats: register, wait, withdraw, approve. One lock on the root session protects all seats of the activity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from attendance import emails
from attendance.actions.locking import lock_root
from attendance.models import Registration
from attendance.refusals import FULL, clock_refusal, decision_refusal, registration_refusal, withdrawal_refusal
from courses.models import Level, Session
from courses.refusals import Refused
from people.actions import change_details
from people.models import Participant

if TYPE_CHECKING:
    from people.models import User

State = Registration.State


@transaction.atomic
def register(
    *,
    session: Session,
    participant: Participant,
    by: User | None,
    days: Sequence[Session] | None = None,
    choices: Sequence[Session] | None = None,
    details: Mapping[str, Any] | None = None,
    notify: bool = True,
    key: str = "",
) -> Registration:
    """Take a seat at the activity of `session`, or a place on its waiting list; returns the registration for the root.

    No chosen day means all days. A registration for a session below takes a seat on each level above, or waits at the
    first level that is full. An active registration is returned with its days and choices updated. `details` are what
    the participant says about themselves in the same form, as for `people.actions.change_details`. Raises `Refused`,
    with nothing changed, if the refusal function says so under the lock. Calls with the same `key`, as from a form that
    is sent twice, send one e-mail.
    """
    root = lock_root(session)
    if details:
        change_details(participant=participant, by=by, **details)
    if session.level == Level.DAY and days is None:
        days = [session]
    elif session.level not in (Level.WHOLE, Level.DAY) and choices is None:
        choices = [session]
    registration = Registration.objects.filter(participant=participant, session=root).first()
    is_new = registration is None or not registration.is_active
    if registration is None or is_new:
        if refusal := registration_refusal(root, participant):
            raise Refused(refusal)
        wish = State.AWAITING_APPROVAL if root.activity.specific_class.needs_approval(root) else State.REGISTERED
        registration = _write(registration, participant, root, wish, by)
    elif (days is not None or choices is not None) and (refusal := clock_refusal(root, timezone.now())):
        raise Refused(refusal)
    has_chosen = _choose(root, registration, participant, days, choices, by, is_new=is_new)
    if (is_new or has_chosen) and notify:
        chosen = sorted(session.pk for session in (*(days or ()), *(choices or ())))
        once = key and emails.key_of(key, registration.pk, registration.state_changed_at, chosen)
        emails.owe_registration(participant.pk, [registration.pk], key=once)
    return registration


@transaction.atomic
def withdraw_registration(*, registration: Registration, by: User | None) -> Registration:
    """Give back a seat and every seat below it; the first on the waiting list gets it. Idempotent. May raise
    `Refused`."""
    root = lock_root(registration.session)
    registration.refresh_from_db()
    if not registration.is_active:
        return registration
    if refusal := withdrawal_refusal(registration):
        raise Refused(refusal)
    _leave(registration, State.CANCELLED)
    if by is not None and by.pk != registration.participant.user_id:
        log(root, "attendance.registration_withdrawn", user=by, data={"registration": registration.pk})
    emails.owe_withdrawal(registration.pk)
    return registration


@transaction.atomic
def approve_registration(*, registration: Registration, message: str = "", by: User) -> Registration:
    """Approve a registration, also one that was turned down: with a seat, or on the waiting list if it is full.
    Idempotent.

    Raises `Refused`.
    """
    root = lock_root(registration.session)
    registration.refresh_from_db()
    if refusal := decision_refusal(registration):
        raise Refused(refusal)
    if registration.state not in (State.AWAITING_APPROVAL, State.TURNED_DOWN):
        return registration
    wishes = Registration.objects.filter(
        participant=registration.participant_id,
        session__activity=root.activity,
        session__parent__isnull=False,
        state__in=(State.AWAITING_APPROVAL, State.TURNED_DOWN),
    )
    wishes.update(state=State.WAITING, state_changed_at=timezone.now(), message="")
    _set_state(registration, _seat_or_wait(root), message)
    _settle_below(registration)
    log(root, "attendance.registration_approved", user=by, data={"registration": registration.pk})
    emails.owe_decision(registration.pk)
    return registration


@transaction.atomic
def turn_down_registration(*, registration: Registration, message: str = "", by: User) -> Registration:
    """Turn a registration down, with a message. A seat goes to the first on the waiting list. Idempotent.

    Raises `Refused`.
    """
    root = lock_root(registration.session)
    registration.refresh_from_db()
    if refusal := decision_refusal(registration):
        raise Refused(refusal)
    if registration.state == State.TURNED_DOWN:
        return registration
    had_seat = registration.state in Registration.HOLDS_SEAT
    _leave(registration, State.TURNED_DOWN, message)
    log(root, "attendance.registration_turned_down", user=by, data={"registration": registration.pk})
    emails.owe_decision(registration.pk, had_seat=had_seat)
    return registration


@transaction.atomic
def record_registrations(
    *,
    session: Session,
    participants: Sequence[Participant],
    by: User | None,
    at: dt.datetime,
    choices: Mapping[int, Sequence[Session]] | None = None,
    state: State = State.REGISTERED,
) -> int:
    """Store who has a seat according to a list, without refusals or e-mails. Returns the number of new rows.

    For lists from elsewhere (a programme file, a paper list). `choices` are sessions by participant id. Participants
    need `with_affiliation()`; the number of queries does not depend on their number.
    """
    root = lock_root(session)
    days = list(Session.objects.filter(parent=root, level=Level.DAY)) if state == State.REGISTERED else []
    rows = []
    for participant in participants:
        for seat in [root, *days, *(choices or {}).get(participant.pk, ())]:
            row = Registration(
                participant=participant, session=seat, state=state, registered_at=at, state_changed_at=at
            )
            row.registered_by = by
            row.keep_affiliation(participant, root.date or timezone.localdate(at))
            rows.append(row)
    before = Registration.objects.filter(session__activity=root.activity).count()
    Registration.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return Registration.objects.filter(session__activity=root.activity).count() - before


@transaction.atomic
def give_free_seats(*, session: Session, by: User | None) -> None:
    """Give free seats to those on the waiting list and notify them, as after raising the capacity."""
    root = lock_root(session)
    tree = {seat.pk: seat for seat in Session.objects.filter(activity=root.activity)}
    for seat in sorted(tree.values(), key=lambda seat: len(_above(seat, tree))):
        _fill(seat)


def _choose(
    root: Session,
    registration: Registration,
    participant: Participant,
    days: Sequence[Session] | None,
    choices: Sequence[Session] | None,
    by: User | None,
    *,
    is_new: bool,
) -> bool:
    """Update the seats below the root to what was chosen; None leaves them. Returns whether anything changed.

    Raises `Refused` for a full session without a waiting list.
    """
    if days is None and choices is None and not is_new:
        return False
    tree = {seat.pk: seat for seat in Session.objects.filter(activity=root.activity, cancelled_at=None)}
    own = {row.session_id: row for row in Registration.objects.filter(participant=participant, session__in=tree)}
    active = {pk for pk, row in own.items() if row.is_active and pk != root.pk}
    wanted = _wanted(active, tree, days, choices, is_new=is_new) - {root.pk}
    new = sorted((wanted & set(tree)) - active, key=lambda pk: len(_above(tree[pk], tree)))
    if any(not tree[pk].has_waiting_list and not _has_seat(tree[pk]) for pk in new):
        raise Refused(FULL)
    dropped = active - wanted
    for pk in dropped:
        _leave(own[pk], State.CANCELLED)
    for pk in new:
        own[pk] = _write(own.get(pk), participant, tree[pk], _wish(tree[pk], own | {root.pk: registration}), by)
    return bool(dropped or new)


def _wanted(
    active: set[int],
    tree: Mapping[int, Session],
    days: Sequence[Session] | None,
    choices: Sequence[Session] | None,
    *,
    is_new: bool,
) -> set[int]:
    """The sessions below the root that the participant wants, by id, with all levels above them.

    A new registration without days is for all of them. A session that was chosen before is dropped with its day.
    """
    all_days = {pk for pk, seat in tree.items() if seat.level == Level.DAY}
    if days is not None:
        wanted_days = {day.pk for day in days}
    elif is_new:
        wanted_days = all_days
    else:
        wanted_days = active & all_days
    if choices is not None:
        chosen = {choice.pk for choice in choices if choice.takes_registration}
    else:
        lost_days = all_days - wanted_days if days is not None else set()
        chosen = {pk for pk in active - all_days if not lost_days.intersection(_above(tree[pk], tree))}
    wanted = wanted_days | chosen
    return wanted | {above for pk in wanted if pk in tree for above in _above(tree[pk], tree)}


def _above(session: Session, tree: Mapping[int, Session]) -> list[int]:
    ids = []
    while session.parent_id and session.parent_id in tree:
        ids.append(session.parent_id)
        session = tree[session.parent_id]
    return ids


def _wish(session: Session, own: Mapping[int, Registration]) -> State:
    """A seat, or a place on the waiting list while the registration for the level above waits."""
    above = own.get(session.parent_id or 0)
    return State(above.state) if above and above.is_active else State.REGISTERED


def _write(
    row: Registration | None, participant: Participant, session: Session, wish: State, by: User | None
) -> Registration:
    """Create a row, or revive a cancelled one at the end of the queue; on the waiting list if the session is full."""
    now = timezone.now()
    row = row or Registration(participant=participant, session=session)
    row.state = _seat_or_wait(session) if wish == State.REGISTERED else wish
    row.registered_at = row.state_changed_at = now
    row.registered_by, row.message = by, ""
    row.keep_affiliation(participant, session.date or timezone.localdate(now))
    row.save()
    return row


def _seat_or_wait(session: Session) -> State:
    """A seat, if one is free after those on the waiting list got theirs: the capacity may have been raised."""
    _fill(session)
    return State.REGISTERED if _has_seat(session) else State.WAITING


def _has_seat(session: Session) -> bool:
    if session.capacity is None:
        return True
    return session.registrations.holding_seat().count() < session.capacity


def _set_state(registration: Registration, state: State, message: str = "") -> None:
    registration.state, registration.state_changed_at = state, timezone.now()
    registration.message = message
    registration.save(update_fields=["state", "state_changed_at", "message"])


def _leave(registration: Registration, state: State, message: str = "") -> None:
    """End this registration and all active ones below it, then fill the free seats from the top down."""
    tree = {seat.pk: seat for seat in Session.objects.filter(activity_id=registration.session.activity_id)}
    rows = [
        row
        for row in Registration.objects.filter(participant=registration.participant_id, session__in=tree).active()
        if row.pk == registration.pk or registration.session_id in _above(tree[row.session_id], tree)
    ]
    freed = [tree[row.session_id] for row in rows if row.state in Registration.HOLDS_SEAT]
    for row in rows:
        _set_state(row, state, message)
    if registration.pk not in {row.pk for row in rows}:
        _set_state(registration, state, message)
    registration.refresh_from_db()
    for session in sorted(freed, key=lambda seat: len(_above(seat, tree))):
        _fill(session)


def _fill(session: Session, told: int | None = None) -> None:
    """Give free seats to the first on the waiting list who have a seat on the level above, and notify them.

    `told` is a participant who is already getting an e-mail about the level above.
    """
    if session.is_cancelled:
        return
    for row in session.registrations.waiting():
        if not _has_seat(session):
            return
        if session.parent_id and not _holds(row.participant_id, session.parent_id):
            continue
        _set_state(row, State.REGISTERED, row.message)
        _settle_below(row)
        if row.participant_id != told:
            emails.owe_seat(row.pk)


def _holds(participant_id: int, session_id: int) -> bool:
    return Registration.objects.filter(participant=participant_id, session=session_id).holding_seat().exists()


def _settle_below(registration: Registration) -> None:
    """Now that the level above has a seat, registrations below it get seats or places on their own waiting lists."""
    if registration.state != State.REGISTERED:
        return
    below_it = Registration.objects.filter(
        participant=registration.participant_id, session__parent=registration.session_id
    )
    for row in below_it.waiting().select_related("session"):
        _fill(row.session, told=row.participant_id)
