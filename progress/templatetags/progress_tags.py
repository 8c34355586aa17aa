from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from wagtail.models import Page

from courses.models import ActivityPage, ModulePage
from courses.querysets import below
from courses.requirements import programme_path
from people.permissions import participant_of
from progress.overview import ActivityProgress, ModuleProgress, modules_progress, progress_at

register = template.Library()

NOTHING = ModuleProgress(Decimal(0), 0, 0)


@register.simple_tag(takes_context=True)
def progress_of(context: dict[str, Any], module: ModulePage) -> ModuleProgress | None:
    """The reader's progress in a module; None for visitors. The first use reads all modules of the programme."""
    request = context["request"]
    participant = participant_of(request.user)
    if participant is None:
        return None
    programme = programme_path(module.path)
    known = request.__dict__.setdefault("_modules_progress", {})
    if programme not in known:
        known[programme] = modules_progress(programme, participant)
    return known[programme].get(module.path, NOTHING)


@register.inclusion_tag("progress/includes/done_box.html", takes_context=True)
def done_box(
    context: dict[str, Any],
    activity: ActivityPage,
    own_progress: ActivityProgress | None = None,
    in_line: bool = False,
) -> dict[str, Any]:
    """The reader's progress with an activity, and a button to mark it as done. Nothing for visitors.

    The first use reads all activities below the page, unless the page passes `own_progress`. `in_line` leaves out the
    progress bar, where the page shows progress in its own way.
    """
    request = context["request"]
    participant = participant_of(request.user)
    if participant is None:
        own_progress = None
    elif own_progress is None:
        known = request.__dict__.setdefault("_progress_at", {})
        if activity.pk not in known:
            page = context.get("page")
            is_above = isinstance(page, Page) and page.pk != activity.pk and activity.path.startswith(page.path)
            beside = ActivityPage.objects.live().originals().filter(below(page)) if is_above else [activity]
            known |= progress_at(beside, participant)
        own_progress = known[activity.pk]
    return {
        "own_progress": own_progress,
        "in_line": in_line,
        "csrf_token": context.get("csrf_token", ""),
        "address": request.get_full_path(),
        "request": request,
    }
