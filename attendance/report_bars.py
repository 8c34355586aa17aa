"""Positions of bars that show stays within a session, as parts of a width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BAR = 1000
"""The width of the drawing; it is scaled when shown."""
THINNEST = 4


@dataclass(frozen=True)
class Stretch:
    """A bar. Overlapping bars are in different rows."""

    start: int
    width: int
    row: int = 0


def stays_drawn(stays: Iterable[Sequence[float]], start: float | None, end: float | None) -> list[Stretch]:
    """The stays as far as they are within the session; empty if it has no times."""
    if start is None or end is None or end <= start:
        return []
    bars: list[Stretch] = []
    free_from: list[float] = []
    for stay in stays:
        first, last = max(stay[0], start), min(stay[1], end)
        if last <= first:
            continue
        row = next((n for n, free in enumerate(free_from) if free <= first), len(free_from))
        free_from[row : row + 1] = [last]
        bars.append(_stretch(first, last, start, end, row))
    return bars


def beside_drawn(*spans: tuple[float, float]) -> list[Stretch]:
    """Spans of time below each other, on a scale from the first begin to the last end."""
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    if end <= start:
        return []
    return [_stretch(first, last, start, end, row) for row, (first, last) in enumerate(spans)]


def _stretch(first: float, last: float, start: float, end: float, row: int) -> Stretch:
    place = int((first - start) / (end - start) * BAR)
    return Stretch(place, max(THINNEST, int((last - first) / (end - start) * BAR)), row)
