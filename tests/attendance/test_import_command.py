"""`manage.py import_attendance`: importing a report from the command line, with counts, rows and exit status."""

import datetime as dt
import io
import json

import pytest
from django.core.management import CommandError, call_command

from attendance.models import Attendance, ReportImport
from courses.models import FileId, ProgrammeFile
from tests.attendance.reports import files
from tests.factories import ParticipantFactory, RegistrationFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(programme, webinar):
    """A one-hour webinar with id w08 in the programme file, and two registrations, one of them from the file."""
    rows = ProgrammeFile.objects.create(file_id="file", programme=programme, checksum="x")
    FileId.objects.create(programme_file=rows, section="webinars", file_id="w08", object_id=webinar.activity_id)
    for number, name in enumerate(("Kari Eksempel", "Ola Demo"), 1):
        person = ParticipantFactory(name=name, email=f"{name.split()[0].lower()}@example.org")
        RegistrationFactory(session=webinar, participant=person)
        if number == 1:
            FileId.objects.create(programme_file=rows, section="participants", file_id="d01", object_id=person.pk)
    return programme, webinar


@pytest.fixture
def write(tmp_path, world):
    def write(*people):
        path = tmp_path / "report.csv"
        path.write_text(files.teams(list(people), day=world[1].date), encoding="utf-16")
        return path

    return write


def run(session, path, *options):
    """The exit status and the output."""
    out, status = io.StringIO(), 0
    try:
        call_command("import_attendance", session, str(path), *options, "--format", "json", stdout=out)
    except SystemExit as ended:
        status = ended.code
    return status, json.loads(out.getvalue())


KARI = ("Kari E", "kari@example.org", "", [("09:00", "09:20"), ("09:10", "09:45")])
OLA = ("Ola D", "ola@example.org", "", [("08:30", "11:00")])


def test_all_matched(world, write):
    programme, webinar = world
    status, said = run(f"{programme.slug}/w08", write(KARI, OLA))
    ola = str(webinar.registrations.get(participant__name="Ola Demo").participant_id)
    day = webinar.starts_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H")
    assert status == 0
    assert {name: said[name] for name in ("matched", "undecided", "unknown", "absent", "minutes", "warnings")} == {
        "matched": 2,
        "undecided": 0,
        "unknown": 0,
        "absent": 0,
        "minutes": {"d01": 45, ola: 60},
        "warnings": [],
    }
    assert said["rows"][0] == {
        "name": "Kari E",
        "address": "kari@example.org",
        "stays": [[f"{day}:00:00Z", f"{day}:20:00Z"], [f"{day}:10:00Z", f"{day}:45:00Z"]],
        "minutes": 45,
        "participant": "d01",
        "by": "address",
        "choice": "participant",
    }
    assert dict(Attendance.objects.values_list("participant__name", "minutes")) == {
        "Kari Eksempel": 45,
        "Ola Demo": 60,
    }


def test_something_left_to_decide_and_a_dry_run_writes_nothing(world, write):
    _programme, webinar = world
    path = write(
        KARI, ("Ola Demo", "", "", [("09:00", "10:00")]), ("Fremmed", "x@example.net", "", [("09:00", "10:00")])
    )
    status, said = run(str(webinar.pk), path, "--dry-run")
    assert (status, ReportImport.objects.count(), Attendance.objects.count()) == (3, 0, 0)
    counts = [said[name] for name in ("matched", "undecided", "unknown", "absent")]
    assert counts == [1, 2, 1, 1]
    assert run(str(webinar.pk), path) == (status, said)
    assert run(str(webinar.pk), path) == (status, said)
    assert Attendance.objects.get().minutes == 45


def test_refused_with_the_reason_and_both_days(world, write, tmp_path):
    programme, webinar = world
    later = SessionFactory(days_ahead=-3)
    with pytest.raises(CommandError) as refused:
        run(str(later.pk), write(KARI))
    assert refused.value.returncode == 2
    assert webinar.date.isoformat() in str(refused.value)
    assert later.date.isoformat() in str(refused.value)
    for session, path in [
        (f"{programme.slug}/w99", write(KARI)),
        ("999999", write(KARI)),
        (str(SessionFactory(days_ahead=1).pk), write(KARI)),
        (str(webinar.pk), tmp_path / "nothing.csv"),
    ]:
        with pytest.raises(CommandError) as refused:
            run(session, path)
        assert refused.value.returncode == 2
    assert Attendance.objects.count() == 0


def test_in_words(world, write):
    out = io.StringIO()
    call_command("import_attendance", str(world[1].pk), str(write(KARI, OLA)), stdout=out)
    assert out.getvalue().splitlines()[0] == "2 matched, 0 to decide (0 unknown), 0 absent"
