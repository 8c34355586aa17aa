from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from wagtail.models import Page

from attendance.boxes import boxes_of
from attendance.effects import involved_below, of_unpublishing
from courses.models import ActivityPage, Session
from courses.querysets import below
from people.permissions import participant_of

register = template.Library()


@register.inclusion_tag("attendance/includes/registration_box.html", takes_context=True)
def registration_box(
    context: dict[str, Any],
    activity: ActivityPage,
    among: Iterable[ActivityPage] | None = None,
    session: Session | None = None,
) -> dict[str, Any]:
    """The reader's registration for the activity, or how to register.

    The first use reads all activities below the page, or those in `among` for lists that are not of one page. `session`
    is the root session with seats and the reader's state, if the page has read it and shows these itself.
    """
    request = context["request"]
    boxes = request.__dict__.setdefault("_registration_boxes", {})
    if session is not None:
        boxes |= boxes_of([activity], participant_of(request.user), known=[session])
    elif activity.pk not in boxes:
        boxes |= boxes_of(_beside(activity, context.get("page"), among), participant_of(request.user))
    return {
        "box": boxes[activity.pk],
        "csrf_token": context.get("csrf_token", ""),
        "address": request.get_full_path(),
        "brief": session is not None,
        "programme": getattr(context.get("where"), "programme", None),
        "request": request,
    }


def _beside(activity: ActivityPage, page: Any, among: Iterable[ActivityPage] | None) -> Iterable[ActivityPage]:
    if among is not None:
        return {row.pk: row for row in (activity, *among)}.values()
    is_above = isinstance(page, Page) and page.pk != activity.pk and activity.path.startswith(page.path)
    return ActivityPage.objects.live().originals().filter(below(page)) if is_above else [activity]


@register.inclusion_tag("attendance/planning/unpublishing.html")
def effects_of_unpublishing(what: Page | Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What unpublishing a page, or several, means for participants."""
    pages = [what] if isinstance(what, Page) else [one["item"] for one in what]
    return {"sentences": of_unpublishing(involved_below(pages))}
