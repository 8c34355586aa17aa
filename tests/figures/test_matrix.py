"""The matrix of participants and activities of a track: cells, filters, and the export (X4)."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import PageLogEntry

from attendance.actions import excuse
from attendance.models import Registration
from courses.requirements import rule_over
from figures.matrix import Matrix
from progress.actions import declare_done
from progress.models import Source
from tests.attendance.recording import record_attendance
from tests.factories import (
    MunicipalityFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    ProgrammeRoleFactory,
    RegistrationFactory,
    UserFactory,
)
from tests.figures.world import programme as make_programme
from tests.figures.world import track, webinar
from tests.reading import tables, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def programme():
    return make_programme()


@pytest.fixture
def basic(programme):
    return track(programme)


@pytest.fixture
def sessions(basic):
    """Three past one-hour webinars."""
    return [webinar(basic, title=title) for title in ("One", "Two", "Three")]


@pytest.fixture
def staff(programme):
    return ProgrammeRoleFactory(user=UserFactory(), programme=programme).user


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def address(programme):
    return reverse("staff_matrix", args=[programme.slug])


def was_there(session, who, minutes=60):
    record_attendance(
        session=session, participant=who, source=Source.TEAMS, at=session.ends_at, by=None, minutes=minutes
    )


def lines(response):
    """Names and cells, without the activity names that each cell repeats for narrow screens."""
    [table] = tables(response)
    titles = table[0][2:]
    return [
        [row[0], *(cell.removeprefix(title).strip() for cell, title in zip(row[2:], titles, strict=True)), row[1]]
        for row in table[1:]
    ]


@pytest.mark.database
def test_a_cell_says_in_words_how_far_and_how_it_is_known(desk, address, sessions, staff):
    one, two, three = sessions
    anne, bo, cato, dag = (ParticipantFactory(name=name, organisation=None) for name in ("Anne", "Bo", "Cato", "Dag"))
    for who in (anne, bo, cato):
        RegistrationFactory(session=three, participant=who)
    was_there(one, anne)
    was_there(two, anne)
    was_there(one, bo, minutes=15)
    declare_done(participant=bo, activity=two.activity, by=None)
    excuse(session=three, participant=bo, reason="Ill", by=staff)
    RegistrationFactory(session=one, participant=cato)
    RegistrationFactory(session=two, participant=cato, state=Registration.State.WAITING)
    was_there(three, dag)
    assert lines(desk.get(address)) == [
        ["Anne", "Present", "Present", "Absent", "Completed"],
        ["Bo", "33 %", "Declared", "Excused", "0 of 2"],
        ["Cato", "Absent", "On the waiting list", "Absent", "0 of 2"],
        ["Dag", "", "", "Present", "1 of 2"],
    ]


def test_nobody_is_absent_as_long_as_nobody_is_recorded(desk, address, sessions):
    RegistrationFactory(session=sessions[0], participant=ParticipantFactory(name="Anne", organisation=None))
    assert lines(desk.get(address)) == [["Anne", "Registered", "", "", "0 of 2"]]


@pytest.fixture
def crowd(sessions):
    """Three people in different municipalities and organisations: completed, in progress, not started."""
    here, there = MunicipalityFactory(code="3107", name="Fredrikstad"), MunicipalityFactory(code="3301", name="Drammen")
    firm = OrganisationFactory(name="Her AS", municipality=here)
    other = OrganisationFactory(name="Der AS", municipality=there)
    through = ParticipantFactory(name="Anne", organisation=firm, municipality=None)
    begun = ParticipantFactory(name="Bo", organisation=other, municipality=here)
    idle = ParticipantFactory(name="Cato", organisation=other, municipality=None)
    for session in sessions[:2]:
        was_there(session, through)
    was_there(sessions[0], begun)
    RegistrationFactory(session=sessions[0], participant=idle)
    return {"her": firm, "der": other, "fredrikstad": here, "drammen": there}


FILTERS = {
    "": ["Anne", "Bo", "Cato"],
    "organisation={her}": ["Anne"],
    "organisation={der}&status=begun": ["Bo"],
    "municipality={fredrikstad}": ["Anne", "Bo"],
    "municipality={drammen}": ["Cato"],
    "status=completed": ["Anne"],
    "status=begun": ["Bo"],
    "status=not_begun": ["Cato"],
    "q=ann": ["Anne"],
    "q=finnes+ikke": [],
    f"q={'ann+' * 2000}": [],
}


def test_page_and_file_show_the_same_people_for_the_same_filter(desk, address, programme, crowd):
    shown, exported = {}, {}
    for query in FILTERS:
        page = desk.get(f"{address}?{query.format(**{name: row.pk for name, row in crowd.items()})}")
        shown[query] = [row[0].split()[0] for row in lines(page)] if page.context["rows"] else []
        link = reverse("staff_matrix_csv", args=[programme.slug]) + f"?{page.context['export_query']}"
        file = io.StringIO(desk.get(link).getvalue().decode("utf-8-sig"))
        exported[query] = [row["Name"] for row in csv.DictReader(file, delimiter=";")]
    assert (shown, exported) == (FILTERS, FILTERS)


def test_filters_offer_only_what_the_people_have(desk, address, crowd):
    OrganisationFactory(name="Somewhere else")
    form = desk.get(address).context["filter"].form
    assert [label for _key, label in form.fields["organisation"].choices] == ["All", "Der AS", "Her AS"]
    assert [label for _key, label in form.fields["municipality"].choices] == ["All", "Drammen", "Fredrikstad"]


def test_a_filter_that_names_nothing_gives_no_file_of_everybody(desk, programme, crowd):
    response = desk.get(reverse("staff_matrix_csv", args=[programme.slug]), {"organisation": "99999"})
    assert (response.status_code, response["Location"]) == (
        302,
        reverse("staff_matrix", args=[programme.slug]) + "?organisation=99999",
    )


def test_files_tell_the_cells_as_the_page_does(desk, programme, basic, sessions, crowd):
    csv_file = desk.get(reverse("staff_matrix_csv", args=[programme.slug])).getvalue().decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(desk.get(reverse("staff_matrix_xlsx", args=[programme.slug])).getvalue()))
    sheet = [["" if cell is None else str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]
    rows = list(csv.reader(io.StringIO(csv_file), delimiter=";"))
    assert rows[0] == [
        *["Name", "E-mail", "Organisation", "Municipality", "One", "Two", "Three", "Completed activities"],
        "Track completed",
    ]
    assert [row[0:1] + row[2:8] for row in rows[1:]] == [
        ["Anne", "Her AS", "Fredrikstad", "Present", "Present", "", "2"],
        ["Bo", "Der AS", "Fredrikstad", "Present", "", "", "1"],
        ["Cato", "Der AS", "Drammen", "Absent", "", "", "0"],
    ]
    assert [row[:8] for row in sheet] == [row[:8] for row in rows]


def test_a_large_track_goes_out_batch_by_batch_in_the_readers_language(
    desk, programme, sessions, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("figures.views.matrix.AT_A_TIME", 2)
    for session in sessions:
        was_there(session, ParticipantFactory(organisation=None))
    with translation.override("nb"):
        response = desk.get(reverse("staff_matrix_csv", args=[programme.slug]))
    assert response.streaming
    # The file is written after the view is done, when another language may be in use.
    with translation.override("en"):
        rows = response.getvalue().decode().splitlines()
    assert [row.count("Til stede") for row in rows] == [0, 1, 1, 1]


def test_each_track_has_a_tab_and_its_own_people(desk, address, programme, sessions):
    advanced = track(programme, "Den avanserte delen")
    was_there(webinar(advanced, title="Four"), ParticipantFactory(name="Eva", organisation=None))
    first, second = desk.get(address), desk.get(address, {"track": advanced.slug})
    assert [tab["label"] for tab in first.context["tabs"]] == ["Basisdelen", "Den avanserte delen"]
    assert first.context["rows"] == []
    assert "Nobody yet" in text(first)
    assert lines(second) == [["Eva", "Present", "1 of 2"]]


def test_people_of_another_programme_are_not_shown(desk, address, sessions):
    elsewhere = webinar(track(ProgrammePageFactory()))
    was_there(elsewhere, ParticipantFactory(name="Eva"))
    assert desk.get(address).context["rows"] == []


def test_a_long_list_comes_in_pages(desk, address, sessions, monkeypatch):
    monkeypatch.setattr("figures.views.matrix.PER_PAGE", 2)
    for name in ("Anne", "Bo", "Cato"):
        was_there(sessions[0], ParticipantFactory(name=name, organisation=None))
    assert [row[0] for row in lines(desk.get(address, {"page": 2}))] == ["Cato"]


def test_who_read_and_who_took_it_out_is_in_the_log(desk, programme, address, basic, sessions, staff):
    for _look in range(2):
        desk.get(address)
    for kind in ("csv", "xlsx", "csv"):
        desk.get(reverse(f"staff_matrix_{kind}", args=[programme.slug])).getvalue()
    entries = PageLogEntry.objects.filter(page=basic, user=staff, action__startswith="attendance.").order_by("pk")
    assert [(entry.action, entry.data) for entry in entries] == [
        ("attendance.list_read", {"list": "matrix"}),
        ("attendance.list_exported", {"list": "matrix", "format": "csv"}),
        ("attendance.list_exported", {"list": "matrix", "format": "xlsx"}),
        ("attendance.list_exported", {"list": "matrix", "format": "csv"}),
    ]


@pytest.mark.database
@pytest.mark.parametrize("number", [1, 3])
def test_page_and_file_ask_the_same_queries_however_many(
    desk, programme, address, sessions, number, django_assert_num_queries
):
    for _number in range(number):
        who = ParticipantFactory()
        for session in sessions:
            RegistrationFactory(session=session, participant=who)
            was_there(session, who)
    desk.get(address)
    with django_assert_num_queries(12):
        desk.get(address)
    with django_assert_num_queries(12):
        desk.get(reverse("staff_matrix_csv", args=[programme.slug])).getvalue()


def test_one_answer(programme, basic, sessions, crowd):
    """What the matrix calls complete is what progress says."""
    made = Matrix(basic, rule_over(programme))
    told = {row.participant.name: (row.earned, row.is_complete) for row in made.rows(made.people())}
    assert told == {"Anne": (2, True), "Bo": (1, False), "Cato": (0, False)}
