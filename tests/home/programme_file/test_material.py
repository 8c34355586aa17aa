"""The generated content of a demonstration is exact, readable and deterministic."""

import zipfile
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import av
import pypdfium2 as pdfium
import pytest
from django.conf import settings
from openpyxl import load_workbook

from home.programme_file.document import read_programme_file
from home.programme_file.material.attachments import attachment_of, read_sheet, write_attachment
from home.programme_file.material.captions import plain_captions
from home.programme_file.material.decks import decks_of
from home.programme_file.material.handwritten import Handwritten, read_handwritten
from home.programme_file.material.pacing import slides_shown
from home.programme_file.material.presentation import write_presentation
from home.programme_file.material.subject import AttachmentEntry, DeckEntry, Subject, Voice, subjects_of
from home.programme_file.material.video import Video, Voiced, draw_poster, draw_video
from home.programme_file.text import Text
from webinars.captions.checking import check
from webinars.captions.lines import Line
from webinars.captions.reading import read_captions
from webinars.coverage import length, share, union

DEMO = settings.BASE_DIR / "demo" / "programme.yaml"
FOLDER = DEMO.parent / "gronn-omstilling"


def text(**languages: str) -> Text:
    return Text(languages, next(iter(languages)))


SUBJECT = Subject(
    id="w1",
    programme_id="p",
    language="nb",
    title=text(nb="Vann som går i ring", en="Water in rounds"),
    abstract=text(nb="Vi ser på vann, varme og masser. Hvem har noe til overs, og hvem kan bruke det?"),
    programme=text(nb="Prøveprogrammet"),
    notice=text(nb="Alt er oppdiktet."),
    theme="sirkularokonomi",
    seconds=120,
    chapters=((0, "Velkommen"), (40, "Vannet"), (95, "Spørsmål #1 og *svar*")),
    host=Voice(text(nb="Vert", en="Host"), "Huset"),
    speakers=(Voice(text(nb="Forsker", en="Researcher"), "Vannet"),),
    decks=(DeckEntry("d1", text(nb="Vann #1 [og] *varme*"), "Vannet", 3, is_accessible=True),),
)


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> tuple[Video, dict[str, bytes], Path]:
    decks = decks_of(SUBJECT)
    presentations = {deck.id: write_presentation(deck) for deck in decks}
    voices = (Voiced(1, 4, "Vert, Huset"), Voiced(50, 58, "Forsker, Vannet"))
    video = Video("Vann", SUBJECT.seconds, (0, 40, 95), decks, voices)
    path = tmp_path_factory.mktemp("video") / "video.mp4"
    draw_video(video, presentations, path)
    return video, presentations, path


def test_presentation_has_its_pages_and_shows_what_is_written_as_it_is_written() -> None:
    (deck,) = decks_of(SUBJECT)
    written = write_presentation(deck)
    document = pdfium.PdfDocument(written)
    assert len(document) == 3
    assert document.is_tagged()
    assert document.get_metadata_value("Title") == "Vann #1 [og] *varme*"
    assert "Vann #1 [og]" in document[0].get_textpage().get_text_range()
    assert b"pdfuaid:part" in written
    assert b"/Lang(nb" in written
    assert write_presentation(deck) == written


def test_presentation_that_not_all_can_read_is_without_tags() -> None:
    (deck,) = decks_of(replace(SUBJECT, decks=(replace(SUBJECT.decks[0], is_accessible=False),)))
    assert not pdfium.PdfDocument(write_presentation(deck)).is_tagged()


@pytest.mark.parametrize("pages", [1, 2, 7, 60])
def test_presentation_is_as_long_as_the_file_says(pages: int) -> None:
    (deck,) = decks_of(replace(SUBJECT, decks=(replace(SUBJECT.decks[0], pages=pages),)))
    assert len(deck.slides) == pages
    assert deck.slides[0].layout == "title"
    assert len(pdfium.PdfDocument(write_presentation(deck))) == pages


