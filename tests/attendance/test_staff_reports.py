"""The report pages: uploading, mapping, deciding, saving and undoing; the number of queries, and the log."""

import datetime as dt
import io
import os
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from attendance import report_tasks
from attendance.actions import (
    apply_report,
    apply_report_later,
    applying_reports,
    queue_report,
    report_evidence,
    take_report,
)
from attendance.actions.taking_reports import discard_expired_drafts
from attendance.models import Attendance, Choice, ColumnMapping, RememberedChoice, ReportEntry, ReportImport
from attendance.report_sentences import problem_sentence
from attendance.reports import Role
from attendance.views.staff import taking_reports as taking_views
from content import dates
from content.models import private_storage
from people.models import Participant
from progress.actions import add_evidence
from progress.models import Completion, Evidence, EvidenceKind, Source
from tests.attendance.recording import correct_attendance
from tests.attendance.reports import files
from tests.attendance.reports.test_laws import hostile
from tests.factories import OrganisationFactory, ParticipantFactory, RegistrationFactory
from tests.html import read

pytestmark = pytest.mark.django_db


def people_at(session, count=1):
    return [
        RegistrationFactory(
            session=session, participant=ParticipantFactory(name=f"Navn {n} Prøve", email=f"n{n}@example.org")
        ).participant
        for n in range(count)
    ]


def report(session, *people):
    listed = [(name, address, "", stays or [("09:00", "09:30")]) for name, address, *stays in people]
    return files.teams(listed, day=session.date).encode("utf-16")


def taken(session, *people):
    return take_report(session=session, file=io.BytesIO(report(session, *people)), name="r.csv", by=None)


def address(route, session, *numbers):
    programme = session.activity.get_parent().get_parent().get_parent()
    return reverse(route, args=[programme.slug, session.pk, *numbers])


def drop(desk, session, data, **fields):
    file = SimpleUploadedFile("rapport.csv", data, "text/csv")
    return desk.post(address("staff_reports", session), {"file": file, **fields})


def test_dropped_decided_and_saved(desk, webinar, staff):
    kari, ola = people_at(webinar, 2)
    answer = drop(
        desk, webinar, report(webinar, ("N", "n0@example.org"), ("Navn 1 Prøve", ""), ("Rom", "rom@x.example"))
    )
    row = ReportImport.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, address("staff_report", webinar, row.pk))
    first = desk.get(answer["Location"], follow=True)
    assert first.request["PATH_INFO"] == address(
        "staff_report_person", webinar, row.pk, row.entries.get(name="Navn 1 Prøve").pk
    )
    assert [outcome["number"] for outcome in first.context["outcomes"]] == [1, 2, 1]
    assert [candidate.participant for candidate in first.context["candidates"]] == [ola]
    answer = desk.post(first.request["PATH_INFO"], {"who": f"p{ola.pk}", "remember": "on"})
    room = row.entries.get(name="Rom")
    assert answer["Location"] == address("staff_report_person", webinar, row.pk, room.pk)
    answer = desk.post(answer["Location"], {"who": "room", "remember": "on"})
    assert answer["Location"] == address("staff_report", webinar, row.pk)
    assert Attendance.objects.count() == 0
    desk.post(address("staff_report_apply", webinar, row.pk))
    assert dict(Attendance.objects.values_list("participant", "minutes")) == {kari.pk: 30, ola.pk: 30}
    assert sorted(RememberedChoice.objects.values_list("value", "choice")) == [
        ("navn 1 prøve", "participant"),
        ("rom@x.example", "room"),
    ]
    again = drop(
        desk, webinar, report(webinar, ("N", "n0@example.org"), ("Navn 1 Prøve", ""), ("Rom", "rom@x.example"))
    )
    assert again["Location"] == address("staff_report", webinar, row.pk)
    assert (ReportImport.objects.count(), Attendance.objects.count()) == (1, 2)


