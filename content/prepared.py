"""A query that is put together once and asked often.

Django puts the text of a query together each time it is asked. For the few that everybody asks every few seconds that
takes longer than the answer; so theirs is kept, and only the values are new.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import RawQuerySet


class Prepared:
    """`build` makes the query; it takes whole numbers by name, and nothing but their values may differ."""

    def __init__(self, build: Callable[..., QuerySet[Any]], *names: str) -> None:
        self.build = build
        # Numbers that are nobody's stand for the values until these are known.
        self.places = {-1_000_001 - number: name for number, name in enumerate(names)}
        self.kept: dict[str, tuple[type[Model], str, tuple[Any, ...]]] = {}

    def ask(self, **values: int) -> RawQuerySet[Any]:
        """The rows. Annotations come as the database has them: SQLite knows neither moments nor decimal numbers."""
        if connection.vendor not in self.kept:
            rows = self.build(**{name: place for place, name in self.places.items()})
            self.kept[connection.vendor] = (rows.model, *rows.query.sql_with_params())
        model, sql, parameters = self.kept[connection.vendor]
        own = [values[self.places[value]] if value in self.places else value for value in parameters]
        return model._default_manager.raw(sql, own)