def test_all_the_demo_has_is_written_as_its_file_says() -> None:
    file = read_programme_file(DEMO)
    written = read_handwritten(FOLDER).slides
    for subject in subjects_of(file).values():
        decks = decks_of(subject, written)
        assert [len(deck.slides) for deck in decks] == [entry.pages for entry in subject.decks]
        shown = slides_shown(decks, subject.seconds)
        assert len(shown) == sum(len(deck.slides) for deck in decks)
        assert all(one.second < other.second for one, other in pairwise(shown))
        for deck in decks:
            if deck.id in written:
                assert len(written[deck.id]) == len(deck.slides) - 1, deck.id
        seconds = {(one.deck, one.page): one.second for one in shown}
        for deck in decks:
            for page, slide in enumerate(deck.slides, 1):
                late = seconds[deck.id, page] - (seconds[deck.id, page] if slide.second is None else slide.second)
                assert 0 <= late < 5, (deck.id, page)
    assert written.keys() <= {entry.id for subject in subjects_of(file).values() for entry in subject.decks}


def test_video_shows_each_page_when_it_is_said_to(recording: tuple[Video, dict[str, bytes], Path]) -> None:
    video, presentations, path = recording
    data = path.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    document = pdfium.PdfDocument(presentations["d1"])
    pages = [page.render(scale=1).to_pil().convert("L").crop((0, 90, 640, 350)) for page in document]
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert container.duration == 120 * 1_000_000
        frames = {round(frame.time): (frame, frame.to_image().convert("L")) for frame in container.decode(stream)}
    assert list(frames) == list(range(0, 120, 5))
    shown = video.shown
    assert [one.page for one in shown] == [1, 2, 3]
    for one, end in zip(shown, [*(later.second for later in shown[1:]), 120], strict=True):
        assert frames[one.second][0].key_frame
        for second in range(one.second, end, 5):
            picture = frames[second][1].crop((0, 90, 640, 350))
            differences = [
                sum(abs(a - b) for a, b in zip(picture.tobytes()[::97], page.tobytes()[::97], strict=True))
                for page in pages
            ]
            assert differences.index(min(differences)) == one.page - 1
    marks = [max(range(640), key=lambda x, second=second: frames[second][1].getpixel((x, 357))) for second in (5, 115)]
    assert marks[0] != marks[1]


def test_video_of_the_same_is_the_same_file(recording: tuple[Video, dict[str, bytes], Path], tmp_path: Path) -> None:
    video, presentations, path = recording
    draw_video(video, presentations, tmp_path / "again.mp4")
    assert (tmp_path / "again.mp4").read_bytes() == path.read_bytes()
    assert replace(video).digest == video.digest
    assert replace(video, seconds=125).digest != video.digest


def test_poster_is_the_first_page(recording: tuple[Video, dict[str, bytes], Path]) -> None:
    poster = draw_poster(recording[1]["d1"])
    assert poster[8:12] == b"WEBP"
    assert len(poster) < 150_000


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en", "fi"])
@pytest.mark.parametrize("minutes", [1, 84])
def test_captions_are_in_order_short_and_within_the_recording(language: str, minutes: int) -> None:
    captions = plain_captions(replace(SUBJECT, seconds=minutes * 60), language)
    assert captions == plain_captions(replace(SUBJECT, seconds=minutes * 60), language)
    assert check([Line(*one) for one in captions], minutes * 60_000) == []
    assert all(2_000 <= one.end - one.start <= 7_000 for one in captions)
    assert max(len(row) for one in captions for row in one.text.split("\n")) <= 42
    if minutes > 1:
        assert len(captions) > 36
        assert {one.speaker for one in captions} == {"", *(voice.name(language) for voice in SUBJECT.voices)}


