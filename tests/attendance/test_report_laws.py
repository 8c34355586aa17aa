"""Properties of reports: order, repetition, splitting and interruption at any point do not change the result."""

import datetime as dt
import io
import zoneinfo
from collections import Counter
from functools import partial
from itertools import pairwise

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attendance import report_tasks
from attendance.actions import (
    apply_report,
    apply_report_later,
    queue_report,
    report_evidence,
    take_report,
    undo_report,
)
from attendance.actions.taking_reports import forget_files_left
from attendance.models import Attendance, ReportImport
from people.models import Participant
from progress.models import Completion, Evidence
from tests.attendance.recording import correct_attendance
from tests.attendance.reports import files
from tests.factories import ParticipantFactory, RegistrationFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]
law = settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])

OSLO = zoneinfo.ZoneInfo("Europe/Oslo")
NAMES = ("kari", "ola", "per")
minutes = st.integers(-20, 80)
stay = st.tuples(minutes, minutes).map(sorted).map(tuple)
said = st.lists(st.tuples(st.sampled_from(NAMES), stay), min_size=1, max_size=8)


@pytest.fixture
def session(webinar):
    for name in NAMES:
        person = ParticipantFactory(name=name.title(), email=f"{name}@example.org")
        RegistrationFactory(session=webinar, participant=person)
    return webinar


def report(session, stays):
    """A report file with these stays, in this order."""
    people = {}
    for name, (start, end) in stays:
        times = [(session.starts_at + dt.timedelta(minutes=at)).astimezone(OSLO) for at in (start, end)]
        people.setdefault(name, []).append(tuple(f"{at:%H:%M}" for at in times))
    listed = [(name, f"{name}@example.org", "", times) for name, times in people.items()]
    return files.teams(listed, day=session.date).encode()


def upload(session, data):
    return apply_report(report=take_report(session=session, file=io.BytesIO(data), by=None), by=None)


def everything():
    return (
        sorted(Evidence.objects.values_list("participant__name", "key", "kind", "source", "happened_at")),
        sorted(Attendance.objects.values_list("participant__name", "present", "minutes")),
        sorted(Completion.objects.exclude(activity=None).values_list("participant__name", "progress", "completed_at")),
    )


def after(*uploads):
    """The rows after these uploads, which are rolled back."""
    with transaction.atomic():
        for one in uploads:
            one()
        held = everything()
        transaction.set_rollback(True)
    return held


@law
@given(said, st.randoms())
def test_any_order_twice_and_cut_into_several_give_the_same_database(session, stays, chance):
    whole = after(lambda: upload(session, report(session, stays)))
    cut = sorted({chance.randrange(len(stays) + 1) for _ in range(2)} | {0, len(stays)})
    parts = [stays[start:end] for start, end in pairwise(cut) if start < end]
    parts = [*parts, *parts, stays]
    chance.shuffle(parts)
    assert after(*(lambda part=part: upload(session, report(session, part)) for part in parts)) == whole


@law
@given(said)
def test_minutes_never_exceed_the_session(session, stays):
    _evidence, records, _completions = after(lambda: upload(session, report(session, stays)))
    assert all(minutes is None or 0 < minutes <= session.live_minutes for _name, _present, minutes in records)
    assert {name for name, *_rest in records} == {name.title() for name, _stay in stays}


@law
@given(said, said, st.integers(0, 60))
def test_no_import_changes_what_staff_corrected(session, staff, first, second, by_hand):
    """Test 7 of the bar."""
    person = Participant.objects.get(name="Kari")

    def correct():
        correct_attendance(
            session=session, participant=person, present=bool(by_hand), minutes=by_hand or None, reason="seen", by=staff
        )

    def of_kari(held):
        return [record for record in held[1] if record[0] == "Kari"]

    data = [report(session, [("kari", (0, 61)), *stays]) for stays in (first, second)]
    upload_first, upload_second = (lambda one=one: upload(session, one) for one in data)
    corrected = of_kari(after(upload_first, correct))
    assert of_kari(after(upload_first, correct, upload_second, upload_first)) == corrected
    assert corrected[0][2] == (by_hand or None)


class Crash(BaseException):
    """Simulates that the process is terminated."""


def crash_at(number):
    """Let `number` queries succeed and all later ones fail, except those that end a transaction."""
    seen = Counter()

    def execute(run, sql, params, many, context):
        seen["queries"] += 1
        if seen["queries"] > number and not sql.startswith(("ROLLBACK", "RELEASE")):
            raise Crash
        return run(sql, params, many, context)

    return execute


@law
@given(st.randoms(), st.lists(st.integers(0, 75), min_size=1, max_size=4))
def test_sent_once_twice_or_five_times_after_a_crash_anywhere(session, chance, crashes):
    """Test 3 of the bar: the same uploads in any order, after a crash at any point, give the identical database."""
    uploads = [report(session, [(name, (10 * n, 30 + n)) for name in NAMES]) for n in range(3)]
    plain = after(*(lambda data=data: upload(session, data) for data in uploads))
    queue = [data for data, times in zip(uploads, (1, 2, 5), strict=True) for _ in range(times)]
    chance.shuffle(queue)

    def send(data, crash):
        if crash is not None:
            try:
                with transaction.atomic(), connection.execute_wrapper(crash_at(crash)):
                    upload(session, data)
            except Crash:
                pass
        upload(session, data)

    waiting = dict(enumerate(crashes))
    assert after(*(lambda n=n, data=data: send(data, waiting.get(n)) for n, data in enumerate(queue))) == plain


@law
@given(said, st.integers(0, 60), st.integers(0, 150))
def test_killed_at_any_point_in_the_background_it_goes_on_from_there(session, monkeypatch, stays, reading, saving):
    monkeypatch.setattr(report_evidence, "BATCH", 1)
    data = report(session, stays)
    plain = after(lambda: upload(session, data))

    def work(task, row, crash):
        """Interrupt the task once, past all exception handlers, and then run it again as the recovery does."""
        try:
            with connection.execute_wrapper(crash_at(crash)):
                task(row.pk)
        except Crash:
            pass
        task(row.pk)
        return ReportImport.objects.get(pk=row.pk)

    def in_background():
        row = queue_report(session=session, file=io.BytesIO(data), by=None)
        row = work(report_tasks.read_report.func, row, reading)
        forget_files_left()
        row.refresh_from_db()
        assert (row.state, row.waiting_file) == ("ready", "")
        row = work(report_tasks.apply_or_undo_report.func, apply_report_later(report=row, by=None), saving)
        assert (row.is_applied, row.outcome["added"]) == (True, len(plain[0]))

    assert after(in_background) == plain


@law
@given(said, said)
def test_undoing_everything_leaves_nobody_present(session, first, second):
    def undo():
        for one in ReportImport.objects.all():
            undo_report(report=one, reason="x", by=None)

    uploads = [partial(upload, session, report(session, stays)) for stays in (first, second)]
    evidence, records, completions = after(*uploads, undo)
    assert not any(present for _name, present, _minutes in records)
    assert all(progress == 0 for _name, progress, _at in completions)
    # Nothing is deleted: every piece is there, and one more for each person and report that takes them back.
    assert {kind for _name, _key, kind, *_rest in evidence} == {"present", "withdrawal"}