def test_searched_for_made_new_and_taken_back(desk, webinar, staff):
    people_at(webinar)
    other = ParticipantFactory(name="Helt Annen", email="annen@example.net")
    row = taken(webinar, ("Gjest", ""), ("Ny", "ny@example.net"))
    guest, new = row.entries.order_by("row")
    page = address("staff_report_person", webinar, row.pk, guest.pk)
    assert desk.post(page, {"who": "search", "q": "annen"})["Location"] == f"{page}?q=annen"
    assert desk.get(f"{page}?q=annen").context["candidates"] == []
    # Whom the programme does not know is found by the whole address only.
    assert desk.post(page, {"who": f"p{other.pk}", "q": "annen"}).status_code == 404
    nameless = ParticipantFactory(name="Uten Adresse", email=None)
    assert desk.post(page, {"who": f"p{nameless.pk}", "q": ""}).status_code == 404
    [found] = desk.get(f"{page}?q=annen@example.net").context["candidates"]
    assert found.participant == other
    assert desk.get(page, {"q": "x\0 " + "y " * 4000}).status_code == 200
    desk.post(page, {"who": f"p{other.pk}", "q": "annen@example.net"})
    guest.refresh_from_db()
    assert (guest.participant, guest.decided_by, RememberedChoice.objects.count()) == (other, staff, 0)
    desk.post(page, {"action": "back"})
    guest.refresh_from_db()
    assert (guest.choice, guest.participant) == ("", None)
    wrong = desk.post(address("staff_report_person", webinar, row.pk, new.pk), {"who": "new", "name": ""})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["name"])
    desk.post(
        address("staff_report_person", webinar, row.pk, new.pk),
        {"who": "new", "name": "Ny Person", "email": "ny@example.net", "organisation": "Nytt AS"},
    )
    new.refresh_from_db()
    assert (new.participant.name, new.participant.organisation.name) == ("Ny Person", "Nytt AS")


def test_script_gets_the_next_person_only(desk, webinar):
    row = taken(webinar, ("En", ""), ("To", ""))
    first, second = row.entries.order_by("row")
    answer = desk.post(
        address("staff_report_person", webinar, row.pk, first.pk), {"who": "left_out"}, headers={"HX-Request": "true"}
    )
    assert answer["HX-Push-Url"] == address("staff_report_person", webinar, row.pk, second.pk)
    assert (answer.context["entry"], answer.context["told_of"], b"<html" in answer.content) == (second, first, False)
    answer = desk.post(
        address("staff_report_person", webinar, row.pk, second.pk), {"who": "left_out"}, headers={"HX-Request": "true"}
    )
    assert answer["HX-Push-Url"] == address("staff_report", webinar, row.pk)
    assert b"autofocus" in answer.content, "the button that saves"


def test_what_the_rule_will_say_is_what_it_says_when_it_is_saved(desk, webinar, staff):
    whole, half, corrected, watched = people_at(webinar, 4)
    for minutes in (60, 5):
        correct_attendance(session=webinar, participant=corrected, present=True, minutes=minutes, reason="x", by=staff)
    add_evidence(
        participant=watched,
        activity=webinar.activity,
        kind=EvidenceKind.WATCHED,
        source=Source.PLAYER,
        key="all of it",
        share=Decimal(1),
        happened_at=webinar.starts_at,
        by=None,
    )
    long, short = ("09:00", "10:00"), ("09:00", "09:30")
    stays = {whole: long, half: short, corrected: long, watched: short}
    row = taken(webinar, *((who.name, who.email, stay) for who, stay in stays.items()))
    page = f"{address('staff_report', webinar, row.pk)}?show=matched"
    lines = {line.entry.participant: line for line in desk.get(page).context["lines"]}
    assert {who: (line.minutes, line.is_complete, line.is_corrected) for who, line in lines.items()} == {
        whole: (60, True, False),
        half: (30, False, False),
        corrected: (60, False, True),
        watched: (30, True, False),
    }
    # Of 60 minutes 45 are needed.
    missing = ngettext("%(count)s minute is missing", "%(count)s minutes are missing", 2)
    assert [lines[who].answer for who in (half, corrected)] == [missing % {"count": count} for count in (15, 40)]
    desk.post(address("staff_report_apply", webinar, row.pk))
    complete = Completion.objects.filter(activity=webinar.activity, completed_at__isnull=False)
    assert set(complete.values_list("participant", flat=True)) == {whole.pk, watched.pk}
    assert {who: line.answer for who, line in lines.items()} == {
        line.entry.participant: line.answer for line in desk.get(page).context["lines"]
    }


