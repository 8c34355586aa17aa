"""Records that something shown on public pages has changed, in the database itself.

Whoever writes to a table that public pages show also inserts a row into `content_change`, in the same transaction: the
row is committed with the change or rolled back with it. `content.validity` compares these rows with those that a kept
answer was made from. Every write counts, however it is made (`save`, `update`, `bulk_create`, a tree move of Wagtail's,
raw SQL), because it is noticed where Django runs statements and not where models are saved. Only tables that an app
has left out (`leave_out`) do not count.
"""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.utils import timezone

from content.models import Change

SWEPT_AFTER = dt.timedelta(hours=1)
MOST_ROWS = 500
BITS = 40
"""Of each random number. The sum of all rows must fit into a column of 64 bits."""

_WRITE = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
_left_out: set[str] = set()
_seats: set[str] = set()
_migrating: set[str] = set()


def leave_out(*models: type[Model] | str) -> None:
    """Declare that no visitor is shown anything of these models, or of any model of an app that is named."""
    for one in models:
        kinds = apps.get_app_config(one).get_models(include_auto_created=True) if isinstance(one, str) else [one]
        _left_out.update(kind._meta.db_table for kind in kinds)


def count_as_seats(model: type[Model]) -> None:
    """Declare that visitors see only how many rows of this model there are, as seats that are taken."""
    _left_out.discard(model._meta.db_table)
    _seats.add(model._meta.db_table)


def is_left_out(table: str) -> bool:
    return table in _left_out


def watch(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receiver of `connection_created`: every statement of the connection passes through `_execute_and_note`."""
    if _execute_and_note not in connection.execute_wrappers:
        connection.execute_wrappers.append(_execute_and_note)


def pause(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Receiver of `pre_migrate`: `content_change` may not exist yet."""
    _migrating.add(using)


def resume(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: migrations may have changed anything."""
    if using in _migrating:
        _migrating.discard(using)
        _insert(using, only_seats=False)


def _execute_and_note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """A wrapper in the sense of Django's database instrumentation: run the statement, then note what it has written."""
    result = execute(sql, params, many, context)
    write, connection = _WRITE.match(sql), context["connection"]
    if write is not None and write[1] not in _left_out and connection.alias not in _migrating:
        _note(connection, only_seats=write[1] in _seats)
    return result


def _note(connection: BaseDatabaseWrapper, *, only_seats: bool) -> None:
    """Insert a row, unless the transaction has one that says as much.

    Whether it has is read from the callbacks that wait for the commit: when a savepoint is rolled back, Django drops
    the callbacks registered in it, just as the database drops the row.
    """
    waiting = {entry[1] for entry in connection.run_on_commit}
    if _has_noted_anything in waiting or (only_seats and _has_noted_seats in waiting):
        return
    _insert(connection.alias, only_seats=only_seats)
    transaction.on_commit(_has_noted_seats if only_seats else _has_noted_anything, using=connection.alias)


def _has_noted_anything() -> None:
    """Does nothing; among the callbacks of a transaction it says that a row is there."""


def _has_noted_seats() -> None:
    """The same, for a row that says that only seats have changed."""


def _insert(using: str, *, only_seats: bool) -> None:
    """Random numbers, as no two transactions have to agree about them: a counter would be a row that all must lock."""
    whole, besides_seats = secrets.randbits(BITS), 0 if only_seats else secrets.randbits(BITS)
    Change.objects.using(using).create(whole=whole, besides_seats=besides_seats)


@transaction.atomic
def sweep() -> None:
    """Delete old rows once there are many, and insert one in their place.

    Without that one, the sum of the rows that are left could be a sum that there has been before, such as that of no
    rows at all, and what a process has kept since then would seem valid again.
    """
    old = Change.objects.filter(made_at__lt=timezone.now() - SWEPT_AFTER)
    if old.count() > MOST_ROWS:
        old.delete()
        _insert(DEFAULT_DB_ALIAS, only_seats=False)
