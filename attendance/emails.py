"""E-mails about seats and records, in the person's language. Actions call these on commit; the task worker sends.

`key` makes two calls one e-mail: a form that is sent twice carries the same.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence

from attendance import tasks


def key_of(*parts: object) -> str:
    """The same parts, the same key."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def send_registration(
    participant: int, registrations: Sequence[int], modules: Sequence[int] = (), key: str = ""
) -> None:
    """Queues the one e-mail about what somebody just signed up for: seats, places in line, picked modules."""
    tasks.registration_email.enqueue(key or _new(), participant, list(registrations), list(modules))


def send_refusal(participant: int, session: int, key: str = "") -> None:
    """Queues the e-mail that says why somebody could not be registered, where a page must not tell."""
    tasks.refusal_email.enqueue(key or _new(), participant, session)


def send_seat(registration: int) -> None:
    """Queues the e-mail to somebody who waited and now has a seat."""
    tasks.seat_email.enqueue(_new(), registration)


def send_withdrawal(registration: int) -> None:
    """Queues the e-mail that confirms a withdrawal and takes the entry out of the calendar."""
    tasks.withdrawal_email.enqueue(_new(), registration)


def send_decision(registration: int) -> None:
    """Queues the e-mail about staff's answer to a registration."""
    tasks.decision_email.enqueue(_new(), registration)


def send_answer(objection: int) -> None:
    """Queues the e-mail with staff's answer to what a participant says against the record. Once for each."""
    tasks.answer_email.enqueue(key_of("answered", objection), objection)


def send_cancellations(registrations: Iterable[int], moment: str) -> None:
    """Queues an e-mail to everybody who had signed up for what is cancelled, once for each moment."""
    for registration in registrations:
        tasks.cancellation_email.enqueue(key_of("cancelled", registration, moment), registration)


def send_changes(registrations: Iterable[int], moment: str) -> None:
    """Queues an e-mail to everybody who has signed up for what has another time or place, once for each moment."""
    for registration in registrations:
        tasks.change_email.enqueue(key_of("changed", registration, moment), registration)


def _new() -> str:
    return uuid.uuid4().hex
