"""How long something made from the database may be cached.

A cache entry is valid until a change is committed to something public pages show (the *generation* of the database
differs), until a scheduled change such as the start of a session (`next_scheduled_change`), and never longer than
`LONGEST`.

The generation is the sum of the random numbers that `content.changes` inserts. Every commit changes it, in whatever
order transactions commit; the largest id would miss a transaction that began early and committed late.
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
"""Days begin on a quarter of an hour in every time zone."""

scheduled_changes: list[Callable[[dt.datetime], Iterable[QuerySet[Any, Any]]]] = []
"""Functions registered by other apps. Given a time, each returns querysets of one column, `moment`, with the later
times at which public pages change by themselves.
"""


class Generation(NamedTuple):
    """Equal as long as no change has been committed; `besides_seats` ignores changes in the number of seats taken."""

    whole: int
    besides_seats: int


@dataclass
class Snapshot:
    """The state of the database when a GET request began, and whether its response will be cached."""

    at: dt.datetime = field(default_factory=timezone.now)
    will_be_kept: bool = False

    @cached_property
    def generation(self) -> Generation:
        """Read once per request, with one query."""
        return generation()

    def keep(self) -> Generation:
        """Mark the response as cacheable. This reads the generation before any row that the response shows."""
        self.will_be_kept = True
        return self.generation


_snapshot: ContextVar[Snapshot | None] = ContextVar("snapshot", default=None)


def generation() -> Generation:
    """The generation as of the last commit. One query."""
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
    """The generation to use in cache keys, the same throughout a request.

    None within a transaction: what is read there may be rolled back.
    """
    if connection.in_atomic_block:
        return None
    snapshot = _snapshot.get()
    return snapshot.generation if snapshot else generation()


class Memo(Generic[T]):
    """An in-process cache for values made from the database; valid while nothing but seats has changed.

    Threads share the values, so they must not be mutated.
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
    """As Django's `cache.get_or_set`, for small values that every page needs; no query for the generation.

    Code that changes the value deletes the key, possibly a moment after the commit. So a response that will be cached
    uses only a value made for its own generation.
    """
    snapshot = _snapshot.get()
    besides_seats = snapshot.generation.besides_seats if snapshot and snapshot.will_be_kept else None
    kept: tuple[int | None, T] | None = cache.get(key)
    if kept is None or besides_seats not in (None, kept[0]):
        kept = besides_seats, make()
        cache.set(key, kept, seconds)
    return kept[1]


def next_scheduled_change(now: dt.datetime) -> dt.datetime:
    """The next time at which public pages change without a write: a session begins, a day ends. One query."""
    first, *others = (moments for find in scheduled_changes for moments in find(now))
    found = first.union(*others, all=True).order_by("moment").first()
    quarter = now - (now - dt.datetime.min.replace(tzinfo=dt.UTC)) % LONGEST + LONGEST
    return min(quarter, found[0]) if found else quarter
