"""The state shared by all builders of the large site: random numbers, the page tree, and rows to insert in bulk."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from bench.large.rows import count_on, in_bulk
from bench.large.surroundings import Surroundings
from bench.large.tree import Tree
from content.models import FactsBox, MediaFile
from courses.models import ActivityPage, Level, Session
from gatherings.models import AgendaItem, Room
from webinars.models import CaptionTrack, Handout, Recording


class Making:
    def __init__(self, chance: random.Random, tree: Tree, around: Surroundings) -> None:
        self.chance = chance
        self.tree = tree
        self.around = around
        self.rows: dict[type, list[Any]] = defaultdict(list)
        self.sessions: list[Session] = []
        """The root sessions of activities."""
        self.next_session = (Session.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1

    def session(self, page: Any, *, day: dt.date, hour: int, hours: int = 1, days: int = 1, **fields: Any) -> Session:
        last = day + dt.timedelta(days=days - 1)
        row = self.add_session(
            activity=page,
            level=Level.WHOLE,
            date=day,
            last_date=last if days > 1 else None,
            starts_at=at(day, hour),
            ends_at=at(last, hour + hours),
            **fields,
        )
        self.sessions.append(row)
        return row

    def add_session(self, **fields: Any) -> Session:
        row = Session(pk=self.next_session, **fields)
        self.next_session += 1
        self.rows[Session].append(row)
        return row

    def choose_themes(self, page: Any) -> None:
        through = ActivityPage.themes.through
        for theme in self.chance.sample(self.around.themes, 1 + page.pk % 2):
            self.rows[through].append(through(activitypage_id=page.pk, theme_id=theme.pk))

    def boxes(self, count: int) -> list[tuple[str, FactsBox]]:
        return [("facts_box", box) for box in self.chance.sample(self.around.boxes, count)]

    def save(self) -> None:
        kinds: Iterable[type] = (Session, MediaFile, Recording, CaptionTrack, Handout, Room, AgendaItem)
        kinds = [*kinds, *(kind for kind in self.rows if kind not in kinds)]
        for kind in kinds:
            in_bulk(self.rows[kind])
        count_on(kinds)


def at(day: dt.date, hour: int) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