@pytest.mark.parametrize("format", ["xlsx", "docx", "pdf", "zip"])
def test_attachment_is_a_real_file_and_always_the_same(format: str) -> None:
    subject = replace(SUBJECT, chapters=((0, "=1+1"), (40, "<b>Vannet</b> & varmen")))
    attachment = attachment_of(subject, AttachmentEntry("a1", text(nb="Øvingsark: [1]"), "Huset", format))
    data, suffix = write_attachment(attachment)
    assert write_attachment(attachment) == (data, suffix)
    if suffix == "xlsx":
        page = load_workbook(BytesIO(data)).active
        assert [(cell.value, cell.data_type) for cell in page["A"]][4:] == [
            ("=1+1", "s"),
            ("<b>Vannet</b> & varmen", "s"),
        ]
    elif suffix == "docx":
        with zipfile.ZipFile(BytesIO(data)) as package:
            assert package.testzip() is None
            written = "".join(ElementTree.fromstring(package.read("word/document.xml")).itertext())
        assert "<b>Vannet</b> & varmen" in written
    else:
        assert suffix == "pdf"
        assert len(pdfium.PdfDocument(data)) == 3


def test_sheets_of_the_demo_count_right() -> None:
    sheet = read_sheet(FOLDER / "attachments" / "w04a1.yaml")
    data, _ = write_attachment(
        attachment_of(SUBJECT, AttachmentEntry("a1", text(nb="Øvingsark"), "USN", "xlsx"), sheet)
    )
    page = load_workbook(BytesIO(data)).active
    last = len(sheet.rows) + 4
    assert page.cell(5, 6).value == "=C5*E5/1000"
    assert page.cell(last + 1, 6).value == f"=SUM(F5:F{last})"
    # What is said in the recording, and stands on its slides.
    assert round(sum(row[2] * row[4] / 1000 for row in sheet.rows)) == 210


@pytest.mark.parametrize("path", sorted((FOLDER / "transcripts").glob("*.vtt")), ids=lambda path: path.stem)
def test_transcripts_of_the_demo_can_be_read_in_time(path: Path) -> None:
    id, language = path.stem.split(".")
    subject = subjects_of(read_programme_file(DEMO))[id]
    captions = read_captions(path.read_bytes(), path.name)
    assert captions.format == "webvtt"
    assert check(captions.lines, subject.seconds * 1000, dropped=captions.dropped, moved=captions.moved) == []
    assert 180 <= len(captions.lines) <= 260
    assert all(2_000 <= line.end_ms - line.start_ms <= 7_000 for line in captions.lines)
    assert max(len(row) for line in captions.lines for row in line.text.split("\n")) <= 42
    said = {line.speaker for line in captions.lines} - {""}
    known = {voice.name(language) for voice in subject.voices}
    if language == subject.language:
        assert said - known == {"Deltaker"}
        assert known <= said


def test_all_that_is_written_for_the_demo_belongs_to_something_in_its_file() -> None:
    file, written = read_programme_file(DEMO), read_handwritten(FOLDER)
    subjects = subjects_of(file)
    assert written.sheets.keys() == {one.id for subject in subjects.values() for one in subject.attachments}
    assert {webinar for webinar, _ in written.transcripts} <= subjects.keys()
    assert read_handwritten(FOLDER / "nowhere") == Handwritten()


def test_nobody_in_the_demo_has_seen_as_much_as_completes_a_webinar() -> None:
    file, viewings = read_programme_file(DEMO), read_handwritten(FOLDER).viewings
    subjects = subjects_of(file)
    people = {one.id for one in file.sections.participants}
    needed = file.sections.programme.completion.watched_share
    webinars = {one.id: one for one in file.sections.webinars}
    shares = {}
    for seen in viewings:
        stretches, seconds = seen.stretches, subjects[seen.recording].seconds
        assert seen.participant in people
        assert union(stretches) == stretches
        assert 0 < stretches[-1][1] <= seconds
        assert 0 <= seen.position < seconds
        published = webinars[seen.recording].recording.published
        assert published <= seen.at.date() <= file.sections.meta.anchor_date
        shares[seen.id] = share(length(stretches), seconds)
        assert shares[seen.id] < needed
    assert len(shares) == len(viewings)
    # Who signs in has something to go on with.
    (account,) = (one for one in file.sections.accounts if one.role == "participant")
    own = {seen.recording: int(shares[seen.id] * 100) for seen in viewings if seen.participant == account.participant}
    assert own == {"w07": 62, "w04": 20}
