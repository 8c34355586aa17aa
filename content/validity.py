"""How long something that was made from the database may be kept and shown again.

It is valid until somebody changes what public pages show, which the *generation* of the database tells, or until the
clock changes it, as when a session begins (`next_scheduled_change`); and never longer than `LONGEST`.

The generation is the sum of the random numbers that `content.changes` inserts with every change. Each commit makes it
another, in whatever order transactions commit; the largest id would miss one that began early and committed late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.cache import cache
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

T = TypeVar("T")
LONGEST = dt.timedelta(minutes=15)
"""In every time zone a day begins on a quarter of an hour."""

scheduled_changes: list[Callable[[dt.datetime], Iterable[QuerySet[Any, Any]]]] = []
"""Functions of other apps that find the moments, after a given one, at which the clock changes what public pages show:
querysets of one column that is called `moment`."""


class Generation(NamedTuple):
    """Equal as long as no change has been committed. `besides_seats` does not count how many seats are taken, which
    every registration changes."""

    whole: int
    besides_seats: int


@dataclass
class Snapshot:
    """The state of the database that an answer to a GET request is made from."""

    at: dt.datetime = field(default_factory=timezone.now)
    will_be_kept: bool = False

    @cached_property
    def generation(self) -> Generation:
        """One query, the first time."""
        return generation()

    def keep(self) -> Generation:
        """Say that the answer will be kept. The generation is read now, before any row that the answer shows."""
        self.will_be_kept = True
        return self.generation


_snapshot: ContextVar[Snapshot | None] = ContextVar("snapshot", default=None)


def generation() -> Generation:
    """That of the last commit. One short query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(whole), SUM(besides_seats) FROM content_change")
        whole, besides_seats = cursor.fetchone()
    return Generation(int(whole or 0), int(besides_seats or 0))


@contextmanager
def answering_from(snapshot: Snapshot) -> Iterator[None]:
    token = _snapshot.set(snapshot)
    try:
        yield
    finally:
        _snapshot.reset(token)


def current() -> Generation | None:
    """The generation to keep something under, the same throughout a request; None within a transaction, as what is
    read there may be rolled back."""
    if connection.in_atomic_block:
        return None
    snapshot = _snapshot.get()
    return snapshot.generation if snapshot else generation()


class Memo(Generic[T]):
    """Something made from the database, kept in the memory of this process while nothing but seats has changed.

    Several threads share it, so nobody may change what is held.
    """

    def __init__(self) -> None:
        self._entries: dict[str, tuple[int, dt.datetime, T]] = {}

    def get(self, generation: Generation, name: str = "") -> T | None:
        if name not in self._entries:
            return None
        besides_seats, since, made = self._entries[name]
        is_valid = besides_seats == generation.besides_seats and since <= timezone.now() < since + LONGEST
        return made if is_valid else None

    def put(self, generation: Generation, made: T, name: str = "") -> T:
        self._entries[name] = generation.besides_seats, timezone.now(), made
        return made


def get_or_set(key: str, make: Callable[[], T], seconds: int | None = DEFAULT_TIMEOUT) -> T:
    """Something small that every page needs, from the shared cache, without a query for the generation.

    Whoever changes it deletes the key, which may be a moment after the commit. So while an answer is made that will be
    kept, only what was made for the same generation is used.
    """
    snapshot = _snapshot.get()
    besides_seats = snapshot.generation.besides_seats if snapshot and snapshot.will_be_kept else None
    kept: tuple[int | None, T] | None = cache.get(key)
    if kept is None or besides_seats not in (None, kept[0]):
        kept = besides_seats, make()
        cache.set(key, kept, seconds)
    return kept[1]


def next_scheduled_change(now: dt.datetime) -> dt.datetime:
    """When public pages may look different although nobody changes anything: a session begins, a day ends.

    One query.
    """
    first, *others = (moments for find in scheduled_changes for moments in find(now))
    found = first.union(*others, all=True).order_by("moment").first()
    quarter = now - (now - dt.datetime.min.replace(tzinfo=dt.UTC)) % LONGEST + LONGEST
    return min(quarter, found[0]) if found else quarter
