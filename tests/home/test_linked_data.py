"""Structured data: valid by schema.org's vocabulary, and public content only."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from courses.models import Session
from tests.factories import ModulePageFactory, NewsPageFactory
from tests.factories.programme import made_programme, make_recording, make_webinar
from tests.home.test_every_page import addresses, signed_in
from tests.html import read
from tests.schema_org import faults, things
from webinars.models import Recording

pytestmark = pytest.mark.django_db
SAID = {
    "front": {"Course"},
    "catalogue": {"BreadcrumbList"},
    "recordings": {"BreadcrumbList"},
    "programme": {"Course"},
    "track": {"BreadcrumbList"},
    "module": {"BreadcrumbList", "Course"},
    "coming": {"BreadcrumbList", "Event"},
    "held": {"BreadcrumbList", "Event", "VideoObject"},
    "lesson": {"BreadcrumbList"},
    "gathering": {"BreadcrumbList", "Event"},
}


def test_the_checker_objects_to_what_the_vocabulary_does_not_know():
    event = {"@type": "Event", "name": "A", "startDate": "2026-11-26T09:00:00", "location": {"@type": "Place"}}
    told = faults(event | {"attendee": "somebody"})
    assert "/Event: attendee is no property" in told
    assert "/Event: no organizer" in told
    assert any("startDate is" in fault for fault in told)
    assert "/Event.location/Place: no address" in told


@pytest.mark.world("programme of 2")
def test_every_page_says_what_it_is_by_the_rules_of_the_vocabulary(client):
    """V29: what others show of it is said in words that they know, with the address here."""
    made = made_programme()
    for name, address in addresses(made).items():
        page = read(client, address)
        said = things(page)
        assert set(said) == SAID[name], name
        assert [fault for thing in said.values() for fault in faults(thing)] == [], name
        canonical = page.find("link", rel="canonical")["href"]
        home = name == "front"
        for kind in {"Course", "Event", "VideoObject"} & set(said):
            assert (said[kind]["url"] == canonical) != home, name
    assert things(read(client, "/"))["Course"]["@id"] == things(read(client, made.programme.url))["Course"]["@id"]


def test_an_article_says_whose_it_is_and_when_it_was_written(client):
    article = NewsPageFactory(title="Samlingen er åpen", lead="Meld deg på.", last_published_at=None)
    assert "NewsArticle" not in things(read(client, article.url))
    article.save_revision().publish()
    said = things(read(client, article.url))["NewsArticle"]
    assert faults(said) == []
    assert (said["headline"], said["inLanguage"]) == (article.title, "nb")
    assert said["datePublished"] <= said["dateModified"]


@pytest.mark.world("programme of 1")
def test_nothing_is_said_that_is_not_public(client):
    """Neither the link to a meeting nor who reads; and of a restricted recording nothing at all."""
    made = made_programme()
    somebody = signed_in(client, made)
    for address in addresses(made).values():
        page = read(client, address)
        data = "".join(element.string for element in page.find_all("script", type="application/ld+json"))
        assert "example.org/live" not in data
        assert somebody.user.email not in data
    Recording.objects.update(is_restricted=True)
    assert "VideoObject" not in things(read(client, made.held[0].url))


def test_a_hostile_title_ends_no_element(client):
    title = '</script><script>alert("1")</script> & <b>'
    webinar = make_webinar(ModulePageFactory(), title=title)
    page = read(client, webinar.url)
    assert things(page)["Event"]["name"] == title
    assert not any(script.get("type") is None for script in page.find_all("script"))


def test_an_event_has_the_clock_of_its_programme_and_says_when_it_is_cancelled(client):
    webinar = make_webinar(ModulePageFactory())
    start = dt.datetime(2031, 7, 1, 7, tzinfo=dt.UTC)
    Session.objects.update(date=start.date(), starts_at=start, ends_at=start + dt.timedelta(hours=2))
    event = things(read(client, webinar.url))["Event"]
    assert (event["startDate"], event["endDate"]) == ("2031-07-01T09:00:00+02:00", "2031-07-01T11:00:00+02:00")
    assert event["eventStatus"].endswith("EventScheduled")
    Session.objects.update(cancelled_at=timezone.now())
    cancelled = things(read(client, webinar.url))["Event"]
    assert cancelled["eventStatus"].endswith("EventCancelled")
    assert "offers" not in cancelled


def test_what_a_machine_must_know_and_nobody_has_said_leaves_the_thing_out(client):
    webinar = make_webinar(ModulePageFactory())
    Session.objects.update(date=None, starts_at=None, ends_at=None)
    assert set(things(read(client, webinar.url))) == {"BreadcrumbList"}


def test_a_recording_is_told_with_its_chapters_and_captions_in_every_language_of_the_interface(client):
    recording = make_recording(ModulePageFactory(), 2)
    for code in ("nb", "sv"):
        with override(code):
            video = things(read(client, recording.webinar.url))["VideoObject"]
        assert video["duration"] == "PT1H"
        assert [(clip["startOffset"], clip["endOffset"]) for clip in video["hasPart"]] == [(0, 600), (600, 3600)]
        assert {one["inLanguage"] for one in video["caption"]} == {"nb", "nn"}
        assert video["contentUrl"].endswith(reverse("recording_video", args=[recording.pk]))
