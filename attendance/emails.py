"""Decides which e-mails are owed for changes to seats and records.

Actions call these functions in their transaction, so that an e-mail is owed exactly if the change is committed. The
task worker sends it, normally at once. Calls with the same `key`, as from a form that is sent twice, owe one e-mail.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from functools import partial

from django.db import transaction

from attendance import tasks
from attendance.models import OutgoingMail
from content.writing import add_rows


def key_of(*parts: object) -> str:
    """A key made from these parts."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def owe_registration(
    participant: int, registrations: Sequence[int], modules: Sequence[int] = (), key: str = ""
) -> None:
    """About a new registration: seats, places on waiting lists, picked modules."""
    _owe("registration", participant, list(registrations), list(modules), key=key)


def owe_refusal(participant: int, session: int, key: str = "") -> None:
    """About the reason why somebody could not be registered, where a page must not show it."""
    _owe("refusal", participant, session, key=key)


def owe_seat(registration: int) -> None:
    """About a seat for somebody who was on the waiting list."""
    _owe("seat", registration)


def owe_withdrawal(registration: int) -> None:
    """About a withdrawn registration; also removes the entry from the calendar."""
    _owe("withdrawal", registration)


def owe_decision(registration: int, *, had_seat: bool = False) -> None:
    """About staff's decision on a registration."""
    _owe("decision", registration, had_seat)


def owe_answer(objection: int) -> None:
    """About staff's answer to an objection. Once for each."""
    _owe("answer", objection, key=key_of("answered", objection))


def owe_cancellations(registrations: Iterable[int], moment: str) -> None:
    """About a cancellation, to all who were registered; once for each moment of cancelling."""
    owe_all("cancellation", {key_of("cancelled", pk, moment): [pk] for pk in registrations})


def owe_changes(registrations: Iterable[int], moment: str) -> None:
    """About another time or place, to all who are registered; once for each moment of changing."""
    owe_all("change", {key_of("changed", pk, moment): [pk] for pk in registrations})


def owe_all(kind: str, arguments: dict[str, list[int]]) -> None:
    """Many e-mails of a kind (`tasks.KINDS`), by key. A known key is not owed again."""
    add_rows([OutgoingMail(key=key, kind=kind, arguments=about, times_queued=0) for key, about in arguments.items()])
    transaction.on_commit(tasks.queue_new_emails.enqueue)


def _owe(kind: str, *arguments: object, key: str = "") -> None:
    key = key or uuid.uuid4().hex
    add_rows([OutgoingMail(key=key, kind=kind, arguments=list(arguments))])
    transaction.on_commit(partial(tasks.queue_email, kind, key))
