"""Reads SubRip as programs write it; there is no specification.

A line with times begins a cue, wherever it is. The following lines are its text, up to the next line with times; the
number before that belongs to the next cue. So numbers may be missing, a text may contain empty lines, and there may be
none between cues. The result is the same cues as from `webvtt`, with the text as a WebVTT payload.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from webinars.captions.cue_settings import DEFAULT
from webinars.captions.cues import Cue, Dropped, DropReason
from webinars.captions.times import milliseconds
from webinars.captions.webvtt import normalised

# A time line is short; more of a line than this is not looked at.
LONGEST_TIME_LINE = 200
TIME = r"(?:([0-9]{1,3})\s?:\s?)?([0-9]{1,3})\s?:\s?([0-9]{1,2})(?:\s?[,.:;]\s?([0-9]{1,9}))?"
TIMES = re.compile(rf"\s{{0,20}}{TIME}\s{{0,20}}(?:--\s?>|->|–>|—>)\s{{0,20}}{TIME}(?![0-9])")
ARROW = re.compile(r"-->")
NUMBER = re.compile(r"\s{0,20}([0-9]{1,9})\s{0,20}")
# Line breaks as a tag, and the tags that mean the same in WebVTT; colours, fonts and places do not survive.
BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
MARKUP = re.compile(
    r"(?P<kept></?[ibu]>|<v(?:\.[^<>\s]*)? [^<>\n]*>|</v>)"
    r"|(?P<gone></?(?:font|s|c)\b[^<>]*>|\{\\[^{}\n]*\}|\{/?[ibuy]:?[^{}\n]{0,20}\})"
    r"|(?P<reference>&(?:[a-zA-Z]{2,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)"
    r"|(?P<special>[&<>])",
    re.IGNORECASE,
)
ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def parse(text: str) -> tuple[list[Cue], list[Dropped]]:
    """The cues of a decoded file, and the lines where times could not be read."""
    blocks = list(parse_blocks(text))
    cues = [block for block in blocks if isinstance(block, Cue)]
    return cues, [block for block in blocks if isinstance(block, Dropped)]


def parse_blocks(text: str) -> Iterator[Cue | Dropped]:
    """The cues one by one, for a reader that wants to stop before the end."""
    if ">" not in text:
        # Without an arrow there are no times: this avoids splitting a large file of another type.
        return
    number = ""
    pending: tuple[str, int, int, int] | None = None
    rows: list[str] = []
    for line_number, line in enumerate(normalised(text).removeprefix("\ufeff").split("\n"), 1):
        times = times_of(line)
        if times is None and not ARROW.search(line):
            rows.append(line)
            continue
        number = take_number(rows, after=number)
        if pending:
            yield cue_of(pending, rows)
        rows.clear()
        pending = (number, *times, line_number) if times else None
        if not times:
            yield Dropped(line_number, DropReason.TIMINGS)
    if pending:
        yield cue_of(pending, rows)


def times_of(line: str) -> tuple[int, int] | None:
    """Start and end, when this is a time line: with or without hours, decimals after a comma or a point."""
    found = TIMES.match(line[:LONGEST_TIME_LINE])
    if not found:
        return None
    start, end = time_of(*found.groups()[:4]), time_of(*found.groups()[4:])
    return None if start is None or end is None else (start, end)


def time_of(hours: str | None, minutes: str, seconds: str, decimals: str | None) -> int | None:
    """The time of its parts; `1,5` is one and a half second. Without hours, minutes may exceed 59."""
    if int(seconds) > 59 or (hours and int(minutes) > 59):
        return None
    return milliseconds(int(hours or 0), int(minutes), int(seconds), int((decimals or "").ljust(3, "0")[:3]))


def take_number(rows: list[str], *, after: str) -> str:
    """Take the number of the next cue from the end of what precedes it, or "" when it has none.

    A row of digits alone may also be said («42»): it is a number after an empty line, or when it is next in turn.
    """
    found = NUMBER.fullmatch(rows[-1]) if rows else None
    if not found:
        return ""
    apart = len(rows) == 1 or not rows[-2].strip()
    next_in_turn = bool(after) and int(found[1]) == int(after) + 1
    if not (apart or next_in_turn):
        return ""
    rows.pop()
    return found[1]


def cue_of(pending: tuple[str, int, int, int], rows: list[str]) -> Cue:
    number, start, end, line_number = pending
    text = "\n".join(stripped for row in rows if (stripped := row.strip()))
    return Cue(number, start, end, DEFAULT, payload(text), line_number)


def payload(text: str) -> str:
    """The text as a payload of WebVTT."""
    return MARKUP.sub(rewritten, BREAK.sub("\n", text))


def rewritten(markup: re.Match[str]) -> str:
    if special := markup["special"]:
        return ESCAPES[special]
    if kept := markup["kept"]:
        return kept.lower() if len(kept) <= len("</i>") else kept
    return markup["reference"] or ""
