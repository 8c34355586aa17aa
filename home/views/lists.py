"""The catalogue, the recordings and the search, and the pages of themes, organisations, alliances and regions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from content.models import Theme
from content.page_cache import same_for_everybody
from content.requests import is_part
from home.catalogue import read as read_catalogue
from home.filters import ActivityFilter
from home.listing import WHOLE
from home.organisations import public_alliances, read_alliance
from home.organisations import read as read_organisation
from home.recordings import read as read_recordings
from home.regions import read as read_region
from home.search import read as search_for
from home.themes import all_themes
from home.themes import read as read_theme
from people.models import Region
from people.permissions import participant_of

TYPED = ("text",)
FILTERS = (*(name for name in ActivityFilter.in_address if name not in TYPED), "page", WHOLE)


@require_safe
@same_for_everybody(*FILTERS, typed=TYPED)
def catalogue(request: HttpRequest) -> HttpResponse:
    """All activities, filtered by the query string."""
    return _listed(
        request, "home/catalogue.html", {"catalogue": read_catalogue(request.GET, participant_of(request.user))}
    )


@require_safe
@same_for_everybody(*FILTERS, typed=TYPED)
def recordings(request: HttpRequest) -> HttpResponse:
    """All recordings, filtered by the query string; for participants also those they have begun to watch."""
    found = read_recordings(request.GET, participant_of(request.user))
    return _listed(request, "home/recordings.html", {"catalogue": found.listing, "begun": found.begun})


def _listed(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A filtered list; for htmx requests only the part that changes."""
    if is_part(request):
        template = template.replace("home/", "home/includes/").replace(".html", "_answer.html")
    response = render(request, template, context)
    if is_part(request):
        address = context["catalogue"].address
        push_url(response, f"{request.path}?{address}" if address else request.path)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search in everything that the reader may see. Never cached."""
    return render(request, "home/search.html", {"results": search_for(request.GET, participant_of(request.user))})


@require_safe
@same_for_everybody()
def themes(request: HttpRequest) -> HttpResponse:
    """All themes with the number of activities."""
    return render(request, "home/themes.html", {"themes": all_themes()})


@require_safe
@same_for_everybody()
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """All activities of a theme."""
    row = get_object_or_404(Theme, slug=slug)
    return render(request, "home/theme.html", {"view": read_theme(row, participant_of(request.user))})


@require_safe
@same_for_everybody()
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """An organisation named on a public page, with what it is responsible for."""
    view = read_organisation(pk, participant_of(request.user))
    if view is None:
        raise Http404
    return render(request, "home/organisation.html", {"view": view})


@require_safe
@same_for_everybody("page")
def alliance(request: HttpRequest, pk: int) -> HttpResponse:
    """An alliance of organisations behind a mission (V7)."""
    row = get_object_or_404(public_alliances(), pk=pk)
    return render(request, "home/alliance.html", {"view": read_alliance(row, request.GET.get("page"))})


@require_safe
@same_for_everybody()
def region(request: HttpRequest, pk: int) -> HttpResponse:
    """A region with its municipalities, projects and forums."""
    return render(request, "home/region.html", {"view": read_region(get_object_or_404(Region, pk=pk))})
