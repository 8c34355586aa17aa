"""My page: next activities, what is missing, completions with their evidence; own data only, in few queries."""

import datetime as dt
import re
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from attendance.actions import cancel_session, drop_module, pick_modules, register
from content import dates
from courses.models import Enrolment, ModulePage, Role, Session, TrackPage
from gatherings.models import Admission
from progress.actions import add_evidence, declare_done, waive
from progress.models import Completion, EvidenceKind, Source
from tests.attendance.recording import record_attendance
from tests.factories import (
    CompletionRuleFactory,
    DayFactory,
    GatheringPageFactory,
    LessonPageFactory,
    ModulePageFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    ProgrammeRoleFactory,
    SessionFactory,
    TrackPageFactory,
    UserFactory,
    WebinarPageFactory,
)
from tests.html import read
from webinars.models import Recording

pytestmark = pytest.mark.django_db

LINK = "https://example.org/live"
ZONES = ("Pacific/Auckland", "Pacific/Honolulu")


@pytest.fixture(autouse=True)
def in_english():
    """Activate English, so that texts match the source strings."""
    with translation.override("en"):
        yield


@pytest.fixture
def participant(client):
    participant = ParticipantFactory(user=UserFactory(), name="Tone Tenkt")
    client.force_login(participant.user)
    return participant


@pytest.fixture
def programme():
    programme = ProgrammePageFactory()
    CompletionRuleFactory(programme=programme)
    return programme


@pytest.fixture
def track(programme):
    return TrackPageFactory(parent=programme)


def webinar(track, **session):
    return SessionFactory(activity=WebinarPageFactory(parent=ModulePageFactory(parent=track)), **session)


def present(session, participant, minutes=None):
    record_attendance(
        session=session, participant=participant, source=Source.LIST, at=session.starts_at, by=None, minutes=minutes
    )


def watched(session, participant, share):
    add_evidence(
        participant=participant,
        activity=session.activity,
        session=session,
        kind=EvidenceKind.WATCHED,
        source=Source.PLAYER,
        key="player",
        happened_at=timezone.now(),
        share=Decimal(share),
        by=None,
    )


def see(client, prefix="/en"):
    """The text of the page, with ordinary spaces."""
    response = client.get(f"{prefix}/my-page/")
    assert response.status_code == 200
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group()
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\xa0", " ").split())


def test_visitor_signs_in_first(client):
    assert client.get(reverse("my_page")).url == f"{reverse('account_login')}?next={reverse('my_page')}"


def test_newcomer_is_told_how_to_begin(client, participant):
    text = see(client)
    assert "Hello, Tone" in text
    assert "Nothing here yet" in text
    assert f'href="{reverse("register")}"' in client.get(reverse("my_page")).content.decode()


def test_account_that_has_not_taken_part_sees_the_same(client):
    client.force_login(UserFactory())
    assert "Nothing here yet" in see(client)


def test_staff_who_take_no_part_go_to_their_own_area(client, programme):
    staff = ProgrammeRoleFactory(programme=programme, role=Role.COUNTY_STAFF).user
    client.force_login(staff)
    assert client.get(reverse("my_page")).url == reverse("wagtail_serve", args=["staff/"])


def test_next_is_what_comes_first_with_the_way_in_and_out(client, participant, track):
    """V12: the join link is shown on Min side to who has a seat."""
    later, first = webinar(track, days_ahead=9), webinar(track, days_ahead=2, join_url=LINK)
    for session in (later, first):
        registration = register(session=session, participant=participant, by=None)
    page = client.get(reverse("my_page")).content.decode()
    assert LINK in page
    assert reverse("withdraw", args=[registration.pk]) in page
    text = see(client)
    assert text.index(first.activity.title) < text.index("You have signed up for") < text.index(later.activity.title)


