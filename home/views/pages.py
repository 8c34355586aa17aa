"""The pages of the tree, those that have an address of their own in every language, and the glossary."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.url_routing import RouteResult
from wagtail.views import serve as serve_page

from content.models import StandardPage
from content.page_cache import same_for_everybody
from home import pages
from home.glossary import glossary as all_terms
from home.models import NEWS
from initiatives.models import ADDRESS


@same_for_everybody("page")
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Serve a page of the tree as Wagtail does, in the time zone of its programme.

    Routing takes two queries instead of two per level.
    """
    route = pages.route(request, path)
    if route is None:
        address = pages.address_of_translation(request, path)
        return redirect(address) if address else serve_page(request, path)
    return _served(request, path, route)


def _served(request: HttpRequest, path: str, route: RouteResult) -> HttpResponse:
    request._wagtail_route_for_request = route  # type: ignore[attr-defined]
    programme = route.page.place.programme
    with timezone.override(programme.zone if programme else None):
        response = serve_page(request, path)
        if isinstance(response, SimpleTemplateResponse):
            response.render()
    return response


@require_safe
@same_for_everybody("page")
def news(request: HttpRequest) -> HttpResponse:
    """The list of news."""
    return _page_at(request, NEWS, "home/news_index_page.html")


@require_safe
@same_for_everybody("kind", "page")
def initiatives(request: HttpRequest) -> HttpResponse:
    """The list of plans, projects, forums and initiatives."""
    return _page_at(request, ADDRESS, "initiatives/initiative_index_page.html")


@require_safe
@same_for_everybody()
def site_page(request: HttpRequest, shows: str) -> HttpResponse:
    """One of the pages on accessibility, privacy and contact."""
    return _page_at(request, shows, "content/standard_page.html", missing=StandardPage.Shows(shows))


def _page_at(request: HttpRequest, slug: str, template: str, **context: Any) -> HttpResponse:
    """The page with this slug, which is the same in every language; if there is none, the template without a page."""
    route = pages.route(request, f"{slug}/")
    if route is None:
        return render(request, template, {"page": None, **context})
    return _served(request, f"{slug}/", route)


@require_safe
@same_for_everybody()
def glossary(request: HttpRequest) -> HttpResponse:
    """The glossary (V26)."""
    return render(request, "home/glossary.html", {"terms": all_terms()})
