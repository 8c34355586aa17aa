"""An in-memory index of the public activities, sorted for lists, which counts the results of every filter option.

In SQL each option of each filter would scan all activities. Here a set of activities is an integer with one bit per
activity, in list order, and filters are combined with `&`. The index is rebuilt when anything but the number of
seats has changed (`content.validity`), or when the order changes with time.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TypeVar, overload

from django.utils import timezone
from django.utils.safestring import SafeString

from content import validity
from home import reading_facts
from home.facts import Fact
from home.reading_facts import Facts

THREE_MONTHS = 92
Value = TypeVar("Value", str, int)
MOST_DRAWN = 2000
"""Fragments of about 4 kB each."""


@dataclass
class Index:
    """The activities in list order at a point in time, and bit sets of the activities by property."""

    facts: Facts
    now: dt.datetime

    def __post_init__(self) -> None:
        self.today = timezone.localdate(self.now)
        self.order = sorted(self.facts.activities, key=self._place)
        self.position = {fact.pk: number for number, fact in enumerate(self.order)}
        self._drawn: dict[tuple[object, ...], SafeString] = {}

    def _place(self, fact: Fact) -> tuple[bool, bool, int, int, str]:
        """The sort key: upcoming by date, then undated, then past with the latest first, then cancelled."""
        over, day = fact.is_over(self.now, self.today), fact.date.toordinal() if fact.date else NEVER
        latest_first = -day if over and fact.date else NEVER
        return fact.cancelled_at is not None, over, latest_first, day, fact.path

    @cached_property
    def until(self) -> dt.datetime:
        """The time at which the order changes."""
        midnight = timezone.make_aware(dt.datetime.combine(self.today + dt.timedelta(days=1), dt.time()))
        coming = (moment for fact in self.order for moment in fact.moments if moment is not None and moment > self.now)
        return min([midnight, *coming])

    # Bit sets of activities, one bit per position in `order`.

    @cached_property
    def all(self) -> int:
        return (1 << len(self.order)) - 1

    def of(self, pks: Iterable[int]) -> int:
        """The bit set of the activities with these primary keys."""
        return _bits(self.position[pk] for pk in pks if pk in self.position)

    @cached_property
    def kinds(self) -> dict[str, int]:
        webinars = self._where(lambda fact: fact.webinar is not None) & ~self.cancelled
        return {
            "webinar": webinars & ~self.over,
            # Includes webinars whose recording is not published yet.
            "recording": webinars & self.over,
            "gathering": self._where(lambda fact: fact.gathering is not None),
            "lesson": self._where(lambda fact: fact.lesson is not None),
        }

    @cached_property
    def cancelled(self) -> int:
        return self._where(lambda fact: fact.cancelled_at is not None)

    @cached_property
    def over(self) -> int:
        return self._where(lambda fact: fact.is_over(self.now, self.today))

    @cached_property
    def takes_place(self) -> int:
        return self._where(lambda fact: fact.session is not None)

    @cached_property
    def by_mission(self) -> dict[int, int]:
        return self._by(lambda fact: [fact.mission] if fact.mission else ())

    @cached_property
    def online(self) -> int:
        return self._where(lambda fact: fact.webinar is not None)

    @cached_property
    def recorded(self) -> int:
        """Past webinars with a published recording."""
        out = self._where(lambda fact: fact.published_at is not None and fact.published_at <= self.now)
        return self.kinds["recording"] & out

    @cached_property
    def open(self) -> int:
        return self._where(lambda fact: fact.takes_registrations(self.now, self.today))

    @cached_property
    def open_until_full(self) -> dict[int, Fact]:
        """Of the open ones, those with limited seats and no waiting list, by root session."""
        limited = (fact for fact in self.listed(self.open) if fact.capacity is not None and not fact.has_waiting_list)
        return {fact.session: fact for fact in limited if fact.session is not None}

    @cached_property
    def periods(self) -> dict[str, int]:
        """Upcoming activities this month, within three months and later, relative to today; and past ones."""
        month = self.today.replace(day=calendar.monthrange(self.today.year, self.today.month)[1])
        soon = self.today + dt.timedelta(days=THREE_MONTHS)
        return {
            "month": self._between(dt.date.min, month),
            "quarter": self._between(dt.date.min, soon),
            "later": self._between(soon + dt.timedelta(days=1), dt.date.max),
            "held": self.over & ~self.cancelled,
        }

    def _between(self, first: dt.date, last: dt.date) -> int:
        """Upcoming activities that begin between these days, inclusive."""
        days = self._where(lambda fact: fact.date is not None and first <= fact.date <= last)
        return days & ~self.over & ~self.cancelled

    def saying(self, word: str) -> int:
        """Activities with this lower-case string anywhere in their texts."""
        words = self.facts.words
        return self._where(lambda fact: word in words[fact.pk])

    @cached_property
    def by_theme(self) -> dict[str, int]:
        return self._by(lambda fact: fact.themes)

    @cached_property
    def by_partner(self) -> dict[str, int]:
        return self._by(lambda fact: [str(fact.responsible_id)] if fact.responsible_id else ())

    @cached_property
    def by_place(self) -> dict[str, int]:
        return self._by(lambda fact: [fact.municipality_code] if fact.municipality_code else ())

    @cached_property
    def by_track(self) -> dict[str, int]:
        """Keyed by the tree path of the track."""
        return self._by(lambda fact: [fact.track.path] if fact.track else ())

    @cached_property
    def spoken(self) -> dict[str, int]:
        """Webinars by spoken language and caption languages."""
        return self._by(lambda fact: {fact.spoken or "", *fact.captions} - {""})

    @cached_property
    def offered(self) -> dict[str, int]:
        """As `spoken` for webinars; other activities by the languages of their page."""
        written = self._by(lambda fact: {fact.own_language, *fact.written} if fact.webinar is None else ())
        return {code: self.spoken.get(code, 0) | written.get(code, 0) for code in {*self.spoken, *written}}

    def _where(self, holds: Callable[[Fact], bool]) -> int:
        return _bits(number for number, fact in enumerate(self.order) if holds(fact))

    def _by(self, values: Callable[[Fact], Iterable[Value]]) -> dict[Value, int]:
        numbers: dict[Value, list[int]] = defaultdict(list)
        for number, fact in enumerate(self.order):
            for value in values(fact):
                numbers[value].append(number)
        return {value: _bits(found) for value, found in numbers.items()}

    def dated(self, below: str = "") -> list[Fact]:
        """Activities with a date, below a tree path."""
        return [fact for fact in self.order if fact.date is not None and fact.path.startswith(below)]

    def coming(self, below: str = "") -> list[Fact]:
        """Upcoming activities by start."""
        return _by_start(fact for fact in self.dated(below) if fact.is_coming(self.now, self.today))

    def beginning(self, since: dt.date, below: str = "") -> list[Fact]:
        """Activities that begin on or after a day, by start."""
        return _by_start(fact for fact in self.dated(below) if fact.date and fact.date >= since)

    def listed(self, bits: int) -> Found:
        return Found(self.order, bits)

    def drawn(self, key: tuple[object, ...], draw: Callable[[], SafeString]) -> SafeString:
        """A rendered fragment that depends on the index and this key alone; rendered once."""
        if key not in self._drawn:
            if len(self._drawn) >= MOST_DRAWN:
                self._drawn.clear()
            self._drawn[key] = draw()
        return self._drawn[key]


@dataclass
class Found(Sequence[Fact]):
    """A bit set as a lazy sequence of activities in list order."""

    order: list[Fact]
    bits: int

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __iter__(self) -> Iterator[Fact]:
        line = f"{self.bits:b}"[::-1]
        place = line.find("1")
        while place >= 0:
            yield self.order[place]
            place = line.find("1", place + 1)

    @overload
    def __getitem__(self, part: int) -> Fact: ...

    @overload
    def __getitem__(self, part: slice) -> list[Fact]: ...

    def __getitem__(self, part: int | slice) -> Fact | list[Fact]:
        if isinstance(part, slice):
            return list(islice(self, part.start, part.stop, part.step))
        return next(islice(self, part, None))


NEVER = dt.date.max.toordinal()
LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)


_memo: validity.Memo[Index] = validity.Memo()


def read() -> Index:
    """The current index: two queries if the database has changed, otherwise at most the one for the generation."""
    now, generation = timezone.now(), validity.current()
    if generation is None:
        return Index(reading_facts.read(), now)
    kept = _memo.get(generation)
    if kept is None or not kept.now <= now < kept.until:
        kept = _memo.put(generation, Index(reading_facts.read(), now))
    return kept


def _by_start(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: (fact.date, fact.starts_at or LATEST, fact.session))


def _bits(numbers: Iterable[int]) -> int:
    """Built as bytes: setting bits in an integer would copy it each time."""
    found = bytearray()
    for number in numbers:
        place = number >> 3
        if place >= len(found):
            found.extend(bytes(place + 1 - len(found)))
        found[place] |= 1 << (number & 7)
    return int.from_bytes(found, "little")
