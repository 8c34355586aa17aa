"""A task backend that runs tasks at once and raises their errors. Tasks scheduled for later are kept in `deferred`."""

from typing import Any

from django.utils import timezone
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus

# What Wagtail does after every save: its index for searching and its list of what uses what. Few tests look at either,
# and together they take half of the time of making pages.
UPKEEP = {"wagtail.tasks.update_reference_index_task", "modelsearch.tasks.insert_or_update_object_task"}


class TaskFailedError(Exception):
    """A task raised an error, which a worker would only log."""


class StrictImmediateBackend(ImmediateBackend):
    """Skips Wagtail's index updates unless the test uses the fixture `upkeep`."""

    supports_defer = True
    does_upkeep = False

    def __init__(self, alias: str, params: dict[str, Any]) -> None:
        super().__init__(alias, params)
        self.deferred: list[TaskResult[Any]] = []

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any] | None:
        # Nobody asks what became of upkeep, and a result for each takes a tenth of the time of making rows.
        if task.module_path in UPKEEP and not self.does_upkeep:
            return None
        return super().enqueue(task, args, kwargs)

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        task = task_result.task
        if task.run_after is not None and task.run_after > timezone.now():
            self.deferred.append(task_result)
            return
        super()._execute_task(task_result)
        if task_result.status == TaskResultStatus.FAILED:
            raise TaskFailedError(task_result.errors[-1].traceback)
