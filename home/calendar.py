"""The calendar: what takes place in a month, day by day, and all that comes, in order."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from content import dates
from content.versions import all_in_words
from courses.models import ProgrammePage
from home import index
from home.cards import Card, starts
from home.outline import cards_of, place
from home.pages import listed, public, specific, with_card_facts
from people.models import Participant

PER_PAGE = 24
FIRST_YEAR, LAST_YEAR = 1990, 2100
MOST_PROGRAMMES = 80


@dataclass(frozen=True)
class Month:
    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Month:
        return cls(day.year, day.month)

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.number, 1)

    @property
    def last(self) -> dt.date:
        return self.first.replace(day=calendar.monthrange(self.year, self.number)[1])

    @property
    def before(self) -> Month:
        return Month.of(self.first - dt.timedelta(days=1))

    @property
    def after(self) -> Month:
        return Month.of(self.last + dt.timedelta(days=1))

    @property
    def name(self) -> str:
        """«November»"""
        name = dates.forms().months[self.number - 1]
        return f"{name[:1].upper()}{name[1:]}"

    @property
    def label(self) -> str:
        """«November 2026»"""
        return f"{self.name} {self.year}"


@dataclass
class Step:
    """A way to another month."""

    month: Month
    url: str


@dataclass
class Entry:
    """An activity on one of its days."""

    card: Card
    time: str = ""
    is_first: bool = True


@dataclass
class Day:
    date: dt.date
    is_in_month: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Week:
    number: int
    days: list[Day]

    @property
    def is_empty(self) -> bool:
        return not any(day.entries for day in self.days)


@dataclass
class Choice:
    """A programme to look at alone, or all of them."""

    label: str
    url: str
    current: bool
    feed_url: str = ""


@dataclass
class MonthView:
    month: Month
    weeks: list[Week]
    previous: Step | None
    next: Step | None
    nearest: Step | None
    """Where the month is empty: the next one that is not, else the last that was not."""

    @property
    def weekdays(self) -> tuple[str, ...]:
        return dates.forms().weekdays

    @property
    def is_empty(self) -> bool:
        return all(week.is_empty for week in self.weeks)

    @property
    def is_now(self) -> bool:
        return self.month == Month.of(timezone.localdate())


@dataclass
class ListView:
    page: PaginatorPage
    months: list[tuple[str, list[Card]]]
    """What comes, by month, in order."""


def month_address(month: Month, query: str = "") -> str:
    return reverse("calendar_month", args=[month.year, month.number]) + query


def read_month(month: Month, programme: ProgrammePage | None, participant: Participant | None) -> MonthView:
    """Three queries, five signed in; two to read the index."""
    query = query_of(programme)
    grid = calendar.Calendar().monthdatescalendar(month.year, month.number)
    dated = _dated(programme)
    here = [fact.pk for fact, first, last in dated if first <= grid[-1][-1] and last >= grid[0][0]]
    cards = _cards(here, participant)
    by_day: dict[dt.date, list[Entry]] = defaultdict(list)
    for card in cards:
        for number, day in enumerate(_days_of(card)):
            by_day[day].append(Entry(card, _time(card) if number == 0 else "", is_first=number == 0))
    today = timezone.localdate()
    weeks = [
        Week(
            week[0].isocalendar().week,
            [
                Day(day, day.month == month.number, day == today, by_day[day] if day.month == month.number else [])
                for day in week
            ],
        )
        for week in grid
    ]
    days = [first for _fact, first, _last in dated]
    view = MonthView(month, weeks, None, None, None)
    if days and month.first > min(days):
        view.previous = Step(month.before, month_address(month.before, query))
    if days and month.last < max(last for _fact, _first, last in dated):
        view.next = Step(month.after, month_address(month.after, query))
    if view.is_empty and days:
        nearest = Month.of(_nearest(days, month))
        view.nearest = Step(nearest, month_address(nearest, query))
    return view


def read_list(number: str | None, programme: ProgrammePage | None, participant: Participant | None) -> ListView:
    """All that comes, the first first. Three queries, five signed in; two to read the index."""
    coming = index.read().coming(programme.path if programme else "")
    page = Paginator(coming, PER_PAGE).get_page(number)
    cards = _cards([fact.pk for fact in page.object_list], participant)
    months: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        if card.session and card.session.date:
            months[Month.of(card.session.date).label].append(card)
    return ListView(page, list(months.items()))


def coming(programme: str, most: int) -> list[Card]:
    """The next ones, of the programme with this name in addresses where it is one. For a feed."""
    chosen = public(ProgrammePage.objects.filter(original=None, slug=programme)).first() if programme else None
    facts = index.read().coming(chosen.path if chosen else "")[:most]
    return _cards([fact.pk for fact in facts], None)


def programmes() -> list[ProgrammePage]:
    return all_in_words(public(ProgrammePage.objects.filter(original=None)).order_by("path")[:MOST_PROGRAMMES])


def query_of(programme: ProgrammePage | None) -> str:
    return f"?programme={programme.slug}" if programme else ""


def _dated(programme: ProgrammePage | None) -> list[tuple[index.Fact, dt.date, dt.date]]:
    """The dated activities that the public may see, with their first and last day."""
    facts = index.read().dated(programme.path if programme else "")
    return [(fact, fact.date, fact.last_date or fact.date) for fact in facts if fact.date]


def _cards(activities: Sequence[int], participant: Participant | None) -> list[Card]:
    rows = with_card_facts(listed(Page.objects.filter(pk__in=activities)))
    cards = place(cards_of([specific(row) for row in rows], participant))
    return sorted(cards, key=starts)


def _nearest(days: Sequence[dt.date], month: Month) -> dt.date:
    """When something begins after a month, else the last time that it did before, or in it."""
    after, before = ([day for day in days if day > month.last], [day for day in days if day < month.first])
    return min(after, default=None) or max(before, default=None) or min(days)


def _days_of(card: Card) -> list[dt.date]:
    session: Any = card.session
    length = (session.final_date - session.date).days
    return [session.date + dt.timedelta(days=number) for number in range(min(length, 60) + 1)]


def _time(card: Card) -> str:
    session = card.session
    if session is None or session.starts_at is None:
        return ""
    return dates.hours(session.starts_at, zone=card.zone)
