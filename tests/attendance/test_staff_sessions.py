"""The list of upcoming and past sessions, with counts."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from attendance.models import Registration
from tests.factories import (
    AttendanceFactory,
    DayFactory,
    GatheringPageFactory,
    ParticipantFactory,
    RegistrationFactory,
    SessionFactory,
    WebinarPageFactory,
)
from tests.reading import tables, text

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def show(desk, programme, **query):
    return desk.get(reverse("staff_sessions", args=[programme.slug]), query)


def another(webinar, **fields):
    """Another webinar in the same module."""
    days_ahead = fields.pop("days_ahead", -1)
    activity = WebinarPageFactory(parent=webinar.activity.get_parent(), **fields)
    return SessionFactory(activity=activity, days_ahead=days_ahead)


def titles(response):
    """The titles below each heading, in the order of the page."""
    context = response.context
    return [row.activity.title for row in context["coming"]], [row.activity.title for row in context["held"]]


@pytest.mark.database
def test_coming_stands_before_held_each_in_its_order(desk, programme, webinar):
    for title, days in (("Later", 9), ("Soon", 2), ("Long ago", -30)):
        another(webinar, title=title, days_ahead=days)
    assert titles(show(desk, programme)) == (["Soon", "Later"], [webinar.activity.title, "Long ago"])


def test_a_held_webinar_says_how_many_were_registered_and_present(desk, programme, webinar):
    RegistrationFactory.create_batch(3, session=webinar)
    RegistrationFactory(session=webinar, state=State.CANCELLED)
    AttendanceFactory.create_batch(2, session=webinar)
    AttendanceFactory(session=webinar, present=False)
    [table] = tables(show(desk, programme))
    assert table[0] == ["Date", "Activity", "Registered", "Present"]
    assert table[1][2:] == ["3", "2"]


@pytest.mark.database
def test_a_gathering_counts_people_once_however_many_days_they_were_there(desk, programme):
    root = SessionFactory(activity=GatheringPageFactory(parent=programme), days_ahead=-2, live_minutes=None)
    days = [DayFactory(parent=root, order=order, days_ahead=-2) for order in range(2)]
    both, one = ParticipantFactory.create_batch(2)
    for day, person in ((days[0], both), (days[1], both), (days[1], one)):
        AttendanceFactory(session=day, participant=person)
    [table] = tables(show(desk, programme))
    assert table[1][3] == "2"


def test_what_comes_says_seats_who_waits_and_what_is_to_be_decided(desk, programme, webinar):
    session = another(webinar, days_ahead=3)
    session.capacity = 20
    session.save()
    for state, number in ((State.REGISTERED, 4), (State.WAITING, 2), (State.AWAITING_APPROVAL, 1)):
        RegistrationFactory.create_batch(number, session=session, state=state)
    table = tables(show(desk, programme))[0]
    assert table[0][2:] == ["Registered", "Seats", "Waiting", "To decide"]
    assert table[1][2:] == ["4", "20", "2", "1 to decide"]


def test_a_cancelled_and_an_unpublished_one_say_so(desk, programme, webinar):
    webinar.cancelled_at = timezone.now()
    webinar.save()
    another(webinar, days_ahead=3, live=False)
    page = text(show(desk, programme))
    assert "Cancelled" in page
    assert "Not published" in page


@pytest.mark.database
def test_filters_by_kind_period_and_text(desk, programme, webinar):
    another(webinar, title="Ærlig talt om ÅPENHET", days_ahead=3)
    SessionFactory(activity=GatheringPageFactory(parent=programme, title="Samling"), days_ahead=-3)
    assert titles(show(desk, programme, kind="gathering")) == ([], ["Samling"])
    assert titles(show(desk, programme, period="coming")) == (["Ærlig talt om ÅPENHET"], [])
    assert titles(show(desk, programme, period="held")) == ([], [webinar.activity.title, "Samling"])
    assert titles(show(desk, programme, q="åpenhet")) == (["Ærlig talt om ÅPENHET"], [])
    assert len(titles(show(desk, programme, kind="nonsense"))[1]) == 2


def test_nothing_planned_and_nothing_fitting_say_what_to_do(desk, programme, webinar):
    assert "Take a filter away" in text(show(desk, programme, q="finnes ikke"))
    webinar.delete()
    assert "Nothing planned yet" in text(show(desk, programme))


@pytest.mark.database
def test_translations_and_other_programmes_are_not_listed(desk, programme, webinar):
    copy = another(webinar)
    copy.activity.original = webinar.activity
    copy.activity.save()
    SessionFactory(days_ahead=-1)
    assert titles(show(desk, programme)) == ([], [webinar.activity.title])


def test_far_too_many_come_page_by_page_and_keep_the_filter(desk, programme, webinar):
    for number in range(30):
        another(webinar, title=f"Webinar {number:02}")
    first, second = show(desk, programme, q="webinar"), show(desk, programme, q="webinar", page=2)
    assert (len(titles(first)[1]), len(titles(second)[1])) == (25, 31 - 25)
    assert "?q=webinar&amp;page=2" in first.content.decode()


@pytest.mark.database
@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_four_queries_however_many_sessions(desk, programme, webinar, number, django_assert_num_queries):
    for _number in range(number):
        session = another(webinar, days_ahead=2)
        RegistrationFactory.create_batch(number, session=session)
    show(desk, programme)
    with django_assert_num_queries(4):
        show(desk, programme)
