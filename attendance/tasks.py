"""Background tasks: sending owed e-mails, and reports that are too large for a request.

Each key of an e-mail is sent once. A task about a report may be interrupted anywhere and run again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from attendance import messages
from attendance.models import OutgoingMail, ReportImport
from content.workers import is_queued

logger = structlog.get_logger(__name__)

PATIENCE = dt.timedelta(minutes=10)
"""After this time, an e-mail that was being sent, or was queued, is taken for lost and sent by another task."""
MOST_TIMES = 8
"""How often an e-mail is queued. The interval doubles each time, so that attempts are made for most of a day."""
AT_ONCE = 500
"""The number of e-mails that are queued again at a time."""
BEHIND = -5
"""A priority below that of e-mails that somebody waits for, and above that of work that nobody waits for."""
PROGRESS_LASTS = 24 * 3600


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
    mine = OutgoingMail.objects.filter(Q(claimed_at=None) | Q(claimed_at__lt=now - PATIENCE), key=key, sent_at=None)
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
        event = "email_failed" if mail.times_queued < MOST_TIMES else "email_given_up"
        logger.warning(event, mail=mail.pk, kind=mail.kind, error=type(error).__name__)
        claimed.update(claimed_at=None)
        return
    claimed.update(sent_at=timezone.now())


def _made(mail: OutgoingMail) -> EmailMessage | None:
    try:
        return KINDS[mail.kind].make(*mail.arguments)
    except ObjectDoesNotExist:
        logger.warning("email_about_nothing", kind=mail.kind, arguments=mail.arguments)
        return None


def queue_emails(kind: str, keys: Iterable[str]) -> None:
    """Queue these e-mails in this order."""
    sending = send_email.using(priority=KINDS[kind].priority)
    for key in keys:
        sending.enqueue(key)


def go_on_sending() -> None:
    """Queue again what is owed: never queued, lost, or failed."""
    now = timezone.now()
    late = Q()
    for times in range(1, MOST_TIMES):
        late |= Q(times_queued=times, queued_at__lte=now - PATIENCE * 2 ** (times - 1))
    for mail in OutgoingMail.objects.filter(late, sent_at=None).order_by("queued_at", "pk")[:AT_ONCE]:
        # Only if unchanged: another worker may have queued it in the meantime.
        same = OutgoingMail.objects.filter(pk=mail.pk, queued_at=mail.queued_at, sent_at=None)
        if same.update(queued_at=now, times_queued=F("times_queued") + 1):
            logger.warning("email_queued_again", kind=mail.kind, times=mail.times_queued + 1)
            queue_emails(mail.kind, [mail.key])


@task(priority=BEHIND)
def read_report(report: int) -> None:
    """Read the file of a waiting report."""
    from attendance.actions.taking_reports import read_waiting

    _do(read_waiting, report)


@task(priority=BEHIND)
def apply_report(report: int) -> None:
    """Turn a report into evidence, all of it or nothing."""
    from attendance.actions.applying_reports import go_on_applying

    _do(go_on_applying, report)


@task(priority=BEHIND)
def undo_report(report: int) -> None:
    """Undo a report, all of it or nothing."""
    from attendance.actions.applying_reports import go_on_applying

    _do(go_on_applying, report)


def _do(work: Callable[[ReportImport, Callable[[float], None]], None], report: int) -> None:
    """Work that is interrupted is run again. Work that fails would fail again, so it is given up and the page
    says so."""
    from attendance.actions.applying_reports import give_up

    row = ReportImport.objects.filter(pk=report).first()
    if row is None:
        return
    try:
        work(row, partial(show_progress, report))
    except Exception:
        logger.exception("report_failed", report=report, state=row.state)
        give_up(row)


def show_progress(report: int, part: float) -> None:
    """Store the progress in the cache, as the transaction of the work cannot be seen from outside."""
    cache.set(f"report-{report}", round(min(1.0, part), 3), timeout=PROGRESS_LASTS)


def progress_of(report: int) -> float:
    """From 0 to 1."""
    return cache.get(f"report-{report}", 0.0)


def go_on_with_reports() -> None:
    """Queue reports whose task was lost. Also deletes leftover files and expired drafts."""
    from attendance.actions.taking_reports import discard_expired_drafts, forget_files_left

    forget_files_left()
    discard_expired_drafts()
    states = ReportImport.State
    begun = {states.READING: read_report, states.APPLYING: apply_report, states.UNDOING: undo_report}
    for pk, state in ReportImport.objects.busy().values_list("pk", "state"):
        work = begun[states(state)]
        if not is_queued(work.module_path, pk):
            work.enqueue(pk)
