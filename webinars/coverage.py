"""How much of a recording has been watched: arithmetic over ranges of whole seconds, without Django.

A browser reports all that it has played since the page was opened, repeatedly, late, twice or not at all. So a report
is only ever united with what is known: a union is idempotent, commutative and associative and never shrinks. Each law
is a property test.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from functools import cached_property

Segments = tuple[tuple[int, int], ...]
"""Ranges of whole seconds, [start, end), sorted and more than `BRIDGED` apart."""

BRIDGED = 1
"""Gaps of this many seconds count as watched, as players lose as much when they seek or pause."""
MOST_RANGES = 500
NEAR_END = 0.98
"""Beyond this part, a recording has been watched to its end and starts from the beginning."""
MOST_NAMED = 5
"""The number of missing ranges that a sentence names."""
STEPS = 10_000
"""Shares have four decimals."""


def union(*parts: Iterable[Sequence[int]]) -> Segments:
    """All the seconds that are in any of the parts, small gaps bridged."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((segment[0], segment[1]) for part in parts for segment in part):
        if joined and start - joined[-1][1] <= BRIDGED:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif end > start:
            joined.append((start, end))
    return tuple(joined)


def cleaned(ranges: object, duration: int) -> Segments:
    """The ranges that a player reports, clipped to the recording, in whole seconds, at most the longest 500.

    Anything that is not a pair of finite numbers in order is ignored.
    """
    if not isinstance(ranges, list):
        return ()
    found = union(pair for pair in (_whole_seconds(item, duration) for item in ranges) if pair)
    if len(found) > MOST_RANGES:
        longest = sorted(found, key=lambda segment: segment[0] - segment[1])[:MOST_RANGES]
        found = tuple(sorted(longest))
    return found


def _whole_seconds(item: object, duration: int) -> tuple[int, int] | None:
    if not isinstance(item, list) or len(item) != 2:
        return None
    start, end = (whole_second(value, duration) for value in item)
    return (start, end) if start is not None and end is not None and start < end else None


def whole_second(value: object, duration: int) -> int | None:
    """A time that a player reports, as a second of the recording; None if it is not a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return math.floor(min(max(value, 0), duration) + 0.5)


def within(segments: Iterable[Sequence[int]], duration: int) -> Segments:
    """The ranges, clipped to a recording of this length."""
    return union((start, min(end, duration)) for start, end in segments)


def length(segments: Iterable[Sequence[int]]) -> int:
    return sum(end - start for start, end in segments)


def gaps(segments: Iterable[Sequence[int]], duration: int) -> Segments:
    """The ranges that are not covered."""
    missing, reached = [], 0
    for start, end in segments:
        if start > reached:
            missing.append((reached, start))
        reached = max(reached, end)
    if reached < duration:
        missing.append((reached, duration))
    return tuple(missing)


def without(segments: Segments, others: Segments) -> Segments:
    """The seconds of the first that are not in the second."""
    if not segments:
        return ()
    left = []
    for from_, to in gaps(others, segments[-1][1]):
        left += [(max(start, from_), min(end, to)) for start, end in segments if start < to and end > from_]
    return tuple(sorted(left))


def beginning(segments: Segments, seconds: int) -> Segments:
    """The first seconds of ranges, up to this number."""
    kept = []
    for start, end in segments:
        if seconds <= 0:
            break
        kept.append((start, min(end, start + seconds)))
        seconds -= end - start
    return tuple(kept)


def extended(seen: Segments, played: Segments, allowed: int) -> tuple[Segments, int]:
    """What was watched together with what was played, but with at most `allowed` new seconds; and the number of seconds
    refused."""
    whole = union(seen, played)
    new = length(whole) - length(seen)
    if new <= allowed:
        return whole, 0
    fresh = without(whole, seen)
    part = union(seen, beginning(fresh, allowed))
    if length(part) - length(seen) > allowed:  # The last allowed second may be a bridged gap away.
        part = union(seen, beginning(fresh, allowed - 1))
    return part, new - (length(part) - length(seen))


def share(covered: int, duration: int) -> Decimal:
    """The covered share, rounded down to four decimals, at most 1."""
    return Decimal(min(covered, duration) * STEPS // duration) / STEPS if duration else Decimal(0)


def seconds_needed(threshold: Decimal, duration: int) -> int:
    """The fewest covered seconds whose share reaches the threshold."""
    return math.ceil(threshold.quantize(Decimal(1) / STEPS, ROUND_UP) * duration)


@dataclass(frozen=True, kw_only=True)
class WatchProgress:
    """How much of a recording has been watched: shown on the page, and the answer to the player's reports."""

    duration: int
    threshold: Decimal | None
    """The share that completes the activity; None if watching does not."""
    segments: Segments = ()
    position: int = 0
    is_complete: bool = False
    """Whether the activity is completed, by watching or otherwise, but not by declaration only."""

    @classmethod
    def of(
        cls,
        duration: int,
        threshold: Decimal | None,
        segments: Iterable[Sequence[int]] | None,
        position: int | None,
        *,
        is_complete: bool,
    ) -> WatchProgress:
        """From what is stored, if anything is, clipped to the recording, whose length may have been corrected."""
        return cls(
            duration=duration,
            threshold=threshold,
            segments=within(segments or (), duration),
            position=min(position or 0, duration),
            is_complete=is_complete,
        )

    @cached_property
    def seen(self) -> int:
        return length(self.segments)

    @property
    def share(self) -> Decimal:
        return share(self.seen, self.duration)

    @property
    def percent(self) -> int:
        """Whole percent, rounded down."""
        return int(self.share * 100)

    @property
    def is_begun(self) -> bool:
        return self.seen > 0

    @cached_property
    def missing(self) -> Segments:
        """The ranges not watched yet, as [start, end) in seconds."""
        return gaps(self.segments, self.duration)

    @cached_property
    def missing_named(self) -> Segments:
        """The longest of them, as many as a sentence can name, in order."""
        longest = sorted(self.missing, key=lambda stretch: stretch[0] - stretch[1])[:MOST_NAMED]
        return tuple(sorted(longest))

    @property
    def missing_unnamed(self) -> int:
        """The number of the other ones."""
        return len(self.missing) - len(self.missing_named)

    @property
    def seconds_left(self) -> int | None:
        """Seconds to watch until completion; None if watching does not complete the activity."""
        if self.threshold is None:
            return None
        return max(0, seconds_needed(self.threshold, self.duration) - self.seen)

    @property
    def minutes_left(self) -> int | None:
        """The same in whole minutes, rounded up."""
        return None if self.seconds_left is None else math.ceil(self.seconds_left / 60)

    @property
    def is_complete_otherwise(self) -> bool:
        """Whether it is completed although too little has been watched: present live, waived."""
        return self.is_complete and self.seconds_left != 0

    @property
    def percent_of_way(self) -> int:
        """Progress to completion in whole percent, rounded down; 0 if watching does not complete the activity."""
        if self.threshold is None or not self.duration:
            return 0
        return min(100, self.seen * 100 // max(1, seconds_needed(self.threshold, self.duration)))

    @property
    def resume_at(self) -> int:
        """The second to continue from; 0 is the beginning."""
        return self.position if self.position < self.duration * NEAR_END else 0
