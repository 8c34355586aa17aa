"""The page of a webinar: invitation, live, and recording at the same URL."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from attendance.actions import register
from courses.models import Session
from tests.factories import (
    CompletionRuleFactory,
    ModulePageFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    ThemeFactory,
    TrackPageFactory,
    UserFactory,
)
from tests.factories.programme import make_gathering, make_recording, make_webinar
from tests.html import flaws, links, read, words
from webinars.models import CaptionTrack, Chapter, Handout, Recording, Speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammePageFactory()


@pytest.fixture
def module(programme):
    return ModulePageFactory(parent=TrackPageFactory(parent=programme, title="Den avanserte delen", number=2))


def english(client, page, **parameters):
    with override("en"):
        return read(client, page.url, **parameters)


def said(client, page):
    return words(english(client, page).main)


def details(page):
    return {words(row.dt): words(row.dd) for row in page.select("dl > div")}


def session_of(page):
    return Session.objects.get(activity=page.pk)


@pytest.mark.database
def test_before_it_the_page_says_all_there_is_to_know(client, module):
    """V11: date, time, duration, level, themes, partner, speakers, abstract, capacity and deadline."""
    starts = timezone.make_aware(dt.datetime(2031, 11, 26, 9))  # noqa: DTZ001
    webinar = make_webinar(
        module,
        size=0,
        title="Industriell symbiose 2",
        abstract_text="En strøm er funnet – hvem eier røret?",
        responsible=OrganisationFactory(name="NORSUS", full_name="Norsk institutt for bærekraftsforskning"),
        session={
            "date": starts.date(), "starts_at": starts, "ends_at": starts + dt.timedelta(hours=2), "live_minutes": 120,
            "capacity": 300, "registration_closes_at": timezone.make_aware(dt.datetime(2031, 11, 26)),  # noqa: DTZ001
        },
    )  # fmt: skip
    webinar.themes.add(ThemeFactory(slug="symbiose", name_nb="Symbiose", name_en="Symbiosis"))
    webinar.speakers.add(
        Speaker(role="Seniorforsker", organisation=OrganisationFactory(name="USN")),
        Speaker(name="Kari Nordmann", role="Plansjef"),
    )
    webinar.save()
    page = english(client, webinar)
    assert details(page) == {
        "Date": "Wednesday 26 November 2031",
        "Time": "09:00–11:00",
        "Length": "120 minutes",
        "Where": "Online. Those who are registered get the link.",
        "From": "NORSUS, Norsk institutt for bærekraftsforskning",
        "Level": "Den avanserte delen",
        "Language": "Held in Norwegian Bokmål",
        "Seats": "300 of 300 seats free",
        # It closes when the twenty-sixth begins.
        "Register by": "25 November 2031",
    }
    assert words(page.select_one("p.lead")) == "En strøm er funnet – hvem eier røret?"
    assert [words(person).split(" ", 1)[1] for person in page.select(".person")] == [
        "Seniorforsker USN",
        "Kari Nordmann Plansjef",
    ]
    with override("en"):
        assert page.find("a", string="Symbiosis")["href"] == reverse("theme", args=["symbiose"])
    assert page.video is None


def test_one_registers_from_its_page(client, module):
    """V9"""
    webinar = make_webinar(module)
    with override("en"):
        assert reverse("register_webinar", args=[webinar.pk]) in links(english(client, webinar).find(id="registration"))


def test_presentations_that_are_planned_are_announced(client, module):
    page = english(client, make_webinar(module))
    assert words(page.select_one(".file")) == "Lysark 0 PDF, 12 pages Comes later"
    assert page.select(".file a") == []


def test_on_the_day_it_says_so(client, module):
    now = timezone.now()
    webinar = make_webinar(module, session={"date": timezone.localdate(), "starts_at": None, "ends_at": None})
    assert "Today" in words(english(client, webinar).select_one(".page-head"))
    Session.objects.filter(activity=webinar.pk).update(starts_at=now, ends_at=now + dt.timedelta(hours=1))
    page = english(client, webinar)
    assert words(page.select_one(".notice h2")) == "It is live now"
    assert "Live now" in words(page.select_one(".page-head"))
    assert not {"Seats", "Register by"} & details(page).keys()


def test_after_it_the_recording_is_on_its_way(client, module):
    webinar = make_webinar(module, days_ahead=-2)
    page = english(client, webinar)
    assert words(page.select_one(".notice h2")) == "The recording is on its way"
    assert page.find(id="registration") is None
    Recording.objects.create(webinar=webinar, published_at=timezone.now() + dt.timedelta(days=1), seconds=3600)
    assert english(client, webinar).video is None


@pytest.mark.database
def test_then_the_same_address_offers_recording_and_presentations(client, module):
    """V13"""
    recording = make_recording(module)
    page = english(client, recording.webinar)
    assert page.video["src"] == reverse("recording_video", args=[recording.pk])
    assert page.video.has_attr("controls")
    assert page.video["preload"] == "metadata"
    head = words(page.select_one(".page-head"))
    assert all(fact in head for fact in ("Recording from", "60 min", "Captioned in Norwegian Bokmål"))
    assert words(page.select_one(".file")) == "Lysark 0 , PDF, 292 kB, 12 pages"


def test_a_chapter_is_a_link_that_starts_the_film_there(client, module):
    """V15: without script, by the address alone."""
    recording = make_recording(module, size=3)
    page = english(client, recording.webinar)
    assert [link["href"] for link in page.select(".chapters a")] == [f"?t={s}#player" for s in (0, 600, 1200)]
    page = english(client, recording.webinar, t=700)
    assert page.video["src"].endswith("/video/#t=700")
    assert words(page.select_one(".chapters [aria-current]")) == "10:00 Kapittel 1"


@pytest.mark.parametrize("second", ["abc", "-1", "1e3", "99999999999999999999", "3600", "", "½", "<script>"])
def test_a_second_that_is_not_in_the_recording_starts_at_the_beginning(client, module, second):
    recording = make_recording(module)
    assert english(client, recording.webinar, t=second).video["src"] == reverse("recording_video", args=[recording.pk])


def test_a_recording_without_captions_says_that_they_come(client, module):
    recording = make_recording(module)
    CaptionTrack.objects.all().delete()
    assert "The captions are on their way" in said(client, recording.webinar)


def test_a_recording_whose_film_is_not_there_yet_says_so(client, module):
    recording = make_recording(module, with_film=False)
    page = english(client, recording.webinar)
    assert page.video is None
    assert "The film is being made ready" in words(page.find(id="player"))
    assert page.select(".chapters a") == []
    assert flaws(page) == []


@pytest.mark.database
def test_a_restricted_recording_is_for_those_who_were_registered(client, module):
    recording = make_recording(module)
    participant, stranger = (ParticipantFactory(user=UserFactory()) for _ in range(2))
    session = session_of(recording.webinar)
    Session.objects.filter(pk=session.pk).update(
        date=timezone.localdate() + dt.timedelta(days=2), starts_at=None, ends_at=None
    )
    register(session=session_of(recording.webinar), participant=participant, by=None)
    Session.objects.filter(pk=session.pk).update(date=session.date)
    Recording.objects.update(is_restricted=True)
    page = english(client, recording.webinar)
    assert page.video is None
    assert "Sign in to watch" in words(page.find(id="player"))
    client.force_login(stranger.user)
    assert english(client, recording.webinar).video is None
    client.force_login(participant.user)
    assert english(client, recording.webinar).video is not None


def test_a_document_not_everybody_can_read_is_marked_with_whom_to_ask(client, module, programme):
    """V16: with speaker's organisation, type and number of pages."""
    recording = make_recording(module, size=0)
    usn = OrganisationFactory(name="USN")
    Handout.objects.create(webinar=recording.webinar, kind="attachment", title="Øvingsark", format="xlsx")
    Handout.objects.create(
        webinar=recording.webinar, kind="slides", title="Livsløp", organisation=usn, pages=30, is_accessible=False
    )
    page = english(client, recording.webinar)
    assert [words(row) for row in page.select(".file")] == [
        "Livsløp PDF, 30 pages USN Not accessible to everybody",
        "Øvingsark XLSX",
    ]
    section = page.find(attrs={"aria-labelledby": "handouts-title"})
    assert f"mailto:{programme.contact.email}" in links(section)


