"""Lists take a fixed number of queries, and show the state of each activity."""

import datetime as dt

import pytest
from django.utils import timezone, translation
from wagtail.models import Page

from attendance.actions import register
from courses.models import Session
from home.outline import outline
from home.pages import joined, specific
from tests.factories import (
    GatheringPageFactory,
    LessonPageFactory,
    ModulePageFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    SessionFactory,
    TrackPageFactory,
    WebinarPageFactory,
)
from webinars.models import Recording

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammePageFactory()


def fill(programme, count):
    track = TrackPageFactory(parent=programme)
    for _ in range(count):
        module = ModulePageFactory(parent=track)
        held = SessionFactory(activity=WebinarPageFactory(parent=module), days_ahead=-9)
        Recording.objects.create(webinar=held.activity, published_at=timezone.now(), seconds=3600)
        SessionFactory(activity=WebinarPageFactory(parent=module))
        LessonPageFactory(parent=module)
        SessionFactory(activity=GatheringPageFactory(parent=programme))


@pytest.mark.parametrize("count", [1, 3])
def test_outline_asks_as_much_for_three_modules_as_for_one(programme, count, django_assert_num_queries):
    fill(programme, count)
    person = ParticipantFactory()
    with django_assert_num_queries(4):
        found = outline(programme, person)
        assert [card.module.title for track in found.tracks for card in track.modules if card.percent == 0]
        assert [card.status for card in found.cards]
    assert (len(found.tracks), len(found.tracks[0].modules), len(found.cards)) == (1, count, count * 4)


def test_joined_pages_are_whole_without_another_query(programme, django_assert_num_queries):
    fill(programme, 1)
    with django_assert_num_queries(1):
        rows = [specific(page) for page in joined(Page.objects.filter(depth__gt=3))]
        kinds = {type(row).__name__ for row in rows}
        assert all(row.title and row.url_path and row.facts_boxes is not None for row in rows)
    assert kinds == {"TrackPage", "ModulePage", "WebinarPage", "LessonPage", "GatheringPage"}


def statuses(programme):
    return {card.activity.title: (card.status.code if card.status else "none") for card in outline(programme).cards}


@pytest.mark.database
def test_status_follows_the_clock(programme):
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))

    def webinar(title, **fields):
        return SessionFactory(activity=WebinarPageFactory(parent=module, title=title), **fields)

    now = timezone.now()
    webinar("open")
    webinar("not_yet", registration_opens_at=now + dt.timedelta(days=1))
    webinar("closed", registration_closes_at=now - dt.timedelta(days=1))
    webinar("cancelled", cancelled_at=now)
    webinar("recording_pending", days_ahead=-2)
    held = webinar("none", days_ahead=-2)
    Recording.objects.create(webinar=held.activity, published_at=timezone.now(), seconds=3000)
    today = {"date": timezone.localdate(), "starts_at": now + dt.timedelta(minutes=1)}
    if timezone.localdate(today["starts_at"]) == today["date"]:
        webinar("today", **today)
    full = webinar("full", capacity=1)
    register(session=full, participant=ParticipantFactory(), by=None)
    assert all(title == code for title, code in statuses(programme).items())


def test_full_webinar_offers_a_place_in_line_only_where_there_is_one(programme):
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    for title, has_waiting_list in (("line", True), ("none", False)):
        activity = WebinarPageFactory(parent=module, title=title)
        SessionFactory(activity=activity, capacity=0, has_waiting_list=has_waiting_list)
    with translation.override("en"):
        told = {card.title: (str(card.tag["label"]), card.action["button"]) for card in outline(programme).coming}
    assert told == {"line": ("Waiting list", True), "none": ("Full: 0 seats", False)}


@pytest.mark.database
def test_outline_orders_coming_by_date_and_held_webinars_from_the_latest(programme):
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    for days in (9, 2, -2, -9):
        SessionFactory(activity=WebinarPageFactory(parent=module, title=str(days)), days_ahead=days)
    found = outline(programme)
    assert [card.activity.title for card in found.coming] == ["2", "9"]
    assert [card.activity.title for card in found.held_webinars] == ["-2", "-9"]


@pytest.mark.database
def test_module_lists_what_comes_first_first_and_what_was_held_as_the_course_has_it(programme):
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    for days in (-9, 9, -2, 2):
        SessionFactory(activity=WebinarPageFactory(parent=module, title=str(days)), days_ahead=days)
    SessionFactory(activity=WebinarPageFactory(parent=module, title="off"), cancelled_at=timezone.now())
    LessonPageFactory(parent=module, title="lesson")
    found = outline(programme).modules[0].in_order
    assert [card.title for card in found] == ["2", "9", "lesson", "-9", "-2", "off"]


def test_outline_shows_no_unpublished_page(programme):
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    WebinarPageFactory(parent=module).unpublish()
    assert outline(programme).cards == []


def test_module_promises_webinars_only_where_one_can_register_for_one(programme):
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    coming = SessionFactory(activity=WebinarPageFactory(parent=module))
    assert outline(programme).modules[0].registers_for_webinars
    Session.objects.filter(pk=coming.pk).update(cancelled_at=timezone.now())
    [cancelled] = outline(programme).modules
    assert not cancelled.registers_for_webinars
    with translation.override("en"):
        assert cancelled.pick["what"] == "Cancelled"
