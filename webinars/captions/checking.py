"""Findings for the person who uploads captions. None of them refuses the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from webinars.captions.cues import Dropped
from webinars.captions.lines import Line, out_of_order

GRACE_AFTER_END = 2_000
LONGEST_ROW = 42
MOST_ROWS = 2
FASTEST_READING = 20
"""Characters per second that a practised reader can follow, as broadcasters count."""
SHORT_SHARE = 0.5
UNREADABLE = "\ufffd"
"""Replaces a character that could not be decoded."""


class FindingCode(StrEnum):
    DROPPED = "dropped"
    DAMAGED = "damaged"
    END_BEFORE_START = "end_before_start"
    AFTER_END = "after_end"
    MUCH_SHORTER = "much_shorter"
    OUT_OF_ORDER = "out_of_order"
    TOO_LONG = "too_long"
    TOO_FAST = "too_fast"
    OVERLAPPING = "overlapping"


class Weight(StrEnum):
    """A problem should be corrected, advice makes captions easier to read, information needs no action."""

    PROBLEM = "problem"
    ADVICE = "advice"
    INFORMATION = "information"


WEIGHTS = {
    FindingCode.DROPPED: Weight.PROBLEM,
    FindingCode.DAMAGED: Weight.PROBLEM,
    FindingCode.END_BEFORE_START: Weight.PROBLEM,
    FindingCode.AFTER_END: Weight.PROBLEM,
    FindingCode.MUCH_SHORTER: Weight.PROBLEM,
    FindingCode.OUT_OF_ORDER: Weight.PROBLEM,
    FindingCode.TOO_LONG: Weight.ADVICE,
    FindingCode.TOO_FAST: Weight.ADVICE,
    FindingCode.OVERLAPPING: Weight.INFORMATION,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding, and the numbers (from 1) of its lines; for `dropped`, line numbers of the file.

    `values`: after_end and much_shorter have `end_ms` and `duration_ms`; too_long `rows` and `characters`; too_fast
    `per_second`; dropped `reasons`.
    """

    code: FindingCode
    numbers: tuple[int, ...] = ()
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def weight(self) -> Weight:
        return WEIGHTS[self.code]


def check(
    lines: Sequence[Line],
    duration_ms: int | None = None,
    *,
    dropped: Sequence[Dropped] = (),
    moved: Iterable[int] = (),
    mended: Iterable[int] = (),
) -> list[Finding]:
    """The findings, most important first, including what was left out, moved or corrected when reading."""
    last = max((line.end_ms for line in lines), default=0)
    numbered = list(enumerate(lines, 1))
    found = [
        Finding(
            FindingCode.DROPPED,
            tuple(block.line_number for block in dropped),
            {"reasons": tuple(dict.fromkeys(block.reason for block in dropped))},
        ),
        Finding(
            FindingCode.DAMAGED,
            tuple(number for number, line in numbered if UNREADABLE in line.text or UNREADABLE in line.speaker),
        ),
        Finding(
            FindingCode.END_BEFORE_START,
            tuple(sorted({*mended, *(number for number, line in numbered if line.end_ms <= line.start_ms)})),
        ),
        Finding(FindingCode.OUT_OF_ORDER, tuple(sorted({*moved, *out_of_order(lines)}))),
        Finding(
            FindingCode.TOO_LONG,
            tuple(number for number, line in numbered if is_too_long(line)),
            {"rows": MOST_ROWS, "characters": LONGEST_ROW},
        ),
        Finding(
            FindingCode.TOO_FAST,
            tuple(number for number, line in numbered if is_too_fast(line)),
            {"per_second": FASTEST_READING},
        ),
        Finding(FindingCode.OVERLAPPING, tuple(overlapping(lines))),
    ]
    if duration_ms:
        values = {"end_ms": last, "duration_ms": duration_ms}
        late = tuple(number for number, line in numbered if line.end_ms > duration_ms + GRACE_AFTER_END)
        found.append(Finding(FindingCode.AFTER_END, late, values))
        if lines and last < duration_ms * SHORT_SHARE:
            found.append(Finding(FindingCode.MUCH_SHORTER, (len(lines),), values))
    order = list(WEIGHTS)
    return sorted((finding for finding in found if finding.numbers), key=lambda finding: order.index(finding.code))


def overlapping(lines: Sequence[Line]) -> list[int]:
    """Lines that begin before earlier ones have ended. Two speakers in one cue share its times and do not count."""
    found = []
    ends = 0
    previous: tuple[int, int] | None = None
    for number, line in enumerate(lines, 1):
        times = line.start_ms, line.end_ms
        if line.start_ms < ends and times != previous:
            found.append(number)
        ends = max(ends, line.end_ms)
        previous = times
    return found


def is_too_long(line: Line) -> bool:
    """More than fits into two rows. Counted as a player would break long rows."""
    rows = sum(-(-len(row) // LONGEST_ROW) for row in line.text.split("\n"))
    return rows > MOST_ROWS


def is_too_fast(line: Line) -> bool:
    time = line.end_ms - line.start_ms
    return time > 0 and len(line.text) * 1000 > FASTEST_READING * time
