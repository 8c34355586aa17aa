"""Whether anything that everybody may see has changed: asked by whoever keeps what was made from the database.

A transaction that writes to a table which public pages show leaves a row of `Change` in the same transaction. So the
row is there exactly when the change is, whoever made it and in whatever way, and it waits for nobody: it is a new row
with a number drawn by lot, and the sum of these numbers is another after every commit. `courses`, `webinars` and the
other rooms say which of their tables no visitor is shown; every other table counts.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, NamedTuple, TypeVar

from django.apps import apps
from django.core.cache import cache
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models import Model
from django.utils import timezone

from content.models import Change

T = TypeVar("T")
LONGEST = dt.timedelta(minutes=15)
"""So long is an answer kept at most, whatever happens."""
SWEPT_AFTER = dt.timedelta(hours=1)
MOST_ROWS = 500
BITS = 40

_WRITES = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
_unseen: set[str] = set()
_seats: set[str] = set()
_paused: set[str] = set()

moments: list[Callable[[dt.datetime], dt.datetime | None]] = []
"""What says when public pages change next without anybody writing anything, after a moment."""


class Generation(NamedTuple):
    """What the database was like. `texts` leaves out how many seats are taken: every registration changes that."""

    whole: int
    texts: int


known: ContextVar[Generation | None] = ContextVar("known", default=None)
"""The generation that an answer which will be kept is made from."""


def leave_out(*models: type[Model] | str) -> None:
    """No visitor is shown anything of these tables, or of all tables of an app."""
    for one in models:
        kinds = apps.get_app_config(one).get_models(include_auto_created=True) if isinstance(one, str) else [one]
        _unseen.update(kind._meta.db_table for kind in kinds)


def count_as_seats(model: type[Model]) -> None:
    """Of this table visitors are shown only how many seats are taken."""
    _unseen.discard(model._meta.db_table)
    _seats.add(model._meta.db_table)


def is_left_out(table: str) -> bool:
    return table in _unseen


def generation() -> Generation:
    """One short query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT SUM(whole), SUM(texts) FROM content_change")
        whole, texts = cursor.fetchone()
    return Generation(int(whole or 0), int(texts or 0))


def current() -> Generation | None:
    """What holds now. Unknown within a transaction: what is read there may never have been."""
    found = known.get()
    return found or (None if connection.in_atomic_block else generation())


def remembered(key: str, make: Callable[[], T], seconds: int | None = DEFAULT_TIMEOUT) -> T:
    """What is made from the database and asked for everywhere, in the cache that all processes share.

    It is thrown away when it changes, which may be a moment too late. So an answer that will be kept, and for longer,
    takes nothing that is not as new as itself.
    """
    generation = known.get()
    texts = generation.texts if generation else None
    kept: tuple[int | None, T] | None = cache.get(key)
    if kept is None or texts not in (None, kept[0]):
        kept = texts, make()
        cache.set(key, kept, seconds)
    return kept[1]


class Held(Generic[T]):
    """What this process has made from the database, and holds while nothing but seats has changed, and not for longer
    than any answer.

    Several threads may look at it, so nobody changes it.
    """

    def __init__(self) -> None:
        self._held: dict[str, tuple[int, dt.datetime, T]] = {}

    def get(self, generation: Generation, name: str = "") -> T | None:
        if name not in self._held:
            return None
        texts, since, made = self._held[name]
        return made if texts == generation.texts and since <= timezone.now() < since + LONGEST else None

    def put(self, generation: Generation, made: T, name: str = "") -> T:
        self._held[name] = generation.texts, timezone.now(), made
        return made


@contextmanager
def made_from(found: Generation) -> Iterator[None]:
    token = known.set(found)
    try:
        yield
    finally:
        known.reset(token)


def next_moment(now: dt.datetime) -> dt.datetime:
    """When what everybody sees may be another although nobody changes anything: a meeting begins, a day ends."""
    today = timezone.localdate(now)
    midnight = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=1), dt.time()))
    found = [moment(now) for moment in moments]
    return min(midnight, now + LONGEST, *(one for one in found if one is not None))


# Noting


def watch(sender: Any, connection: Any, **kwargs: Any) -> None:
    """Receiver: a connection has been opened."""
    if _noted not in connection.execute_wrappers:
        connection.execute_wrappers.append(_noted)


def pause(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Receiver: migrations begin, and the table of changes may not be there."""
    _paused.add(using)


def go_on(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Receiver: they are done, and may have changed anything."""
    if using in _paused:
        _paused.discard(using)
        _add(using, is_text=True)


def _noted(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Around every statement: a change of what is shown is noted in its own transaction."""
    found = _WRITES.match(sql)
    using = context["connection"].alias
    if found is None or found[1] in _unseen or using in _paused:
        return execute(sql, params, many, context)
    if not context["connection"].in_atomic_block:
        # It gets a transaction, so that the note is there with it or not at all.
        with transaction.atomic(using=using):
            result = _noted(execute, sql, params, many, context)
            if context["cursor"].description is not None:
                context["cursor"].cursor = _Given(context["cursor"].cursor)
            return result
    result = execute(sql, params, many, context)
    _note(using, is_text=found[1] not in _seats)
    return result


class _Given:
    """What a statement gives back, read before its transaction ends: SQLite ends none that has rows left to give."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._rows = iter(cursor.fetchall())

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def _note(using: str, *, is_text: bool) -> None:
    """Once in a transaction. What was noted in a savepoint that is rolled back is forgotten with it: Django takes the
    mark away from what is to be called on commit."""
    marks = {called[1] for called in connections[using].run_on_commit}
    if _texts_are_noted in marks or (not is_text and _seats_are_noted in marks):
        return
    _add(using, is_text=is_text)
    transaction.on_commit(_texts_are_noted if is_text else _seats_are_noted, using=using)


def _add(using: str, *, is_text: bool) -> None:
    texts = secrets.randbits(BITS) if is_text else 0
    Change.objects.using(using).create(whole=secrets.randbits(BITS), texts=texts)


def _texts_are_noted() -> None:
    """Stands among what is called on commit, as a mark."""


def _seats_are_noted() -> None:
    """The same where only seats have been taken."""


@transaction.atomic
def sweep() -> None:
    """Takes away old rows once there are many.

    One new row stands for them: without it the sum of what is left could be one that there was before, such as none at
    all, and a process that nobody has asked since would hold what it made then for as good as new.
    """
    old = Change.objects.filter(made_at__lt=timezone.now() - SWEPT_AFTER)
    if old.count() > MOST_ROWS:
        old.delete()
        _add(DEFAULT_DB_ALIAS, is_text=True)