def test_all_whom_nobody_knows_are_decided_at_once_and_nobody_else(desk, webinar):
    people_at(webinar, 2)
    known, strangers = ("Navn 1 Prøve", "ny1@x.example"), [(f"Helt Fremmed{n}", f"f{n}@x.example") for n in "abc"]
    row = taken(webinar, known, *strangers, ("Gjest", ""), (" +47 22 33 44 55", ""))
    first = row.entries.get(name="Helt Fremmeda")
    page = address("staff_report_person", webinar, row.pk, first.pk)
    assert desk.get(page).context["facts"]["alike"] == 2
    desk.post(page, {"who": "new", "name": "Annet Navn", "email": first.address, "remember": "on", "alike": "on"})
    assert dict(row.entries.values_list("name", "participant__name")) == {
        "Navn 1 Prøve": None,
        "Helt Fremmeda": "Annet Navn",
        "Helt Fremmedb": "Helt Fremmedb",
        "Helt Fremmedc": "Helt Fremmedc",
        "Gjest": None,
        "": None,
    }
    assert RememberedChoice.objects.count() == 3


def test_refused_with_the_reason_and_columns_to_map(desk, webinar):
    people_at(webinar)
    webinar.activity.responsible = OrganisationFactory()
    webinar.activity.save()
    other_day = files.teams(
        [("N", "n0@example.org", "", [("09:00", "09:30")])], day=webinar.date - dt.timedelta(days=1)
    )
    assert "another day" in english(desk, webinar, other_day.encode())
    assert drop(desk, webinar, b"").status_code == 422
    table = b"Navn;E-post;Antall\nN;n0@example.org;42\n"
    answer = drop(desk, webinar, table)
    [shape] = answer.context["tables"]
    fields = {
        column["field"]: role for column, role in zip(shape["columns"], ("name", "address", "minutes"), strict=True)
    }
    assert drop(desk, webinar, table, **fields).status_code == 302
    assert ReportImport.objects.get().entries.get().minutes == 42
    assert drop(desk, webinar, table.replace(b"42", b"43")).status_code == 302
    mapping, programme = ColumnMapping.objects.get(), webinar.activity.get_parent().get_parent().get_parent()
    assert "Antall" in read(desk, reverse("staff_remembered", args=[programme.slug])).text
    for _click in range(2):
        desk.post(reverse("staff_forget_columns", args=[programme.slug, mapping.pk]))
    assert drop(desk, webinar, table.replace(b"42", b"44")).status_code == 422


def english(desk, session, data):
    file = SimpleUploadedFile("rapport.csv", data, "text/csv")
    return desk.post(f"/en{address('staff_reports', session)}", {"file": file}).content.decode()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.one_of(st.integers(0, 2**32).map(hostile), st.binary(max_size=200)))
def test_hostile_bytes_are_read_or_refused(desk, webinar, data):
    answer = drop(desk, webinar, data)
    assert answer.status_code in (302, 422)
    if answer.status_code == 422:
        assert answer.context["errors"]
    else:
        assert desk.get(answer["Location"], follow=True).status_code == 200


def test_telephone_account_name_and_engagement_leave_no_trace(desk, webinar, caplog):
    """Wherever one looks: not in any table, not on the pages, not in what is logged."""
    people_at(webinar)
    said = (
        files.teams(
            [
                ("Kari", "n0@example.org", "upn-secret@tenant.example", [("09:00", "09:30")]),
                ("Ola", "", "upn-other@tenant.example", [("09:00", "09:30")]),
                (" +47 99 88 77 66", "", "", [("09:00", "09:30")]),
                ("Feil", "feil@example.net", "upn-wrong@tenant.example", [("09:00", "09:30")]),
            ],
            day=webinar.date,
        )
        .replace("\t00000000", "\t")
        .replace("Attendee\t0\t0", "Attendee\tklappet\tlo")
    )
    assert "klappet" in said
    # A time that cannot be read is told by the number of its row.
    wrong = said.replace("Feil\t", "Feil\tupn-wrong@tenant.example ", 1)
    pages = b""
    for data in (said, wrong):
        answer = drop(desk, webinar, data.encode())
        assert answer.status_code == 302
        row = ReportImport.objects.latest("pk")
        desk.post(address("staff_report_apply", webinar, row.pk))
        pages += desk.get(answer["Location"], follow=True).content
        pages += desk.get(f"{answer['Location']}?show=matched").content
    assert row.warnings
    kept = str(pages) + caplog.text + "".join(map(str, every_row()))
    assert "Feil" in kept
    for secret in ("upn-", "tenant.example", "998877", "99 88", "klappet"):
        assert secret not in kept, secret


def every_row():
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from cursor.fetchall()


