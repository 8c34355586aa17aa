"""The list of recordings: filters by subject and language, and partly watched ones on top (V14)."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.factories import (
    ModulePageFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    ThemeFactory,
    TrackPageFactory,
    UserFactory,
)
from tests.factories.programme import make_captions, make_recording, make_viewing, make_webinar
from tests.html import flaws, parse, read, words
from webinars.models import Recording, Speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def module():
    return ModulePageFactory(parent=TrackPageFactory(parent=ProgrammePageFactory(), title="Basisdelen"))


@pytest.fixture
def participant(client):
    participant = ParticipantFactory(user=UserFactory())
    client.force_login(participant.user)
    return participant


def recordings(client, **parameters):
    with override("en"):
        return read(client, reverse("recordings"), **parameters)


def titles(page):
    return [words(card.h3) for card in page.select("#results .card")]


def counts(page):
    return {words(row.find("span")): int(words(row.select_one(".filter__count"))) for row in page.select(".filter")}


@pytest.mark.database
def test_all_that_are_published_are_there_the_latest_first(client, module):
    """Without signing in."""
    make_recording(module, size=0, days_ago=9, title="Old")
    make_recording(module, size=0, days_ago=2, title="New")
    later = make_recording(module, size=0, title="Not published yet")
    Recording.objects.filter(pk=later.pk).update(published_at=timezone.now() + dt.timedelta(days=1))
    make_recording(module, size=0, title="Unpublished page").webinar.unpublish()
    make_webinar(module, size=0, title="Coming")
    page = recordings(client)
    assert titles(page) == ["New", "Old"]
    assert words(page.select_one("#results h2")) == "2 recordings"
    assert page.select_one(".continue") is None
    assert flaws(page) == []


@pytest.mark.database
def test_each_filter_narrows(client, module):
    usn = OrganisationFactory(name="USN")
    webinar = make_recording(module, size=0, title="Found", responsible=usn).webinar
    webinar.themes.add(ThemeFactory(slug="klima", name_en="Climate"))
    webinar.save()
    other = ModulePageFactory(parent=TrackPageFactory(parent=ProgrammePageFactory(), number=2))
    make_recording(other, size=0, title="Other", responsible=OrganisationFactory())
    for name, value in (("theme", "klima"), ("partner", usn.pk), ("track", module.get_parent().pk)):
        assert titles(recordings(client, **{name: value})) == ["Found"], name
    assert counts(recordings(client, partner=usn.pk))["Climate"] == 1


@pytest.mark.database
def test_language_is_what_is_spoken_or_what_there_are_captions_in(client, module):
    make_recording(module, size=0, title="Spoken", language="en")
    make_captions(make_recording(module, size=0, title="Captioned", days_ago=10), "en", [(1, "", "Hello")])
    make_recording(module, size=0, title="Neither")
    assert titles(recordings(client, language="en")) == ["Spoken", "Captioned"]
    found = counts(recordings(client))
    assert (found["English"], found["Norwegian Bokmål"], found["Swedish"]) == (2, 2, 0)


@pytest.mark.database
@pytest.mark.parametrize("text", ["ÅPEN", "regneark", "avtaletyper", "seniorforsker", "kari norMANN", "norsus"])
def test_text_is_found_in_title_abstract_chapters_and_speakers(client, module, text):
    recording = make_recording(module, size=0, title="Veien er åpen", abstract_text="Vi fyller ut et regneark.")
    recording.chapters.create(second=9, title="Avtaletyper")
    recording.webinar.speakers.add(
        Speaker(name="Kari Normann", role="Seniorforsker", organisation=OrganisationFactory(name="NORSUS"))
    )
    recording.webinar.save()
    make_recording(module, size=0)
    assert titles(recordings(client, text=text)) == ["Veien er åpen"]


def test_what_is_restricted_is_listed_as_such_without_its_picture(client, module):
    shown, hidden = make_recording(module, size=0), make_recording(module, size=0, days_ago=10)
    for recording in (shown, hidden):
        recording.poster.save("p.webp", ContentFile(b"x"))
    Recording.objects.filter(pk=hidden.pk).update(is_restricted=True)
    first, second = recordings(client).select("#results .card")
    address = reverse("recording_poster", args=[shown.pk])
    assert first.img["srcset"] == ", ".join(f"{address}?width={width} {width}w" for width in (400, 800, 1200))
    assert (second.img, "For the registered" in words(second)) == (None, True)


def test_what_one_has_begun_stands_on_top_with_the_place_to_go_on(client, module, participant):
    half, whole = make_recording(module, size=0, title="Half"), make_recording(module, size=0, days_ago=10)
    make_viewing(participant, half, [[0, 730], [1120, 2000]], position=1300)
    make_viewing(participant, whole, [[0, 3600]])
    make_viewing(ParticipantFactory(), make_recording(module, size=0, days_ago=11))
    page = recordings(client)
    [row] = page.select(".continue li")
    assert words(row).replace("\xa0", " ") == (
        "Half Continue from 21:40 You are missing 12:10–18:40 and 33:20–1:00:00 "
        "Seen 44 %. 28 minutes left until it is completed."
    )
    with override("en"):
        assert row.a["href"] == f"{half.webinar.get_url()}?t=1300#player"
    card = page.select_one("#results .card")
    assert "You have seen 44 %" in words(card)
    assert card.select_one("progress")["value"] == "44"
    # What is searched for is not mixed with it.
    assert recordings(client, text="half").select(".continue") == []


def test_nothing_published_and_nothing_found_say_so(client, module):
    assert words(recordings(client).select_one(".empty .h3")) == "There is no recording yet"
    make_recording(module, size=0)
    page = recordings(client, text="nothing has this in it")
    assert words(page.select_one(".empty .h3")) == "No matches"
    assert [words(chip) for chip in page.select(".chip")] == ["Remove “nothing has this in it”"]


def test_script_gets_the_results_the_counts_and_what_is_read_out(client, module):
    make_recording(module, size=0)
    response = client.get(f"{reverse('recordings')}?text=&language=nb", headers={"HX-Request": "true"})
    part = parse(response)
    assert {tag["id"] for tag in part.select("[hx-swap-oob]")} == {"facets", "voice", "shown-count"}
    assert words(part.find(id="voice")) == words(part.h2)
    assert response["HX-Push-Url"] == f"{reverse('recordings')}?language=nb"


@pytest.mark.database
@pytest.mark.parametrize("query", ["page=abc", "language=%00", "language=xx", "track=-1", "text=" + "%20b" * 300])
def test_no_address_ends_in_an_error(client, module, query):
    make_recording(module, size=0)
    assert client.get(f"{reverse('recordings')}?{query}").status_code == 200
