"""The task worker of django-tasks, which also takes over the tasks of workers that have died."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django_tasks_db.management.commands import db_worker

from content import workers


class Command(db_worker.Command):
    help = "Do tasks in the background; goes on with what a worker that was killed had begun"

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(worker_id=workers.own_name())

    def handle(self, *, worker_id: str, **options: Any) -> None:
        workers.send_heartbeat(worker_id)
        workers.recover_tasks()
        pulse = workers.Pulse(worker_id)
        pulse.start()
        try:
            super().handle(worker_id=worker_id, **options)
        finally:
            pulse.ended.set()
