"""The attendance reports of a demonstration agree with its file; one is imported, one is ready for upload."""

import csv
import datetime as dt
import io
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from attendance.actions import apply_report, decide, take_report, undo_report
from attendance.models import Attendance, Choice, ReportImport
from attendance.reports import About, read_report
from content.models import Change
from courses.models import FileId, ProgrammeFile, ProgrammePage, Session
from figures.figures import programme_figures
from home.programme_file.document import read_programme
from home.programme_file.loading import attendance, generated_files, programmes, reports
from home.programme_file.loading.load import Load
from home.programme_file.material.handwritten import Handwritten, Reports
from home.programme_file.material.teams_report import Attendee, teams_report
from people.models import Participant
from progress.models import Evidence
from progress.rules import union_seconds
from tests import worlds
from tests.factories import UserFactory

DEMO = worlds.FILES["demo"].read_bytes()
SMALL = worlds.text_of("other").replace("meta:\n", "meta:\n  demo: true\n")
OSLO = ZoneInfo("Europe/Oslo")
START = dt.datetime(2026, 11, 17, 12, tzinfo=OSLO)


def session_of(id: str, programme: str) -> Session:
    known = FileId.objects.get(programme_file__file_id=programme, section="webinars", file_id=id)
    return Session.objects.select_related("activity").get(activity=known.object_id, parent=None)


def presence(session: Session) -> dict[str, tuple[bool, int | None]]:
    rows = Attendance.objects.filter(session=session).values_list("participant__email", "present", "minutes")
    return {email: (present, minutes) for email, present, minutes in rows}


def sources(session: Session) -> set[str]:
    return set(Evidence.objects.filter(session=session).effective().values_list("source", flat=True))


def everything() -> dict[str, list[tuple[Any, ...]]]:
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model is not Change
    }


# The files


@settings(max_examples=25)
@given(st.lists(st.integers(1, 75), min_size=1, max_size=24), st.booleans())
def test_report_comes_out_to_the_minute(minutes: list[int], strangers: bool) -> None:
    people = [Attendee(f"Person {n}", f"p{n}@example.org", length) for n, length in enumerate(minutes)]
    end = START + dt.timedelta(minutes=75)
    data = teams_report("Møte", START, end, people, seed="w", with_strangers=strangers)
    with read_report(BytesIO(data), About(zone=OSLO, first_day=START.date())) as report:
        found = {person.address: person.stays for person in report.people()}
        assert not report.warnings
    window = START.timestamp(), end.timestamp()
    assert {who.email: who.minutes for who in people} == {
        who.email: int(union_seconds(found[who.email], *window)) // 60 for who in people
    }
    assert (len(found) > len(people)) == strangers


def test_report_is_as_teams_gives_it_with_all_that_makes_it_hard() -> None:
    people = [Attendee(f"Person {n}", f"p{n}@example.org", 75 if n % 3 else 40) for n in range(20)]
    data = teams_report("Møte", START, START + dt.timedelta(minutes=75), people, seed="w", with_strangers=True)
    assert data == teams_report("Møte", START, START + dt.timedelta(minutes=75), people, seed="w", with_strangers=True)
    assert data.startswith(b"\xff\xfe")
    text = data.decode("utf-16")
    assert text.count("\n") == text.count("\r\n") > 50
    rows = list(csv.reader(io.StringIO(text), delimiter="\t"))
    titles = ["1. Summary", "2. Participants", "3. In-Meeting Activities", "4. Meeting Engagement"]
    assert [row[0] for row in rows if row and row[0][:1].isdigit() and row[0][1:3] == ". "] == titles
    listed = rows[rows.index(["2. Participants"]) + 2 : rows.index(["3. In-Meeting Activities"]) - 1]
    stays = rows[rows.index(["3. In-Meeting Activities"]) + 2 : rows.index(["4. Meeting Engagement"]) - 1]
    names = [row[0] for row in listed]
    assert [name for name in names if names.count(name) > 1] == ["Person 2", "Person 2"]
    assert sum(name.endswith("(Unverified)") for name in names) == 1
    assert sum(name.startswith(" +47") for name in names) == 1
    assert sum(not row[4] for row in listed) == 2
    # Some came back, and some were there with two devices at once.
    assert len(stays) > len(listed)
    spans: dict[str, list[tuple[str, str]]] = {}
    for row in stays:
        spans.setdefault(row[4], []).append((row[1], row[2]))
    assert any(len(own) == 2 and own[1][0] < own[0][1] for email, own in spans.items() if email)


# The real demonstration


