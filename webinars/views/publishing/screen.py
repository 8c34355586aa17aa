"""The screen for preparing and publishing a recording."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.models import ModulePage
from webinars.views.publishing import access, captions, chapters, checklist, files, presentations, video
from webinars.views.publishing.desk import Desk, desk_view

SECTIONS = {
    "files": files.section,
    "video": video.section,
    "captions": captions.section,
    "chapters": chapters.section,
    "presentations": presentations.section,
    "access": access.section,
    "checklist": checklist.section,
}
"""Sections in the order of work. Each returns the context of its template, which is stored under its name."""


@require_safe
@desk_view
def screen(desk: Desk) -> HttpResponse:
    return show(desk)


@require_safe
@desk_view
def preview(desk: Desk) -> HttpResponse:
    """The webinar's page as it will be once the recording is published. Nothing is changed."""
    page, recording = desk.webinar, desk.recording
    if not recording.is_published():
        recording.published_at = timezone.now()
    page.recording = recording
    page.is_previewed = True
    response = page.serve(desk.request)
    return response.render() if isinstance(response, SimpleTemplateResponse) else response


def show(desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    """The whole screen. `given` replaces the context of sections, to show invalid input again."""
    sections = {name: given.get(name) or section(desk) for name, section in SECTIONS.items()}
    by_section: dict[str, list[Any]] = {name: [] for name in SECTIONS}
    elsewhere: list[Any] = []
    for message in messages.get_messages(desk.request):
        by_section.get(message.extra_tags or "", elsewhere).append(message)
    context = {
        **sections,
        "desk": desk,
        "webinar": desk.webinar,
        "recording": desk.recording,
        "programme": desk.programme,
        "said": by_section,
        "messages": elsewhere,
        "breadcrumbs_items": _breadcrumbs(desk),
        "header_icon": "media",
        "page_title": _("Publish the recording"),
    }
    return render(desk.request, "webinars/publishing/screen.html", context, status=status)


def _breadcrumbs(desk: Desk) -> list[dict[str, str]]:
    """Breadcrumbs through the page tree, for those who may access it."""
    items = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    if desk.webinar.permissions_for_user(desk.request.user).can_edit():
        module = ModulePage.objects.parent_of(desk.webinar).first()
        if module is not None:
            items.append({"url": reverse("wagtailadmin_explore", args=[module.pk]), "label": module.shown_title})
        items.append(
            {"url": reverse("wagtailadmin_pages:edit", args=[desk.webinar.pk]), "label": desk.webinar.shown_title}
        )
    return [*items, {"url": "", "label": _("Recording")}]
