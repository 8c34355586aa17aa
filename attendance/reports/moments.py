"""Parses dates and times as programs write them. An ambiguous date keeps both readings."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 2000, 2099
SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200e": None, "\u200f": None, "\ufeff": None})

YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)", re.ASCII)
YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)", re.ASCII)
MONTH_FIRST = re.compile(r"([^\W\d_]{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")
DAY_FIRST = re.compile(r"(\d{1,2})\.? (?:de )?([^\W\d_]{3,12})\.?,?(?: de)? (\d{4})(?!\d)")
TIME = re.compile(
    r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d{1,9})?(?: ?([ap])\.? ?m\.?)?"
    r" ?(z|utc|gmt|(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?)?\Z",
    re.ASCII | re.IGNORECASE,
)
BETWEEN = re.compile(r"T|,? ?(?:kl\.?|at|um|às|,)? ?", re.IGNORECASE)
OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2}):?(\d{2})?\Z", re.IGNORECASE)

# First letters of the months in English, the Nordic languages, German, Dutch, French, Spanish and Portuguese.
MONTHS = {
    beginning: number
    for number, beginnings in enumerate(
        [
            "jan ene",
            "feb fev fév",
            "mar mär mrz maa",
            "apr abr avr",
            "may mai maj mei",
            "jun jui",
            "jul",
            "aug ago aoû aou",
            "sep set",
            "oct okt out",
            "nov",
            "dec des dez dic déc",
        ],
        1,
    )
    for beginning in beginnings.split()
}


class Order(StrEnum):
    """Which of the first two numbers in 9/10/26 is the day."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class Day(NamedTuple):
    """A date in both readings, None where it is not valid. For most dates they are the same."""

    day_first: dt.date | None
    month_first: dt.date | None

    @property
    def is_open(self) -> bool:
        return self.day_first != self.month_first

    def by(self, order: Order) -> dt.date | None:
        return self.day_first if order is Order.DAY_FIRST else self.month_first


@dataclass(frozen=True, slots=True)
class Written:
    """The content of a cell. Without `day` it is only a time, without `time` only a date."""

    day: Day | None
    time: dt.time | None
    offset: dt.timezone | None = None

    def at(self, order: Order, zone: dt.tzinfo, day: dt.date | None = None) -> int | None:
        """UTC seconds since 1970. `day` is used for a time without a date, `zone` for one without an offset."""
        date = self.day.by(order) if self.day else day
        if date is None or self.time is None:
            return None
        return int(dt.datetime.combine(date, self.time, self.offset or zone).timestamp())


@lru_cache(maxsize=8192)
def read_moment(text: str) -> Written | None:
    """A date with a time, a date, or a time. None for anything else."""
    text = text.translate(SPACES).strip()
    if not text or len(text) > 60 or not any(sign.isdigit() for sign in text):
        return None
    day, rest = _day(text)
    if day is None:
        found = _time(text)
        return Written(None, *found) if found else None
    if not rest:
        return Written(day, None)
    between = BETWEEN.match(rest)
    found = _time(rest[between.end() :]) if between and between.end() else None
    return Written(day, *found) if found else None


def _day(text: str) -> tuple[Day | None, str]:
    """The date at the beginning of the text, and the rest of it."""
    if match := YEAR_FIRST.match(text):
        day = _date(match[1], match[3], match[4])
        return (Day(day, day) if day else None), text[match.end() :]
    if match := YEAR_LAST.match(text):
        readings = Day(_date(match[4], match[3], match[1]), _date(match[4], match[1], match[3]))
        if match[2] == ".":
            # With full stops, the day always comes first.
            readings = Day(readings.day_first, readings.day_first)
        return (readings if any(readings) else None), text[match.end() :]
    if match := MONTH_FIRST.match(text):
        day = _date(match[3], _month(match[1]), match[2])
        return (Day(day, day) if day else None), text[match.end() :]
    if match := DAY_FIRST.match(text):
        day = _date(match[3], _month(match[2]), match[1])
        return (Day(day, day) if day else None), text[match.end() :]
    return None, ""


def _month(name: str) -> int:
    return MONTHS.get(name[:3].lower(), 0)


def _date(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    year = int(year)
    year += 2000 if year < 100 else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return dt.date(year, int(month), int(day))
    except ValueError:
        return None


def _time(text: str) -> tuple[dt.time, dt.timezone | None] | None:
    match = TIME.match(text.strip())
    if not match:
        return None
    hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
    if match[4]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[4] in "pP" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    offset = _offset(match[5])
    return (dt.time(hour, minute, second), offset) if offset is not None or not match[5] else None


def _offset(text: str | None) -> dt.timezone | None:
    if not text:
        return None
    if text.lower() in ("z", "utc", "gmt"):
        return dt.UTC
    match = OFFSET.match(text)
    if not match or int(match[2]) > 14 or int(match[3] or 0) > 59:
        return None
    span = dt.timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return dt.timezone(span if match[1] == "+" else -span)