@pytest.mark.parametrize(("days_ahead", "variant"), [(4, "secondary"), (0, None)])
def test_the_way_into_the_meeting_is_the_filled_button_on_its_day(client, participant, track, days_ahead, variant):
    session = webinar(track, days_ahead=4, join_url=LINK)
    register(session=session, participant=participant, by=None)
    start = timezone.localtime() + dt.timedelta(days=days_ahead)
    end = start + dt.timedelta(minutes=30)
    Session.objects.filter(pk=session.pk).update(date=start.date(), starts_at=start, ends_at=end)
    for address in (reverse("my_page"), session.activity.specific.url):
        button = read(client, address).select_one(f'.ds-button[href="{LINK}"]')
        assert button.get("data-variant") == variant
        assert bool(read(client, address).select(".notice a[href='#registration']")) == (
            days_ahead == 0 and address != reverse("my_page")
        )
    assert ("Going on now" in see(client)) == (days_ahead == 0)


def test_who_waits_sees_the_place_and_no_join_link(client, participant, track):
    """V21"""
    session = webinar(track, capacity=1, join_url=LINK)
    register(session=session, participant=ParticipantFactory(), by=None)
    register(session=session, participant=participant, by=None)
    assert "You are number 1 on the waiting list" in see(client)
    assert LINK not in client.get(reverse("my_page")).content.decode()


def test_cancelled_is_said_and_is_not_what_comes_next(client, participant, track):
    cancelled, other = webinar(track, days_ahead=2, join_url=LINK), webinar(track, days_ahead=5)
    for session in (cancelled, other):
        register(session=session, participant=participant, by=None)
    cancel_session(session=cancelled, by=None)
    text = see(client)
    assert text.index(other.activity.title) < text.index(cancelled.activity.title)
    assert "Webinar. Cancelled" in text
    assert LINK not in client.get(reverse("my_page")).content.decode()


def test_what_has_no_date_yet_is_listed_and_is_not_what_comes_next(client, participant, programme):
    undated = {"date": None, "starts_at": None, "ends_at": None, "live_minutes": None}
    session = SessionFactory(activity=GatheringPageFactory(parent=programme, title="Uten dato"), **undated)
    register(session=session, participant=participant, by=None)
    page = read(client, reverse("my_page"))
    assert page.find(id="next") is None
    assert page.find(string="Uten dato") is not None


def test_gathering_shows_its_days_and_waiting_for_an_answer(client, participant, programme):
    """V10: all one has registered for in one place; V19."""
    root = SessionFactory(activity=GatheringPageFactory(parent=programme), live_minutes=None)
    days = [DayFactory(parent=root, order=order, days_ahead=7 + order) for order in range(2)]
    Session.objects.filter(pk=root.pk).update(last_date=days[1].date)
    Admission.objects.create(session=root, needs_approval=True)
    register(session=webinar(TrackPageFactory(parent=programme), days_ahead=1), participant=participant, by=None)
    register(session=root, participant=participant, by=None, days=[days[1]])
    text = see(client)
    assert "waits for the organiser’s answer" in text
    first, second = (dates.day(day.date, weekday=True).replace(dates.NB, " ") for day in days)
    assert second in text
    assert first not in text


@pytest.mark.database
def test_track_counts_what_earns_it_and_says_what_is_left(client, participant, track):
    for _ in range(2):
        present(webinar(track, days_ahead=-3), participant)
    declare_done(participant=participant, activity=webinar(track, days_ahead=-3).activity, by=None)
    watched(webinar(track, days_ahead=-3), participant, "0.45")
    text = see(client)
    assert "Basisdelen 2 of 4 done" in text
    assert "2 activities left until you have completed the track." in text
    assert "You are on your way with 1." in text
    assert "You have marked 1 as done yourself, which does not count here." in text
    page = client.get(reverse("my_page")).content.decode()
    segments = re.search(r'<div class="segments".*?</div>', page, re.DOTALL).group()
    assert re.findall(r'value="(\d+)"', segments) == ["100", "100", "50", "0"]


