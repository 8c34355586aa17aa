"""All generated content of a demonstration recording, and writing it to files, in one folder with a manifest.

Needs PyAV and Typst, which are development dependencies.
"""

from __future__ import annotations

import hashlib
import json
import os
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any

from webinars import video_facts
from webinars.captions.lines import Line
from webinars.captions.reading import read_captions
from webinars.captions.writing import write_webvtt
from webinars.presentations import child
from webinars.presentations.reading import LIMITS, cleaned

from .attachments import Attachment, attachment_of, write_attachment
from .captions import plain_captions
from .decks import decks_of
from .handwritten import Handwritten
from .presentation import fonts_of, write_presentation
from .slides import Deck
from .subject import Subject
from .video import Video, Voiced, draw_poster, draw_video

# Incremented when the generated files of an unchanged recording would be different.
VERSION = 1
VIDEO, POSTER, MANIFEST = "video.mp4", "poster.webp", "contents.json"

# Up to this number of recordings, worker processes are not worth their start-up time.
FEW = 2


@dataclass(frozen=True)
class Material:
    """The content to generate for a recording. Objects with the same digest give identical files."""

    id: str
    programme: str
    video: Video
    attachments: tuple[Attachment, ...]

    @property
    def digest(self) -> str:
        made_of = [VERSION, self.programme, self.id, self.video.digest, *(one.digest for one in self.attachments)]
        return hashlib.sha256(json.dumps(made_of).encode()).hexdigest()

    @property
    def presentations(self) -> tuple[Deck, ...]:
        """The decks that can be downloaded, without the one made for the video of a recording without presentations."""
        return tuple(deck for deck in self.video.decks if deck.id)

    @property
    def pages(self) -> int:
        return sum(len(deck.slides) for deck in self.video.decks)


@dataclass(frozen=True)
class Page:
    """A page of a presentation: the size of its image, and its text."""

    width: int
    height: int
    text: str


@dataclass(frozen=True)
class GeneratedFile:
    """A generated file. Presentations have `pages`; videos have `facts` (duration, size and so on)."""

    name: str
    size: int
    checksum: str
    is_tagged: bool | None = None
    pages: tuple[Page, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def format(self) -> str:
        return Path(self.name).suffix.lstrip(".")

    def picture(self, number: int) -> str:
        """The file name of the image of a page."""
        return f"{Path(self.name).stem}-{number}.webp"


@dataclass(frozen=True)
class Manifest:
    """The manifest of the folder of a recording. `handouts` are presentations and attachments, by id."""

    video: GeneratedFile
    handouts: Mapping[str, GeneratedFile]

    @property
    def names(self) -> set[str]:
        """The names of all files that the folder must contain."""
        pictures = {made.picture(n) for made in self.handouts.values() for n in range(1, len(made.pages) + 1)}
        return {self.video.name, POSTER, *(made.name for made in self.handouts.values()), *pictures}

    def written(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def read(cls, data: bytes) -> Manifest:
        """Parse a manifest. Raises ValueError if it is incomplete."""
        said = json.loads(data)
        return cls(_made(said["video"]), {id: _made(one) for id, one in said["handouts"].items()})


def _made(said: dict[str, Any]) -> GeneratedFile:
    return GeneratedFile(**{**said, "pages": tuple(Page(**page) for page in said["pages"])})


def material_of(subject: Subject, written: Handwritten) -> Material:
    """The content to generate for a recording: its video and its handouts."""
    voices = tuple(Voiced(line.start_ms / 1000, line.end_ms / 1000, line.speaker) for line in _lines(subject, written))
    return Material(
        id=subject.id,
        programme=subject.programme_id,
        video=Video(
            title=subject.title.get(subject.language),
            seconds=subject.seconds,
            chapters=tuple(second for second, _ in subject.chapters),
            decks=decks_of(subject, written.slides),
            voices=voices,
        ),
        attachments=tuple(attachment_of(subject, entry, written.sheets.get(entry.id)) for entry in subject.attachments),
    )


def _lines(subject: Subject, written: Handwritten) -> Sequence[Line]:
    """The spoken lines, in the language of the recording."""
    return read_captions(captions_of(subject, subject.language, written)).lines


def captions_of(subject: Subject, language: str, written: Handwritten) -> bytes:
    """The captions of a recording as WebVTT: the hand-written transcript, else generated ones."""
    if transcript := written.transcripts.get((subject.id, language)):
        return transcript
    return write_webvtt(Line(*one) for one in plain_captions(subject, language)).encode()


def make_all(materials: Sequence[Material], folder: Path, typeface: Path | None = None) -> Iterator[Path]:
    """Generate the files of recordings, in one worker process per CPU. Yields their folders in order, as they are
    done."""
    jobs = [(material, folder / material.id, typeface) for material in materials]
    workers = min(len(jobs), os.cpu_count() or 1)
    if len(jobs) <= FEW or workers < 2:
        yield from map(_make, jobs)
        return
    # “spawn” instead of “fork”, as forked processes would share database connections.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_end_with_parent) as pool:
        yield from pool.map(_make, jobs)


def _end_with_parent() -> None:
    """Make a worker end when its parent process is killed; otherwise it would wait for work forever."""
    parent = parent_process()

    def wait() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    Thread(target=wait, daemon=True).start()


def _make(job: tuple[Material, Path, Path | None]) -> Path:
    make(*job)
    return job[1]


def make(material: Material, folder: Path, typeface: Path | None = None) -> Manifest:
    """Write all files of a recording to a new folder, the manifest last. Returns the manifest."""
    folder.mkdir()
    with fonts_of(typeface) as fonts:
        presentations = {deck.id: write_presentation(deck, fonts) for deck in material.video.decks}
        attachments = {one.id: write_attachment(one, fonts) for one in material.attachments}
    draw_video(material.video, presentations, folder / VIDEO, typeface)
    facts = video_facts.read(folder / VIDEO)
    (folder / POSTER).write_bytes(draw_poster(presentations[material.video.decks[0].id]))
    handouts = {deck.id: _presentation(deck, presentations[deck.id], folder) for deck in material.presentations}
    for id, (data, suffix) in attachments.items():
        handouts[id] = _stored(folder / f"{id}.{suffix}", data)
    video = _described(folder / VIDEO, facts=facts.stored())
    manifest = Manifest(video, handouts)
    (folder / MANIFEST).write_bytes(manifest.written())
    return manifest


def _presentation(deck: Deck, data: bytes, folder: Path) -> GeneratedFile:
    """Write a presentation, with the image and text of each page as they are extracted from uploaded ones."""
    document, _ = child.opened(data, LIMITS)
    try:
        facts = child.facts(document, data, LIMITS)
        pages = list(child.pages(document, 1, LIMITS))
    finally:
        document.close()
    made = _stored(
        folder / f"{deck.id}.pdf",
        data,
        is_tagged=facts["tagged"],
        pages=tuple(Page(page["width"], page["height"], cleaned(page["text"])) for page in pages),
    )
    for page in pages:
        (folder / made.picture(page["number"])).write_bytes(b64decode(page["image"]))
    return made


def _stored(path: Path, data: bytes, **values: Any) -> GeneratedFile:
    path.write_bytes(data)
    return _described(path, **values)


def _described(path: Path, **values: Any) -> GeneratedFile:
    with path.open("rb") as file:
        checksum = hashlib.file_digest(file, "sha256").hexdigest()
    return GeneratedFile(path.name, path.stat().st_size, checksum, **values)
