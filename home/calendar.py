"""The calendar: a month view, and a list of upcoming activities."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from content import dates
from home import index
from home.cards import Card, starts
from home.facts import Above, Fact
from home.index import LATEST
from home.pages import ACTIVITIES, listed, specific, with_card_facts
from home.reading_cards import cards_of, cards_of_facts, place
from people.models import Participant

PER_PAGE = 24
MOST_IN_A_ROW = 13
"""With more programmes than this, they are a select list instead of a row of links."""
FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST = 60
"""The maximum number of days on which one activity is drawn in the month view."""
MOST_A_DAY = 5
"""The maximum number of activities drawn per day; the list view has all."""


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
    """A link to another month."""

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
    more: int = 0
    """The number of activities that are not drawn."""


@dataclass
class Week:
    number: int
    days: list[Day]

    @property
    def is_empty(self) -> bool:
        return not any(day.entries for day in self.days)


@dataclass
class Choice:
    """A programme to filter by, or all of them."""

    label: str
    url: str
    current: bool
    name: str = ""
    """The value in the query string; empty for all programmes."""
    feed_url: str = ""


@dataclass
class MonthView:
    month: Month
    weeks: list[Week]
    previous: Step | None
    next: Step | None
    nearest: Step | None
    """If the month is empty: the next month with activities, else the last one."""

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
    """The activities of this page, grouped by month."""
    since: dt.date | None = None
    """The first day, if the query string names one."""

    @property
    def page_query(self) -> str:
        return f"from={self.since.isoformat()}&" if self.since else ""


def day_of(text: str) -> dt.date | None:
    """The date in ISO format; None if it is invalid."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def month_address(month: Month, query: str = "") -> str:
    return reverse("calendar_month", args=[month.year, month.number]) + query


def read_month(month: Month, programme: Above | None, participant: Participant | None) -> MonthView:
    """No query if the index is cached, two for signed-in participants; two more to build the index."""
    query = query_of(programme)
    grid = calendar.Calendar().monthdatescalendar(month.year, month.number)
    dated = _dated(programme)
    by_day = _by_day(month, dated, participant)
    today = timezone.localdate()
    weeks = [
        Week(
            week[0].isocalendar().week,
            [Day(day, day.month == month.number, day == today, *by_day.get(day, ([], 0))) for day in week],
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


def read_list(
    number: str | None, programme: Above | None, participant: Participant | None, since: dt.date | None = None
) -> ListView:
    """Upcoming activities, or all that begin on or after `since`, by start. One query, two if signed in."""
    known, below = index.read(), programme.path if programme else ""
    found = known.coming(below) if since is None else known.beginning(since, below)
    page = Paginator(found, PER_PAGE).get_page(number)
    months: dict[str, list[Card]] = defaultdict(list)
    for card in cards_of_facts(page.object_list, participant):
        if card.session and card.session.date:
            months[Month.of(card.session.date).label].append(card)
    return ListView(page, list(months.items()), since)


def coming(programme: str, most: int) -> list[Card]:
    """The next activities, of one programme if its slug is given. For the feed."""
    known = index.read()
    chosen = next((one for one in known.facts.above_of_kind("programme") if one.slug == programme), None)
    pks = [fact.pk for fact in known.coming(chosen.path if chosen else "")[:most]]
    rows = with_card_facts(listed(Page.objects.filter(pk__in=pks), ACTIVITIES))
    return sorted(place(cards_of([specific(row) for row in rows], None)), key=starts)


def programmes() -> list[Above]:
    return index.read().facts.above_of_kind("programme")


def query_of(programme: Above | None) -> str:
    return f"?programme={programme.slug}" if programme else ""


def _dated(programme: Above | None) -> list[tuple[Fact, dt.date, dt.date]]:
    """The public activities with a date, with their first and last day."""
    facts = index.read().dated(programme.path if programme else "")
    return [(fact, fact.date, fact.last_date or fact.date) for fact in facts if fact.date]


def _by_day(
    month: Month, dated: Iterable[tuple[Fact, dt.date, dt.date]], participant: Participant | None
) -> dict[dt.date, tuple[list[Entry], int]]:
    """By day of the month: the entries to draw, and the number of further ones."""
    on: dict[dt.date, list[Fact]] = defaultdict(list)
    for fact, first, last in dated:
        if first <= month.last and last >= month.first:
            length = min((last - first).days, LONGEST)
            for day in (first + dt.timedelta(days=number) for number in range(length + 1)):
                if month.first <= day <= month.last:
                    on[day].append(fact)
    for facts in on.values():
        facts.sort(key=lambda fact: (fact.date, fact.starts_at or LATEST, fact.pk))
    shown = {fact.pk: fact for facts in on.values() for fact in facts[:MOST_A_DAY]}
    cards = {card.activity.pk: card for card in cards_of_facts(shown.values(), participant, with_seats=False)}
    return {
        day: ([_entry(cards[fact.pk], day) for fact in facts[:MOST_A_DAY]], len(facts[MOST_A_DAY:]))
        for day, facts in on.items()
    }


def _entry(card: Card, day: dt.date) -> Entry:
    is_first = card.session is not None and card.session.date == day
    return Entry(card, _time(card) if is_first else "", is_first=is_first)


def _nearest(days: Sequence[dt.date], month: Month) -> dt.date:
    """The first start after the month, else the last one before it, else the earliest of all."""
    after, before = ([day for day in days if day > month.last], [day for day in days if day < month.first])
    return min(after, default=None) or max(before, default=None) or min(days)


def _time(card: Card) -> str:
    session = card.session
    if session is None or session.starts_at is None:
        return ""
    return dates.hours(session.starts_at, zone=card.zone)
