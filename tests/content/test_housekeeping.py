"""The worker deletes expired data once an hour; a failure does not stop the other deletions."""

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from content import housekeeping, workers

pytestmark = pytest.mark.django_db


def test_worker_deletes_expired_sessions_and_old_results_of_tasks():
    now = timezone.now()
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + dt.timedelta(days))
    for path, days in (("old", 15), ("new", 13)):
        DBTaskResult.objects.create(
            task_path=path,
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
            status=TaskResultStatus.SUCCESSFUL,
            finished_at=now - dt.timedelta(days),
            exception_class_path="",
            traceback="",
        )
    workers.recover_tasks()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert list(DBTaskResult.objects.values_list("task_path", flat=True)) == ["new"]


def test_deletion_is_called_once_an_hour_and_a_failing_one_stops_no_other(monkeypatch):
    called = []

    def failing():
        called.append("failing")
        raise OSError

    def working():
        called.append("working")

    monkeypatch.setattr(housekeeping, "deletions", [failing, working])
    housekeeping.delete_what_is_old()
    housekeeping.delete_what_is_old()
    assert called == ["failing", "working"]


def test_search_for_unfinished_work_that_fails_stops_no_other_and_no_worker(monkeypatch):
    called = []

    def failing():
        raise OSError

    monkeypatch.setattr(workers, "unfinished", [failing, lambda: called.append("working")])
    assert workers.recover_tasks() == 0
    assert called == ["working"]
