"""Deletes data that has expired. The task workers call it, so no scheduled job has to be set up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import structlog
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

logger = structlog.get_logger(__name__)

EVERY = dt.timedelta(hours=1)
TASK_RESULTS_KEPT = dt.timedelta(days=14)

deletions: list[Callable[[], object]] = []
"""Functions that delete something; each app adds its own. They must be safe to call at any time and any number of
times."""


def delete_what_is_old() -> None:
    """Call each function once an hour, however many workers there are. One that fails is called again an hour later."""
    for delete in deletions:
        name = f"{delete.__module__}.{delete.__name__}"
        if cache.add(f"deleted-{name}", 1, timeout=EVERY.total_seconds()):
            try:
                delete()
            except Exception:
                logger.exception("deletion_failed", deletion=name)


def expired_sessions() -> None:
    call_command("clearsessions")


def old_task_results() -> None:
    """Results are only looked at when something went wrong, and then within days."""
    DBTaskResult.objects.filter(finished_at__lt=timezone.now() - TASK_RESULTS_KEPT).delete()
