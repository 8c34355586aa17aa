"""The calendar by month and as a list, and the calendar of a programme to subscribe to."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from content.feeds import calendar_response
from content.page_cache import same_for_everybody
from content.versions import in_words
from courses.models import ProgrammePage
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
from home.facts import Above
from people.permissions import participant_of


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
