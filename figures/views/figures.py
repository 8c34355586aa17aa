"""The figures of a programme as of a day, as a page and as spreadsheets."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from wagtail.log_actions import log

from attendance.views.staff.area import page_context, staff_view
from content.spreadsheets import csv_response, xlsx_response
from courses.models import ProgrammePage
from figures.exports import csv_sheet, xlsx_sheets
from figures.figures import programme_figures
from figures.forms import FiguresForm
from figures.page import page_of
from figures.report import Report, report


@require_safe
@staff_view
def figures(request: HttpRequest, programme: ProgrammePage) -> HttpResponse:
    """As of today unless the query string has a day; `published` hides small groups."""
    form, made = _asked_for(request, programme)
    today = timezone.localdate()
    context = {
        "form": form if form.errors else FiguresForm({"as_of": made.as_of, "published": made.is_published}),
        "report": made,
        "is_ahead": made.as_of > today,
        "export_query": f"as_of={made.as_of.isoformat()}" + ("&published=on" if made.is_published else ""),
        **page_of(made, programme, programme.funding.all()),
        **page_context(request, programme, "staff_figures"),
    }
    return render(request, "figures/figures.html", context)


@require_safe
@staff_view
def export(request: HttpRequest, programme: ProgrammePage, kind: str) -> HttpResponseBase:
    """The report of the page with the same query string, as a file. The export is logged (X4)."""
    form, made = _asked_for(request, programme)
    if form.errors:
        # No file for an invalid query: the page shows the error.
        return redirect(f"{reverse('staff_figures', args=[programme.slug])}?{request.GET.urlencode()}")
    data = {"format": kind, "as_of": made.as_of.isoformat(), "published": made.is_published}
    log(programme, "figures.exported", user=request.user, data=data)
    name = f"{programme.slug}-{made.as_of.isoformat()}"
    return csv_response(csv_sheet(made), name) if kind == "csv" else xlsx_response(xlsx_sheets(made), name)


def _asked_for(request: HttpRequest, programme: ProgrammePage) -> tuple[FiguresForm, Report]:
    form = FiguresForm(request.GET)
    form.is_valid()
    as_of: dt.date = form.cleaned_data.get("as_of") or timezone.localdate()
    made = programme_figures(programme, as_of)
    published: bool = form.cleaned_data.get("published", False)
    return form, report(made, programme.targets.all(), starts=programme.period_from, published=published)
