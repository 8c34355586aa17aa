"""Does tasks at once, and lets a task that fails fail its test."""

from typing import Any

from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult, TaskResultStatus


class TaskFailedError(Exception):
    """A task raised. The worker would have written it to the log; a test has no other way to see it."""


class StrictImmediateBackend(ImmediateBackend):
    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        super()._execute_task(task_result)
        if task_result.status == TaskResultStatus.FAILED:
            raise TaskFailedError(task_result.errors[-1].traceback)
