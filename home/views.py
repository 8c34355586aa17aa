from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import BooleanField, Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page
from wagtail.views import serve as serve_page

from attendance.actions import drop_module, keep_module
from courses.models import ActivityPage, Enrolment, ModulePage, Session
from courses.permissions import staff_programmes
from home import pages
from home.cards import cards_of, place
from home.filters import ActivityFilter
from home.my_page import my_page as read_my_page
from people.models import Participant
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


@require_safe
@never_cache
@login_required
def my_page(request: HttpRequest) -> HttpResponse:
    """What the signed-in participant has signed up for, picked and done. Staff who take no part go to their area."""
    participant = participant_of(request.user)
    if participant is None and staff_programmes(request.user).exists():
        return redirect("wagtail_serve", "staff/")
    return render(request, "home/my_page.html", {"my": read_my_page(participant), "participant": participant})


@require_POST
@login_required
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the picking of a module back."""
    participant, module = _own_module(request, pk)
    drop_module(participant=participant, module=module, by=participant.user)
    messages.success(request, _("%(title)s is not among your modules any more.") % {"title": module.title})
    return redirect(f"{reverse('my_page')}#modules")


@require_POST
@login_required
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the dropping back."""
    participant, module = _own_module(request, pk)
    keep_module(participant=participant, module=module, by=participant.user)
    messages.success(request, _("%(title)s is among your modules again.") % {"title": module.title})
    return redirect(f"{reverse('my_page')}#modules")


def _own_module(request: HttpRequest, pk: int) -> tuple[Participant, ModulePage]:
    """A module that the signed-in participant has picked at some time."""
    enrolments = Enrolment.objects.select_related("participant__user", "module")
    own = get_object_or_404(enrolments, participant__user=request.user, module=pk)
    return own.participant, own.module
