"""The calendar by month and as a list, and the iCalendar feed (V29)."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from icalendar import Calendar

from attendance.actions import cancel_session
from courses.models import Level, Session
from home import front_page
from home.calendar import MOST_A_DAY
from tests.factories import (
    ModulePageFactory,
    MunicipalityFactory,
    ProgrammePageFactory,
    SessionFactory,
    TrackPageFactory,
    WebinarPageFactory,
)
from tests.factories.programme import make_gathering, make_webinar
from tests.html import flaws, read, words

pytestmark = pytest.mark.django_db
MARCH = dt.date(2031, 3, 1)


@pytest.fixture
def programme():
    return ProgrammePageFactory(slug="groent", short_title="Grønt")


@pytest.fixture
def module(programme):
    return ModulePageFactory(parent=TrackPageFactory(parent=programme))


def on(module, day, title="Webinar", **session):
    """A webinar at nine, Oslo time."""
    page = WebinarPageFactory(parent=module, title=title, abstract_text="Om dette.")
    starts_at = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    return SessionFactory(activity=page, date=day, starts_at=starts_at, join_url="https://example.org/live", **session)


def month(client, year=2031, number=3, query=""):
    with override("en"):
        return read(client, reverse("calendar_month", args=[year, number]) + query)


def by_day(page):
    """The entries of each day."""
    cells = page.select("table.month td")
    return {
        cell.time["datetime"]: [words(title) for title in cell.select(".month__title")]
        for cell in cells
        if cell.select(".month__title")
    }


@pytest.mark.database
def test_a_month_is_a_table_of_days_with_what_takes_place_on_them(client, module, programme):
    on(module, dt.date(2031, 3, 5), "Første")
    on(module, dt.date(2031, 3, 5), "Andre")
    on(module, dt.date(2031, 4, 1), "Neste måned")
    gathering = make_gathering(programme, 0, days=2, title="Samling")
    Session.objects.filter(activity=gathering, level=Level.WHOLE).update(
        date=dt.date(2031, 3, 30), last_date=dt.date(2031, 4, 1)
    )
    page = month(client)
    assert by_day(page) == {
        "2031-03-05": ["Første", "Andre"],
        "2031-03-30": ["Samling"],
        "2031-03-31": ["Samling"],
    }
    assert words(page.select_one(".month-head h2")) == "March 2031"
    assert [words(head) for head in page.select("thead th")][1:] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert {head["scope"] for head in page.select("thead th")} == {"col"}
    assert [words(head) for head in page.select("tbody th")] == ["9", "10", "11", "12", "13", "14"]
    assert "Webinar 09:00" in words(page.select_one(".month__entry"))
    assert flaws(page) == []
    assert by_day(month(client, 2031, 4))["2031-04-01"] == ["Samling", "Neste måned"]


def test_a_crowded_day_leads_to_all_of_it(client, module):
    day = dt.date(2031, 3, 5)
    titles = [f"Webinar {number}" for number in range(MOST_A_DAY + 2)]
    for title in titles:
        on(module, day, title)
    on(module, day - dt.timedelta(days=1), "Dagen før")
    page = month(client)
    assert by_day(page)["2031-03-05"] == titles[:MOST_A_DAY]
    way = page.select_one("table.month a[href*='from=']")
    assert words(way).startswith("and 2 more")
    there = read(client, way["href"])
    assert [words(row.h3) for row in there.select(".rows article")] == titles
    assert flaws(there) == []


def test_many_programmes_are_picked_from_a_list_and_shown_page_by_page(client):
    made = [ProgrammePageFactory(slug=f"p{number}") for number in range(front_page.PER_PAGE + 1)]
    shown = read(client, f"{reverse('calendar')}?programme=p3")
    options = {option["value"]: option for option in shown.select("select[name=programme] option")}
    assert set(options) == {"", *(page.slug for page in made)}
    assert options["p3"].has_attr("selected")
    assert [link["href"] for link in shown.select("a[href$='.ics']")] == [reverse("calendar_feed", args=["p3"])]
    assert flaws(shown) == []
    first, second = (read(client, f"/?page={number}").select("main .card") for number in (1, 2))
    assert (len(first), len(second)) == (front_page.PER_PAGE, 1)


def test_one_goes_to_months_where_there_is_something_and_to_today(client, module):
    on(module, dt.date(2031, 2, 10))
    on(module, dt.date(2031, 3, 10))
    with override("en"):
        first, second = (reverse("calendar_month", args=[2031, number]) for number in (2, 3))
        today = reverse("calendar")
    steps = {link.get("rel", ["today"])[0]: link["href"] for link in month(client).select(".month-steps a")}
    assert steps == {"prev": first, "today": today}
    steps = {link.get("rel", ["today"])[0]: link["href"] for link in month(client, 2031, 2).select(".month-steps a")}
    assert steps == {"next": second, "today": today}
    empty = month(client, 2031, 6)
    assert empty.select_one(".empty a")["href"] == second
    assert empty.select_one("meta[name=robots]")["content"] == "noindex, follow"


@pytest.mark.parametrize("address", ["2031/13", "2031/0", "1/1", "9999/12"])
def test_a_month_that_is_none_is_not_there(client, programme, address):
    assert client.get(f"{reverse('calendar')}{address}/").status_code == 404


def test_what_is_cancelled_says_so_and_what_is_hidden_is_not_there(client, module):
    on(module, dt.date(2031, 3, 5), "Avlyst", cancelled_at=timezone.now())
    on(module, dt.date(2031, 3, 6), "Skjult").activity.unpublish()
    page = month(client)
    assert by_day(page) == {"2031-03-05": ["Avlyst"]}
    assert "Cancelled" in words(page.select_one(".month__entry"))


@pytest.mark.database
def test_the_list_has_all_that_comes_by_month(client, module):
    today = timezone.localdate()
    on(module, today + dt.timedelta(days=70), "Senere")
    on(module, today + dt.timedelta(days=1), "Snart")
    on(module, today - dt.timedelta(days=1), "Holdt")
    on(module, today + dt.timedelta(days=2), "Avlyst", cancelled_at=timezone.now())
    with override("en"):
        page = read(client, reverse("calendar_list"))
    assert [words(title) for title in page.select(".calendar-part h3")] == ["Snart", "Senere"]
    assert len(page.select(".calendar-part h2")) == 2
    assert "09:00" in words(page.select_one(".date__rest"))
    assert flaws(page) == []


def test_one_programme_of_several_can_be_looked_at_alone(client, module):
    on(module, dt.date(2031, 3, 5), "Her")
    other = ProgrammePageFactory(slug="annet", short_title="Annet")
    on(ModulePageFactory(parent=TrackPageFactory(parent=other)), dt.date(2031, 3, 6), "Der")
    assert by_day(month(client)) == {"2031-03-05": ["Her"], "2031-03-06": ["Der"]}
    page = month(client, query="?programme=annet")
    assert by_day(page) == {"2031-03-06": ["Der"]}
    assert words(page.select_one(".chip[aria-current]")) == "Annet"
    assert by_day(month(client, query="?programme=%00'--")) == by_day(month(client))


@pytest.mark.parametrize("count", [1, 3])
def test_a_month_and_a_list_ask_as_little_of_much_as_of_little(client, programme, count, django_assert_num_queries):
    day = timezone.localdate().replace(day=28) + dt.timedelta(days=30)
    for number in range(count):
        module = ModulePageFactory(parent=TrackPageFactory(parent=programme, number=number + 1))
        on(module, day)
    for address in (reverse("calendar_month", args=[day.year, day.month]), reverse("calendar_list")):
        client.get(address)
        with django_assert_num_queries(5):
            client.get(address)


def followed(client, slug="groent", language="nb"):
    with override(language):
        response = client.get(reverse("calendar_feed", args=[slug]))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def test_a_programme_can_be_followed_without_its_join_links(client, module):
    """V12, V29: the address of each is the page's own."""
    session = on(module, dt.date(2031, 3, 5), "Følg med")
    calendar = followed(client)
    [event] = calendar.walk("VEVENT")
    assert (calendar["METHOD"], calendar["X-WR-CALNAME"]) == ("PUBLISH", "Grønt")
    assert (event["SUMMARY"], event["STATUS"], event["SEQUENCE"]) == ("Følg med", "CONFIRMED", 0)
    assert event["URL"] == f"http://127.0.0.1:8000{session.activity.url}"
    assert event["DTSTART"].to_ical() == b"20310305T090000"
    assert event["DTSTART"].params["TZID"] == calendar.walk("VTIMEZONE")[0]["TZID"] == "Europe/Oslo"
    assert b"example.org/live" not in calendar.to_ical()


