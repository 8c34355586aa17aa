"""The background task that sends owed e-mails, and the recovery of those that were lost or failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from attendance import messages
from attendance.models import OutgoingMail

logger = structlog.get_logger(__name__)

RETRY_AFTER = dt.timedelta(minutes=10)
"""After this time, an e-mail that was being sent, or was queued, is taken for lost and sent by another task."""
MAX_ATTEMPTS = 8
"""How often an e-mail is queued. The interval doubles each time, so that attempts are made for most of a day."""
BATCH = 500
"""The number of e-mails that are queued again at a time."""


@dataclass(frozen=True)
class Kind:
    """How an e-mail is built from its arguments: None if there is nothing to send any more."""

    make: Callable[..., EmailMessage | None]
    priority: int = 0


KINDS = {
    "registration": Kind(messages.registration),
    "refusal": Kind(messages.refusal),
    "seat": Kind(messages.seat),
    "withdrawal": Kind(messages.withdrawal),
    "decision": Kind(messages.decision),
    "cancellation": Kind(messages.cancellation),
    "change": Kind(messages.change),
    "answer": Kind(messages.answer),
}
"""Apps above this one add theirs when they start."""


@task()
def send_email(key: str) -> None:
    """Send the e-mail with this key, unless it has been sent or another worker is sending it.

    If a worker is killed while handing it over, nobody knows whether it arrived. It is sent again later with the same
    Message-ID, so that a mailbox that has it already can recognise it.
    """
    now = timezone.now()
    mine = OutgoingMail.objects.filter(Q(claimed_at=None) | Q(claimed_at__lt=now - RETRY_AFTER), key=key, sent_at=None)
    mail = mine.first()
    if mail is None:
        return
    # Built before it is claimed, so that the time in which being killed delays it is short.
    message = _made(mail)
    if message is None:
        mine.delete()
        return
    message.extra_headers.setdefault("Message-ID", f"<{key}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}>")
    if not mine.update(claimed_at=now):
        return
    claimed = OutgoingMail.objects.filter(pk=mail.pk)
    try:
        message.send()
    except Exception as error:
        # Only the name of the error, as the message of a mail server contains the address.
        logger.warning("email_failed", mail=mail.pk, kind=mail.kind, error=type(error).__name__)
        claimed.update(claimed_at=None)
        return
    claimed.update(sent_at=timezone.now())


def _made(mail: OutgoingMail) -> EmailMessage | None:
    try:
        return KINDS[mail.kind].make(*mail.arguments)
    except ObjectDoesNotExist:
        logger.warning("email_about_nothing", kind=mail.kind, arguments=mail.arguments)
        return None


def queue_email(kind: str, key: str) -> None:
    send_email.using(priority=KINDS[kind].priority).enqueue(key)


@task()
def queue_new_emails() -> None:
    """Queue e-mails that were owed many at a time, and the task itself again for those left over."""
    new = OutgoingMail.objects.filter(times_queued=0, sent_at=None).order_by("pk")[:BATCH]
    with transaction.atomic():
        for mail in new:
            _queue(mail)
    if len(new) == BATCH:
        queue_new_emails.enqueue()


def requeue_emails() -> None:
    """Queue again what is owed: never queued, lost, or failed. After the last attempt it is given up, and logged."""
    now = timezone.now()
    late = Q(times_queued__in=(0, MAX_ATTEMPTS), queued_at__lte=now - RETRY_AFTER)
    for times in range(1, MAX_ATTEMPTS):
        late |= Q(times_queued=times, queued_at__lte=now - RETRY_AFTER * 2 ** (times - 1))
    owed = OutgoingMail.objects.filter(late, sent_at=None, given_up_at=None)
    for mail in owed.order_by("queued_at", "pk")[:BATCH]:
        if mail.times_queued == MAX_ATTEMPTS:
            if OutgoingMail.objects.filter(pk=mail.pk, sent_at=None, given_up_at=None).update(given_up_at=now):
                logger.error("email_given_up", mail=mail.pk, kind=mail.kind)
        elif _queue(mail):
            logger.warning("email_queued_again", kind=mail.kind, times=mail.times_queued + 1)


def _queue(mail: OutgoingMail) -> bool:
    """Queue an e-mail, unless another worker has done so since it was read."""
    same = OutgoingMail.objects.filter(pk=mail.pk, times_queued=mail.times_queued, sent_at=None)
    if not same.update(queued_at=timezone.now(), times_queued=F("times_queued") + 1):
        return False
    queue_email(mail.kind, mail.key)
    return True
