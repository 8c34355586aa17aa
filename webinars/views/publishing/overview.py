"""All recordings that an editor is in charge of, with their state."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.requests import query_without
from courses.permissions import editable_activities
from webinars.due import held_webinars
from webinars.forms import RecordingSearch

PER_PAGE = 25


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    rows = held_webinars(editable_activities(request.user))
    search = RecordingSearch(request.GET)
    page = Paginator(search.chosen(rows), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": search,
        "is_filtered": any(request.GET.get(name) for name in search.fields),
        "page_obj": page,
        "page_query": query_without(request, "page"),
        "page_title": _("Recordings"),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Recordings")},
        ],
        "header_icon": "media",
    }
    return render(request, "webinars/publishing/overview.html", context)
