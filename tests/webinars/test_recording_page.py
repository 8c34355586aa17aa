"""The page of a recording without JavaScript: complete, with links to times, and nothing for users without access."""

import re

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils.translation import override

from content.models import MediaFile
from progress.actions import add_evidence, declare_done, waive
from progress.models import EvidenceKind, Source
from tests.factories import ModulePageFactory, ParticipantFactory, UserFactory
from tests.factories.programme import make_captions, make_recording, make_slides, make_viewing
from tests.html import flaws, read, words
from webinars.models import Handout, Recording

pytestmark = pytest.mark.django_db

SECRET = "Dette er bare for de påmeldte"
SAID = [
    (10, "Kari", "Velkommen."),
    (15, "Kari", "I dag: strømmer."),
    (700, "Ola", "Takk."),
    (730, "Kari", "Et siste spørsmål."),
]


@pytest.fixture
def recording():
    return make_recording(ModulePageFactory(), size=0)


@pytest.fixture
def participant(client):
    participant = ParticipantFactory(user=UserFactory())
    client.force_login(participant.user)
    return participant


def english(client, recording, **parameters):
    with override("en"):
        return read(client, recording.webinar.url, **parameters)


def link(page, text):
    """The link whose text begins like this."""
    return next(tag for tag in page.main.find_all("a") if words(tag).startswith(text))


def status(page):
    return words(page.select_one("[data-watched]")).replace("\xa0", " ")


# The text


@pytest.mark.database
def test_every_line_is_there_with_its_second_and_the_speaker_where_it_changes(client, recording):
    make_captions(recording, "nb", SAID)
    page = english(client, recording)
    lines = page.select(".transcript > li")
    assert [words(line) for line in lines] == [
        "Kari 00:10 Velkommen.",
        "00:15 I dag: strømmer.",
        "Ola 11:40 Takk.",
        "Kari 12:10 Et siste spørsmål.",
    ]
    assert [line["id"] for line in lines] == [f"replikk-{number}" for number in (1, 2, 3, 4)]
    assert lines[2].a["href"] == "?t=700#replikk-3"
    assert page.select_one(".transcript")["lang"] == "nb"
    with override("en"):
        assert page.select_one(".rail__foot a")["href"] == reverse("recording_transcript", args=[recording.pk, "nb"])


def test_the_line_of_the_second_asked_for_is_marked(client, recording):
    make_captions(recording, "nb", SAID)
    assert [words(line) for line in english(client, recording, t=705).select(".transcript [aria-current]")] == [
        "11:40 Takk."
    ]


def test_markup_in_a_line_is_text(client, recording):
    make_captions(recording, "nb", [(1, "<b>Kari</b>", "<script>alert(1)</script> & more")])
    page = english(client, recording)
    assert words(page.select_one(".transcript")) == "<b>Kari</b> 00:01 <script>alert(1)</script> & more"
    assert flaws(page) == []


def test_the_text_is_in_the_readers_language_and_another_can_be_chosen(client, recording):
    for code, text in (("nb", "Velkommen."), ("en", "Welcome."), ("sv", "Välkommen.")):
        make_captions(recording, code, [(10, "", text)])
    page = english(client, recording, t=5)
    assert words(page.select_one(".transcript")) == "00:10 Welcome."
    choices = {words(link): link["href"] for link in page.select(".languages a")}
    assert choices["Swedish"] == "?t=5&text=sv#transcript"
    chosen = english(client, recording, text="sv")
    assert words(chosen.select_one(".transcript")) == "00:10 Välkommen."
    assert words(chosen.select_one(".languages [aria-current]")) == "Swedish"
    # A line keeps the language that was chosen.
    assert chosen.select_one(".transcript a")["href"] == "?t=10&text=sv#replikk-1"


def test_the_player_gets_captions_that_have_a_text(client, recording):
    make_captions(recording, "nb", SAID)
    make_captions(recording, "en", SAID)
    recording.captions.create(language="sv", added_on="2026-01-01")
    tracks = english(client, recording).select("video track")
    assert [(track["srclang"], track["kind"], track["src"]) for track in tracks] == [
        (code, "captions", reverse("recording_captions", args=[recording.pk, code])) for code in ("nb", "en")
    ]
    # What is spoken is another language than the reader's, so the reader's captions are on.
    assert [track["srclang"] for track in tracks if track.has_attr("default")] == ["en"]
    assert read(client, recording.webinar.url).select("track[default]") == []


# Presentations


@pytest.mark.database
def test_pages_of_a_presentation_lead_to_their_second_or_to_the_file(client, recording):
    timed, plain = (
        Handout.objects.create(webinar=recording.webinar, kind="slides", title=title, pages=3)
        for title in ("Med tid", "Uten tid")
    )
    make_slides(timed, 3, seconds=300)
    make_slides(plain, 2)
    page = english(client, recording, t=400)
    first, second = page.select(".slides")
    assert [link["href"] for link in first.select("a")] == [f"?t={second}#player" for second in (0, 300, 600)]
    file = reverse("handout_file", args=[plain.pk])
    assert [link["href"] for link in second.select("a")] == [f"{file}#page=1", f"{file}#page=2"]
    assert words(first.select_one("[aria-current]")) == "Shown now, page 2"
    assert [image["alt"] for image in first.select("img")] == ["Side 1", "Side 2", "Side 3"]
    assert "Page 3 Side 3" in words(page.select_one(".deck-text"))


