"""The page, the spreadsheets and the command show the same figures (V33, X4)."""

import csv
import datetime as dt
import io
import json

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import PageLogEntry

from courses.models import Funding, ProgrammeTarget
from figures.charts import webinar_chart
from figures.figures import programme_figures
from figures.report import report
from tests.factories import (
    MunicipalityFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    ProgrammeRoleFactory,
)
from tests.figures import world
from tests.figures.world import attended, people, registered
from tests.reading import tables, text

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 21)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def page():
    """A programme with two webinars, a gathering, targets and funding."""
    page = world.programme()
    track = world.track(page)
    company = OrganisationFactory(municipality=MunicipalityFactory(code="3107"), employees=20)
    council = OrganisationFactory(type="county_council")
    crowd = [*people(6, organisation=company, gender="female"), *people(3, organisation=council, gender="male")]
    first = world.webinar(track, title="Først", date=dt.date(2026, 10, 6), slug="w1")
    second = world.webinar(track, title="=SUM(A1)", date=dt.date(2026, 11, 3), slug="w2")
    registered(first, *crowd)
    attended(first, *crowd)
    registered(second, *crowd[:3])
    attended(second, *crowd[:2], minutes=31)
    root, days = world.gathering(page, title="Samling", slug="g")
    registered(root, *crowd[:5])
    attended(days[0], *crowd[:5])
    attended(days[1], *crowd[:2])
    for order, (figure, expected) in enumerate((("webinars_held", 4), ("women_share", 40), ("companies_attending", 9))):
        ProgrammeTarget.objects.create(programme=page, figure=figure, label="-", expected=expected, order=order)
    Funding.objects.create(
        programme=page, source="Tilskudd", amount_nok=1500000, report_due=dt.date(2027, 5, 15), case_number="26/1"
    )
    return page


@pytest.fixture
def desk(client, page):
    client.force_login(ProgrammeRoleFactory(programme=page).user)
    return client


def show(desk, page, **query):
    return desk.get(reverse("staff_figures", args=[page.slug]), {"as_of": "2026-11-21"} | query)


def export(desk, page, kind, **query):
    response = desk.get(reverse(f"staff_figures_{kind}", args=[page.slug]), {"as_of": "2026-11-21"} | query)
    return response, response.getvalue()


def values(desk, page, **query):
    """The values in the CSV, by key."""
    _response, content = export(desk, page, "csv", **query)
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    return {line[0]: line[3] for line in lines}


def test_key_figures_stand_against_their_targets_in_order(desk, page):
    figures = show(desk, page).context["key_figures"]
    assert [(one["label"], one["value"], one["of"], one["note"]) for one in figures] == [
        ("Webinars held", "2", "of 4", "50 % of the target"),
        ("Share of women", "66\xa0%", "", "The target is 40 %. 6 of the 9 who have told."),
        ("Companies", "1", "of 9", "11 % of the target, behind the plan"),
    ]


def test_the_tables_say_what_the_object_says(desk, page):
    response = show(desk, page)
    webinars, gatherings, by_type, by_county, by_gender, by_size = tables(response)
    assert webinars[1:] == [
        ["Først", "9", "9", "9.00", "9"],
        ["=SUM(A1)", "3", "2", "1.03", "0"],
        ["Total", "12", "11", "10.03", "9"],
    ]
    assert gatherings[1] == ["Samling", "20–21 October 2026", "5", "20 Oct: 5, 21 Oct: 2", "2", "2"]
    assert by_type[1:] == [["Company", "6", "66 %"], ["County council", "3", "33 %"], ["Total", "9", ""]]
    assert by_county[1:] == [["Østfold", "6", "66 %"], ["Unknown", "3", "33 %"], ["Total", "9", ""]]
    assert by_gender[1:] == [["Woman", "6", "66 %"], ["Man", "3", "33 %"], ["Total", "9", ""]]
    assert by_size[1:] == [["10–49 employees", "1", "100 %"], ["Total", "1", ""]]


def test_the_funder_finds_grant_hours_and_certificates(desk, page):
    pairs = {pair["label"]: pair["value"] for pair in show(desk, page).context["funder"]}
    assert pairs == {
        "Grant": "Tilskudd",
        "Amount": "1,500,000\xa0kr",
        "Report due": "15\xa0May\xa02027",
        "Case number": "26/1",
        "Individuals at webinars": "9",
        "Hours at webinars": "10.03",
        "On all days: Samling": "2 of 5 registered",
        "Certificates: Basisdelen": "0",
    }


