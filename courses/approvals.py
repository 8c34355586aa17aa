"""Pages that have been submitted for approval, and why pages may not be published."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from content.models import BasePage
from content.readiness import is_ready
from courses.refusals import Refusal

SENT = WorkflowState.STATUS_IN_PROGRESS
"""Waits for an approver."""
TO_BE_CHANGED = WorkflowState.STATUS_NEEDS_CHANGES
"""An approver has asked for changes. Waits for the one who submitted it."""


def open_approvals() -> dict[int, str]:
    """`SENT` or `TO_BE_CHANGED`, by page, in every programme and language. One query: there are never many."""
    page = ContentType.objects.get_for_model(Page)
    rows = WorkflowState.objects.filter(base_content_type=page, status__in=(SENT, TO_BE_CHANGED))
    return {int(pk): status for pk, status in rows.values_list("object_id", "status")}


def publishing_refusal(pages: Iterable[Page]) -> Refusal | None:
    """Why these pages may not be published without their forms: one of them would be refused there."""
    lacking = [page.get_admin_display_title() for page in pages if isinstance(page, BasePage) and not is_ready(page)]
    if not lacking:
        return None
    text = _("Nothing is published: %(titles)s is not finished. Publish it from its form, which says what is missing.")
    return Refusal("not_ready", text % {"titles": ", ".join(_("“%(title)s”") % {"title": title} for title in lacking)})
