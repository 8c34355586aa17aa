"""Deletes what is not to be kept any longer. The task workers call it; there is no job to set up."""

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
"""Each app adds its own. Each may be called at any time, and any number of times."""


def delete_what_is_old() -> None:
    """Calls each deletion once an hour, however many workers there are. One that fails is tried again an hour later."""
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
    """A result is looked at only where something went wrong, and then within days."""
    DBTaskResult.objects.filter(finished_at__lt=timezone.now() - TASK_RESULTS_KEPT).delete()
