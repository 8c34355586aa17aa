"""Pages that have been submitted for approval."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, WorkflowState

SENT = WorkflowState.STATUS_IN_PROGRESS
"""Waits for an approver."""
TO_BE_CHANGED = WorkflowState.STATUS_NEEDS_CHANGES
"""An approver has asked for changes. Waits for the one who submitted it."""


def open_approvals() -> dict[int, str]:
    """`SENT` or `TO_BE_CHANGED`, by page, in every programme and language. One query: there are never many."""
    page = ContentType.objects.get_for_model(Page)
    rows = WorkflowState.objects.filter(base_content_type=page, status__in=(SENT, TO_BE_CHANGED))
    return {int(pk): status for pk, status in rows.values_list("object_id", "status")}
