"""The registration box on the page of an activity: state, button, or the reason for refusal."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from attendance.actions import register
from courses.models import Session
from gatherings.models import Admission
from tests.factories import (
    GatheringPageFactory,
    ModulePageFactory,
    OrganisationFactory,
    ParticipantFactory,
    SessionFactory,
    UserFactory,
    WebinarPageFactory,
)

pytestmark = pytest.mark.django_db

LINK = "https://example.org/live"


@pytest.fixture(autouse=True)
def in_english():
    """Activate English, so that texts match the source strings."""
    with translation.override("en"):
        yield


def box(activity, user=None, page=None):
    request = RequestFactory().get("/somewhere/")
    request.user = user or AnonymousUser()
    template = Template("{% load attendance_tags %}{% registration_box activity %}")
    return template.render(Context({"request": request, "activity": activity, "page": page or activity}))


@pytest.fixture
def participant():
    return ParticipantFactory(user=UserFactory(), name="Tone Tenkt")


def test_join_link_is_shown_to_who_has_a_seat_and_to_nobody_else(participant):
    """V12"""
    session = SessionFactory(capacity=1, join_url=LINK)
    other, waiting = (ParticipantFactory(user=UserFactory()) for _ in range(2))
    register(session=session, participant=participant, by=None)
    register(session=session, participant=waiting, by=None)
    assert LINK in box(session.activity, participant.user)
    assert LINK not in box(session.activity, waiting.user)
    assert LINK not in box(session.activity, other.user)
    assert LINK not in box(session.activity)


def test_open_webinar_is_one_click_for_who_is_known_and_a_form_for_others(participant):
    activity = SessionFactory().activity
    assert f'method="post" action="/en/register/webinar/{activity.pk}/"' in box(activity, participant.user)
    assert f'href="/en/register/webinar/{activity.pk}/"' in box(activity)
    nameless = ParticipantFactory(user=UserFactory(), name="")
    assert f'href="/en/register/webinar/{activity.pk}/"' in box(activity, nameless.user)


def test_who_is_registered_sees_it_and_may_withdraw(participant):
    session = SessionFactory()
    registration = register(session=session, participant=participant, by=None)
    text = box(session.activity, participant.user)
    assert "You are registered" in text
    assert f"/register/withdraw/{registration.pk}/" in text
    assert "Sign me up" not in text


def test_who_has_a_seat_may_change_what_they_come_to_where_it_is_full(participant):
    session = SessionFactory(activity=GatheringPageFactory(), capacity=1, has_waiting_list=False)
    register(session=session, participant=participant, by=None)
    change = f'href="/en/register/gathering/{session.activity.pk}/"'
    assert change in box(session.activity, participant.user)
    Session.objects.filter(pk=session.pk).update(registration_closes_at=timezone.now())
    assert change not in box(session.activity, participant.user)


def test_who_waits_sees_the_place_in_line(participant):
    session = SessionFactory(capacity=1)
    register(session=session, participant=ParticipantFactory(), by=None)
    register(session=session, participant=participant, by=None)
    assert "You are number 1 on the waiting list" in box(session.activity, participant.user)


def test_full_session_offers_the_waiting_list():
    session = SessionFactory(capacity=1)
    register(session=session, participant=ParticipantFactory(), by=None)
    assert "Put me on the waiting list" in box(session.activity)


def test_free_seats_are_counted():
    session = SessionFactory(capacity=3)
    register(session=session, participant=ParticipantFactory(), by=None)
    assert "2 free seats" in box(session.activity)


@pytest.mark.parametrize(
    ("session", "says"),
    [
        ({"cancelled_at": timezone.now(), "cancellation_reason": "The speaker is ill."}, "The speaker is ill."),
        ({"registration_closes_at": timezone.now() - dt.timedelta(days=1)}, "Registration has closed."),
        ({"registration_opens_at": timezone.now() + dt.timedelta(days=1)}, "Registration has not opened yet."),
        ({"capacity": 0, "has_waiting_list": False}, "All seats are taken."),
    ],
)
def test_refusal_speaks_for_itself(session, says, participant):
    activity = SessionFactory(**session).activity
    for user in (None, participant.user):
        text = box(activity, user)
        assert says in text
        assert "Sign me up" not in text


def test_what_is_over_has_no_box(participant):
    session = SessionFactory(days_ahead=-1, join_url=LINK)
    assert box(session.activity, participant.user).strip() == ""


def test_restricted_gathering_says_why(participant):
    """V18"""
    root = SessionFactory(activity=GatheringPageFactory())
    Admission.objects.create(session=root, audience=["county_council"])
    assert "Sign in first" in box(root.activity)
    assert "other kinds of organisation than yours" in box(root.activity, participant.user)
    inside = ParticipantFactory(user=UserFactory(), organisation=OrganisationFactory(type="county_council"))
    assert f"/register/gathering/{root.activity.pk}/" in box(root.activity, inside.user)


@pytest.mark.parametrize("count", [1, 3])
def test_page_with_three_boxes_asks_as_much_as_with_one(participant, count, django_assert_num_queries):
    module = ModulePageFactory()
    activities = [SessionFactory(activity=WebinarPageFactory(parent=module)).activity for _ in range(count)]
    register(session=activities[0].sessions.get(), participant=participant, by=None)
    request = RequestFactory().get("/somewhere/")
    request.user = participant.user
    template = Template(
        "{% load attendance_tags %}{% for activity in activities %}{% registration_box activity %}{% endfor %}"
    )
    context = {"request": request, "activities": activities, "page": module}
    with django_assert_num_queries(4):
        text = template.render(Context(context))
    assert text.count("<section") == count
