"""What e-mails are owed for what happens to seats and records, to whom and how often.

Actions call these within their transaction: the e-mail is owed if the change is there, and only then. It is sent by the
task worker, at once as a rule. `key` makes two calls one e-mail: a form that is sent twice carries the same.
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
    """The same parts, the same key."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def owe_registration(
    participant: int, registrations: Sequence[int], modules: Sequence[int] = (), key: str = ""
) -> None:
    """The one e-mail about what somebody just signed up for: seats, places in line, picked modules."""
    _owe("registration", participant, list(registrations), list(modules), key=key)


def owe_refusal(participant: int, session: int, key: str = "") -> None:
    """The e-mail that says why somebody could not be registered, where a page must not tell."""
    _owe("refusal", participant, session, key=key)


def owe_seat(registration: int) -> None:
    """The e-mail to somebody who waited and now has a seat."""
    _owe("seat", registration)


def owe_withdrawal(registration: int) -> None:
    """The e-mail that confirms a withdrawal and takes the entry out of the calendar."""
    _owe("withdrawal", registration)


def owe_decision(registration: int, *, had_seat: bool = False) -> None:
    """The e-mail about staff's answer to a registration."""
    _owe("decision", registration, had_seat)


def owe_answer(objection: int) -> None:
    """The e-mail with staff's answer to what a participant says against the record. Once for each."""
    _owe("answer", objection, key=key_of("answered", objection))


def owe_cancellations(registrations: Iterable[int], moment: str) -> None:
    """An e-mail to everybody who had signed up for what is cancelled, once for each moment."""
    owe_all("cancellation", {key_of("cancelled", pk, moment): [pk] for pk in registrations})


def owe_changes(registrations: Iterable[int], moment: str) -> None:
    """An e-mail to everybody who has signed up for what has another time or place, once for each moment."""
    owe_all("change", {key_of("changed", pk, moment): [pk] for pk in registrations})


def owe_all(kind: str, arguments: dict[str, list[int]]) -> None:
    """Many e-mails of a kind (`tasks.KINDS`), by key. One that is known is owed no second time."""
    add_rows([OutgoingMail(key=key, kind=kind, arguments=about) for key, about in arguments.items()])
    transaction.on_commit(partial(tasks.queue_emails, kind, list(arguments)))


def _owe(kind: str, *arguments: object, key: str = "") -> None:
    key = key or uuid.uuid4().hex
    add_rows([OutgoingMail(key=key, kind=kind, arguments=list(arguments))])
    transaction.on_commit(partial(tasks.queue_emails, kind, [key]))
