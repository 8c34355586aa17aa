"""Does tasks at once, and lets a task that fails fail its test. What is to be done later waits in `deferred`."""

from typing import Any

from django.utils import timezone
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult, TaskResultStatus


class TaskFailedError(Exception):
    """A task raised. The worker would have written it to the log; a test has no other way to see it."""


class StrictImmediateBackend(ImmediateBackend):
    supports_defer = True

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.deferred: list[TaskResult[Any]] = []

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        after = task_result.task.run_after
        if after is not None and after > timezone.now():
            self.deferred.append(task_result)
            return
        super()._execute_task(task_result)
        if task_result.status == TaskResultStatus.FAILED:
            raise TaskFailedError(task_result.errors[-1].traceback)