def test_undone_with_a_reason_and_thrown_away_when_not_saved(desk, webinar, staff):
    people_at(webinar)
    row = taken(webinar, ("N", "n0@example.org"))
    desk.post(address("staff_report_apply", webinar, row.pk))
    undo = address("staff_report_undo", webinar, row.pk)
    assert desk.post(undo, {"reason": " "}).status_code == 422
    assert desk.post(undo, {"reason": "feil møte"}).status_code == 302
    assert not Attendance.objects.get().present
    draft = taken(webinar, ("Annen", "n0@example.org"))
    desk.post(address("staff_report_discard", webinar, draft.pk))
    desk.post(address("staff_report_discard", webinar, row.pk))
    assert list(ReportImport.objects.values_list("pk", "state")) == [(row.pk, "undone")]
    assert ModelLogEntry.objects.filter(action="attendance.report_discarded", user=staff).count() == 1


def test_large_file_is_read_and_saved_in_the_background_and_then_gone(desk, webinar, monkeypatch, tmp_path):
    for name in ("base_location", "location"):
        monkeypatch.setattr(private_storage(), name, str(tmp_path))
    monkeypatch.setattr(taking_views, "LARGE_FILE", 100)
    monkeypatch.setattr(applying_reports, "LARGE_REPORT", 0)
    people_at(webinar)
    answer = drop(desk, webinar, report(webinar, ("N", "n0@example.org")))
    row = ReportImport.objects.get()
    assert (answer["Location"], row.state) == (address("staff_report", webinar, row.pk), "reading")
    page = desk.get(answer["Location"])
    assert (page.context["percent"], "hx-trigger" in page.content.decode()) == (0, True)
    asks = {"headers": {"HX-Request": "true"}}
    assert b"<html" not in desk.get(answer["Location"], **asks).content
    assert len(list((tmp_path / "reports").iterdir())) == 1
    report_tasks.read_report.func(row.pk)
    row.refresh_from_db()
    assert (row.state, row.entries.count(), list((tmp_path / "reports").iterdir())) == ("ready", 1, [])
    assert desk.get(answer["Location"], **asks)["HX-Redirect"] == answer["Location"]
    desk.post(address("staff_report_apply", webinar, row.pk))
    row.refresh_from_db()
    assert (row.state, Attendance.objects.count()) == ("applying", 0)
    assert desk.get(answer["Location"]).context["percent"] == 0
    report_tasks.apply_or_undo_report.func(row.pk)
    desk.post(address("staff_report_undo", webinar, row.pk), {"reason": "x"})
    assert Attendance.objects.get().minutes == 30
    report_tasks.apply_or_undo_report.func(row.pk)
    row.refresh_from_db()
    assert (row.state, Attendance.objects.get().present) == ("undone", False)


def test_work_that_fails_half_way_is_saved_again_and_undone_but_not_discarded(desk, webinar, monkeypatch):
    people_at(webinar, 2)
    monkeypatch.setattr(report_evidence, "BATCH", 1)
    row = taken(webinar, *((f"N{n}", f"n{n}@example.org") for n in range(2)))
    done = []

    def fail_at_second(update, entries, do=report_evidence.Update._do):
        done.append(entries)
        return do(update, entries) if len(done) == 1 else 1 / 0

    def held():
        return ReportImport.objects.get().state, Attendance.objects.attended().count()

    def fail():
        done.clear()
        with monkeypatch.context() as broken:
            broken.setattr(report_evidence.Update, "_do", fail_at_second)
            apply_report_later(report=row, by=None)
            report_tasks.apply_or_undo_report.func(row.pk)

    fail()
    assert held() == ("ready", 1)
    linked = ReportEntry.objects.filter(evidence__isnull=False)
    # Its file is not read anew either, in whatever way: what counts already would no longer be found.
    data = report(webinar, *((f"N{n}", f"n{n}@example.org") for n in range(2)))
    take_report(session=webinar, file=io.BytesIO(data), mappings={"another": {0: Role.NAME}}, by=None)
    assert (held(), linked.count()) == (("ready", 1), 1)
    assert gettext("Nothing is saved yet.") not in read(desk, address("staff_report", webinar, row.pk)).text
    desk.post(address("staff_report_discard", webinar, row.pk))
    assert problem_sentence({"code": "failed"}) in read(desk, address("staff_report", webinar, row.pk)).text
    desk.post(address("staff_report_apply", webinar, row.pk))
    assert held() == ("applied", 2)
    # Applied once more in vain, it can still be undone; undone and then partly applied, it can be applied.
    fail()
    assert held() == ("applied", 2)
    desk.post(address("staff_report_undo", webinar, row.pk), {"reason": "x"})
    assert held() == ("undone", 0)
    fail()
    assert (held(), ReportImport.objects.get().is_partly_applied) == (("ready", 1), True)


