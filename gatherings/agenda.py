"""The agenda of a gathering: its days with their sessions in order, parallel ones side by side."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from courses.models import Level, Session
from gatherings.models import AgendaItem, AgendaSpeaker, GatheringPage, Room


@dataclass
class Entry:
    """One session on the agenda."""

    session: Session
    item: AgendaItem | None
    speakers: list[AgendaSpeaker]
    whole: int | None
    """The capacity of the gathering."""

    @property
    def title(self) -> str:
        return self.session.title

    @property
    def is_break(self) -> bool:
        return self.item is not None and self.item.kind == AgendaItem.Kind.MEAL

    @property
    def capacity(self) -> int | None:
        """The capacity, if it is another than the gathering's."""
        return None if self.session.capacity == self.whole else self.session.capacity

    @property
    def seats_left(self) -> int | None:
        if self.session.capacity is None or not self.session.takes_registration:
            return None
        return max(0, self.session.capacity - getattr(self.session, "taken", 0))

    @property
    def room(self) -> str:
        if self.item is not None and self.item.room:
            return self.item.room.name
        return self.session.place


@dataclass
class Slot:
    """Sessions that start at the same time."""

    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_parallel(self) -> bool:
        return len(self.entries) > 1

    @property
    def is_choice(self) -> bool:
        """Whether participants choose among them."""
        return self.is_parallel and all(entry.session.takes_registration for entry in self.entries)


@dataclass
class Day:
    session: Session
    slots: list[Slot]


@dataclass
class Agenda:
    days: list[Day]
    rooms: list[Room]

    @property
    def has_sessions(self) -> bool:
        return any(day.slots for day in self.days)


def agenda(page: GatheringPage, whole: Session | None, sessions: Iterable[Session]) -> Agenda:
    """From all sessions below the root. Two queries for speakers and rooms."""
    rows = list(sessions)
    speakers: dict[int, list[AgendaSpeaker]] = defaultdict(list)
    for speaker in AgendaSpeaker.objects.filter(item__session__activity=page.pk).select_related("organisation"):
        speakers[speaker.item_id].append(speaker)
    days = [
        Day(day, _slots([row for row in rows if row.parent_id == day.pk], speakers, whole))
        for day in sorted((row for row in rows if row.level == Level.DAY), key=_order)
    ]
    return Agenda(days, list(page.rooms.all()))


def _slots(rows: list[Session], speakers: dict[int, list[AgendaSpeaker]], whole: Session | None) -> list[Slot]:
    slots: list[Slot] = []
    for row in sorted(rows, key=_order):
        item = getattr(row, "agenda_item", None)
        entry = Entry(row, item, speakers[item.pk] if item else [], whole.capacity if whole else None)
        if not slots or row.starts_at is None or slots[-1].starts_at != row.starts_at:
            slots.append(Slot(row.starts_at, row.ends_at))
        slots[-1].entries.append(entry)
        slots[-1].ends_at = max(filter(None, (slots[-1].ends_at, row.ends_at)), default=None)
    return slots


def _order(row: Session) -> tuple[Any, ...]:
    """By time if there is one, else in the order of the form."""
    moment = row.starts_at.timestamp() if row.starts_at else float("inf")
    return (row.date or dt.date.max, moment if row.level != Level.DAY else 0, row.order, row.pk)
