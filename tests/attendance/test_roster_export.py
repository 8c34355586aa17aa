"""Exporting lists of people as CSV and XLSX: staff only, and every export is logged (X4)."""

import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import ModelLogEntry

from attendance.models import Registration
from progress.models import Source
from tests.attendance.recording import record_attendance
from tests.factories import OrganisationFactory, ParticipantFactory, RegistrationFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]
State = Registration.State


@pytest.fixture
def session(webinar):
    """A session with one present, one on the waiting list, and a walk-in whose name is a spreadsheet formula."""
    company = OrganisationFactory(name="Øst; Vest AS")
    here = ParticipantFactory(name="Åse Bø", email="aase@example.org", organisation=company)
    RegistrationFactory(session=webinar, participant=here)
    RegistrationFactory(
        session=webinar,
        participant=ParticipantFactory(name="Bo", email="bo@example.org", organisation=None),
        state=State.WAITING,
    )
    walk_in = ParticipantFactory(name="=HYPERLINK(1)", email=None, organisation=None)
    for who, minutes in ((here, 45), (walk_in, 20)):
        record_attendance(
            session=webinar, participant=who, source=Source.TEAMS, at=webinar.ends_at, by=None, minutes=minutes
        )
    return webinar


def export(desk, programme, session, kind):
    response = desk.get(reverse(f"staff_roster_{kind}", args=[programme.slug, session.pk]))
    return response, response.getvalue()


def test_csv_opens_right_in_a_norwegian_excel(desk, programme, session):
    with translation.override("en"):
        response, content = export(desk, programme, session, "csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert content == (
        b"\xef\xbb\xbf"
        + (
            "Name;E-mail;Organisation;Registration;Attendance;Minutes;Days;Recorded from\r\n"
            "'=HYPERLINK(1);;;;Partly there;20;;Teams report\r\n"
            "Bo;bo@example.org;;On the waiting list;;;;\r\n"
            'Åse Bø;aase@example.org;"Øst; Vest AS";Registered;Present;45;;Teams report\r\n'
        ).encode()
    )


def test_xlsx_keeps_text_as_text_and_numbers_as_numbers(desk, programme, session):
    with translation.override("en"):
        _response, content = export(desk, programme, session, "xlsx")
    page = openpyxl.load_workbook(io.BytesIO(content)).active
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[1] == ["=HYPERLINK(1)", None, None, None, "Partly there", 20, None, "Teams report"]
    assert page["A2"].data_type == "s"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_who_took_which_list_out_is_in_the_log(desk, programme, session, staff, kind):
    export(desk, programme, session, kind)
    entry = ModelLogEntry.objects.get(action="attendance.list_exported")
    assert (entry.user, entry.object_id, entry.data) == (staff, str(session.pk), {"list": "roster", "format": kind})


def test_an_empty_list_is_a_file_with_a_head(desk, programme, webinar):
    _response, content = export(desk, programme, webinar, "csv")
    assert content.count(b"\r\n") == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_export_asks_the_same_queries_however_many_people(
    desk, programme, webinar, number, django_assert_num_queries
):
    RegistrationFactory.create_batch(number, session=webinar)
    export(desk, programme, webinar, "csv")
    with django_assert_num_queries(9):
        export(desk, programme, webinar, "csv")
