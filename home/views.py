from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import BooleanField, Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.views import serve as serve_page

from courses.models import ActivityPage, Session
from home import pages
from home.cards import cards_of, place
from home.filters import ActivityFilter
from people.permissions import participant_of

PER_PAGE = 12


def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Serves a page of the tree as Wagtail does, after finding it in one query instead of two for each level."""
    if route := pages.route(request, path):
        request._wagtail_route_for_request = route  # type: ignore[attr-defined]
    return serve_page(request, path)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """All activities, filtered by what the address says. Script replaces the results alone."""
    filterset = ActivityFilter(request.GET, queryset=in_catalogue_order(ActivityPage.objects.live().originals()))
    found = Paginator(filterset.qs.values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    rows = pages.with_card_facts(pages.joined(Page.objects.filter(pk__in=list(found.object_list))))
    by_pk = {row.pk: pages.specific(row) for row in rows}
    cards = place(cards_of([by_pk[pk] for pk in found.object_list], participant_of(request.user)))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"filter": filterset, "page": found, "cards": cards, "query": query.urlencode()}
    is_part = request.htmx  # type: ignore[attr-defined]
    template = "home/includes/catalogue_results.html" if is_part else "home/catalogue.html"
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response


def in_catalogue_order(activities: QuerySet) -> QuerySet:
    """What comes first is first, then what has no date, then what was held, the latest first."""
    roots = Session.objects.roots().filter(activity_id=OuterRef("pk"))
    return activities.annotate(
        date=Subquery(roots.values("date")[:1]),
        is_over=Case(
            When(date__lt=timezone.localdate(), then=Value(True)), default=Value(False), output_field=BooleanField()
        ),
        over_since=Case(When(date__lt=timezone.localdate(), then=F("date"))),
    ).order_by("is_over", F("over_since").desc(nulls_last=True), F("date").asc(nulls_last=True), "path")
