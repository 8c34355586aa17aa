"""Queries whose SQL is compiled once and executed often.

For a query that runs every few seconds for every viewer, compiling it with the ORM takes longer than executing it. So
the SQL is kept, and only its parameters are replaced.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import RawQuerySet


class Prepared:
    """`build` returns the queryset. Its arguments are integers, named by `names`, and only their values may differ
    between calls."""

    def __init__(self, build: Callable[..., QuerySet[Any]], *names: str) -> None:
        self.build = build
        # Placeholders that occur nowhere else; they mark the position of each argument among the parameters.
        self.places = {-1_000_001 - number: name for number, name in enumerate(names)}
        self.kept: dict[str, tuple[type[Model], str, tuple[Any, ...]]] = {}

    def ask(self, **values: int) -> RawQuerySet[Any]:
        """The rows. Annotations are not converted: on SQLite, date-times and decimals come as they are stored."""
        if connection.vendor not in self.kept:
            rows = self.build(**{name: place for place, name in self.places.items()})
            self.kept[connection.vendor] = (rows.model, *rows.query.sql_with_params())
        model, sql, parameters = self.kept[connection.vendor]
        own = [values[self.places[value]] if value in self.places else value for value in parameters]
        return model._default_manager.raw(sql, own)
