"""E-mails about seats, in the person's language. Actions call these on commit; the task worker sends."""

from __future__ import annotations

from collections.abc import Sequence

from attendance import tasks


def send_registration(participant: int, registrations: Sequence[int], modules: Sequence[int] = ()) -> None:
    """Queues the one e-mail about what somebody just signed up for: seats, places in line, picked modules."""
    tasks.registration_email.enqueue(participant, list(registrations), list(modules))


def send_decision(registration: int) -> None:
    """Queues the e-mail about staff's answer to a registration."""
    tasks.decision_email.enqueue(registration)