def test_the_chart_draws_what_the_table_says(desk, page):
    chart = show(desk, page).context["chart"]
    assert [[bar.text for bar in column.bars] for column in chart.columns] == [["9", "9"], ["3", "2"]]
    assert [line.label for line in chart.lines] == ["0", "3", "6", "9", "12"]
    heights = [bar.height for column in chart.columns for bar in column.bars]
    assert heights == [198, 198, 66, 44]


def test_no_webinar_gives_no_chart():
    assert webinar_chart([]) is None


@pytest.mark.database
def test_shown_as_published_small_groups_are_hidden_everywhere(desk, page):
    response = show(desk, page, published="on")
    webinars, gatherings, by_type, _by_county, by_gender, by_size = tables(response)
    assert webinars[1:3] == [
        ["Først", "withheld", "withheld", "withheld", "9"],
        ["=SUM(A1)", "<5", "<5", "withheld", "0"],
    ]
    assert gatherings[1][2:] == ["5", "20 Oct: 5, 21 Oct: <5", "<5", "<5"]
    assert by_type[1:3] == [["Company", "withheld", "–"], ["County council", "<5", "–"]]
    assert by_gender[1:3] == [["Woman", "withheld", "–"], ["Man", "<5", "–"]]
    assert by_size[1] == ["10–49 employees", "<5", "–"]
    assert "fewer than 5" in text(response)
    csv_values = values(desk, page, published="on")
    assert csv_values["by_organisation_type.county_council"] == "<5"
    assert csv_values["women_share"] == "withheld"
    assert csv_values["per_gathering.g.present_by_day.2"] == "<5"


def test_the_day_in_the_address_decides(desk, page):
    assert values(desk, page, as_of="2026-10-06")["webinars_held"] == "1"
    assert values(desk, page, as_of="2026-10-05")["webinars_held"] == "0"
    assert show(desk, page, as_of="06.10.2026").context["report"].as_of == dt.date(2026, 10, 6)


def test_a_wrong_day_is_said_at_the_field_and_today_is_shown(desk, page):
    response = show(desk, page, as_of="i går")
    assert "Write a day, such as 2026-11-21." in text(response)
    assert response.context["report"].as_of == timezone.localdate()


def test_a_day_to_come_says_that_plans_count(desk, page):
    assert "This day has not come." in text(show(desk, page, as_of="2099-01-01"))


def test_a_day_before_the_programme_is_said_on_page_and_in_spreadsheets(desk, page):
    said = "On 31\N{NO-BREAK SPACE}August\N{NO-BREAK SPACE}2026 the programme had not begun"
    assert said.replace("\N{NO-BREAK SPACE}", " ") in text(show(desk, page, as_of="2026-08-31"))
    assert said in export(desk, page, "csv", as_of="2026-08-31")[1].decode()
    _, data = export(desk, page, "xlsx", as_of="2026-08-31")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet["A3"].value.startswith(said)
    assert "had not begun" not in text(show(desk, page, as_of="2026-09-01"))


def test_an_empty_programme_has_a_page(client):
    page = ProgrammePageFactory()
    client.force_login(ProgrammeRoleFactory(programme=page).user)
    assert "No webinar has been held yet." in text(show(client, page))


