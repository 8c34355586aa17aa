"""The secret URL of a participant's calendar."""

import datetime as dt

import pytest
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from attendance.actions import (
    cancel_session,
    give_calendar_address,
    register,
    renew_calendar_address,
    revoke_calendar_address,
    withdraw_registration,
)
from attendance.models import CalendarAddress, Registration
from tests.factories import (
    ModulePageFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    RegistrationFactory,
    SessionFactory,
    UserFactory,
    WebinarPageFactory,
)
from tests.html import flaws, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return ParticipantFactory(user=UserFactory(), language="en")


def events(client, row):
    response = client.get(reverse("own_calendar", args=[row.key]))
    assert response.status_code == 200
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    return Calendar.from_ical(response.content).walk("VEVENT")


@pytest.mark.database
def test_it_has_one_s_own_seats_with_the_links_and_follows_what_happens(client, person):
    """V12: signed out, since a calendar signs in nowhere."""
    session = SessionFactory(join_url="https://example.org/mine")
    RegistrationFactory(session=SessionFactory(), participant=ParticipantFactory())
    row = give_calendar_address(participant=person, by=None)
    assert events(client, row) == []
    seat = register(session=session, participant=person, by=None)
    [event] = events(client, row)
    assert (event["UID"], event["SEQUENCE"]) == (f"session-{session.pk}@127.0.0.1", 0)
    assert "https://example.org/mine" in event["DESCRIPTION"]
    session.starts_at += dt.timedelta(minutes=30)
    session.save()
    assert events(client, row)[0]["SEQUENCE"] == 1
    cancel_session(session=session, by=None)
    [gone] = events(client, row)
    assert (gone["STATUS"], gone["SEQUENCE"]) == ("CANCELLED", 2)
    assert "https://example.org/mine" not in gone["DESCRIPTION"]
    Registration.objects.filter(pk=seat.pk).update(state=Registration.State.CANCELLED)
    assert events(client, row) == []


def test_each_programme_s_entries_have_its_own_organiser_and_its_own_zone(client, person):
    programmes = [ProgrammePageFactory(timezone=zone) for zone in ("Europe/Oslo", "Europe/Helsinki")]
    for days, programme in enumerate(programmes, start=2):
        module = ModulePageFactory(parent__parent=programme)
        seat = SessionFactory(activity=WebinarPageFactory(parent=module), days_ahead=days)
        register(session=seat, participant=person, by=None)
    expected = [(f"mailto:{one.contact.email}", one.timezone) for one in programmes]
    client.force_login(person.user)
    downloaded = Calendar.from_ical(client.get(reverse("my_calendar")).content).walk("VEVENT")
    for found in (events(client, give_calendar_address(participant=person, by=None)), downloaded):
        assert [(str(event["ORGANIZER"]), event["DTSTART"].params["TZID"]) for event in found] == expected


def test_withdrawing_takes_it_out(client, person):
    seat = register(session=SessionFactory(), participant=person, by=None)
    row = give_calendar_address(participant=person, by=None)
    assert len(events(client, row)) == 1
    withdraw_registration(registration=seat, by=None)
    assert events(client, row) == []


def test_the_address_is_made_once_made_anew_and_taken_away(client, person):
    first = give_calendar_address(participant=person, by=None)
    assert give_calendar_address(participant=person, by=None).key == first.key
    second = renew_calendar_address(participant=person, by=None)
    assert second.key != first.key
    assert client.get(reverse("own_calendar", args=[first.key])).status_code == 404
    assert events(client, second) == []
    revoke_calendar_address(participant=person, by=None)
    revoke_calendar_address(participant=person, by=None)
    assert client.get(reverse("own_calendar", args=[second.key])).status_code == 404


def test_the_page_gives_the_address_to_its_owner_alone(client, person):
    client.force_login(person.user)
    with override("en"):
        page = read(client, reverse("my_calendar_address"))
        assert flaws(page) == []
        client.post(reverse("give_calendar_address"))
        row = CalendarAddress.objects.get(participant=person)
        page = read(client, reverse("my_calendar_address"))
        path = reverse("own_calendar", args=[row.key])
        assert page.select_one("#address")["value"] == f"http://127.0.0.1:8000{path}"
        assert page.select_one("a.ds-button")["href"] == f"webcal://127.0.0.1:8000{path}"
        assert flaws(page) == []
        client.post(reverse("renew_calendar_address"))
        assert CalendarAddress.objects.get(participant=person).key != row.key
        client.post(reverse("revoke_calendar_address"))
    assert not CalendarAddress.objects.exists()
    client.force_login(UserFactory())
    assert client.post(reverse("give_calendar_address")).status_code == 302
    assert not CalendarAddress.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_little_of_much_as_of_little(client, person, count, django_assert_num_queries):
    row = give_calendar_address(participant=person, by=None)
    for number in range(count):
        RegistrationFactory(session=SessionFactory(days_ahead=number + 1), participant=person)
    address = reverse("own_calendar", args=[row.key])
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
    assert client.get(address, headers={"If-None-Match": client.get(address)["ETag"]}).status_code == 304
    assert timezone.get_current_timezone_name() == "Europe/Oslo"


def test_an_address_that_no_database_takes_is_none():
    for path in ("/calendar/own/a\0.ics", "/recordings/1/captions/n\0.vtt", "/recordings/1/transcript/n\0.txt"):
        with pytest.raises(Resolver404):
            resolve(path)