def test_a_file_says_its_type_size_and_pages_in_the_link(client, recording):
    """V16, F20"""
    handout = Handout.objects.create(
        webinar=recording.webinar,
        kind="slides",
        title="Lysark",
        speaker="Kari Nordmann",
        size=298_800,
        pages=33,
        file="l.pdf",
    )
    file = english(client, recording).select_one(".file a")
    assert words(file) == "Lysark , PDF, 292 kB, 33 pages"
    assert file["href"] == reverse("handout_file", args=[handout.pk])
    Handout.objects.update(size=4_299_000)
    assert "4,1 MB, 33 sider" in words(read(client, recording.webinar.url).select_one(".file a"))


# What is seen


def test_a_visitor_is_told_what_signing_in_gives_and_nothing_is_measured(client, recording):
    page = english(client, recording)
    assert page.select_one("[data-watched]") is None
    assert page.select_one("form[data-watching]") is None
    assert "Signed in, you can go on where you stopped" in words(page.main)


@pytest.mark.database
def test_who_has_begun_reads_what_is_seen_what_is_missing_and_the_rule(client, recording, participant):
    make_viewing(participant, recording, [[0, 730], [1120, 2000]], position=1300)
    page = english(client, recording)
    assert status(page) == (
        "You have seen 44 %. Watch 28 minutes more, and the webinar is completed. "
        "You are missing 12:10–18:40 and 33:20–1:00:00 . The requirement is 90 % of the recording."
    )
    gaps = page.select("[data-watched] a")
    assert [link["href"] for link in gaps] == ["?t=730#player", "?t=2000#player"]
    assert page.select_one("[data-watched] svg path")["d"] == "M0 .5H730M1120 .5H2000"
    form = page.select_one("form[data-watching]")
    with override("en"):
        assert form["action"] == reverse("recording_watched", args=[recording.pk])
    assert form.select_one("[name=token]")["value"]


def test_many_small_gaps_are_named_by_the_longest(client, recording, participant):
    make_viewing(participant, recording, [[number * 100, number * 100 + 60 + number] for number in range(8)])
    text = status(english(client, recording))
    assert "and 3 shorter stretches" in text
    assert len(re.findall(r"\d–\d", text)) == 5


def test_chapters_say_what_is_seen_of_them(client, recording, participant):
    for second, title in ((0, "Hele"), (600, "Noe"), (1200, "Intet")):
        recording.chapters.create(second=second, title=title)
    make_viewing(participant, recording, [[0, 700]])
    assert [words(link) for link in english(client, recording).select(".chapters a")] == [
        "00:00 Hele seen", "10:00 Noe partly seen", "20:00 Intet",
    ]  # fmt: skip


def test_completed_by_watching_says_so(client, recording, participant):
    make_viewing(participant, recording, [[0, 3300]])
    add_evidence(
        participant=participant, activity=recording.webinar, kind=EvidenceKind.WATCHED, source=Source.PLAYER, key="p",
        happened_at=recording.published_at, share="0.9166", by=None,
    )  # fmt: skip
    page = english(client, recording)
    assert status(page).startswith("You have seen 91 %. The webinar is completed.")
    assert "Watched 91 % of the recording" in words(page.select_one("[data-done]")).replace("\xa0", " ")
    assert page.select("[data-done] button") == []


def test_completed_otherwise_does_not_speak_of_what_is_left_to_see(client, recording, participant):
    make_viewing(participant, recording, [[0, 12]])
    waive(participant=participant, activity=recording.webinar, by=UserFactory(), reason="Held it")
    page = english(client, recording)
    assert status(page) == "The webinar is completed. You have seen 0 %."
    assert "Approved by the staff" in words(page.select_one("[data-done]"))


def test_what_is_only_declared_leaves_something_to_see(client, recording, participant):
    declare_done(participant=participant, activity=recording.webinar, by=None)
    page = english(client, recording)
    assert status(page).startswith("You have not seen any of it yet. Watch 54 minutes more")
    assert "You marked it as done" in words(page.select_one("[data-done]"))


# Where one goes on


def test_who_comes_back_goes_on_where_they_stopped(client, recording, participant):
    make_viewing(participant, recording, [[0, 1200]], position=1200)
    page = english(client, recording)
    assert page.video["src"].endswith("/video/#t=1200")
    band = page.select_one("[data-resume]")
    assert "You stopped at 20:00 last time." in words(band)
    assert [link["href"] for link in band.select("a")] == ["?t=1200#player", "?t=0#player"]


