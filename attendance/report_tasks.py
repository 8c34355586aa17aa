"""Background tasks for reports that are too large for a request. Each may be interrupted anywhere and run again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import structlog
from django.core.cache import cache
from django_tasks import task

from attendance.models import ReportImport
from content.workers import is_queued

logger = structlog.get_logger(__name__)

PRIORITY = -5
"""Below that of e-mails that somebody waits for, and above that of work that nobody waits for."""
PROGRESS_LASTS = 24 * 3600


@task(priority=PRIORITY)
def read_report(report: int) -> None:
    """Read the file of a waiting report."""
    from attendance.actions.taking_reports import read_waiting

    _run(read_waiting, report)


@task(priority=PRIORITY)
def apply_or_undo_report(report: int) -> None:
    """Apply or undo a report, whichever it waits for."""
    from attendance.actions.applying_reports import apply_or_undo

    _run(apply_or_undo, report)


def _run(work: Callable[[ReportImport, Callable[[float], None]], None], report: int) -> None:
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


def requeue_reports() -> None:
    """Queue reports whose task was lost. Also deletes leftover files and expired drafts."""
    from attendance.actions.taking_reports import discard_expired_drafts, forget_files_left

    forget_files_left()
    discard_expired_drafts()
    for pk, state in ReportImport.objects.busy().values_list("pk", "state"):
        work = read_report if state == ReportImport.State.READING else apply_or_undo_report
        if not is_queued(work.module_path, pk):
            work.enqueue(pk)
