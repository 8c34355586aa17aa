"""Times as WebVTT writes them, in whole milliseconds."""

from __future__ import annotations

import re

MOST_DIGITS = 12

# Possessive and anchored by `match`: a million digits are read once.
TIMESTAMP = re.compile(r"([0-9]++):([0-9]{2})(?::([0-9]{2}))?\.([0-9]{3})(?![0-9])")


def whole_number(digits: str) -> int:
    """The number that ASCII digits stand for; one of more than twelve digits is the largest of twelve.

    Python refuses to read thousands of digits, and no recording is that long.
    """
    significant = digits.lstrip("0") or "0"
    return int(significant) if len(significant) <= MOST_DIGITS else 10**MOST_DIGITS - 1


def milliseconds(hours: int, minutes: int, seconds: int, thousandths: int = 0) -> int:
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def collect_timestamp(text: str, position: int) -> tuple[int, int] | None:
    """Collect a WebVTT timestamp at a position: the time and where it ends, or None.

    Hours may be left out; then there are exactly two digits of minutes.
    """
    found = TIMESTAMP.match(text, position)
    if not found:
        return None
    first, second, third, thousandths = found.groups()
    if third is None:
        if len(first) != 2:
            return None
        hours, minutes, seconds = 0, int(first), int(second)
    else:
        hours, minutes, seconds = whole_number(first), int(second), int(third)
    if minutes > 59 or seconds > 59:
        return None
    return milliseconds(hours, minutes, seconds, int(thousandths)), found.end()


def clock(time: int) -> str:
    """A time as we write it: 01:02:05.250."""
    seconds, thousandths = divmod(max(time, 0), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"
