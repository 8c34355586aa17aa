"""Rows of several models in one query, for pages that show a few of each."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, Value
from django.db.models.functions import JSONObject


def read_in_one_query(*querysets: QuerySet[Any]) -> list[list[Any]]:
    """The rows of each queryset as model instances, in no particular order. One query.

    Only for models whose columns are text, numbers and keys, because the rows are read as JSON.
    """
    first, *others = (_as_json(number, rows) for number, rows in enumerate(querysets))
    found: list[list[Any]] = [[] for _rows in querysets]
    for number, values in first.union(*others, all=True):
        rows = querysets[number]
        columns = _columns(rows)
        found[number].append(rows.model.from_db(rows.db, columns, [values[column] for column in columns]))
    return found


def _as_json(number: int, rows: QuerySet[Any]) -> QuerySet[Any]:
    # A plain queryset, because that of modeltranslation puts columns in the place of others.
    plain: QuerySet[Any] = QuerySet(rows.model).filter(pk__in=rows.order_by().values("pk"))
    values = JSONObject(**{column: column for column in _columns(rows)})
    return plain.order_by().annotate(queryset=Value(number), row=values).values_list("queryset", "row")


def _columns(rows: QuerySet[Any]) -> list[str]:
    return [field.attname for field in rows.model._meta.concrete_fields]
