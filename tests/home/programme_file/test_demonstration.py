"""The generated content of a demonstration: created once, deterministic, and never instead of an owner's."""

import datetime as dt
import sys
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from content.models import MediaFile, private_storage
from home.programme_file.document import read_programme
from home.programme_file.loading import generated_files, programmes
from home.programme_file.material.handwritten import Handwritten, ViewingProgress
from home.programme_file.material.recording import MANIFEST, Manifest
from people.models import Participant
from progress.models import Evidence
from tests.factories import UserFactory
from tests.webinars import pdfs
from webinars.actions import captions, chapters, handouts, publishing, videos
from webinars.models import CaptionTrack, Chapter, Cue, Handout, Recording, Slide, Viewing
from webinars.video_facts import VideoFacts

WHOLE = (Path(__file__).parent / "other.yaml").read_text()
# Who attended makes no difference here, and takes longest to load.
OTHER = WHOLE[: WHOLE.index("attendance:\n")].replace(
    "accessible: false}]", "accessible: false}]\n    attachments: [{id: w01a1, title: Mätblad, format: xlsx}]"
)
DEMO = OTHER.replace("meta:\n", "meta:\n  demo: true\n")
SEEN = ViewingProgress("a01", "w01", ((0, 30), (60, 90)), 90, dt.datetime.fromisoformat("2025-03-01T20:15"))

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that loads a file with this text and returns the output and the progress messages."""
    # They belong to every site and take a third of the time.
    monkeypatch.setattr(programmes, "create_site_pages", lambda load: None)

    def load(text: str) -> tuple[str, str]:
        path = tmp_path / "programme.yaml"
        path.write_text(text)
        out, err = StringIO(), StringIO()
        call_command("load_programme", str(path), stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return load


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Any:
    return django_capture_on_commit_callbacks


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generated_files, "handwritten_for", lambda file: Handwritten(viewings=(SEEN,)))


def recording() -> Recording:
    return Recording.objects.select_related("media", "webinar").get(webinar__slug="vad-hander-med-vattnet")


def bytes_of(file: Any) -> bytes:
    with file.open("rb") as opened:
        return bytes(opened.read())


def rows() -> list[list[tuple[Any, ...]]]:
    models = (MediaFile, Recording, Chapter, CaptionTrack, Chapter, Cue, Handout, Slide, Viewing, Evidence)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def test_recording_has_all_that_the_file_names_and_the_same_file_again_changes_nothing(load: Any, seen: None) -> None:
    said, _ = load(DEMO)
    assert "  slide pictures                      9          0          0\n" in said
    row = recording()
    media = row.media
    assert media is not None
    facts = VideoFacts.of(media.facts)
    assert facts is not None
    assert (facts.problems, facts.seconds, facts.size, facts.sound) == ([], 120, media.file.size, "AAC")
    assert (row.seconds, row.media_version, row.transcript_approved) == (120, 1, True)
    assert bytes_of(row.poster)[8:12] == b"WEBP"
    (track,) = row.captions.all()
    assert (track.language, track.added_on, track.source_name) == ("sv", dt.date(2025, 2, 10), "w01.sv.vtt")
    assert track.vtt.count(" --> ") == track.cues.count() > 5
    slides, sheet = Handout.objects.get(title="Mätserier"), Handout.objects.get(title="Mätblad")
    assert (slides.size, slides.format, slides.is_tagged) == (len(bytes_of(slides.file)), "pdf", False)
    assert (slides.pages, slides.has_pages, slides.is_accessible) == (9, True, False)
    pages = list(slides.slides.all())
    assert [page.number for page in pages] == list(range(1, 10))
    assert [page.second for page in pages] == sorted({page.second for page in pages if page.second is not None})
    assert "Mätserier" in pages[0].text
    assert bytes_of(pages[0].image)[8:12] == b"WEBP"
    assert (sheet.format, sheet.has_pages, bytes_of(sheet.file)[:2]) == ("xlsx", False, b"PK")
    viewing = Viewing.objects.get()
    assert (viewing.segments, viewing.covered, viewing.position) == ([[0, 30], [60, 90]], 60, 90)
    assert viewing.updated_at == dt.datetime(2025, 3, 1, 18, 15, tzinfo=dt.UTC)

    # What its participant has seen is theirs from now on.
    viewing.delete()
    before = rows()
    said, progress = load(DEMO)
    assert said.endswith("nothing has changed.\n")
    said, more = load(DEMO + "#\n")
    assert "drawing" not in progress + more
    assert rows() == before
    counts = [line.split()[-3:-1] for line in said.splitlines()[2:] if line.startswith("  ")]
    assert counts == [["0", "0"]] * len(counts)


def test_what_was_loaded_before_gets_what_it_lacks(load: Any, seen: None, commits: Any) -> None:
    _, progress = load(OTHER)
    assert "drawing" not in progress
    assert not MediaFile.objects.exists()
    assert not Handout.objects.exclude(file="").exists()
    assert not CaptionTrack.objects.get().has_text
    name = private_storage().save(f"media/{'ab' * 16}.mp4", ContentFile(b"as it was drawn first"))
    media = MediaFile.objects.create(title="x", type="video", duration=120, file=name, checksum="ab" * 32)
    Recording.objects.filter(pk=recording().pk).update(media=media)
    Participant.objects.filter(email="a@example.org").update(name="", email=None, user=None)
    with commits(execute=True):
        load(DEMO)
    row = recording()
    assert row.media is not None
    assert (row.media.pk != media.pk, row.media_version, row.transcript_approved) == (True, 1, True)
    assert not private_storage().exists(name)
    assert Handout.objects.filter(file="", is_planned=False).count() == 0
    # Nobody who has erased themselves.
    assert not Viewing.objects.exists()


def test_without_pyav_the_recording_waits_for_its_files(load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = DEMO.replace("Vad händer", "Vad sker").replace("pages: 9", "pages: 1")
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "av", None)
        said, _ = load(text)
        assert "Note: 1 recordings have no video and no files: PyAV or Typst, which make them, is not" in said
        said, _ = load(text)
        assert "nothing has changed.\nNote: 1 recordings" in said
    assert Recording.objects.filter(media__isnull=False).count() == 0
    assert CaptionTrack.objects.get().has_text
    said, _ = load(text)
    assert "is loaded already. What its recordings lacked is there now." in said
    assert Recording.objects.filter(media__isnull=False).count() == 1


def test_folder_left_half_done_is_made_again() -> None:
    (material,) = generated_files.materials_of(
        read_programme(DEMO.replace("pages: 9", "pages: 1").encode()), Handwritten()
    ).values()
    said: list[str] = []

    def draw() -> Manifest:
        return generated_files.draw([material], said.append, [])["w01"].manifest

    made, folder = draw(), generated_files.folder_of(material)
    assert (draw(), len(said)) == (made, 1)
    private_storage().delete(f"{folder}/w01p1-1.webp")
    private_storage().delete(f"{folder}/{MANIFEST}")
    private_storage().save(f"{folder}/{MANIFEST}", ContentFile(made.written()[:-9]))
    assert (draw(), len(said)) == (made, 2)
    assert set(private_storage().listdir(folder)[1]) == {*made.names, MANIFEST}


def test_changed_file_is_drawn_anew_and_the_former_swept_away(load: Any, commits: Any) -> None:
    load(DEMO)
    before = recording()
    assert before.media is not None
    former = [str(before.media.file.name), str(before.poster.name), str(Slide.objects.all()[0].image.name)]
    changed = DEMO.replace("minutes: 2", "minutes: 1").replace("pages: 9", "pages: 3").replace("00:01:00", "00:00:30")
    with commits(execute=True):
        said, _ = load(changed)
    row = recording()
    assert row.media is not None
    # Half of what was seen is not there any more, so watching starts over.
    assert (row.media.duration, row.seconds, row.media_version) == (60, 60, 2)
    assert MediaFile.objects.count() == 1
    deck = Handout.objects.get(title="Mätserier")
    assert (deck.pages, deck.slides.count(), deck.has_pages) == (3, 3, True)
    assert not any(private_storage().exists(name) for name in former)
    assert "  videos                              0          1          0\n" in said


def test_what_an_owner_has_done_stays(load: Any, commits: Any) -> None:
    load(DEMO)
    row, owner = recording(), UserFactory()
    own = MediaFile(title="Eget", type="video", duration=75, checksum="f" * 64)
    own.file.save("own.mp4", ContentFile(b"own"))
    deck, sheet = Handout.objects.get(title="Mätserier"), Handout.objects.get(title="Mätblad")
    with commits(execute=True):
        videos.set_poster(recording=row, file=BytesIO(bytes_of(row.poster)), by=owner)
        videos.replace_video(recording=row, media=own, by=owner)
        chapters.set_chapters(recording=row, chapters=[(5, "Eget kapitel")], by=owner)
        captions.remove_captions(track=CaptionTrack.objects.get(), by=owner)
        handouts.replace_handout(handout=deck, file=BytesIO(pdfs.deck(2)), name="eget.pdf", by=owner)
        handouts.remove_handout(handout=sheet, by=owner)
        publishing.unpublish(recording=row, by=owner)
        publishing.decide_access(recording=row, is_restricted=True, captions_required=["sv"], by=owner)
    before = rows()
    for text in (DEMO, DEMO.replace("pages: 9", "pages: 7").replace("Syre]]", "Salt]]")):
        with commits(execute=True):
            load(text)
        assert rows() == before
    assert private_storage().exists(str(own.file.name))


def test_video_that_an_owner_has_taken_away_or_linked_to_stays_so(load: Any) -> None:
    load(DEMO)
    row, owner = recording(), UserFactory()
    videos.remove_video(recording=row, by=owner)
    before = rows()
    load(DEMO)
    assert rows() == before
    videos.link_video(recording=row, url="https://vimeo.com/1", by=owner)
    # Something else is lacking, so that it looks closer.
    Handout.objects.filter(title="Mätblad").update(file="")
    said, _ = load(DEMO)
    assert "  files                               1          0          0\n" in said
    row = recording()
    assert (row.media, row.seconds, row.external_url) == (None, None, "https://vimeo.com/1")
