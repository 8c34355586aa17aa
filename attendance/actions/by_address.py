"""Registration without signing in, by an e-mail address that anybody can type.

It changes no stored data of a known participant, and reveals nothing about them: refusals that apply to everybody are
shown at once, refusals that apply to this person are sent to the address.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from django.db import transaction

from attendance import emails
from attendance.actions.enrolments import pick_modules, sessions_joined_by_picking
from attendance.actions.locking import lock_root, lock_roots
from attendance.actions.seats import register
from attendance.models import Registration
from attendance.refusals import registration_refusal
from courses.models import ModulePage, Session
from courses.refusals import Refused
from people.actions import participant_for_registration
from people.models import Municipality


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What somebody typed about themselves."""

    email: str
    name: str
    organisation: str = ""
    org_nr: str = ""
    municipality: Municipality | None = None


@transaction.atomic
def pick_modules_by_address(*, typed: Typed, modules: Iterable[ModulePage], key: str = "") -> None:
    """Pick modules for the address and register for their open webinars. Always sends an e-mail."""
    modules = [module.as_original for module in modules]
    lock_roots(sessions_joined_by_picking(modules))
    participant = participant_for_registration(**_person(typed), by=None)
    pick_modules(participant=participant, modules=modules, by=None, key=key)


@transaction.atomic
def register_by_address(
    *,
    session: Session,
    typed: Typed,
    days: Sequence[Session] | None = None,
    choices: Sequence[Session] | None = None,
    key: str = "",
) -> Registration | None:
    """Register the address for one activity. Always sends one e-mail. Returns the registration, if a new one was made.

    Raises `Refused` for what applies to everybody. An existing registration keeps its days and choices.
    """
    root = lock_root(session)
    if refusal := registration_refusal(root):
        raise Refused(refusal)
    participant = participant_for_registration(**_person(typed), by=None)
    known = Registration.objects.active().filter(participant=participant, session=root).first()
    try:
        registration = known or register(
            session=session, participant=participant, by=None, days=days, choices=choices, notify=False
        )
    except Refused as refused:
        once = key and emails.key_of(key, participant.pk, root.pk, refused.refusal.code)
        emails.owe_refusal(participant.pk, root.pk, key=once)
        return None
    once = key and emails.key_of(key, registration.pk, registration.state_changed_at)
    emails.owe_registration(participant.pk, [registration.pk], key=once)
    return None if known else registration


def _person(typed: Typed) -> dict:
    # `asdict` would copy the municipality, a model instance.
    return {field.name: getattr(typed, field.name) for field in fields(typed)}