@pytest.mark.world("demo")
@pytest.mark.django_db
def test_totals_of_the_demo_stand_with_one_report_saved_and_one_dropped(tmp_path: Path) -> None:
    file = read_programme(DEMO)
    saved, dropped = session_of("w07", file.id), session_of("w08", file.id)
    before = presence(saved), presence(dropped)
    evidence = set(Evidence.objects.filter(session=dropped).values_list("pk", flat=True))

    def figures() -> dict[str, Any]:
        return programme_figures(ProgrammePage.objects.originals().get(), file.sections.meta.anchor_date).to_json()

    totals = figures()
    for _again in range(2):
        load = Load(file, lambda line: None)
        load.recall()
        attendance.load_attendance(load)
        load.remember()
    report = ReportImport.objects.get()
    assert (report.session, report.source, report.state, report.rows > 12) == (saved, "teams", "applied", True)
    assert not report.entries.undecided().exists()
    assert (presence(saved), sources(saved)) == (before[0], {"teams"})
    assert figures() == totals

    said = StringIO()
    call_command("demo_reports", folder=tmp_path, stdout=said)
    path, address = said.getvalue().split()
    assert address.endswith(f"/staff/gronn-omstilling/sessions/{dropped.pk}/reports/")
    staff = UserFactory()
    for _again in range(2):
        report = take_report(session=dropped, file=BytesIO(Path(path).read_bytes()), name="x.csv", by=staff)
        apply_report(report=report, by=staff)
    assert report.entries.matched().count() == 21
    assert report.entries.undecided().count() == 4
    assert (report.warnings, report.outcome["changed"], report.outcome["corrected"]) == ([], 0, 0)
    # Whoever the strangers are said to be.
    for entry in report.entries.undecided():
        known = Participant.objects.filter(name=entry.name.removesuffix(" (Unverified)")).first()
        decide(entry=entry, choice=Choice.PARTICIPANT if known else Choice.LEFT_OUT, participant=known, by=staff)
    assert report.entries.filter(decided_by=staff, participant__isnull=False).count() == 2
    apply_report(report=report, by=staff)
    assert presence(dropped) == before[1]
    assert evidence < set(Evidence.objects.filter(session=dropped).effective().values_list("pk", flat=True))
    assert figures() == totals


# Loading


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that loads a small demonstration with a report for its first webinar, without generated videos."""
    monkeypatch.setattr(generated_files, "handwritten_for", lambda file: Handwritten())
    monkeypatch.setattr(reports, "reports_for", lambda file: Reports(saved="w01", to_drop="w02"))
    monkeypatch.setattr(generated_files, "can_draw", lambda: False)
    monkeypatch.setattr(programmes, "create_site_pages", lambda load: None)

    def load(text: str = SMALL) -> None:
        path = tmp_path / "programme.yaml"
        path.write_text(text)
        call_command("load_programme", str(path), stdout=StringIO(), stderr=StringIO())

    return load


@pytest.mark.django_db
def test_report_is_there_once_with_all_of_the_load_or_not_at_all(load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as cut_off:
        cut_off.setattr(reports, "apply_report", lambda **options: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            load()
    assert not ProgrammeFile.objects.exists()
    assert not ReportImport.objects.exists()
    load()
    session = session_of("w01", "kust-och-hav")
    assert ReportImport.objects.get().session == session
    assert sources(session) == {"teams"}
    assert sorted(row[1] for row in presence(session).values() if row[0]) == [29, 30, 45, 60]
    rows = everything()
    load(SMALL + "#\n")
    again = everything()
    assert [label for label in rows if rows[label] != again[label]] == ["courses.ProgrammeFile"]


@pytest.mark.django_db
def test_what_staff_has_done_with_the_report_stays_and_a_changed_number_is_new_evidence(load: Any) -> None:
    load()
    session, report = session_of("w01", "kust-och-hav"), ReportImport.objects.get()
    staff = UserFactory()
    undo_report(report=report, reason="Feil fil", by=staff)
    assert not any(present for present, _minutes in presence(session).values())
    load(SMALL + "#\n")
    assert not any(present for present, _minutes in presence(session).values())
    apply_report(report=report, by=staff)
    changed = SMALL.replace("{a01: 60, a02: 30, a03: 29, a04: 45}", "{a01: 60, a02: 20, a03: 29, a04: 50}")
    for text in (changed, changed + "#\n"):
        load(text)
        assert sorted(row[1] for row in presence(session).values() if row[0]) == [20, 29, 50, 60]
        assert Evidence.objects.filter(session=session, source="file").count() == 2
