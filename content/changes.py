"""Records in the database that something shown on public pages has changed.

A write to a table that public pages show also inserts a row into `content_change` in the same transaction, so both are
committed or rolled back together. `content.validity` derives the generation of the database from these rows. An execute
wrapper on the connection does this, so every write counts: `save`, `update`, `bulk_create`, Wagtail's tree moves, raw
SQL. All tables count except those left out by `leave_out`.
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
"""Size of each random number. The sum of all rows must fit into a 64-bit column."""

_WRITE = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|REPLACE INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
_left_out: set[str] = set()
_seats: set[str] = set()
_migrating: set[str] = set()


def leave_out(*models: type[Model] | str) -> None:
    """Declare that public pages show nothing of these models, or of any model of the apps named by label."""
    for one in models:
        kinds = apps.get_app_config(one).get_models(include_auto_created=True) if isinstance(one, str) else [one]
        _left_out.update(kind._meta.db_table for kind in kinds)


def count_as_seats(model: type[Model]) -> None:
    """Declare that public pages show only the number of rows of this model, as seats taken."""
    _left_out.discard(model._meta.db_table)
    _seats.add(model._meta.db_table)


def is_left_out(table: str) -> bool:
    return table in _left_out


def watch(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receiver of `connection_created`: install the execute wrapper."""
    if _execute_and_note not in connection.execute_wrappers:
        connection.execute_wrappers.append(_execute_and_note)


def pause(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Receiver of `pre_migrate`: stop recording, as `content_change` may not exist yet."""
    _migrating.add(using)


def resume(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: resume, and record a change, as migrations may have changed anything."""
    if using in _migrating:
        _migrating.discard(using)
        _insert(using, only_seats=False)


def _execute_and_note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Execute wrapper (Django's database instrumentation): run the statement, then record what it wrote to."""
    result = execute(sql, params, many, context)
    write, connection = _WRITE.match(sql), context["connection"]
    if write is not None and write[1] not in _left_out and connection.alias not in _migrating:
        _note(connection, only_seats=write[1] in _seats)
    return result


def _note(connection: BaseDatabaseWrapper, *, only_seats: bool) -> None:
    """Insert a row, unless this transaction has already inserted an equivalent one.

    Whether it has is marked by an on-commit callback: when a savepoint is rolled back, Django drops the callbacks
    registered in it, just as the database drops the row.
    """
    waiting = {entry[1] for entry in connection.run_on_commit}
    if _has_noted_anything in waiting or (only_seats and _has_noted_seats in waiting):
        return
    _insert(connection.alias, only_seats=only_seats)
    transaction.on_commit(_has_noted_seats if only_seats else _has_noted_anything, using=connection.alias)


def _has_noted_anything() -> None:
    """Does nothing. As an on-commit callback it marks that the transaction has recorded a change."""


def _has_noted_seats() -> None:
    """The same mark for a change of seats alone."""


def _insert(using: str, *, only_seats: bool) -> None:
    """Insert random numbers. A counter instead would be one row that every transaction must lock."""
    whole, besides_seats = secrets.randbits(BITS), 0 if only_seats else secrets.randbits(BITS)
    Change.objects.using(using).create(whole=whole, besides_seats=besides_seats)


@transaction.atomic
def sweep() -> None:
    """Delete old rows once there are many, and insert a new one in their place.

    Without the new row the sum could return to an earlier value, such as 0 for no rows, and outdated cache entries
    would be valid again.
    """
    old = Change.objects.filter(made_at__lt=timezone.now() - SWEPT_AFTER)
    if old.count() > MOST_ROWS:
        old.delete()
        _insert(DEFAULT_DB_ALIAS, only_seats=False)