def test_csv_opens_right_in_a_norwegian_excel(desk, page):
    with translation.override("nb"):
        response, content = export(desk, page, "csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{page.slug}-2026-11-21.csv"'
    assert content.startswith(b"\xef\xbb\xbf")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[-1] == ""
    assert all(line.count(";") == 4 for line in lines[:-1])
    assert b"\r\nwebinar_hours;" in content
    [hours] = [line for line in lines if line.startswith("webinar_hours;")]
    assert hours.endswith(";;10,03;")


def test_a_title_that_looks_like_a_formula_does_nothing_in_a_spreadsheet(desk, page):
    _response, content = export(desk, page, "csv")
    assert "per_webinar.w2.registered;Registered;'=SUM(A1);3;" in content.decode("utf-8-sig").split("\r\n")
    _response, content = export(desk, page, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    cell = book["Webinars"]["A3"]
    assert (cell.value, cell.data_type) == ("=SUM(A1)", "s")


def test_xlsx_has_a_sheet_for_each_table_with_numbers_as_numbers(desk, page):
    _response, content = export(desk, page, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == [
        "Key figures",
        "Webinars",
        "Gatherings",
        "Participants by type of organis",
        "Participants by county",
        "Participants by gender",
        "Companies by number of employee",
        "Certificates per track",
        "Recordings",
    ]
    rows = [[cell.value for cell in row] for row in book["Webinars"].iter_rows()]
    assert [rows[1][0], rows[1][1].date(), *rows[1][2:]] == ["Først", dt.date(2026, 10, 6), 9, 9, 9, 9]
    assert rows[3] == ["Total", None, 12, 11, 10.03, 9]


@pytest.mark.database
def test_page_spreadsheets_and_command_agree_to_the_digit(desk, page):
    """X4, V33"""
    printed = io.StringIO()
    call_command("attendance_figures", page.slug, "--as-of", "2026-11-21", stdout=printed)
    report_of = json.loads(printed.getvalue())
    said = values(desk, page)
    for key in ("webinars_held", "individuals_attending_any", "webinar_registrations", "companies_attending"):
        assert said[key] == str(report_of[key])
    for key, row in report_of["per_webinar"].items():
        for name in ("registered", "attended", "certificates"):
            assert said[f"per_webinar.{key}.{name}"] == str(row[name])
    for group in ("by_gender", "by_county", "by_organisation_type", "companies_by_size"):
        assert {key.partition(".")[2]: int(value) for key, value in said.items() if key.startswith(f"{group}.")} == (
            report_of[group]
        )
    as_csv = io.StringIO()
    with translation.override("en"):
        call_command("attendance_figures", page.slug, "--as-of", "2026-11-21", "--format", "csv", stdout=as_csv)
    assert as_csv.getvalue().encode() == export(desk, page, "csv")[1]


@pytest.mark.database
def test_who_took_which_figures_out_is_in_the_log(desk, page):
    response, _content = export(desk, page, "csv", published="on")
    entry = PageLogEntry.objects.get(action="figures.exported")
    assert (entry.user, entry.page_id) == (response.wsgi_request.user, page.pk)
    assert entry.data == {"format": "csv", "as_of": "2026-11-21", "published": True}


def test_the_command_takes_the_id_of_the_file_as_well_as_the_slug(page):
    world.named(page)
    outputs = []
    for name in (page.slug, f"file-{page.pk}"):
        printed = io.StringIO()
        call_command("attendance_figures", name, "--as-of", "2026-11-21", stdout=printed)
        outputs.append(json.loads(printed.getvalue()))
    assert outputs[0] == outputs[1] == programme_figures(page, DAY).to_json()


def test_the_command_takes_today_in_the_programmes_zone_when_no_day_is_given(page):
    printed = io.StringIO()
    call_command("attendance_figures", page.slug, stdout=printed)
    assert json.loads(printed.getvalue()) == programme_figures(page, timezone.localdate()).to_json()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["finnes-ikke"], "There is no programme called 'finnes-ikke'. There is: {slug}."),
        (
            ["{slug}", "--as-of", "2026-13-01"],
            "'2026-13-01' is not a day. Write it as year, month and day: 2026-11-21.",
        ),
    ],
)
def test_the_command_says_in_a_sentence_what_is_wrong(page, arguments, said):
    with pytest.raises(CommandError) as wrong:
        call_command("attendance_figures", *(argument.format(slug=page.slug) for argument in arguments))
    assert str(wrong.value) == said.format(slug=page.slug)
    assert wrong.value.returncode == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_ten_queries_however_much_there_is(desk, page, number, django_assert_num_queries):
    track = world.track(page)
    for _number in range(number):
        session = world.webinar(track)
        attended(session, ParticipantFactory())
    show(desk, page)
    with django_assert_num_queries(10):
        show(desk, page)


def test_ordering_of_hidden_groups_does_not_tell_which_is_larger(page):
    track = world.track(page)
    session = world.webinar(track)
    for kind, size in (("cluster", 1), ("university", 4), ("region", 3)):
        attended(session, *people(size, organisation=OrganisationFactory(type=kind)))
    made = report(programme_figures(page, DAY), [], starts=page.period_from, published=True)
    [by_type] = [table for table in made.groups if table.key == "by_organisation_type"]
    assert [row.key for row in by_type.rows] == ["company", "cluster", "county_council", "region", "university"]
