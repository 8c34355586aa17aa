"""The W3C WebVTT parsing algorithm, in full: https://www.w3.org/TR/webvtt1/#parsing.

Takes any bytes and raises nothing but `NotWebVTT`. Reads every character a fixed number of times, so that its cost
grows with the length of the file and with nothing else. The text of a cue is parsed by `cue_text`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from webinars.captions.cue_settings import CueSettings, Region, parse_cue_settings, parse_region
from webinars.captions.cues import Cue, Dropped, DropReason
from webinars.captions.times import collect_timestamp

SIGNATURE = re.compile(r"WEBVTT(?![^ \t\n])")
ARROW = "-->"
LINE_FEEDS = re.compile(r"\n*")
WHITE_SPACE = re.compile(r"[ \t\n\f\r]*")
DEFINITION = re.compile(r"(STYLE|REGION)[ \t\n\f\r]*")
NOTE = re.compile(r"NOTE(?![^ \t])")
COMMA_IN_TIME = re.compile(r"[ \t\f]*[0-9:]+,[0-9]|[^>]*-->[ \t\f]*[0-9:]+,[0-9]")

# Why a block without times gave nothing, by what it defines. Most often it is text that nobody will see.
LATE = {"": DropReason.NO_TIMINGS, "STYLE": DropReason.STYLE_AFTER_CUE, "REGION": DropReason.REGION_AFTER_CUE}


class NotWebVTT(Exception):
    """The file does not begin with the signature of WebVTT."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style sheet of the file. Nothing here reads CSS."""

    css: str


Block = Cue | Region | Style | Dropped


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds, each in the order of the file. Notes are not kept."""

    cues: tuple[Cue, ...]
    regions: tuple[Region, ...]
    styles: tuple[str, ...]
    dropped: tuple[Dropped, ...]


def parse(data: bytes) -> Document:
    """Parse a WebVTT file. It is UTF-8 by definition; invalid bytes are replaced by U+FFFD."""
    return parse_text(data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace"))


def parse_text(text: str) -> Document:
    found = list(parse_blocks(text))
    return Document(
        cues=tuple(block for block in found if isinstance(block, Cue)),
        regions=tuple(block for block in found if isinstance(block, Region)),
        styles=tuple(block.css for block in found if isinstance(block, Style)),
        dropped=tuple(block for block in found if isinstance(block, Dropped)),
    )


def parse_blocks(text: str) -> Iterator[Block]:
    """The blocks of a decoded file one by one, for a reader that wants to stop before the end."""
    text = normalised(text)
    if not SIGNATURE.match(text):
        raise NotWebVTT
    return Parser(text).blocks()


def normalised(text: str) -> str:
    """The text with one kind of line end and without NUL, as the algorithm begins."""
    return text.replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")


class Parser:
    """A position in the text, and what the blocks before it mean for those after it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.line_number = 1
        self.seen_cue = False
        self.regions: dict[str, Region] = {}

    @property
    def at_end(self) -> bool:
        return self.position >= len(self.text)

    def blocks(self) -> Iterator[Block]:
        self.take_line()
        if self.at_end:
            return
        if self.text[self.position] == "\n":
            self.skip_line_feeds()
        else:
            self.collect_block(in_header=True)
        self.skip_line_feeds()
        while not self.at_end:
            block = self.collect_block()
            if isinstance(block, Region):
                self.regions[block.identifier] = block
            if block is not None:
                yield block
            self.skip_line_feeds()

    def take_line(self) -> tuple[str, bool]:
        """The line at the position, and whether the file ends with it. The position moves to the next."""
        end = self.text.find("\n", self.position)
        last = end < 0
        if last:
            end = len(self.text)
        line = self.text[self.position : end]
        self.position = end + 1
        self.line_number += 1
        return line, last

    def skip_line_feeds(self) -> None:
        if found := LINE_FEEDS.match(self.text, self.position):
            self.line_number += found.end() - self.position
            self.position = found.end()

    def collect_block(self, *, in_header: bool = False) -> Block | None:
        """Collect a WebVTT block, and say what it is."""
        line_number = self.line_number
        lines = self.take_block(in_header=in_header)
        arrow = next((index for index, line in enumerate(lines[:2]) if ARROW in line), None)
        if arrow is not None:
            return self.cue(lines, arrow, line_number)
        definition = definition_of(lines[0]) if lines else ""
        if in_header or not lines or NOTE.match(lines[0]):
            return None
        if self.seen_cue or not definition:
            return Dropped(line_number, LATE[definition])
        if len(lines) == 1:
            return None
        text = "\n".join(lines[1:])
        return Style(text) if definition == "STYLE" else parse_region(text)

    def take_block(self, *, in_header: bool) -> list[str]:
        """The lines up to an empty one, the end, or an arrow that belongs to the next block.

        An arrow belongs to this block on its first line, or on its second when that is the first arrow.
        """
        lines: list[str] = []
        last = False
        while not last:
            before = self.position, self.line_number
            line, last = self.take_line()
            if not line:
                break
            if ARROW in line and (in_header or len(lines) > 1 or (lines and ARROW in lines[0])):
                self.position, self.line_number = before
                break
            lines.append(line)
        return lines

    def cue(self, lines: list[str], arrow: int, line_number: int) -> Cue | Dropped | None:
        """The cue of a block with this line of times. None if it is commented out, which does not count as dropped."""
        timings = self.collect_timings_and_settings(lines[arrow])
        if timings:
            self.seen_cue = True
            identifier = lines[0] if arrow else ""
            return Cue(identifier, *timings, text="\n".join(lines[arrow + 1 :]), line_number=line_number + arrow)
        return None if NOTE.match(lines[0]) else Dropped(line_number + arrow, reason_of(lines[arrow]))

    def collect_timings_and_settings(self, line: str) -> tuple[int, int, CueSettings] | None:
        start = collect_timestamp(line, after_white_space(line, 0))
        if not start:
            return None
        arrow = after_white_space(line, start[1])
        if not line.startswith(ARROW, arrow):
            return None
        end = collect_timestamp(line, after_white_space(line, arrow + len(ARROW)))
        if not end:
            return None
        return start[0], end[0], parse_cue_settings(line[end[1] :], self.regions)


def definition_of(line: str) -> str:
    """STYLE or REGION, when that is all the line says."""
    found = DEFINITION.fullmatch(line)
    return found[1] if found else ""


def after_white_space(line: str, position: int) -> int:
    found = WHITE_SPACE.match(line, position)
    return found.end() if found else position


def reason_of(line: str) -> DropReason:
    """Why times could not be read: a comma before the decimals is what people most often bring along from SubRip."""
    return DropReason.DECIMAL_COMMA if COMMA_IN_TIME.match(line) else DropReason.TIMINGS
