"""Lines of captions as they are stored: times, a speaker and plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LONGEST_SPEAKER = 160

SPACES = re.compile("[ \t\v\f\x85\u2028\u2029]+")
# Controls, halves of surrogate pairs, and what is invisible or turns the direction of the text around it.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a transcript. Times are whole milliseconds; "" where nobody is said to speak.

    The text is plain, in rows as it is shown in the picture, divided by line feeds, none of them empty.
    """

    start_ms: int
    end_ms: int
    speaker: str
    text: str


def clean_text(text: str) -> str:
    """Any text as a `Line` has it: rows trimmed, without empty rows and invisible characters."""
    text = SPACES.sub(" ", INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return "\n".join(row for line in text.split("\n") if (row := line.strip()))


def clean_speaker(name: str) -> str:
    """A name in one row, cut to the length of the column."""
    return clean_text(name).replace("\n", " ")[:LONGEST_SPEAKER].rstrip()


def out_of_order(lines: Sequence[Line]) -> list[int]:
    """The numbers, from 1, of lines that begin before the one that precedes them."""
    return [number for number, (before, line) in enumerate(pairwise(lines), 2) if line.start_ms < before.start_ms]
