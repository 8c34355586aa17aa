"""Fetches all pages and rows that a page refers to together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet
from django.utils.functional import cached_property
from wagtail.models import Page

from home.pages import listed, public, specific

P = TypeVar("P", bound=Page)
MOST = 60


class Named:
    """The public pages that a page refers to or is referred to by, given by primary keys and by querysets."""

    def __init__(self, keys: Iterable[int | None], *queries: QuerySet[Any]) -> None:
        self._keys, self._queries = [key for key in keys if key], queries

    @cached_property
    def _pages(self) -> dict[int, Any]:
        """The pages by primary key, newest first. One query."""
        wanted = Q(pk__in=self._keys)
        for query in self._queries:
            wanted |= Q(pk__in=query.order_by().values("pk"))
        rows = listed(public(Page.objects.filter(wanted))).order_by(F("first_published_at").desc(nulls_last=True), "pk")
        return {row.pk: specific(row) for row in rows[:MOST]}

    def get(self, key: int | None) -> Any:
        """The page with this primary key, or `None` if there is no public one."""
        return self._pages.get(key or 0)

    def all_of(self, kind: type[P]) -> list[P]:
        return [page for page in self._pages.values() if isinstance(page, kind)]


def bring(page: Any, *names: str) -> None:
    """Fetch the related rows of a page by its foreign keys `names` in one query instead of one each.

    The foreign keys of a draft may differ from the stored ones; such rows are fetched on access instead.
    """
    stored = type(page)._default_manager.select_related(*names).filter(pk=page.pk).first()
    for name in names:
        if stored is not None and getattr(stored, f"{name}_id") == getattr(page, f"{name}_id"):
            setattr(page, name, getattr(stored, name))
