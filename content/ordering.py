"""Sorting in Norwegian alphabetical order: æ, ø and å come last."""

from __future__ import annotations

from typing import Any

from django.db.models import Func


class InNorwegianOrder(Func):
    """An expression to order text by. SQLite uses our collation; PostgreSQL uses that of its database."""

    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template="%(expressions)s COLLATE nb", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template="LOWER(%(expressions)s)", **extra)
