"""What a search may find: the primary keys of all public pages and organisations."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import CharField, QuerySet, Value
from wagtail.models import Page

from content import validity
from home.organisations import public_organisations, with_relatives
from home.pages import public


class Public(NamedTuple):
    pages: set[int]
    organisations: set[int]


_held: validity.Memo[Public] = validity.Memo()


def read() -> Public:
    """Cached, one query if anything but seats has changed.

    Filtering rows of other tables by these sets is much faster than applying `public` to each row.
    """
    generation = validity.current()
    kept = _held.get(generation) if generation else None
    if kept is None:
        kept = _read()
        if generation:
            _held.put(generation, kept)
    return kept


def _read() -> Public:
    found = Public(set(), set())
    pages = _keys("page", public(Page.objects.all()))
    for kind, key in pages.union(_keys("organisation", with_relatives(public_organisations())), all=True):
        (found.pages if kind == "page" else found.organisations).add(key)
    return found


def _keys(kind: str, rows: QuerySet) -> QuerySet:
    return rows.order_by().annotate(kind=Value(kind, output_field=CharField())).values_list("kind", "pk")
