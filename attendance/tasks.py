"""What the task worker does: e-mails, and reports that are too large for a request.

Every e-mail carries a key, and a key is sent once. A report may be cut off anywhere and done again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from attendance import messages
from attendance.models import ReportImport, SentMail
from content.workers import is_queued

logger = structlog.get_logger(__name__)

PATIENCE = dt.timedelta(minutes=10)
"""So long a sending may take before another run takes over from one that was cut off."""


BEHIND = -5
"""E-mails that somebody waits for go before reports, and reports before what nobody waits for."""
PROGRESS_LASTS = 24 * 3600


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


@task()
def change_email(key: str, registration: int) -> None:
    send_once(key, lambda: messages.change(registration))


@task()
def answer_email(key: str, objection: int) -> None:
    send_once(key, lambda: messages.answer(objection))


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


@task(priority=BEHIND)
def read_report(report: int) -> None:
    """Reads the file of a report that waits."""
    from attendance.actions.taking_reports import read_waiting

    _do(read_waiting, report)


@task(priority=BEHIND)
def apply_report(report: int) -> None:
    """Makes what a report says evidence, all of it or nothing."""
    from attendance.actions.applying_reports import go_on_applying

    _do(go_on_applying, report)


@task(priority=BEHIND)
def undo_report(report: int) -> None:
    """Takes back what a report said, all of it or nothing."""
    from attendance.actions.applying_reports import go_on_applying

    _do(go_on_applying, report)


def _do(work: Callable[[ReportImport, Callable[[float], None]], None], report: int) -> None:
    """Work that is killed is done again; work that fails by itself would fail again, and somebody waits for it."""
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
    """How far it is, where every process sees it: the work itself is one transaction that nobody can look into."""
    cache.set(f"report-{report}", round(min(1.0, part), 3), timeout=PROGRESS_LASTS)


def progress_of(report: int) -> float:
    """From 0 to 1."""
    return cache.get(f"report-{report}", 0.0)


def go_on_with_reports() -> None:
    """Queues reports that somebody began with and that no task is at; files that are read go, and old drafts."""
    from attendance.actions.taking_reports import discard_what_is_left_lying, forget_files_left

    forget_files_left()
    discard_what_is_left_lying()
    states = ReportImport.State
    begun = {states.READING: read_report, states.APPLYING: apply_report, states.UNDOING: undo_report}
    for pk, state in ReportImport.objects.busy().values_list("pk", "state"):
        work = begun[states(state)]
        if not is_queued(work.module_path, pk):
            work.enqueue(pk)