def test_completed_track_stays_completed_whatever_the_rule_becomes(client, participant, track):
    for _ in range(5):
        present(webinar(track, days_ahead=-3), participant)
    type(track.get_parent().specific.completion_rule).objects.update(track_activities=9)
    assert "Basisdelen 4 of 4 done You have completed this track." in see(client)
    card = read(client, reverse("my_page")).select_one(".card--panel")
    assert len(card.select(".nearest--done a")) == 4


def test_half_done_says_what_is_missing(client, participant, track):
    session = webinar(track, days_ahead=-3)
    Recording.objects.create(webinar=session.activity, published_at=timezone.now(), seconds=6000)
    watched(session, participant, "0.62")
    text = see(client)
    assert "68 % on the way. Watch 28 minutes more of the recording." in text


def test_done_says_how_it_is_known(client, participant, track, programme):
    by_minutes, by_watching, by_staff = (webinar(track, days_ahead=-3) for _ in range(3))
    present(by_minutes, participant, minutes=50)
    watched(by_watching, participant, "0.929")
    waive(participant=participant, activity=by_staff.activity, reason="Knows it already.", by=UserFactory())
    declared = webinar(track, days_ahead=-3)
    lesson = LessonPageFactory(parent=declared.activity.get_parent())
    for activity in (declared.activity, lesson):
        declare_done(participant=participant, activity=activity, by=None)
    root = SessionFactory(activity=GatheringPageFactory(parent=programme), live_minutes=None, days_ahead=-6)
    for day in [DayFactory(parent=root, order=order, days_ahead=-6 + order) for order in range(2)]:
        present(day, participant)
    text = see(client)
    for session, words in (
        (by_minutes, r"Present \d+ \w+, 50 minutes"),
        (by_watching, "Watched 92 % of the recording"),
        (by_staff, r"Approved by the staff \d+ \w+"),
        (declared, r"You marked it as done \d+ \w+ Undo"),
    ):
        assert re.search(rf"{session.activity.title} {words}", text), text
    assert re.search(rf"{lesson.title} Done \d+ \w+ Undo", text)
    assert re.search(rf"{root.activity.title} Present 2 days, until \d+ \w+", text)
    page = client.get(reverse("my_page")).content.decode()
    assert page.count("known--declared") == 1


def test_what_is_unpublished_still_counts_but_leads_nowhere(client, participant, track):
    session = webinar(track, days_ahead=-3)
    present(session, participant)
    session.activity.unpublish()
    assert session.activity.title in see(client)
    assert session.activity.url_path.removeprefix("/loft") not in client.get(reverse("my_page")).content.decode()


def test_module_has_the_mean_of_its_activities(client, participant, track):
    held = webinar(track, days_ahead=-3)
    module = ModulePage.objects.get()
    LessonPageFactory(parent=module)
    pick_modules(participant=participant, modules=[module], by=None)
    present(held, participant)
    assert f"{module.title} 1 of 2 done, 50 %" in see(client)


def test_dropped_module_can_be_taken_back_for_a_day(client, participant, track, mailoutbox):
    session = webinar(track)
    module = ModulePage.objects.get()
    pick_modules(participant=participant, modules=[module], by=None)
    client.post(reverse("drop_module", args=[module.pk]))
    assert Enrolment.objects.active().count() == 0
    assert f"{module.title} Dropped." in see(client)
    assert participant.registrations.active().filter(session=session).exists()
    client.post(reverse("keep_module", args=[module.pk]))
    assert Enrolment.objects.active().count() == 1
    assert mailoutbox == []
    drop_module(participant=participant, module=module, by=None)
    Enrolment.objects.update(dropped_at=timezone.now() - dt.timedelta(days=2))
    assert "Dropped." not in see(client)


