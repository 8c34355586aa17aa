"""Fetches all pages and rows that a page refers to together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Case, F, Q, QuerySet, When
from django.utils.functional import cached_property
from wagtail.models import Page

from home.pages import listed, public, specific

P = TypeVar("P", bound=Page)
MOST = 60


class RelatedPages:
    """The public pages that a page refers to or is referred to by, given by primary keys and by querysets. One query.

    With `of`, it also fetches the rows that the foreign keys `fields` of that page point at, instead of one query each.
    Those of a page that is not public, and those that a draft has changed, are fetched on access.
    """

    def __init__(
        self, keys: Iterable[int | None], *queries: QuerySet[Any], of: Page | None = None, fields: Iterable[str] = ()
    ) -> None:
        self._keys, self._queries = {key for key in keys if key}, queries
        self._of, self._fields = of, list(fields)
        if of is not None:
            self._bring(of)

    @cached_property
    def _pages(self) -> dict[int, Any]:
        """The pages by primary key, newest first. Where there are too many, it is old news that is left out."""
        own = self._of.pk if self._of else None
        wanted = Q(pk__in={*self._keys, own} - {None})
        for query in self._queries:
            wanted |= Q(pk__in=query.order_by().values("pk"))
        rows = listed(public(Page.objects.filter(wanted)))
        if self._of and self._fields:
            rows = rows.select_related(*(f"{self._of._meta.model_name}__{name}" for name in self._fields))
        weight = Case(When(pk=own or 0, then=0), When(newspage=None, then=1), default=2)
        rows = rows.order_by(weight, F("first_published_at").desc(nulls_last=True), "pk")
        return {row.pk: specific(row) for row in rows[:MOST]}

    def _bring(self, page: Any) -> None:
        stored = self._pages.pop(page.pk, None)
        for name in self._fields:
            if stored is not None and getattr(stored, f"{name}_id") == getattr(page, f"{name}_id"):
                setattr(page, name, getattr(stored, name))

    def get(self, key: int | None) -> Any:
        """The page with this primary key, or `None` if there is no public one."""
        return self._pages.get(key or 0)

    def all_of(self, kind: type[P]) -> list[P]:
        return [page for page in self._pages.values() if isinstance(page, kind)]


def with_keys(rows: Any, name: str) -> list[tuple[Any, set[int]]]:
    """Child rows of a page in their order, each with the primary keys of its related rows of the relation `name`.

    One query, in which a row comes once for each related one; two for the rows of a draft, which modelcluster holds.
    """
    if isinstance(rows, QuerySet):
        found: dict[int, tuple[Any, set[int]]] = {}
        for row in rows.annotate(related_key=F(name)):
            _row, keys = found.setdefault(row.pk, (row, set()))
            if row.related_key is not None:
                keys.add(row.related_key)
        return list(found.values())
    links = rows.model._default_manager.filter(pk__in=[row.pk for row in rows if row.pk]).values_list("pk", name)
    stored = list(links)
    return [(row, {key for of, key in stored if of == row.pk and key}) for row in rows]
