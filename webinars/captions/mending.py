"""Corrects lines that end before they begin: they are shown for as long as it takes to read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from webinars.captions.checking import FASTEST_READING
from webinars.captions.lines import Line

SHORTEST = 1_000


def with_ends(lines: Sequence[Line]) -> tuple[list[Line], list[int]]:
    """The lines, with corrected ends, and the numbers (from 1) of those that were corrected."""
    wrong = [number for number, line in enumerate(lines) if line.end_ms <= line.start_ms]
    mended = list(lines)
    for number in wrong:
        line = lines[number]
        readable = line.start_ms + max(SHORTEST, len(line.text) * 1000 // FASTEST_READING)
        following = lines[number + 1].start_ms if number + 1 < len(lines) else readable
        end = min(readable, following) if following >= line.start_ms + SHORTEST else readable
        mended[number] = replace(line, end_ms=end)
    return mended, [number + 1 for number in wrong]