@pytest.mark.parametrize("name", ["drop_module", "keep_module"])
def test_nobody_drops_for_another(client, participant, track, name):
    webinar(track)
    module = ModulePage.objects.get()
    other = ParticipantFactory(user=UserFactory())
    pick_modules(participant=other, modules=[module], by=None)
    assert client.post(reverse(name, args=[module.pk])).status_code == 404
    assert client.get(reverse(name, args=[module.pk])).status_code == 405
    client.logout()
    assert client.post(reverse(name, args=[module.pk])).url.startswith(reverse("account_login"))
    assert Enrolment.objects.active().count() == 1


def test_page_is_about_nobody_else(client, participant, track):
    other = ParticipantFactory(user=UserFactory())
    held, coming = webinar(track, days_ahead=-3), webinar(track)
    present(held, other)
    register(session=coming, participant=other, by=None)
    pick_modules(participant=other, modules=ModulePage.objects.all(), by=None)
    text = see(client)
    assert "Nothing here yet" in text
    assert held.activity.title not in text


@pytest.mark.parametrize("prefix", ["", "/nn", "/sv", "/en"])
def test_page_is_there_in_every_language(client, participant, track, prefix):
    register(session=webinar(track), participant=participant, by=None)
    present(webinar(track, days_ahead=-3), participant)
    assert "2 of 4" not in see(client, prefix)


def fill(programme, participant, count):
    for number in range(count):
        track = TrackPageFactory(parent=programme, number=number + 1)
        held, half, full = (
            webinar(track, days_ahead=days, capacity=capacity) for days, capacity in ((-9, None), (-6, None), (5, 1))
        )
        webinar(track, days_ahead=3)
        Recording.objects.create(webinar=half.activity, published_at=timezone.now(), seconds=3600)
        LessonPageFactory(parent=held.activity.get_parent())
        register(session=full, participant=ParticipantFactory(), by=None)
        pick_modules(participant=participant, modules=ModulePage.objects.all(), by=None)
        present(held, participant)
        watched(half, participant, "0.5")
        declare_done(participant=participant, activity=webinar(track, days_ahead=-2).activity, by=None)
        root = SessionFactory(activity=GatheringPageFactory(parent=programme), live_minutes=None, days_ahead=8)
        for order in range(2):
            DayFactory(parent=root, order=order, days_ahead=8 + order)
        register(session=root, participant=participant, by=None)


@pytest.mark.database
@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_much_for_three_of_everything_as_for_one(
    client, participant, programme, count, django_assert_num_queries
):
    fill(programme, participant, count)
    client.get(reverse("my_page"))
    with django_assert_num_queries(12):
        response = client.get(reverse("my_page"))
    my = response.context["my"]
    assert (len(my.coming), len(my.begun), len(my.tracks), len(my.completed)) == (3 * count, count, count, 2 * count)
    assert len(my.picked) == 5 * count - 1
    assert Completion.objects.filter(participant=participant, track__isnull=False).count() == count
    assert TrackPage.objects.count() == count


def test_whoever_is_both_participant_and_staff_finds_the_way_to_the_staff_area(client):
    role = ProgrammeRoleFactory()
    ParticipantFactory(user=role.user)
    client.force_login(role.user)
    assert f'href="{reverse("staff_home")}"' in client.get(reverse("my_page")).content.decode()


def test_times_are_those_of_the_clock_where_the_programme_is(client, participant):
    """Two programmes beside each other, neither in the site's zone."""
    at = timezone.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=4)
    for zone in ZONES:
        track = TrackPageFactory(parent=ProgrammePageFactory(timezone=zone))
        start = at.astimezone(ZoneInfo(zone))
        session = webinar(track, date=start.date(), starts_at=start, ends_at=start + dt.timedelta(minutes=30))
        register(session=session, participant=participant, by=None)
    listed, mine = client.get(reverse("catalogue")).content.decode().replace(dates.NB, " "), see(client)
    for zone in ZONES:
        start = at.astimezone(ZoneInfo(zone))
        assert dates.session_time(start, zone=start.tzinfo).replace(dates.NB, " ") in listed
        assert f"{start:%H:%M}" in mine
