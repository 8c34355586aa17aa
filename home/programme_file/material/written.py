"""What somebody has written for a demonstration, in a folder beside its file, which has no place for so much.

decks/<presentation>.yaml               its slides after the first
attachments/<attachment>.yaml           its sheet
transcripts/<webinar>.<language>.vtt    what is said in the recording
viewings.yaml                           which parts of recordings participants have seen
reports.yaml                            of which webinars there is an attendance report
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from .attachments import Sheet, read_sheet
from .slides import Slide, read_slides, second_of


@dataclass(frozen=True)
class Seen:
    """What a participant has seen of a recording, in stretches of seconds, and where they stopped at which time."""

    participant: str
    recording: str
    stretches: tuple[tuple[int, int], ...]
    position: int
    at: dt.datetime

    @property
    def id(self) -> str:
        return f"{self.participant}.{self.recording}"


@dataclass(frozen=True)
class Reports:
    """Of which webinars there is an attendance report: that of `saved` is evidence, that of `to_drop` a file."""

    saved: str = ""
    to_drop: str = ""


@dataclass(frozen=True)
class Written:
    """All of it but the reports; empty where nobody has written anything."""

    slides: Mapping[str, tuple[Slide, ...]] = field(default_factory=dict)
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    transcripts: Mapping[tuple[str, str], bytes] = field(default_factory=dict)
    """By webinar and language."""
    viewings: tuple[Seen, ...] = ()


def read_written(folder: Path) -> Written:
    """What there is in a folder. Raises ValueError, with the name of the file, for what cannot be used."""
    return Written(
        slides={path.stem: read_slides(path) for path in sorted((folder / "decks").glob("*.yaml"))},
        sheets={path.stem: read_sheet(path) for path in sorted((folder / "attachments").glob("*.yaml"))},
        transcripts={_names(path): path.read_bytes() for path in sorted((folder / "transcripts").glob("*.vtt"))},
        viewings=_viewings(folder / "viewings.yaml"),
    )


def read_reports(folder: Path) -> Reports:
    """Apart from the rest, which takes long to read and is not asked for once for each webinar."""
    path = folder / "reports.yaml"
    return Reports(**yaml.safe_load(path.read_text(encoding="utf-8"))) if path.exists() else Reports()


def _names(path: Path) -> tuple[str, str]:
    webinar, _, language = path.stem.rpartition(".")
    return webinar, language


def _viewings(path: Path) -> tuple[Seen, ...]:
    if not path.exists():
        return ()
    return tuple(
        Seen(
            participant=one["participant"],
            recording=one["recording"],
            stretches=tuple(_stretch(stretch) for stretch in one["seen"]),
            position=second_of(one["position"]),
            at=one["at"],
        )
        for one in yaml.safe_load(path.read_text(encoding="utf-8"))
    )


def _stretch(written: str) -> tuple[int, int]:
    start, _, end = written.partition("-")
    return second_of(start), second_of(end)