@pytest.mark.database
def test_an_entry_keeps_its_name_counts_what_matters_and_says_that_it_is_cancelled(client, module):
    """Create, move, cancel: one UID, a rising SEQUENCE. A corrected title does not raise it."""
    session = on(module, dt.date(2031, 3, 5))

    def event():
        return followed(client).walk("VEVENT")[0]

    made = event()
    session.activity.title = "Rettet"
    session.activity.save_revision().publish()
    corrected = event()
    session.refresh_from_db()
    session.starts_at += dt.timedelta(hours=1)
    session.ends_at += dt.timedelta(hours=1)
    session.save()
    moved = event()
    cancel_session(session=session, by=None)
    gone = event()
    assert len({one["UID"] for one in (made, corrected, moved, gone)}) == 1
    assert [one["SEQUENCE"] for one in (made, corrected, moved, gone)] == [0, 0, 1, 2]
    assert [one["STATUS"] for one in (made, moved, gone)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert corrected["SUMMARY"] == "Rettet"
    assert moved.decoded("dtstart") == session.starts_at


def test_a_gathering_is_followed_day_by_day(client, programme):
    gathering = make_gathering(programme, 1, days=2, municipality=MunicipalityFactory(code="3301"))
    events = followed(client).walk("VEVENT")
    days = Session.objects.days().filter(activity=gathering)
    assert [event.decoded("dtstart").date() for event in events] == [day.date for day in days]
    assert {str(event["LOCATION"]) for event in events} == {"Demohallen, Drammen"}
    cancel_session(session=Session.objects.get(activity=gathering, parent=None), by=None)
    assert {(event["STATUS"], event["SEQUENCE"]) for event in followed(client).walk("VEVENT")} <= {
        ("CANCELLED", 1),
        ("CANCELLED", 2),
    }


def test_what_has_not_changed_is_not_sent_again(client, module):
    on(module, dt.date(2031, 3, 5))
    address = reverse("calendar_feed", args=["groent"])
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    on(module, dt.date(2031, 3, 6))
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_a_hidden_programme_has_no_calendar(client, programme):
    programme.unpublish()
    assert client.get(reverse("calendar_feed", args=["groent"])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_following_asks_as_little_of_much_as_of_little(client, module, count, django_assert_num_queries):
    for number in range(count):
        make_webinar(module, 0, days_ahead=number + 1)
        make_gathering(module, 1, days_ahead=number + 1)
    address = reverse("calendar_feed", args=["groent"])
    client.get(address)
    with django_assert_num_queries(5):
        client.get(address)