@pytest.mark.database
def test_webinar_and_gathering_on_the_same_theme_show_each_other(client, module, programme):
    """V23"""
    webinar, gathering = make_webinar(module), make_gathering(programme)
    webinar.complements.add(gathering)
    for here, there in ((webinar, gathering), (gathering, webinar)):
        section = english(client, here).find(attrs={"aria-labelledby": "related-title"})
        assert [words(card.h3) for card in section.select(".card")] == [there.title]


def test_a_related_page_that_is_unpublished_is_not_shown(client, module, programme):
    webinar, gathering = make_webinar(module), make_gathering(programme)
    webinar.complements.add(gathering)
    gathering.unpublish()
    assert english(client, webinar).find(attrs={"aria-labelledby": "related-title"}) is None


def test_a_cancelled_webinar_says_so_with_the_reason(client, module):
    webinar = make_webinar(
        module, session={"cancelled_at": timezone.now(), "cancellation_reason": "Innlederen er syk."}
    )
    page = english(client, webinar)
    assert words(page.select_one("main .notice")) == "This webinar is cancelled. Innlederen er syk."
    assert page.find(id="handouts") is None
    assert page.find(id="registration") is None
    assert flaws(page) == []


def test_what_completes_it_is_said_in_words(client, module, programme):
    webinar = make_webinar(module, session={"live_minutes": 120})
    assert "be there for at least 90 of 120" in _rule(client, webinar)
    CompletionRuleFactory(programme=programme, live_share="0.5", watched_share="0.8", may_declare=False)
    text = _rule(client, webinar)
    assert ("60" in text, "80 %" in text, "mark it" in text) == (True, True, False)
    CompletionRuleFactory(programme=None, activity=webinar, live_share="0.25", watched_share=None, may_declare=None)
    text = _rule(client, webinar)
    assert ("30" in text, "80 %" in text) == (True, True)


