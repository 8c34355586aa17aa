"""The ids that a programme file gave to rows. Reports and commands name rows by them."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from courses.models import FileId, ProgrammePage


def file_id_of(programme: ProgrammePage, section: str, reference: str = "pk") -> Subquery:
    """In SQL: the id that the programme's file gave to the row that `reference` names; null for none."""
    ids = FileId.objects.filter(
        programme_file__programme=programme, section=section, object_id=OuterRef(reference)
    ).order_by("file_id")
    return Subquery(ids.values("file_id")[:1])
