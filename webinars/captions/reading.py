"""Reads an uploaded caption file: from bytes to lines, or a `CaptionProblem`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from webinars.captions import subrip, webvtt
from webinars.captions.cue_text import utterances
from webinars.captions.cues import Cue, Dropped, DropReason
from webinars.captions.encodings import decode
from webinars.captions.lines import Line, clean_speaker, clean_text, out_of_order
from webinars.captions.speakers import with_names_taken_out
from webinars.captions.times import milliseconds

MOST_BYTES = 5 * 1024 * 1024
"""Captions of a whole day of speech have less than 1 MB; reading larger files would take too long for a request."""
MOST_CUES = 10_000
"""A day of speech has some seven thousand."""
LONGEST_TEXT = 2_000
LONGEST_PAYLOAD = 20_000
LATEST_TIME = milliseconds(100, 0, 0)

NOTHING = "\ufeff\0 \t\r\n\f\v"
LANGUAGE = re.compile(r"[._ -](nb|nn|no|sv|da|en|fi|se)(?:[-_][a-z]{2,4})?\.[a-z]{2,4}\Z", re.IGNORECASE)
# The first bytes of other file types that people upload by mistake.
OTHER_KINDS = [
    ("PK\x03\x04", "office"),
    ("%PDF", "pdf"),
    ("{\\rtf", "rtf"),
    ("[Script Info]", "ass"),
    ("<?xml", "xml"),
    ("<tt", "xml"),
    ("<!DOCTYPE", "html"),
    ("<html", "html"),
]


class ProblemCode(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_CAPTIONS = "not_captions"
    NO_CUE = "no_cue"
    TOO_MANY = "too_many"


class CaptionProblem(Exception):
    """Why a file was refused. `values` are the numbers and names a sentence about it needs:

    too_large  size, limit   bytes
    not_captions  kind       what it looks like: office, pdf, rtf, ass, xml, html or ""
    no_cue  dropped          the first blocks left out, with line number and reason
    too_many  limit          cues
    """

    def __init__(self, code: ProblemCode, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class CaptionFormat(StrEnum):
    WEBVTT = "webvtt"
    SUBRIP = "subrip"


@dataclass(frozen=True, slots=True)
class Captions:
    """What a file says. `lines` are in order of start.

    `moved` are the numbers (from 1, among `lines`) of those that stood right after a later one in the file. `dropped`
    are the blocks that gave no line, by line of the file. `language` is what the name of the file says, or "".
    """

    lines: tuple[Line, ...]
    format: CaptionFormat
    encoding: str
    dropped: tuple[Dropped, ...] = ()
    moved: tuple[int, ...] = ()
    language: str = ""


def read_captions(data: bytes, filename: str = "") -> Captions:
    """The lines of a WebVTT or SubRip file in any common encoding. The format is detected from the content, not the
    name."""
    if len(data) > MOST_BYTES:
        raise CaptionProblem(ProblemCode.TOO_LARGE, size=len(data), limit=MOST_BYTES)
    text, encoding = decode(data)
    if not text.strip(NOTHING):
        raise CaptionProblem(ProblemCode.EMPTY)
    text_format, blocks = blocks_of(text)
    lines: list[Line] = []
    dropped: list[Dropped] = []
    for found in lines_of(blocks):
        if isinstance(found, Dropped):
            dropped.append(found)
        else:
            lines.append(found)
        if len(lines) + len(dropped) > MOST_CUES:
            raise CaptionProblem(ProblemCode.TOO_MANY, limit=MOST_CUES)
    if not lines:
        if text_format is CaptionFormat.SUBRIP and not dropped:
            raise CaptionProblem(ProblemCode.NOT_CAPTIONS, kind=kind_of(text))
        raise CaptionProblem(ProblemCode.NO_CUE, dropped=tuple(dropped[:10]))
    ordered, moved = in_order(with_names_taken_out(lines))
    return Captions(tuple(ordered), text_format, encoding, tuple(dropped), tuple(moved), language_of(filename))


def blocks_of(text: str) -> tuple[CaptionFormat, Iterator[webvtt.Block]]:
    """The format and its blocks. Without the signature of WebVTT it is read as SubRip, which forgives more."""
    try:
        return CaptionFormat.WEBVTT, webvtt.parse_blocks(text)
    except webvtt.NotWebVTT:
        return CaptionFormat.SUBRIP, subrip.parse_blocks(text)


def lines_of(blocks: Iterable[webvtt.Block]) -> Iterator[Line | Dropped]:
    """A line for each speaker of each cue, in the order of the file; two who speak in one cue share its times."""
    for block in blocks:
        if isinstance(block, Dropped):
            yield block
        elif isinstance(block, Cue):
            yield from lines_of_cue(block)


def lines_of_cue(cue: Cue) -> Iterator[Line | Dropped]:
    if max(cue.start, cue.end) > LATEST_TIME:
        yield Dropped(cue.line_number, DropReason.TIME_TOO_LATE)
        return
    if len(cue.text) > LONGEST_PAYLOAD:
        yield Dropped(cue.line_number, DropReason.TEXT_TOO_LONG)
        return
    said = [(clean_speaker(part.speaker), clean_text(part.text)) for part in utterances(cue.text)]
    said = [(speaker, text) for speaker, text in said if text]
    if not said:
        yield Dropped(cue.line_number, DropReason.NO_TEXT)
    for speaker, text in said:
        if len(text) > LONGEST_TEXT:
            yield Dropped(cue.line_number, DropReason.TEXT_TOO_LONG)
        else:
            yield Line(cue.start, cue.end, speaker, text)


def in_order(lines: list[Line]) -> tuple[list[Line], list[int]]:
    """The lines by start, and the numbers they got of those that had to be moved forward for it."""
    late = set(out_of_order(lines))
    order = sorted(enumerate(lines, 1), key=lambda numbered: numbered[1].start_ms)
    return [line for _, line in order], [number for number, (before, _) in enumerate(order, 1) if before in late]


def kind_of(text: str) -> str:
    beginning = text.lstrip(NOTHING)[:40]
    return next((kind for mark, kind in OTHER_KINDS if beginning.startswith(mark)), "")


def language_of(filename: str) -> str:
    """The language a file is named after, as in `webinar.nn.vtt` or `opptak_en-GB.srt`."""
    found = LANGUAGE.search(filename)
    return found[1].lower() if found else ""
