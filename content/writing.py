"""Bulk writes of many thousands of rows.

`bulk_create` and `bulk_update` build SQL for every single value, which for a hundred thousand rows takes longer than
everything else. Here the statement is built once and executed with `executemany`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models


def add_rows(rows: Sequence[models.Model]) -> None:
    """Insert rows, ignoring those that violate a unique constraint. The rows do not get their primary keys."""
    if rows:
        meta: Any = rows[0]._meta
        fields: list[Any] = [field for field in meta.concrete_fields if not field.primary_key]
        columns = ", ".join(_quoted(field.column) for field in fields)
        values = ", ".join(["%s"] * len(fields))
        sql = f"INSERT INTO {_quoted(meta.db_table)} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING"  # noqa: S608
        _execute(sql, [_values(rows, field, add=True) for field in fields])


def write_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Update these fields of existing rows."""
    if rows:
        meta: Any = rows[0]._meta
        fields: list[Any] = [meta.get_field(name) for name in names]
        columns = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
        sql = f"UPDATE {_quoted(meta.db_table)} SET {columns} WHERE {_quoted(meta.pk.column)} = %s"  # noqa: S608
        _execute(sql, [*(_values(rows, field, add=False) for field in fields), [row.pk for row in rows]])


def _values(rows: Sequence[models.Model], field: Any, *, add: bool) -> list[Any]:
    """The values of a column for the database. A value that consecutive rows share is prepared once."""
    own = connections[DEFAULT_DB_ALIAS]
    before = ready = None
    values = []
    for row in rows:
        value = field.pre_save(row, add)
        if value is not before:
            before, ready = value, field.get_db_prep_save(value, own)
        values.append(ready)
    return values


def _quoted(name: str) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(name)


def _execute(sql: str, columns: Sequence[Sequence[Any]]) -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.executemany(sql, list(zip(*columns, strict=True)))
