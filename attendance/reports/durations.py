"""Parses durations: «3h 23m 20s», «59 Min. 0 Sek.», «1 hr 2 min», «0:19:26», or a number of minutes."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST = 100 * 24 * 3600
PART = re.compile(r"(\d{1,7}(?:[.,]\d{1,3})?)\s*([^\W\d_]+)\.?,?\s*")
CLOCK = re.compile(r"(\d{1,4}):(\d{2}):(\d{2})(?:[.,]\d+)?\Z", re.ASCII)
SHORT_CLOCK = re.compile(r"(\d{1,4}):(\d{2})\Z", re.ASCII)
NUMBER = re.compile(r"(\d{1,7})(?:[.,](\d{1,6}))?\Z", re.ASCII)
# First letters of the units in Western European languages; the longest match counts.
UNITS = {
    **dict.fromkeys(["d", "day", "dag", "tag", "jour", "dia"], 86400),
    **dict.fromkeys(["h", "hr", "hrs", "hour", "heure", "hora"], 3600),
    **dict.fromkeys(["std", "stunde", "t", "tim", "godz", "g", "u", "uur"], 3600),
    **dict.fromkeys(["m", "min"], 60),
    **dict.fromkeys(["s", "sec", "sek", "seg"], 1),
}


@lru_cache(maxsize=4096)
def read_duration(text: str) -> int | None:
    """The seconds of a duration with units or as hours:minutes:seconds; None for anything else."""
    text = text.strip().lower()
    if clock := CLOCK.match(text):
        hours, minutes, seconds = (int(part) for part in clock.groups())
        return _within(hours * 3600 + minutes * 60 + seconds) if minutes < 60 and seconds < 60 else None
    place, total, found = 0, 0.0, False
    while part := PART.match(text, place):
        unit = _unit(part[2])
        if unit is None:
            return None
        total += float(part[1].replace(",", ".")) * unit
        place, found = part.end(), True
    return _within(int(total)) if found and place == len(text) else None


def read_number(text: str) -> float | None:
    """A number, or hours:minutes as a number of minutes."""
    if clock := SHORT_CLOCK.match(text.strip()):
        return int(clock[1]) * 60 + int(clock[2]) if int(clock[2]) < 60 else None
    if number := NUMBER.match(text.strip()):
        return float(f"{number[1]}.{number[2] or 0}")
    return None


def _unit(word: str) -> int | None:
    for length in range(len(word), 0, -1):
        if word[:length] in UNITS and (length >= 3 or length == len(word)):
            return UNITS[word[:length]]
    return None


def _within(seconds: int) -> int | None:
    return seconds if 0 <= seconds <= LONGEST else None
