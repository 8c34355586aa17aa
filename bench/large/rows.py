"""The size of the large site, and bulk inserts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model
from wagtail.models import Page

PROGRAMMES = 100
TRACKS = 2
MODULES = 4
"""Per track. Each module has two past and two upcoming webinars, a gathering and a lesson."""
GATHERINGS = 2
"""Per programme, outside its tracks."""
TRANSLATED_PROGRAMMES = 20
THEMES = 12
PARTNERS = 40
EMPLOYERS = 2_000
ARTICLES = 120
TERMS = 40
PARTICIPANTS = 100_000
REGISTRATIONS_EACH = 3
AT_A_TIME = 5_000


def in_bulk(rows: Iterable[Model]) -> None:
    """Insert rows of one model. They have primary keys already, or their keys are not needed."""
    for batch in batches(rows):
        type(batch[0])._default_manager.bulk_create(batch)


def pages_in_bulk(pages: Sequence[Page]) -> None:
    """Insert pages of one class whose primary keys are set: one row in each table of the multi-table inheritance."""
    if not pages:
        return
    kind: Any = type(pages[0])
    tables = [*reversed([parent for parent in kind.__mro__[1:] if _is_table(parent)]), kind]
    for table in tables:
        for batch in batches(pages, 1_000):
            # `bulk_create` refuses multi-table models, so call what it calls internally.
            rows = table._base_manager.all()
            rows._for_write = True
            rows._batched_insert(batch, fields=table._meta.local_concrete_fields, batch_size=None)


def _is_table(kind: type) -> bool:
    return isinstance(kind, type(Model)) and hasattr(kind, "_meta") and not kind._meta.abstract


def batches(rows: Iterable[Any], size: int = AT_A_TIME) -> Iterator[list[Any]]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def count_on(models: Iterable[type[Model]]) -> None:
    """Set the database's key sequences past the explicitly inserted keys."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(statement)