def _rule(client, webinar):
    text = words(english(client, webinar).find(attrs={"aria-labelledby": "complete-title"}))
    return text.replace("have been there", "be there").replace("of the 120", "of 120")


@pytest.mark.database
def test_times_are_those_of_the_programme(client):
    programme = ProgrammePageFactory(timezone="America/New_York")
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    starts = dt.datetime(2031, 11, 26, 14, tzinfo=dt.UTC)
    session = {"date": starts.date(), "starts_at": starts, "ends_at": starts + dt.timedelta(hours=1)}
    assert details(english(client, make_webinar(module, session=session)))["Time"] == "09:00–10:00"


def test_a_webinar_without_a_date_has_a_page(client, module):
    webinar = make_webinar(module, session={"date": None, "starts_at": None, "ends_at": None, "live_minutes": None})
    page = english(client, webinar)
    assert details(page)["Date"] == "The date comes later"
    assert flaws(page) == []
    session_of(webinar).delete()
    assert flaws(english(client, webinar)) == []


def test_chapters_that_are_planned_are_what_we_go_through(client, module):
    webinar = make_webinar(module)
    recording = Recording.objects.create(webinar=webinar)
    for second, title in ((0, "Velkommen"), (600, "Avtaletyper")):
        Chapter.objects.create(recording=recording, second=second, title=title)
    assert [words(row) for row in english(client, webinar).select(".points li")] == ["Velkommen", "Avtaletyper"]
