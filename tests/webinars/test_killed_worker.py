"""After a worker is killed, the next one resumes its work, and nothing is done twice."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django_tasks_db.models import DBTaskResult

from attendance.models import OutgoingMail
from content import workers
from content.models import private_storage
from tests.factories import ModulePageFactory, ParticipantFactory, RegistrationFactory, WebinarPageFactory
from tests.factories.programme import make_recording
from tests.webinars import pdfs
from webinars import tasks
from webinars.models import Handout, Recording, Slide

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
PATIENCE = 60
PAGES, PEOPLE = 14, 10


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("base_location", "location"):
        monkeypatch.setattr(private_storage(), name, str(tmp_path))
    return tmp_path


def worker(folder, *task):
    arguments = [task[0], json.dumps(task[1:])] if task else []
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.webinars.worker"),
            *(str(connection.settings_dict["NAME"]), str(folder), *arguments),
        ],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings.test"},
        stdout=subprocess.DEVNULL,
    )


def killed_when(process, is_time):
    until = time.monotonic() + PATIENCE
    while not is_time():
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    process.kill()
    process.wait()


def test_pages_and_e_mails_go_on_after_a_kill_and_nothing_is_done_twice(folder):
    recording = make_recording(ModulePageFactory())
    row = Handout.objects.create(
        webinar=recording.webinar, kind="slides", title="Lysark", checksum="0" * 64, pages=PAGES, is_tagged=True
    )
    row.file.save("lysark.pdf", ContentFile(pdfs.deck(PAGES)))
    for _ in range(PEOPLE):
        RegistrationFactory(
            session=recording.webinar.sessions.get(parent=None), participant=ParticipantFactory(language="en")
        )

    def told():
        mail = folder / "mail"
        return sorted(path.name.split()[1] for path in mail.iterdir()) if mail.exists() else []

    def slides():
        return dict(Slide.objects.filter(handout=row).values_list("number", "pk"))

    killed_when(worker(folder, "read_presentation", row.pk, row.checksum), lambda: len(slides()) >= 3)
    assert DBTaskResult.objects.running().count() == 1
    before = slides()
    assert 3 <= len(before) < PAGES

    Recording.objects.update(is_to_be_told=True)
    killed_when(worker(folder, "tell_those_who_missed_it", recording.pk), lambda: len(told()) >= 3)
    row.refresh_from_db()
    assert (row.pages_read, row.problem, row.has_pages) == (PAGES, "", True)
    assert sorted(slides()) == list(range(1, PAGES + 1))
    # What was read before the kill was not read again.
    assert before.items() <= slides().items()
    assert len(list((folder / "slides" / str(row.pk)).iterdir())) == PAGES
    assert 3 <= len(told()) < PEOPLE

    # At most the one being handed over when the worker died may have arrived or not: it waits until that is certain.
    unsure = OutgoingMail.objects.filter(sent_at=None, claimed_at__isnull=False).count()
    assert unsure <= 1
    assert worker(folder).wait(PATIENCE) == 0
    assert len(set(told())) == len(told())
    assert len(told()) in (PEOPLE, PEOPLE - unsure)
    assert not DBTaskResult.objects.running().exists()


def test_those_who_missed_it_are_told_though_what_published_it_was_killed_before_it_queued_that(folder, mailoutbox):
    recording = make_recording(ModulePageFactory())
    Recording.objects.update(published_at=None)
    RegistrationFactory(session=recording.webinar.sessions.get(parent=None), participant=ParticipantFactory())
    assert worker(folder, "publish", recording.pk).wait(PATIENCE) == -signal.SIGKILL
    recording.refresh_from_db()
    assert recording.is_published()
    assert not DBTaskResult.objects.exists()
    for _again in range(2):
        workers.recover_tasks()
        assert len(mailoutbox) == 1
    # Who is registered afterwards was never to be told.
    RegistrationFactory(session=recording.webinar.sessions.get(parent=None), participant=ParticipantFactory())
    workers.recover_tasks()
    assert len(mailoutbox) == 1


def test_task_that_every_worker_dies_of_is_given_up():
    gone = [f"{'x' * 24}:1:2:{number}" for number in range(workers.ATTEMPTS)]
    poison = DBTaskResult.objects.create(
        status="RUNNING", worker_ids=gone, task_path="x", args_kwargs={}, run_after="9999-01-01T00:00Z"
    )
    assert workers.recover_tasks() == 0
    poison.refresh_from_db()
    assert poison.status == "FAILED"


def test_task_of_a_living_worker_is_left_alone():
    here, there = workers.own_name(), "elsewhere:7:8:ab"
    workers.send_heartbeat(there)
    for name in (here, there, "stranger"):
        DBTaskResult.objects.create(
            status="RUNNING", worker_ids=[name], task_path=name, args_kwargs={}, run_after="9999-01-01T00:00Z"
        )
    assert workers.recover_tasks() == 1
    assert list(DBTaskResult.objects.ready().values_list("task_path", flat=True)) == ["stranger"]


def test_presentation_that_nobody_is_at_is_queued(monkeypatch):
    row = Handout.objects.create(
        webinar=WebinarPageFactory(), kind="slides", title="Lysark", checksum="0" * 64, pages=3, file="lysark.pdf"
    )
    queued = []
    monkeypatch.setattr(type(tasks.read_presentation), "enqueue", lambda self, *args: queued.append(args))
    tasks.go_on_reading()
    assert queued == [(row.pk, row.checksum)]
    DBTaskResult.objects.create(
        task_path=tasks.read_presentation.module_path,
        args_kwargs={"args": [row.pk, row.checksum], "kwargs": {}},
        run_after="9999-01-01T00:00Z",
    )
    tasks.go_on_reading()
    Handout.objects.update(problem="page_slow:2")
    tasks.go_on_reading()
    assert len(queued) == 1
