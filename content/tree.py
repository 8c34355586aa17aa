"""Pages by their place in the tree."""

from __future__ import annotations

from typing import Any

from django.db.models.lookups import Lookup, StartsWith

AFTER_ALL = "~"
"""Sorts after every character of a tree path."""


class Under(StartsWith):
    """`path__under`: tree paths that begin with this one. On SQLite `startswith` would call `content.sqlite.like` for
    every page; the comparison uses the index.
    """

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, parameters = compiler.compile(self.lhs)
        path, own = Lookup.process_rhs(self, compiler, connection)
        both = [*parameters, *own]
        return f"({column} >= {path} AND {column} < {path} || '{AFTER_ALL}')", [*both, *both]
