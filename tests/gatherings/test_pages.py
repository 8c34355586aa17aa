"""The public page of a gathering before, during and after it."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override

from content import dates
from courses.models import Level, Mission, Session
from gatherings.models import Admission, AgendaItem
from tests.factories import (
    ContactPersonFactory,
    GatheringPageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    UserFactory,
)
from tests.factories.programme import make_gathering
from tests.html import flaws, links, read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammePageFactory()


def english(client, page):
    with override("en"):
        return read(client, page.url)


def details(page):
    return {words(row.dt): " ".join(words(dd) for dd in row("dd")) for row in page.select("dl > div")}


def whole(gathering):
    return Session.objects.get(activity=gathering.pk, parent=None)


def words_of_day(date):
    """«Wednesday 20 January»"""
    return dates.day(date, weekday=True).replace(dates.NB, " ")


def at(day, hour=0):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def test_it_says_goal_audience_venue_rooms_and_capacity(client, programme):
    """V17, V22"""
    gathering = make_gathering(
        programme,
        goal="Gå fra kunnskap til en egen plan.",
        audience_text="For små og mellomstore virksomheter.",
        street="Storgata 1",
        municipality=MunicipalityFactory(code="3301"),
        venue_is_accessible=True,
        venue_notes="Teleslynge i salen.",
        moderator_role="Møteleder",
        moderator_organisation=OrganisationFactory(name="Buskerud fylkeskommune"),
        mission=Mission.objects.create(slug="m", title="Grønn industri"),
    )
    page = english(client, gathering)
    assert words(page.select_one("p.lead")) == "Gå fra kunnskap til en egen plan."
    assert "For små og mellomstore virksomheter." in words(page.find(attrs={"aria-labelledby": "audience-title"}))
    found = details(page)
    assert found["Where"] == "Demohallen Storgata 1, Drammen"
    assert found["Seats"] == "110 of 110 seats free"
    assert found["Moderator"] == "Møteleder, Buskerud fylkeskommune"
    assert found["Mission"] == "Grønn industri"
    venue = page.find(attrs={"aria-labelledby": "venue-title"})
    assert words(venue) == "The venue Step-free access Teleslynge i salen. Sal 0 30 seats"


@pytest.mark.database
def test_its_days_stand_in_order_each_with_its_sessions(client, programme):
    """V20"""
    gathering = make_gathering(programme, size=2)
    page = english(client, gathering)
    first = whole(gathering).date
    days = page.select("section[aria-labelledby^=day-]")
    with override("en"):
        assert [words(day.h3) for day in days] == [
            words_of_day(first), words_of_day(first + dt.timedelta(days=1)),
        ]  # fmt: skip
    for row in days:
        assert [words(time) for time in row.select("time")] == ["09:00–10:00", "11:00–12:00"]
        assert [words(title) for title in row("h4")] == ["Økt 9 0", "Økt 9 1", "Økt 11 0", "Økt 11 1"]


def test_a_session_says_kind_room_speakers_groups_and_notes(client, programme):
    gathering = make_gathering(programme, days=1)
    session = Session.objects.filter(activity=gathering.pk, level=Level.SESSION).first()
    AgendaItem.objects.filter(session=session).update(
        kind="workshop", groups=8, notes="Ta med mal.", is_accessible=False
    )
    entry = english(client, gathering).select_one(".entry")
    text = words(entry)
    assert text.startswith("Økt 9 0 Professor, Organisation")
    assert [
        part in text for part in ("Workshop", "Sal 0", "In 8 groups", "Ta med mal.", "Not accessible to everybody")
    ] == [True] * 5


@pytest.mark.database
def test_sessions_at_the_same_time_stand_together(client, programme):
    gathering = make_gathering(programme, size=2, days=1)
    slots = english(client, gathering).select(".agenda > li")
    assert ["At the same time" in words(slot) for slot in slots] == [True, True]
    Session.objects.filter(activity=gathering.pk, level=Level.SESSION).update(takes_registration=True, capacity=30)
    slot = english(client, gathering).select_one(".agenda > li")
    assert "Choose one of these when you register" in words(slot)
    assert "Needs signing up" not in words(slot)
    assert words(slot).count("30 of 30 seats free") == 2
    # Where the whole is full, no session has a seat for a newcomer.
    Session.objects.filter(activity=gathering.pk, parent=None).update(capacity=0)
    assert words(english(client, gathering).select_one(".agenda > li")).count("30 seats") == 2


def test_a_gathering_without_a_date_stands_on_the_page_of_its_programme(client, programme):
    gathering = GatheringPageFactory(parent=programme)
    row = english(client, programme).select_one(".row--event")
    assert row.a["href"] == f"/en{gathering.url}"
    assert words(row.select_one(".date")) == "The date comes later"


def test_a_capacity_that_is_the_wholes_is_not_said_again(client, programme):
    gathering = make_gathering(programme, days=1)
    assert "110" not in words(english(client, gathering).select_one(".entry"))
    Session.objects.filter(activity=gathering.pk, level=Level.SESSION).update(capacity=40)
    assert "40 seats" in words(english(client, gathering).select_one(".entry"))


def test_it_says_when_registration_opens_and_closes_and_until_when_one_may_withdraw(client, programme):
    """V21"""
    gathering = make_gathering(programme)
    day = dt.date(2031, 1, 12)
    Session.objects.filter(activity=gathering.pk).update(date=dt.date(2031, 2, 1), last_date=None, ends_at=None)
    Session.objects.filter(pk=whole(gathering).pk).update(
        starts_at=None,
        registration_opens_at=at(day),
        registration_closes_at=at(day + dt.timedelta(days=8)),
        cancel_by=at(day + dt.timedelta(days=10)),
    )
    found = details(english(client, gathering))
    assert found["Registration opens"] == "12 January 2031"
    assert found["Register by"] == "19 January 2031"
    assert found["Withdraw by"] == "21 January 2031"


def test_what_came_of_it_is_read_afterwards(client, programme):
    """V22"""
    gathering = make_gathering(programme, recap="Femten forslag.")
    assert "Femten forslag." not in words(english(client, gathering).main)
    Session.objects.filter(activity=gathering.pk).update(
        date=timezone.localdate() - dt.timedelta(days=3), last_date=None, starts_at=None, ends_at=None
    )
    page = english(client, gathering)
    assert "Femten forslag." in words(page.find(attrs={"aria-labelledby": "recap-title"}))
    assert "Held" in words(page.select_one(".page-head"))
    assert page.find(id="registration") is None


def test_on_its_day_it_says_so(client, programme):
    gathering = make_gathering(programme, days_ahead=0)
    for begins, said in ((-1, "It is going on now"), (1, "Today, ")):
        starts_at = timezone.now() + dt.timedelta(minutes=begins)
        Session.objects.filter(pk=whole(gathering).pk).update(starts_at=starts_at)
        page = english(client, gathering)
        assert words(page.select_one("main .notice h2")).startswith(said)
        assert "The agenda below" in words(page.select_one("main .notice"))
        assert "Today" in words(page.select_one(".page-head"))
    Session.objects.filter(parent__parent=whole(gathering)).delete()
    assert "The agenda below" not in words(english(client, gathering).select_one("main .notice"))


def test_a_cancelled_gathering_says_so(client, programme):
    gathering = make_gathering(programme)
    Session.objects.filter(pk=whole(gathering).pk).update(cancelled_at=timezone.now(), cancellation_reason="Storm.")
    page = english(client, gathering)
    assert words(page.select_one("main .notice")) == "This gathering is cancelled. Storm."
    assert flaws(page) == []


def test_a_restricted_gathering_is_shown_to_others_who_are_told_why(client, programme):
    """V18"""
    gathering = make_gathering(programme)
    Admission.objects.update(audience=["innovation_actor", "county_council"], needs_approval=True)
    page = english(client, gathering)
    assert "For innovation actors and county councils" in words(page.find(attrs={"aria-labelledby": "terms-title"}))
    assert "Each registration is looked at before it is confirmed." in words(page.main)
    client.force_login(ParticipantFactory(user=UserFactory()).user)
    box = english(client, gathering).find(id="registration")
    assert "other kinds of organisation" in words(box)


def test_what_a_seat_is_worth_as_aid_is_said_where_it_is_set(client, programme):
    gathering = make_gathering(programme)
    assert "public support" not in words(english(client, gathering).main)
    Admission.objects.update(aid_basis="de_minimis", aid_value_nok=4100)
    terms = words(english(client, gathering).find(attrs={"aria-labelledby": "terms-title"}))
    assert "De minimis aid" in terms
    assert "NOK 4,100" in terms
    assert "There are 3 seats for each organisation." in terms


def test_its_own_contact_is_asked_first_and_the_programmes_else(client, programme):
    gathering = make_gathering(programme)
    assert f"mailto:{programme.contact.email}" in links(english(client, gathering).main)
    gathering.contact = ContactPersonFactory(email="samling@example.org")
    gathering.save()
    page = english(client, gathering)
    assert "mailto:samling@example.org" in links(page.main)
    assert f"mailto:{programme.contact.email}" not in links(page.main)


@pytest.mark.parametrize(("days", "rule"), [(1, "there."), (2, "there both days."), (4, "there 3 of its 4 days.")])
def test_what_completes_it_is_said_in_words(client, programme, days, rule):
    gathering = make_gathering(programme, days=days)
    text = words(english(client, gathering).find(attrs={"aria-labelledby": "complete-title"}))
    assert f"It is completed when you have been {rule}" in text


def test_a_gathering_without_days_or_date_has_a_page(client, programme):
    gathering = make_gathering(programme)
    Session.objects.filter(activity=gathering.pk, parent__isnull=False).delete()
    page = english(client, gathering)
    assert page.select(".agenda") == []
    assert flaws(page) == []
    whole(gathering).delete()
    assert flaws(english(client, gathering)) == []


def test_a_cancelled_session_on_the_agenda_is_marked(client, programme):
    gathering = make_gathering(programme, days=1)
    Session.objects.filter(activity=gathering.pk, level=Level.SESSION, title="Økt 9 0").update(
        cancelled_at=timezone.now()
    )
    assert ["Cancelled" in words(entry) for entry in english(client, gathering).select(".entry")] == [True, False]
