"""E-mails, sent by the task worker. Every task carries a key, and a key is sent once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from attendance import messages
from attendance.models import SentMail

PATIENCE = dt.timedelta(minutes=10)
"""So long a sending may take before another run takes over from one that was cut off."""


@task()
def registration_email(key: str, participant: int, registrations: list[int], modules: list[int]) -> None:
    send_once(key, lambda: messages.registration(participant, registrations, modules))


@task()
def refusal_email(key: str, participant: int, session: int) -> None:
    send_once(key, lambda: messages.refusal(participant, session))


@task()
def seat_email(key: str, registration: int) -> None:
    send_once(key, lambda: messages.seat(registration))


@task()
def withdrawal_email(key: str, registration: int) -> None:
    send_once(key, lambda: messages.withdrawal(registration))


@task()
def decision_email(key: str, registration: int) -> None:
    send_once(key, lambda: messages.decision(registration))


@task()
def cancellation_email(key: str, registration: int) -> None:
    send_once(key, lambda: messages.cancellation(registration))


def send_once(key: str, make: Callable[[], EmailMessage]) -> bool:
    """Sends the e-mail unless it has been sent, or another worker is at it. Says whether it did.

    A worker that is killed while it hands an e-mail over cannot know whether it arrived. It is sent again after a
    while, under the same Message-ID, so that a mailbox that has it already knows it for the same.
    """
    now = timezone.now()
    row, _ = SentMail.objects.get_or_create(key=key)
    mine = SentMail.objects.filter(pk=row.pk)
    is_free = Q(claimed_at=None) | Q(claimed_at__lt=now - PATIENCE)
    if not mine.filter(is_free, sent_at=None).exists():
        return False
    # Made before it is claimed: then hardly any time is spent where being killed would cost a wait.
    message = make()
    message.extra_headers.setdefault("Message-ID", f"<{key}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}>")
    if not mine.filter(is_free, sent_at=None).update(claimed_at=now):
        return False
    try:
        message.send()
    except Exception:
        mine.update(claimed_at=None)
        raise
    mine.update(sent_at=timezone.now())
    return True
