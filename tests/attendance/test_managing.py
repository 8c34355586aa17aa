"""The manage link and withdrawal: they give access to one's own registrations only."""

import datetime as dt

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from attendance.actions import register
from attendance.links import manage_token
from attendance.models import Registration
from tests.factories import ModulePageFactory, ParticipantFactory, SessionFactory, UserFactory, WebinarPageFactory
from tests.factories.attendance import RegistrationFactory

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture(autouse=True)
def in_english():
    """Activate English, so that texts match the source strings."""
    with translation.override("en"):
        yield


@pytest.fixture
def session():
    return SessionFactory(capacity=1, join_url="https://example.org/live")


@pytest.fixture
def participant():
    return ParticipantFactory(email="tone@example.org", user=UserFactory())


@pytest.fixture
def registration(session, participant):
    return register(session=session, participant=participant, by=None)


def state(registration):
    return Registration.objects.get(pk=registration.pk).state


def test_link_shows_the_registrations_of_one_person(client, registration, participant):
    other = SessionFactory()
    register(session=other, participant=ParticipantFactory(), by=None)
    response = client.get(reverse("manage", args=[manage_token(participant)]))
    page = response.content.decode()
    assert registration.session.activity.title in page
    assert other.activity.title not in page
    assert "t•••@example.org" in page
    assert "tone@example.org" not in page


def test_link_gives_no_join_link(client, registration, participant):
    """V12: the join link is in the e-mail and on Min side, nowhere else."""
    page = client.get(reverse("manage", args=[manage_token(participant)])).content.decode()
    assert "https://example.org/live" not in page


def test_page_with_a_private_address_tells_it_to_nobody(client, registration, participant):
    response = client.get(reverse("manage", args=[manage_token(participant)]))
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]


def test_link_withdraws_after_one_question(client, registration, participant):
    address = reverse("manage_withdraw", args=[manage_token(participant), registration.pk])
    assert client.get(address).status_code == 200
    assert state(registration) == State.REGISTERED
    for _ in range(2):
        response = client.post(address, follow=True)
    assert state(registration) == State.CANCELLED
    assert "Nothing is coming that you have signed up for." in response.content.decode()


def test_link_reaches_nobody_else_s_registration(client, registration):
    token = manage_token(ParticipantFactory())
    assert client.post(reverse("manage_withdraw", args=[token, registration.pk])).status_code == 404
    assert state(registration) == State.REGISTERED


@pytest.mark.parametrize("token", ["1-abc", "x", "1-abc:1xUsLM:nothing"])
def test_forged_link_opens_nothing(client, registration, token):
    response = client.get(reverse("manage", args=[token]))
    assert response.status_code == 404
    assert "This link does not work any more" in response.content.decode()
    assert client.post(reverse("manage_withdraw", args=[token, registration.pk])).status_code == 404
    assert state(registration) == State.REGISTERED


def test_link_dies_with_the_address_it_was_sent_to(client, registration, participant):
    token = manage_token(participant)
    participant.email = "moved@example.org"
    participant.save()
    assert client.get(reverse("manage", args=[token])).status_code == 404
    participant.email = None
    participant.save()
    assert client.get(reverse("manage", args=[token])).status_code == 404


def test_link_outlives_what_it_is_for_and_not_much_more(client, registration, participant, monkeypatch):
    token = manage_token(participant)
    now = timezone.now().timestamp()
    monkeypatch.setattr(signing.time, "time", lambda: now + dt.timedelta(days=500).total_seconds())
    assert client.get(reverse("manage", args=[token])).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: now + dt.timedelta(days=600).total_seconds())
    assert client.get(reverse("manage", args=[token])).status_code == 404


def test_withdrawing_signed_in_asks_once_and_goes_back(client, registration, participant):
    client.force_login(participant.user)
    address = reverse("withdraw", args=[registration.pk])
    assert client.get(address).status_code == 200
    assert state(registration) == State.REGISTERED
    assert client.post(address, {"next": "/catalogue/"}).url == "/catalogue/"
    assert state(registration) == State.CANCELLED


def test_withdrawing_goes_back_to_this_site_only(client, registration, participant):
    client.force_login(participant.user)
    answer = client.post(reverse("withdraw", args=[registration.pk]), {"next": "https://evil.example/"})
    assert answer.url == reverse("my_page")


def test_nobody_withdraws_for_another(client, registration):
    address = reverse("withdraw", args=[registration.pk])
    assert client.post(address).url.startswith(reverse("account_login"))
    for user in (UserFactory(), ParticipantFactory(user=UserFactory()).user):
        client.force_login(user)
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert state(registration) == State.REGISTERED


def test_seat_goes_to_the_first_in_line(client, registration, participant, session):
    """V21"""
    waiting = register(session=session, participant=ParticipantFactory(), by=None)
    client.force_login(participant.user)
    client.post(reverse("withdraw", args=[registration.pk]))
    assert (state(registration), state(waiting)) == (State.CANCELLED, State.REGISTERED)


def test_what_is_over_cannot_be_withdrawn(client, participant, session):
    registration = register(session=session, participant=participant, by=None)
    past = timezone.now() - dt.timedelta(days=1)
    type(session).objects.update(date=past.date(), starts_at=past, ends_at=past + dt.timedelta(hours=1))
    client.force_login(participant.user)
    response = client.post(reverse("withdraw", args=[registration.pk]), follow=True)
    assert "This has already taken place." in response.content.decode()
    assert state(registration) == State.REGISTERED


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_much_for_three_as_for_one(client, participant, count, django_assert_num_queries):
    module = ModulePageFactory()
    for _ in range(count):
        coming = SessionFactory(activity=WebinarPageFactory(parent=module))
        register(session=coming, participant=participant, by=None)
    address = reverse("manage", args=[manage_token(participant)])
    client.get(address)
    with django_assert_num_queries(4):
        client.get(address)


def test_calendar_has_every_seat_to_come_and_no_place_in_line(client, participant, session):
    """V10"""
    register(session=session, participant=ParticipantFactory(), by=None)
    register(session=session, participant=participant, by=None)
    seats = [SessionFactory(join_url="https://example.org/mine") for _ in range(2)]
    for row in (*seats, SessionFactory(days_ahead=-3)):
        RegistrationFactory(session=row, participant=participant)
    RegistrationFactory(session=SessionFactory())
    client.force_login(participant.user)
    response = client.get(reverse("my_calendar"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert {event["UID"] for event in events} == {f"session-{row.pk}@127.0.0.1" for row in seats}
    assert "https://example.org/mine" in events[0]["DESCRIPTION"]


def test_calendar_is_empty_for_who_takes_no_part_and_shut_for_visitors(client):
    assert client.get(reverse("my_calendar")).url.startswith(reverse("account_login"))
    client.force_login(UserFactory())
    assert Calendar.from_ical(client.get(reverse("my_calendar")).content).walk("VEVENT") == []
