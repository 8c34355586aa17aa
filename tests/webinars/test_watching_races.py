"""Concurrent reports of two devices: with the lock and, as a control, without it."""

import threading
import time
from functools import partial

import pytest
from django.conf import settings
from django.db import IntegrityError, connection

from content.prepared import Prepared
from progress.models import Evidence
from tests import processes
from tests.factories import ModulePageFactory, ParticipantFactory, UserFactory
from tests.factories.programme import make_recording
from tests.races import KEPT_AWAY, SURE_TO_COME, until_both_have
from webinars.actions import watching
from webinars.actions.watching import record_viewing
from webinars.models import Viewing
from webinars.tokens import ViewToken

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

postgresql_only = pytest.mark.skipif("postgresql" not in settings.DATABASES["default"]["ENGINE"], reason="PostgreSQL")
sqlite_only = pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite")


@pytest.fixture
def wait_for_each_other(monkeypatch):
    """A function that makes both wait between reading and writing the row."""

    def wait(patience):
        monkeypatch.setattr(watching, "locked_viewing", until_both_have(watching.locked_viewing, patience))

    return wait


@pytest.fixture
def devices():
    """Two page views of one participant, both an hour old."""
    participant, recording = ParticipantFactory(user=UserFactory()), make_recording(ModulePageFactory(), size=0)
    return [
        ViewToken(participant.pk, participant.user_id, recording.pk, 1, time.time() - 3600, name)
        for name in ("desk", "phone")
    ]


def at_once(devices, *ranges, record=record_viewing):
    """Report from both devices at once, in threads with a database connection each."""
    barrier, errors = threading.Barrier(len(devices)), []

    def report(view, played):
        barrier.wait()
        try:
            record(view, played)
        except IntegrityError as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=report, args=pair) for pair in zip(devices, ranges, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def report(view, played):
    record_viewing(view=view, ranges=[played], position=played[1], seq=1)


@postgresql_only
def test_both_first_messages_count_on_postgresql(devices, wait_for_each_other):
    wait_for_each_other(KEPT_AWAY)
    assert at_once(devices, [0, 100], [500, 600], record=report) == []
    assert Viewing.objects.get().segments == [[0, 100], [500, 600]]


@postgresql_only
def test_one_of_two_first_messages_fails_without_another_try_on_postgresql(devices, wait_for_each_other):
    """The control: it proves that the race above is one."""

    def once(view, played):
        now = watching.timezone.now()
        watching._record(view, [played], played[1], 1, now)

    wait_for_each_other(SURE_TO_COME)
    assert len(at_once(devices, [0, 100], [500, 600], record=once)) == 1


@postgresql_only
def test_what_two_devices_report_is_added_up_and_completes_once_on_postgresql(devices, wait_for_each_other):
    report(devices[0], [0, 10])
    wait_for_each_other(KEPT_AWAY)
    assert at_once(devices, [10, 1700], [1690, 3300], record=report) == []
    assert Viewing.objects.get().covered == 3300
    assert Evidence.objects.count() == 1


@postgresql_only
def test_one_device_overwrites_the_other_without_the_lock_on_postgresql(devices, wait_for_each_other, monkeypatch):
    """The control: it proves that the race above is one."""

    def without_lock(**values):
        rows = watching._locked(**values)
        rows.query.select_for_update = False
        return rows

    monkeypatch.setattr(watching, "_LOCKED", Prepared(without_lock, "participant", "user", "recording"))
    report(devices[0], [0, 10])
    wait_for_each_other(SURE_TO_COME)
    at_once(devices, [10, 1700], [1690, 3300], record=report)
    assert Viewing.objects.get().covered < 3300


def race_of_processes(devices, wait, mode):
    report(devices[0], [0, 10])
    wait()

    def reported_by(view, start):
        return lambda: record_viewing(view=view, ranges=[[start, start + 100]], position=start + 100, seq=1).seen

    racers = (reported_by(view, start) for view, start in zip(devices, (1000, 2000), strict=True))
    return processes.at_once(*racers, transaction_mode=mode)


@sqlite_only
def test_what_two_devices_report_is_added_up_on_sqlite(devices, wait_for_each_other):
    wait = partial(wait_for_each_other, KEPT_AWAY)
    assert race_of_processes(devices, wait, "IMMEDIATE") == ["110", "210"]


@sqlite_only
def test_one_of_two_devices_fails_on_sqlite_without_immediate_transactions(devices, wait_for_each_other):
    """The control: it proves that the race above is one."""
    wait = partial(wait_for_each_other, SURE_TO_COME)
    assert race_of_processes(devices, wait, "DEFERRED") == ["110", "error: database is locked"]
