"""Recovers tasks of workers that have died.

The queue marks a task as running when a worker takes it, and leaves it like that if the worker is killed. So every
worker writes a heartbeat to the shared cache, and puts the tasks of workers without one back into the queue. All our
tasks may be interrupted anywhere and run again.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import structlog
from django.core.cache import cache
from django.db import close_old_connections, connections
from django.db.models import Q
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

logger = structlog.get_logger(__name__)

BEAT = 15.0
"""Seconds between two heartbeats."""
SILENCE = 4 * BEAT
"""Seconds without a heartbeat after which a worker on another machine is taken for dead."""
ATTEMPTS = 5
"""How many workers may take a task before it is considered failed."""

unfinished: list[Callable[[], None]] = []
"""Functions that look for unfinished work that has no task; called when a worker starts, and regularly after that. One
that fails is called again the next time."""


def own_name() -> str:
    """A name for this process, by which others on the same machine can see whether it still runs."""
    return f"{socket.gethostname()[:24]}:{os.getpid()}:{_start_time(os.getpid())}:{secrets.token_hex(4)}"


def _start_time(pid: int) -> str:
    """The start time of a process, since process ids are reused: empty if there is none, «?» where the system does not
    tell."""
    try:
        state, *rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return "" if Path("/proc/self/stat").exists() else "?"
    return "" if state in "ZX" else rest[18]


def is_alive(name: str) -> bool:
    host, _colon, rest = name.partition(":")
    pid, _colon, began = rest.partition(":")
    if host == socket.gethostname()[:24] and pid.isdigit() and "?" not in began:
        return _start_time(int(pid)) == began.partition(":")[0]
    return cache.get(_key(name)) is not None


def send_heartbeat(name: str) -> None:
    cache.set(_key(name), 1, timeout=SILENCE)


def _key(name: str) -> str:
    return f"worker-{name}"


def recover_tasks() -> int:
    """Put the tasks of dead workers back into the queue; returns how many."""
    taken = 0
    stopped = Q(status=TaskResultStatus.FAILED, exception_class_path="builtins.SystemExit")
    for row in DBTaskResult.objects.filter(Q(status=TaskResultStatus.RUNNING) | stopped).order_by("started_at"):
        if row.status == TaskResultStatus.RUNNING and is_alive(row.worker_ids[-1] if row.worker_ids else ""):
            continue
        again = len(row.worker_ids) < ATTEMPTS
        status = TaskResultStatus.READY if again else TaskResultStatus.FAILED
        # Only if unchanged: another worker may have taken it in the meantime.
        same = DBTaskResult.objects.filter(pk=row.pk, status=row.status, started_at=row.started_at)
        if same.update(status=status, finished_at=None if again else timezone.now(), exception_class_path=""):
            logger.warning("task_taken_up", task=row.task_path, attempts=len(row.worker_ids), again=again)
            taken += again
    for find in unfinished:
        try:
            find()
        except Exception:
            # Neither the others nor the start of a worker may depend on it.
            logger.exception("unfinished_work_not_found", function=f"{find.__module__}.{find.__name__}")
    return taken


def is_queued(task_path: str, first: object) -> bool:
    """Whether this task, with this first argument, is queued or running."""
    rows = DBTaskResult.objects.filter(
        task_path=task_path, status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    )
    return any(row.args_kwargs["args"][:1] == [first] for row in rows)


class Pulse(threading.Thread):
    """A thread that sends the heartbeats of this worker and recovers the tasks of others."""

    def __init__(self, name: str) -> None:
        super().__init__(name="pulse", daemon=True)
        self.worker = name
        self.ended = threading.Event()

    def run(self) -> None:
        while not self.ended.wait(BEAT):
            close_old_connections()
            try:
                send_heartbeat(self.worker)
                recover_tasks()
            except Exception:
                # The database or the cache may be unavailable for a while; the worker itself logs that too.
                logger.exception("pulse_missed")
        connections.close_all()