def test_work_that_fails_in_the_background_says_so_and_left_nothing(desk, webinar, monkeypatch):
    people_at(webinar)
    row = taken(webinar, ("N", "n0@example.org"))
    page = address("staff_report", webinar, row.pk)
    with monkeypatch.context() as broken:
        broken.setattr("attendance.actions.report_evidence.Update._link", None)
        apply_report_later(report=row, by=None)
        report_tasks.apply_or_undo_report.func(row.pk)
    row.refresh_from_db()
    assert (row.state, Attendance.objects.count(), Evidence.objects.count()) == ("ready", 0, 0)
    assert problem_sentence({"code": "failed"}) in read(desk, f"{page}?show=matched").text
    desk.post(address("staff_report_apply", webinar, row.pk))
    row.refresh_from_db()
    assert (row.state, row.problem, Attendance.objects.count()) == ("applied", {}, 1)
    ReportImport.objects.update(state=ReportImport.State.READING)
    with monkeypatch.context() as broken:
        broken.setattr("attendance.actions.taking_reports._waiting", None)
        report_tasks.read_report.func(row.pk)
    row.refresh_from_db()
    assert (row.state, row.problem["code"]) == ("refused", "interrupted")


def test_file_that_was_left_behind_by_a_killed_worker_goes(webinar, monkeypatch, tmp_path):
    for name in ("base_location", "location"):
        monkeypatch.setattr(private_storage(), name, str(tmp_path))
    cache.clear()
    row = taken(webinar, ("N", "n0@example.org"))
    (tmp_path / "reports").mkdir()
    read, unnamed, young = (tmp_path / "reports" / name for name in ("read", "unnamed", "young"))
    for path in (read, unnamed, young):
        path.write_bytes(b"x")
    os.utime(unnamed, (0, 0))
    # Killed between reading it and letting it go.
    ReportImport.objects.update(waiting_file="reports/read")
    report_tasks.requeue_reports()
    row.refresh_from_db()
    assert (row.state, row.waiting_file, list(tmp_path.rglob("reports/*"))) == ("ready", "", [young])


def test_several_files_at_once_are_each_a_draft_of_its_own_and_a_bad_one_stops_no_other(desk, webinar):
    people_at(webinar, 2)

    def files_of(*contents):
        return [SimpleUploadedFile(f"{n}.csv", data, "text/csv") for n, data in enumerate(contents)]

    first, second = (report(webinar, (f"N{n}", f"n{n}@example.org")) for n in range(2))
    page = address("staff_reports", webinar)
    answer = desk.post(page, {"file": files_of(first, b"", second, b"Navn;Antall\nKari;4\n")})
    rows = list(ReportImport.objects.order_by("pk"))
    assert (answer.status_code, [row.entries.get().name for row in rows]) == (422, ["N0", "N1"])
    assert [error.partition(":")[0] for error in answer.context["errors"]] == ["1.csv", "3.csv"]
    assert len(answer.context["tables"]) == 1
    assert answer.context["taken"] == rows
    part = desk.post(page, {"file": files_of(first, b"")}, headers={"HX-Request": "true"})
    assert address("staff_report", webinar, rows[0].pk).encode() in part.content
    done = desk.post(page, {"file": files_of(first, second)})
    assert (done.status_code, done["Location"], ReportImport.objects.count()) == (302, page, 2)
    assert desk.post(page, {"file": files_of(*[first] * 21)}).status_code == 422
    same_name = [SimpleUploadedFile("same.csv", data, "text/csv") for data in (b"", b"Navn;Antall\nKari;4\n")]
    errors = desk.post(page, {"file": same_name}).context["errors"]
    assert [error.partition(":")[0] for error in errors] == ["same.csv", "same.csv"]
    assert errors[0] != errors[1]


