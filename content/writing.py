"""Many changed rows written at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

BATCH = 500


def write_rows(rows: Sequence[models.Model], fields: Sequence[str]) -> None:
    """Writes these fields of rows that are there, as `bulk_update` does, which makes a case of every value.

    The rows must be whole, as they were read: the database is told to insert them and, as they are there, updates.
    """
    if rows:
        manager: Any = type(rows[0])._default_manager
        manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["pk"], update_fields=list(fields), batch_size=BATCH
        )