@pytest.mark.parametrize(("position", "asked", "start"), [(3540, None, ""), (1200, 0, ""), (1200, 60, "#t=60")])
def test_the_end_is_the_beginning_and_the_address_goes_first(client, recording, participant, position, asked, start):
    make_viewing(participant, recording, [[0, 60]], position=position)
    page = english(client, recording, **({} if asked is None else {"t": asked}))
    assert page.video["src"] == reverse("recording_video", args=[recording.pk]) + start
    assert page.select_one("[data-resume]") is None


def test_another_video_starts_from_the_beginning(client, recording, participant):
    make_viewing(participant, recording, [[0, 1200]], position=1200)
    Recording.objects.update(media_version=2)
    page = english(client, recording)
    assert page.select_one("[data-resume]") is None
    assert status(page).startswith("You have not seen any of it yet.")


def test_a_viewing_of_somebody_else_is_not_shown(client, recording, participant):
    make_viewing(ParticipantFactory(), recording, [[0, 1200]], position=1200)
    page = english(client, recording)
    assert page.select_one("[data-resume]") is None
    assert status(page).startswith("You have not seen any of it yet.")


# Described version, and films elsewhere


def test_the_described_version_is_a_link_away_and_stays_chosen(client, recording):
    recording.described_media = MediaFile.objects.create(title="Synstolket", file="d.mp4", duration=3600)
    recording.save()
    recording.chapters.create(second=60, title="Kapittel")
    there = link(english(client, recording), "Version with audio description")
    page = english(client, recording, version="described")
    assert there["href"] == "?version=described#player"
    assert page.video["src"] == reverse("recording_described", args=[recording.pk])
    assert page.select_one(".chapters a")["href"] == "?t=60&version=described#player"


def test_a_film_elsewhere_loads_nothing_and_says_who_is_asked(client, recording, participant):
    Recording.objects.update(media=None, external_url="https://youtu.be/dQw4w9WgXcQ")
    recording.chapters.create(second=60, title="Kapittel")
    page = english(client, recording, t=90)
    assert (page.video, page.iframe, page.select_one("[data-watched]")) == (None, None, None)
    assert "The film lies at YouTube" in words(page.find(id="player"))
    assert page.find(id="player")["data-elsewhere"].startswith("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?")
    assert "start=90" in page.find(id="player")["data-elsewhere"]
    leave = link(page, "Go to YouTube and leave this site")
    assert leave["href"] == "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=90s"
    # It counts by declaration only.
    assert words(page.select_one("[data-done] button")) == "Mark as done"
    assert flaws(page) == []


def test_only_a_page_with_a_film_elsewhere_may_frame_and_only_that_host(client, recording):
    assert "frame-src" not in client.get(recording.webinar.url)["Content-Security-Policy"]
    Recording.objects.update(media=None, external_url="https://vimeo.com/76979871")
    policy = client.get(recording.webinar.url)["Content-Security-Policy"]
    assert "frame-src https://player.vimeo.com;" in f"{policy};"


def test_a_host_that_is_not_allowed_any_more_is_not_linked_to(client, recording, settings):
    Recording.objects.update(media=None, external_url="https://youtu.be/dQw4w9WgXcQ")
    settings.VIDEO_HOSTS = []
    response = client.get(recording.webinar.url)
    assert "youtu" not in response.content.decode()
    assert "frame-src" not in response["Content-Security-Policy"]


# Restricted


@pytest.mark.database
def test_a_restricted_recording_gives_nothing_away(client, recording, participant):
    make_captions(recording, "nb", [(10, "Kari", SECRET)])
    recording.poster.save("p.webp", ContentFile(b"x"))
    handout = Handout.objects.create(webinar=recording.webinar, kind="slides", title="Lysark", pages=2)
    make_slides(handout, 2)
    Handout.objects.update(title="Lysark")
    make_viewing(participant, recording)
    open_page = client.get(recording.webinar.url).content.decode()
    Recording.objects.update(is_restricted=True)
    response = client.get(recording.webinar.url)
    text = response.content.decode()
    given = [SECRET, "<video", "/captions/", "/poster/", *(reverse(name, args=[pk]) for name, pk in (
        ("slide_image", handout.slides.first().pk), ("handout_file", handout.pk), ("recording_video", recording.pk)
    ))]  # fmt: skip
    assert [piece for piece in given if piece not in open_page] == []
    assert [piece for piece in given if piece in text] == []
    page = english(client, recording)
    assert "This recording is for those who were registered" in words(page.find(id="player"))
    assert words(page.select_one(".file")) == "Lysark PDF, 292 kB, 2 pages"
    assert flaws(page) == []


def test_pages_are_not_shown_before_all_of_them_are_read(client):
    recording = make_recording(ModulePageFactory(), size=1)
    address = recording.webinar.url
    assert b"data-slides" in client.get(address).content
    for half in ({"pages_read": 3}, {"pages_read": 12, "problem": "page_slow:4"}):
        Handout.objects.update(**half)
        assert b"data-slides" not in client.get(address).content
