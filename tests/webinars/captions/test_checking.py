"""Checks of captions: errors, and hints for readability."""

import pytest

from webinars.captions.checking import FindingCode, Weight, check
from webinars.captions.cues import Dropped, DropReason
from webinars.captions.lines import Line


def line(start, end, text="Hei", speaker=""):
    return Line(start, end, speaker, text)


@pytest.mark.parametrize(
    ("lines", "duration", "expected"),
    [
        ([line(0, 1000), line(1000, 2000)], 2000, {}),
        ([], 2000, {}),
        ([line(0, 1000)], None, {}),
        ([line(5, 5), line(9, 8), line(10, 11_000)], None, {"end_before_start": (1, 2)}),
        ([line(5000, 6000), line(1000, 2000), line(3000, 4000)], None, {"out_of_order": (2,), "overlapping": (2, 3)}),
        ([line(0, 2000), line(1999, 3000), line(3000, 4000)], None, {"overlapping": (2,)}),
        ([line(0, 2000, speaker="A"), line(0, 2000, speaker="B")], None, {}),
        ([line(0, 12_000)], 10_000, {}),
        ([line(0, 12_001)], 10_000, {"after_end": (1,)}),
        ([line(0, 1000), line(2000, 4999)], 10_000, {"much_shorter": (2,)}),
        ([line(0, 5000)], 10_000, {}),
        ([line(0, 5000, "x" * 84)], None, {}),
        ([line(0, 9000, "x" * 85)], None, {"too_long": (1,)}),
        ([line(0, 9000, "a\nb\nc")], None, {"too_long": (1,)}),
        ([line(0, 1000, "x" * 20)], None, {}),
        ([line(0, 1000, "x" * 21)], None, {"too_fast": (1,)}),
    ],
)
def test_findings(lines, duration, expected):
    assert {finding.code: finding.numbers for finding in check(lines, duration)} == expected


def test_problems_come_before_advice_and_have_what_a_sentence_needs():
    dropped = [Dropped(7, DropReason.TIMINGS), Dropped(9, DropReason.TIMINGS)]
    found = check([line(0, 100, "x" * 90)], 1000, dropped=dropped, moved=[1])
    assert [(finding.code, finding.weight) for finding in found] == [
        (FindingCode.DROPPED, Weight.PROBLEM),
        (FindingCode.MUCH_SHORTER, Weight.PROBLEM),
        (FindingCode.OUT_OF_ORDER, Weight.PROBLEM),
        (FindingCode.TOO_LONG, Weight.ADVICE),
        (FindingCode.TOO_FAST, Weight.ADVICE),
    ]
    assert (found[0].numbers, found[0].values) == ((7, 9), {"reasons": (DropReason.TIMINGS,)})
    assert found[1].values == {"end_ms": 100, "duration_ms": 1000}
