"""What a search may find: the primary keys of all public pages, organisations, contact persons and alliances."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import CharField, QuerySet, Value
from wagtail.models import Page

from content import validity
from home.organisations import public_contacts, public_organisations, public_programmes, with_relatives
from home.pages import public
from people.models import Alliance, ContactPerson


class Public(NamedTuple):
    pages: set[int]
    organisations: set[int]
    contacts: set[int]
    alliances: set[int]


_memo: validity.Memo[Public] = validity.Memo()


def read() -> Public:
    """Cached, one query if anything but seats has changed.

    Filtering rows of other tables by these sets is much faster than applying `public` to each row.
    """
    generation = validity.current()
    kept = _memo.get(generation) if generation else None
    if kept is None:
        kept = _read()
        if generation:
            _memo.put(generation, kept)
    return kept


def _read() -> Public:
    programmes = public_programmes().order_by().values("pk")
    rows = _keys("pages", public(Page.objects.all())).union(
        _keys("organisations", with_relatives(public_organisations())),
        _keys("contacts", QuerySet(ContactPerson).filter(pk__in=public_contacts().order_by().values("pk"))),
        _keys("alliances", QuerySet(Alliance).filter(missions__programmes__in=programmes).distinct()),
        all=True,
    )
    found = Public(set(), set(), set(), set())
    for kind, key in rows:
        getattr(found, kind).add(key)
    return found


def _keys(kind: str, rows: QuerySet) -> QuerySet:
    return rows.order_by().annotate(kind=Value(kind, output_field=CharField())).values_list("kind", "pk")