def test_draft_that_nobody_saves_goes_on_the_day_it_says(desk, webinar, staff):
    people_at(webinar, 1)
    saved = taken(webinar, ("N", "n0@example.org"), ("Ukjent", "ukjent@example.net"))
    apply_report(report=saved, by=staff)
    draft = taken(webinar, ("Gjest", "gjest@example.net"))
    ReportImport.objects.create(session=webinar, digest="0" * 64, state="refused")
    ReportImport.objects.update(read_at=timezone.now() - dt.timedelta(days=29, hours=23))
    with translation.override("nb"):
        last_day = dates.day(timezone.localtime(ReportImport.objects.first().thrown_away_at), year=True)
    report_tasks.requeue_reports()
    assert ReportImport.objects.count() == 3
    for page in (address("staff_report", webinar, draft.pk), address("staff_reports", webinar)):
        assert last_day in desk.get(page, follow=True).content.decode()
    ReportImport.objects.update(read_at=timezone.now() - dt.timedelta(days=30))
    report_tasks.requeue_reports()
    assert [*ReportImport.objects.all()] == [saved]
    assert saved.entries.count() == ReportEntry.objects.count() == 2


def test_draft_that_is_read_anew_while_expired_ones_are_looked_for_stays(webinar):
    draft = taken(webinar, ("Gjest", "gjest@example.net"))
    ReportImport.objects.update(read_at=timezone.now() - dt.timedelta(days=31))

    def read_anew_after_the_list(execute, sql, *rest):
        result = execute(sql, *rest)
        if "ORDER BY" in sql and ReportImport._meta.db_table in sql and sql.startswith("SELECT"):
            ReportImport.objects.update(read_at=timezone.now())
        return result

    with connection.execute_wrapper(read_anew_after_the_list):
        discard_expired_drafts()
    assert [*ReportImport.objects.all()] == [draft]


def test_large_file_that_is_refused_says_why_on_its_page(desk, webinar, monkeypatch, tmp_path):
    for name in ("base_location", "location"):
        monkeypatch.setattr(private_storage(), name, str(tmp_path))
    row = queue_report(session=webinar, file=io.BytesIO(b"Navn;Antall\nKari;4\n"), name="x.csv", by=None)
    report_tasks.read_report.func(row.pk)
    page = desk.get(address("staff_report", webinar, row.pk))
    assert (page.status_code, bool(page.context["problem"]), b"hx-trigger" in page.content) == (200, True, False)
    assert desk.get(f"{address('staff_reports', webinar)}?columns={row.pk}").context["tables"]


@pytest.mark.parametrize("show", ["matched", "absent", "aside", "decide"])
def test_lists_ask_as_many_queries_for_one_as_for_three(desk, webinar, show, django_assert_num_queries):
    queries = {"matched": 26, "absent": 19, "aside": 19, "decide": 31}[show]

    def count(number):
        people_at(webinar, number + 1)
        people = [
            *((f"N{n}", f"n{n}@example.org") for n in range(number)),
            *((f"Hvem {n}", f"hvem{n}@example.net") for n in range(number + 1)),
            *((f"Rom {n}", f"rom{number}{n}@example.net") for n in range(number)),
        ]
        row = taken(webinar, *people)
        for entry in row.entries.filter(name__startswith="Rom"):
            entry.choice = Choice.ROOM
            entry.save()
        page = f"{address('staff_report', webinar, row.pk)}?show={show}"
        desk.get(page, follow=True)
        with django_assert_num_queries(queries):
            desk.get(page, follow=True)
        ReportImport.objects.all().delete()
        webinar.registrations.all().delete()
        Participant.objects.all().delete()

    count(1)
    count(3)


def test_everything_read_is_logged(desk, webinar, staff):
    row = taken(webinar, ("Gjest", ""))
    for page in ("?show=matched", "?show=absent", "?show=decide"):
        desk.get(address("staff_report", webinar, row.pk) + page, follow=True)
    desk.get(reverse("staff_remembered", args=[address("staff_reports", webinar).split("/")[2]]))
    entries = ModelLogEntry.objects.filter(action="attendance.list_read", user=staff)
    assert [entry.data["list"] for entry in entries.order_by("pk")] == ["matched", "absent", "decide"]


def test_remembered_choice_is_forgotten(desk, programme, webinar, staff):
    [kari] = people_at(webinar)
    row = RememberedChoice.objects.create(
        programme=programme, kind="name", value="k.", choice="participant", participant=kari, decided_by=staff
    )
    page = reverse("staff_remembered", args=[programme.slug])
    assert "k." in read(desk, page).text
    desk.post(reverse("staff_forget", args=[programme.slug, row.pk]))
    assert not RememberedChoice.objects.exists()
    assert ModelLogEntry.objects.filter(action="attendance.choice_forgotten").count() == 0
