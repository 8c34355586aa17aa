"""Registering from outside, with an address that anybody can type.

It attaches to the address, changes nothing stored about a known person, and tells whoever typed nothing about
them: what holds for everybody is refused at once, what holds for this person is said in the e-mail to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from django.db import transaction

from attendance import emails
from attendance.actions.seats import lock_root, pick_modules, register
from attendance.models import Registration
from attendance.refusals import registration_refusal
from courses.models import ModulePage, Session
from courses.refusals import Refused
from people.actions import participant_for_registration
from people.models import Municipality


@dataclass(frozen=True, kw_only=True)
class Typed:
    """Who somebody says they are."""

    email: str
    name: str
    organisation: str = ""
    org_nr: str = ""
    municipality: Municipality | None = None


@transaction.atomic
def pick_modules_by_address(*, typed: Typed, modules: Iterable[ModulePage], key: str = "") -> None:
    """Picks modules for the address and registers for their open webinars. Always one e-mail."""
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
    """Registers the address for one activity. Always one e-mail; the new registration where one was made.

    Raises `Refused` with what holds for everybody. Who is registered already keeps the days and choices they have.
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
    # Not `asdict`, which would copy the municipality.
    return {field.name: getattr(typed, field.name) for field in fields(typed)}
