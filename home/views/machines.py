"""Views for programs: sitemaps, and the preview images of shared links."""

from __future__ import annotations

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from content import looks
from content.page_cache import same_for_everybody
from home import sharing
from home.context import read_frame
from home.pages import joined, place_of, public, specific, with_card_facts
from home.sitemaps import ListSitemap, PageSitemap

A_YEAR = 365 * 24 * 3600


@require_safe
@same_for_everybody()
@cache_control(public=True, max_age=3600)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The sitemap index, which lists the sitemaps."""
    answer: HttpResponse = sitemap_views.index(request, _sitemaps(request), sitemap_url_name="sitemap_section")
    return answer


@require_safe
@same_for_everybody("p")
@cache_control(public=True, max_age=3600)
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """One sitemap; the query parameter `p` is its page number."""
    answer: HttpResponse = sitemap_views.sitemap(request, _sitemaps(request), section=section)
    return answer


def _sitemaps(request: HttpRequest) -> dict[str, type[Sitemap[Any]] | Sitemap[Any]]:
    return {"pages": PageSitemap(request), "lists": ListSitemap(request)}


@require_safe
def social_card(request: HttpRequest, pk: int, version: str) -> HttpResponse:
    """The preview image of a page. If the version is outdated, redirects to the current image."""
    page = specific(get_object_or_404(with_card_facts(joined(public(Page.objects.filter(pk=pk)))), pk=pk))
    place_of(page)
    return _drawn(sharing.card_of(page, read_frame(page, looks.of_request(request))), version)


@require_safe
def site_card(request: HttpRequest, version: str) -> HttpResponse:
    """The preview image of lists, and of pages without one of their own."""
    return _drawn(sharing.site_card(read_frame(look=looks.of_request(request))), version)


def _drawn(card: sharing.SocialCard, version: str) -> HttpResponse:
    if card.version != version:
        return redirect(card.url)
    response = HttpResponse(card.png(), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
