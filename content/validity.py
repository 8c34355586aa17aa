"""How long something that was made from the database may be kept and shown again.

It is valid until somebody changes what public pages show, which the *generation* of the database tells, or until the
clock changes it, as when a session begins (`next_moment`); and never longer than `LONGEST`.

The generation is the sum of the random numbers that `content.changes` inserts with every change. Each commit makes it
another, in whatever order transactions commit; the largest id would miss one that began early and committed late.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, NamedTuple, TypeVar

from django.core.cache import cache
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.db import connection
from django.utils import timezone

T = TypeVar("T")
LONGEST = dt.timedelta(minutes=15)

clocks: list[Callable[[dt.datetime], dt.datetime | None]] = []
"""Functions of other apps that say when, after a given moment, the clock next changes what public pages show."""


class Generation(NamedTuple):
    """Equal as long as no change has been committed. `besides_seats` does not count how many seats are taken, which
    every registration changes."""

    whole: int
    besides_seats: int


_answering_from: ContextVar[Generation | None] = ContextVar("answering_from", default=None)


def generation() -> Generation:
    """That of the last commit. One short query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(whole), SUM(besides_seats) FROM content_change")
        whole, besides_seats = cursor.fetchone()
    return Generation(int(whole or 0), int(besides_seats or 0))


@contextmanager
def answering_from(found: Generation) -> Iterator[None]:
    """While an answer is made that will be kept: all of it is of the generation that was read before it."""
    token = _answering_from.set(found)
    try:
        yield
    finally:
        _answering_from.reset(token)


def current() -> Generation | None:
    """The generation to keep something under; None within a transaction, as what is read there may be rolled back."""
    found = _answering_from.get()
    return found or (None if connection.in_atomic_block else generation())


class Held(Generic[T]):
    """Something made from the database, kept in the memory of this process while nothing but seats has changed.

    Several threads share it, so nobody may change what is held.
    """

    def __init__(self) -> None:
        self._held: dict[str, tuple[int, dt.datetime, T]] = {}

    def get(self, generation: Generation, name: str = "") -> T | None:
        if name not in self._held:
            return None
        besides_seats, since, made = self._held[name]
        is_valid = besides_seats == generation.besides_seats and since <= timezone.now() < since + LONGEST
        return made if is_valid else None

    def put(self, generation: Generation, made: T, name: str = "") -> T:
        self._held[name] = generation.besides_seats, timezone.now(), made
        return made


def remembered(key: str, make: Callable[[], T], seconds: int | None = DEFAULT_TIMEOUT) -> T:
    """Something small that every page needs, from the shared cache, without a query for the generation.

    Whoever changes it deletes the key, which may be a moment after the commit. So while an answer is made that will be
    kept, only what was made for the same generation is used.
    """
    generation = _answering_from.get()
    besides_seats = generation.besides_seats if generation else None
    kept: tuple[int | None, T] | None = cache.get(key)
    if kept is None or besides_seats not in (None, kept[0]):
        kept = besides_seats, make()
        cache.set(key, kept, seconds)
    return kept[1]


def next_moment(now: dt.datetime) -> dt.datetime:
    """When public pages may look different although nobody changes anything: a session begins, a day ends."""
    today = timezone.localdate(now)
    midnight = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=1), dt.time()))
    found = [clock(now) for clock in clocks]
    return min(midnight, now + LONGEST, *(one for one in found if one is not None))
