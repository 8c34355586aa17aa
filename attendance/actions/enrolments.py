"""Picking modules, with the seats at their webinars that come with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from attendance import emails
from attendance.actions.locking import lock_roots
from attendance.actions.seats import register
from attendance.models import Registration
from courses.models import Enrolment, ModulePage, Session
from courses.querysets import below
from courses.refusals import Refused
from courses.requirements import programme_path
from people.actions import change_details
from people.models import Participant

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def pick_modules(
    *,
    participant: Participant,
    modules: Iterable[ModulePage],
    by: User | None,
    details: Mapping[str, Any] | None = None,
    key: str = "",
) -> tuple[list[Enrolment], list[Registration]]:
    """Pick modules and register for their open webinars; an e-mail about it for each programme.

    Webinars that cannot be registered for (closed, over, cancelled) are left out, and the module is picked all the
    same. `details` and `key` are those of `register`.
    """
    originals = {module.pk: module for module in (one.as_original for one in modules)}
    modules = sorted(originals.values(), key=lambda module: module.path)
    sessions = sessions_joined_by_picking(modules)
    lock_roots(sessions)
    if details:
        change_details(participant=participant, by=by, **details)
    enrolments = [_enrol(participant, module) for module in modules]
    registrations = []
    for session in sessions:
        try:
            registrations.append(register(session=session, participant=participant, by=by, notify=False))
        except Refused:
            continue
    picked = {module.pk: programme_path(module.path) for module in modules}
    joined = {session.pk: programme_path(session.activity.path) for session in sessions}
    # Who has picked nothing is told so.
    for programme in dict.fromkeys(picked.values()) or [""]:
        _tell(
            participant,
            [row for row in enrolments if picked[row.module_id] == programme],
            [row for row in registrations if joined[row.session_id] == programme],
            key,
        )
    return enrolments, registrations


def _tell(
    participant: Participant, enrolments: Sequence[Enrolment], registrations: Sequence[Registration], key: str
) -> None:
    once = key and emails.key_of(
        key,
        [(enrolment.pk, enrolment.picked_at) for enrolment in enrolments],
        [(registration.pk, registration.state_changed_at) for registration in registrations],
    )
    emails.owe_registration(
        participant.pk,
        [registration.pk for registration in registrations],
        [enrolment.module_id for enrolment in enrolments],
        key=once,
    )


def sessions_joined_by_picking(modules: Iterable[ModulePage]) -> list[Session]:
    """The future sessions that picking these modules registers for: those of their webinars."""
    modules = list(modules)
    if not modules:
        return []
    where = below(modules[0], "activity__")
    for module in modules[1:]:
        where |= below(module, "activity__")
    sessions = Session.objects.roots().upcoming().filter(where, activity__live=True, activity__original=None)
    return [
        session
        for session in sessions.select_related("activity__content_type")
        if session.activity.specific_class.joined_by_picking
    ]


@transaction.atomic
def drop_module(*, participant: Participant, module: ModulePage, by: User | None) -> None:
    """Drop a picked module. Registrations for its webinars stay until they are withdrawn one by one."""
    Enrolment.objects.active().filter(participant=participant, module=module.as_original).update(
        dropped_at=timezone.now()
    )


@transaction.atomic
def keep_module(*, participant: Participant, module: ModulePage, by: User | None) -> None:
    """Revert dropping a module, without registering for anything."""
    Enrolment.objects.filter(participant=participant, module=module.as_original).update(dropped_at=None)


def _enrol(participant: Participant, module: ModulePage) -> Enrolment:
    enrolment, created = Enrolment.objects.get_or_create(participant=participant, module=module)
    if not created and enrolment.dropped_at:
        enrolment.dropped_at, enrolment.picked_at = None, timezone.now()
        enrolment.save(update_fields=["dropped_at", "picked_at"])
    return enrolment
