"""The state of a programme's recordings, for county staff."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from attendance.views.staff.area import page_context, staff_view
from content.requests import query_without
from courses.models import ActivityPage, ProgrammePage
from courses.permissions import programmes_written_by
from webinars.due import held_webinars
from webinars.forms import RecordingSearch

PER_PAGE = 25


@require_safe
@staff_view
def recordings(request: HttpRequest, programme: ProgrammePage) -> HttpResponse:
    """Held webinars, latest first, each with what its recording lacks."""
    rows = held_webinars(ActivityPage.objects.originals().in_programme(programme))
    search = RecordingSearch(request.GET)
    page = Paginator(search.chosen(rows), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": search,
        "is_filtered": any(request.GET.get(name) for name in search.fields),
        "page_obj": page,
        "page_query": query_without(request, "page"),
        "overdue": sum(row.is_overdue for row in rows),
        "may_publish": programmes_written_by(request.user).filter(pk=programme.pk).exists(),
        **page_context(request, programme, "staff_recordings"),
    }
    return render(request, "webinars/staff/recordings.html", context)
