"""The matrix of a track as a page and as a spreadsheet, with the same filter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from attendance.reading_log import note_export, note_reading
from attendance.views.staff.area import page_context, staff_view
from content.requests import query_without
from content.spreadsheets import Cell, Sheet, csv_response, xlsx_response
from courses.models import ProgrammePage, TrackPage
from courses.querysets import below
from courses.requirements import rule_over
from figures.filters import MatrixFilter
from figures.matrix import Matrix, Row
from people.models import Participant

PER_PAGE = 50
AT_A_TIME = 500


@require_safe
@staff_view
def matrix(request: HttpRequest, programme: ProgrammePage) -> HttpResponse:
    """The progress of participants in a track: the one in the query string, else the first."""
    tracks = _tracks(programme)
    if not tracks:
        raise Http404
    made = Matrix(_chosen(tracks, request), rule_over(programme))
    chosen = MatrixFilter(request.GET, queryset=made.people())
    page = Paginator(chosen.qs, PER_PAGE).get_page(request.GET.get("page"))
    note_reading(request, made.track, "matrix")
    query = query_without(request, "page")
    context = {
        "matrix": made,
        "rows": made.rows(page.object_list),
        "filter": chosen,
        "is_filtered": any(value for name, value in request.GET.items() if name in chosen.filters),
        "tabs": [
            {
                "label": track.shown_title,
                "url": f"{reverse('staff_matrix', args=[programme.slug])}?track={track.slug}",
                "current": track.pk == made.track.pk,
            }
            for track in tracks
        ],
        "page_obj": page,
        "page_query": query,
        "export_query": query if "track" in request.GET else f"{query}track={made.track.slug}",
        **page_context(request, programme, "staff_matrix"),
    }
    return render(request, "figures/matrix.html", context)


@require_safe
@staff_view
def export(request: HttpRequest, programme: ProgrammePage, kind: str) -> HttpResponseBase:
    """All people of the page with the same query string, as a file. The export is logged (X4)."""
    tracks = _tracks(programme)
    if not tracks:
        raise Http404
    made = Matrix(_chosen(tracks, request), rule_over(programme))
    chosen = MatrixFilter(request.GET, queryset=made.people())
    if chosen.form.errors:
        # No file for an invalid query: the page shows the error.
        return redirect(f"{reverse('staff_matrix', args=[programme.slug])}?{request.GET.urlencode()}")
    sheet = Sheet(title=made.track.shown_title, head=_head(made), rows=_rows(made, chosen.qs))
    note_export(request, made.track, "matrix", kind)
    name = slugify(f"{programme.slug}-{made.track.slug}")
    return csv_response(sheet, name) if kind == "csv" else xlsx_response([sheet], name)


def _tracks(programme: ProgrammePage) -> list[TrackPage]:
    return list(TrackPage.objects.originals().filter(below(programme)).order_by("path"))


def _chosen(tracks: list[TrackPage], request: HttpRequest) -> TrackPage:
    name = request.GET.get("track", "")
    return next((track for track in tracks if track.slug == name), tracks[0])


def _head(made: Matrix) -> list[str]:
    titles = [activity.shown_title for activity in made.activities]
    return [
        _("Name"),
        _("E-mail"),
        _("Organisation"),
        _("Municipality"),
        *titles,
        _("Completed activities"),
        _("Track completed"),
    ]


def _rows(made: Matrix, people: QuerySet[Participant]) -> Iterator[tuple[Cell, ...]]:
    """In batches. The response is streamed after the view has returned, so language and time zone are set again."""
    language, zone = translation.get_language(), timezone.get_current_timezone()
    return _batches(made, people, language, zone)


def _batches(made: Matrix, people: QuerySet[Participant], language: str, zone: dt.tzinfo) -> Iterator[tuple[Cell, ...]]:
    found = people.iterator(chunk_size=AT_A_TIME)
    while batch := list(islice(found, AT_A_TIME)):
        with translation.override(language), timezone.override(zone):
            lines = [_line(row) for row in made.rows(batch)]
        yield from lines


def _line(row: Row) -> tuple[Cell, ...]:
    person = row.participant
    completed = person.track_completed_at
    return (
        person.name,
        person.email,
        person.organisation_name,
        person.municipality_name,
        *(cell.words for cell in row.cells),
        row.earned,
        timezone.localdate(completed) if completed else None,
    )
