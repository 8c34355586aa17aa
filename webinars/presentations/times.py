"""Parses times of slides as people type them: «17:35», «0:17:35», «1055», and lines of «12 00:17:35»."""

from __future__ import annotations

import re

CLOCK = re.compile(r"(?:(\d{1,2})[:.])?(\d{1,3})[:.](\d{1,2})(?:[.,]\d+)?")
LINE = re.compile(r"\D{0,12}?(\d{1,4})(?:[.:)]?\s+(?:[-–—]\s+)?|[;,]\s*)(\S.*)")
LONGEST = 6
"""Digits of a number of seconds."""


def second_of(typed: str) -> int:
    """The second. Raises `ValueError` if it is not a time."""
    text = typed.strip()
    if text.isascii() and text.isdigit() and len(text) <= LONGEST:
        return int(text)
    found = CLOCK.fullmatch(text) if text.isascii() else None
    if found is None:
        raise ValueError(typed)
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    if seconds > 59 or (found.group(1) is not None and minutes > 59):
        raise ValueError(typed)
    return hours * 3600 + minutes * 60 + seconds


def number_and_second(line: str) -> tuple[int, int]:
    """The number and second in a line such as «12 00:17:35» or «Lysark 12: 17:35». Raises `ValueError` for others."""
    found = LINE.fullmatch(line.strip())
    if found is None:
        raise ValueError(line)
    return int(found.group(1)), second_of(found.group(2))
