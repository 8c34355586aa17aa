"""What somebody has sent for approval, and nobody has decided about."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, WorkflowState


def sent_for_approval() -> set[int]:
    """The pages, of every programme and language. One query: there are never many."""
    page = ContentType.objects.get_for_model(Page)
    waiting = WorkflowState.objects.filter(base_content_type=page, status=WorkflowState.STATUS_IN_PROGRESS)
    return {int(pk) for pk in waiting.values_list("object_id", flat=True)}
