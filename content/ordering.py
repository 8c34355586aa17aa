"""Names in Norwegian order: æ, ø and å come last."""

from __future__ import annotations

from typing import Any

from django.db.models import Func


class InNorwegianOrder(Func):
    """What to order text by. PostgreSQL follows its own locale where no collation of ours is there."""

    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template="%(expressions)s COLLATE nb", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, template="LOWER(%(expressions)s)", **extra)
