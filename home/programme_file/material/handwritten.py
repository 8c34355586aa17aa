"""Reads the hand-written content of a demonstration programme. It is in a folder beside the programme file:

decks/<presentation>.yaml               slides after the title slide
attachments/<attachment>.yaml           worksheet
transcripts/<webinar>.<language>.vtt    transcript of the recording
viewings.yaml                           which parts of recordings participants have watched
reports.yaml                            which webinars have an attendance report
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
class ViewingProgress:
    """The viewing progress of a participant: the watched segments in seconds, and where and when they stopped."""

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
    """Which webinars have an attendance report: that of `saved` is imported, that of `to_drop` is a file for upload."""

    saved: str = ""
    to_drop: str = ""


@dataclass(frozen=True)
class Handwritten:
    """All hand-written content except the reports. Empty if there is none."""

    slides: Mapping[str, tuple[Slide, ...]] = field(default_factory=dict)
    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    transcripts: Mapping[tuple[str, str], bytes] = field(default_factory=dict)
    """Keyed by webinar and language."""
    viewings: tuple[ViewingProgress, ...] = ()


def read_handwritten(folder: Path) -> Handwritten:
    """Read the content of a folder. Raises ValueError with the name of the file if one is not valid."""
    return Handwritten(
        slides={path.stem: read_slides(path) for path in sorted((folder / "decks").glob("*.yaml"))},
        sheets={path.stem: read_sheet(path) for path in sorted((folder / "attachments").glob("*.yaml"))},
        transcripts={_names(path): path.read_bytes() for path in sorted((folder / "transcripts").glob("*.vtt"))},
        viewings=_viewings(folder / "viewings.yaml"),
    )


def read_reports(folder: Path) -> Reports:
    """Read which webinars have a report. Apart from `read_handwritten`, which is slow: this is called per webinar."""
    path = folder / "reports.yaml"
    return Reports(**yaml.safe_load(path.read_text(encoding="utf-8"))) if path.exists() else Reports()


def _names(path: Path) -> tuple[str, str]:
    webinar, _, language = path.stem.rpartition(".")
    return webinar, language


def _viewings(path: Path) -> tuple[ViewingProgress, ...]:
    if not path.exists():
        return ()
    return tuple(
        ViewingProgress(
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
