"""The ids of rows in the programme file. Reports and commands refer to rows by them."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from courses.models import FileId, ProgrammePage


def file_id_of(programme: ProgrammePage, section: str, reference: str = "pk") -> Subquery:
    """An expression: the id in the programme's file of the row whose key is in `reference`; null for none."""
    ids = FileId.objects.filter(
        programme_file__programme=programme, section=section, object_id=OuterRef(reference)
    ).order_by("file_id")
    return Subquery(ids.values("file_id")[:1])
