"""The public views: pages of the tree, lists, the calendar, and *Min side*."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import push_url
from wagtail.url_routing import RouteResult
from wagtail.views import serve as serve_page

from attendance.actions import drop_module, keep_module
from content.feeds import calendar_response
from content.kept import same_for_everybody
from content.models import StandardPage, Theme
from content.versions import in_words
from courses.models import Enrolment, ModulePage, ProgrammePage
from courses.permissions import staff_programmes
from home import pages
from home.calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_IN_A_ROW,
    Choice,
    Month,
    day_of,
    programmes,
    query_of,
    read_list,
    read_month,
)
from home.calendar_feed import programme_calendar
from home.catalogue import read as read_catalogue
from home.facts import Above
from home.filters import ActivityFilter
from home.glossary import glossary as all_terms
from home.listing import WHOLE
from home.models import NEWS
from home.my_page import my_page as read_my_page
from home.organisations import public_alliances, read_alliance
from home.organisations import read as read_organisation
from home.recordings import read as read_recordings
from home.regions import read as read_region
from home.search import read as search_for
from home.themes import all_themes
from home.themes import read as read_theme
from initiatives.models import ADDRESS
from people.models import Participant, Region
from people.permissions import participant_of
from people.signing_in import login_required

TYPED = ("text",)
FILTERS = (*(name for name in ActivityFilter.in_address if name not in TYPED), "page", WHOLE)


@same_for_everybody("page")
def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Serve a page of the tree as Wagtail does, in the time zone of its programme.

    Routing takes one query instead of two per level.
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
    """The news index page, at the same URL in every language; a placeholder if there is none."""
    route = pages.route(request, f"{NEWS}/")
    if route is None:
        return render(request, "home/news_index_page.html", {"page": None})
    return _served(request, f"{NEWS}/", route)


@require_safe
@same_for_everybody("kind", "page")
def initiatives(request: HttpRequest) -> HttpResponse:
    """The index page of plans, projects, forums and initiatives, found in the same way."""
    route = pages.route(request, f"{ADDRESS}/")
    if route is None:
        return render(request, "initiatives/initiative_index_page.html", {"page": None})
    return _served(request, f"{ADDRESS}/", route)


@require_safe
@same_for_everybody()
def region(request: HttpRequest, pk: int) -> HttpResponse:
    """A region with its municipalities, projects and forums."""
    return render(request, "home/region.html", {"view": read_region(get_object_or_404(Region, pk=pk))})


@require_safe
@same_for_everybody()
def site_page(request: HttpRequest, shows: str) -> HttpResponse:
    """A standard page with a fixed URL in every language. If it does not exist, only the generated content is shown."""
    route = pages.route(request, f"{shows}/")
    if route is None:
        return render(request, "content/standard_page.html", {"page": None, "missing": StandardPage.Shows(shows)})
    return _served(request, f"{shows}/", route)


@require_safe
@same_for_everybody()
def glossary(request: HttpRequest) -> HttpResponse:
    """The glossary (V26)."""
    return render(request, "home/glossary.html", {"terms": all_terms()})


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
    is_part = bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
    part = template.replace("home/", "home/includes/").replace(".html", "_answer.html")
    response = render(request, part if is_part else template, context)
    if is_part:
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
@same_for_everybody("programme", "page")
def calendar_month(request: HttpRequest, year: int | None = None, month: int | None = None) -> HttpResponse:
    """The month view of the calendar, by default of the current month."""
    asked = Month.of(timezone.localdate())
    if year is not None and month is not None:
        if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
            raise Http404
        asked = Month(year, month)
    path = "calendar" if year is None else request.path
    offered, programme = _programmes(request, path)
    context = {"view": read_month(asked, programme, participant_of(request.user)), **offered}
    return render(request, "home/calendar_month.html", context)


@require_safe
@same_for_everybody("programme", "page", "from")
def calendar_list(request: HttpRequest) -> HttpResponse:
    """Upcoming activities in order, or all from a given day."""
    offered, programme = _programmes(request, "calendar_list")
    since = day_of(request.GET.get("from", ""))
    listed = read_list(request.GET.get("page"), programme, participant_of(request.user), since)
    return render(request, "home/calendar_list.html", {"view": listed, **offered})


@require_safe
@same_for_everybody()
def calendar_feed(request: HttpRequest, programme: str) -> HttpResponse:
    """A programme as an iCalendar file; 304 if it has not changed."""
    rows = pages.public(ProgrammePage.objects.filter(original=None)).select_related("contact")
    row = get_object_or_404(rows, slug=programme)
    response = calendar_response(programme_calendar(in_words(row)), f"{row.slug}.ics")
    response["Cache-Control"] = "public, max-age=900"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _programmes(request: HttpRequest, to: str) -> tuple[dict[str, Any], Above | None]:
    """Template context for choosing a programme, and the chosen programme or None."""
    rows = programmes()
    chosen = next((row for row in rows if row.slug == request.GET.get("programme")), None)
    path = to if to.startswith("/") else reverse(to)
    choices = [Choice(_("All programmes"), path, chosen is None)] if len(rows) > 1 else []
    choices += [
        Choice(
            row.word("short_title"),
            path + query_of(row),
            row == chosen,
            row.slug,
            reverse("calendar_feed", args=[row.slug]),
        )
        for row in rows
    ]
    are_many = len(choices) > MOST_IN_A_ROW
    query = query_of(chosen)
    context = {
        "choices": choices if len(rows) > 1 else [],
        "choices_are_many": are_many,
        "path": path,
        "feeds": [one for one in choices if one.feed_url and (one.current or (chosen is None and not are_many))],
        "query": query,
        "page_query": f"{query[1:]}&" if query else "",
    }
    return context, chosen


@require_safe
@never_cache
@login_required
def my_page(request: HttpRequest) -> HttpResponse:
    """The participant's registrations, modules and completions. Staff without a participant are redirected."""
    participant = participant_of(request.user)
    is_staff = staff_programmes(request.user).exists()
    if participant is None and is_staff:
        return redirect("staff_home")
    context = {"my": read_my_page(participant), "participant": participant, "is_staff": is_staff}
    return render(request, "home/my_page.html", context)


@require_POST
@login_required
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a picked module."""
    participant, module = _own_module(request, pk)
    drop_module(participant=participant, module=module, by=participant.user)
    messages.success(request, _("%(title)s is not among your modules any more.") % {"title": module.shown_title})
    return redirect(f"{reverse('my_page')}#modules")


@require_POST
@login_required
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo dropping a module."""
    participant, module = _own_module(request, pk)
    keep_module(participant=participant, module=module, by=participant.user)
    messages.success(request, _("%(title)s is among your modules again.") % {"title": module.shown_title})
    return redirect(f"{reverse('my_page')}#modules")


def _own_module(request: HttpRequest, pk: int) -> tuple[Participant, ModulePage]:
    """A module that the signed-in participant has picked, dropped ones included; else 404."""
    enrolments = Enrolment.objects.select_related("participant__user", "module")
    own = get_object_or_404(enrolments, participant__user=request.user, module__id=pk)
    return own.participant, own.module
