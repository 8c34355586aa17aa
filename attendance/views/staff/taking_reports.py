"""The list of a session's reports, and the form to upload new ones."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from attendance.actions import queue_report, take_report
from attendance.forms.reports import ROLES, ReportForm, mappings_in, tables_of
from attendance.models import ReportImport
from attendance.refusals import sheet_refusal
from attendance.report_sentences import SEEN_BEFORE, problem_sentence, problem_to_json
from attendance.report_session import ReportSession
from attendance.reports import ReportProblem
from attendance.views.staff.area import page_context, roster_of, session_of, staff_view
from attendance.views.staff.session_pages import session_context
from content.numbers import whole_number
from content.requests import is_part
from courses.models import ProgrammePage, Session
from courses.refusals import Refused
from people.permissions import signed_in

LARGE_FILE = 512 * 1024
"""A file of this many bytes is read in the background."""


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def reports(request: HttpRequest, programme: ProgrammePage, pk: int) -> HttpResponse:
    """The reports of a session, with a form for one or several files. A POST reads each of them."""
    session = session_of(programme, pk)
    if request.method != "POST":
        return _drop_page(request, programme, session, tables=_columns_of(request, session))
    form = ReportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _answer(request, programme, session, {"errors": form.errors["file"]})
    files, began = form.cleaned_data["file"], timezone.now()
    try:
        taken, problems = _take(request, session, files)
    except Refused as refused:
        return _answer(request, programme, session, {"errors": [str(refused.refusal)]})
    for report in taken:
        if report.read_at < began:
            messages.info(request, _about(report.file_name, SEEN_BEFORE[ReportImport.State(report.state)], files))
    if problems:
        shapes = [shape for _name, problem in problems for shape in problem.get("tables", [])]
        errors = [_about(name, problem_sentence(problem), files) for name, problem in problems]
        return _answer(request, programme, session, {"errors": errors, "tables": tables_of(shapes), "taken": taken})
    if len(taken) == 1:
        address = reverse("staff_report", args=[programme.slug, session.pk, taken[0].pk])
    else:
        messages.success(request, _("The reports are taken in, each by itself. Open them one by one, and save them."))
        address = reverse("staff_reports", args=[programme.slug, session.pk])
    return HttpResponseClientRedirect(address) if is_part(request) else redirect(address)


def _take(
    request: HttpRequest, session: Session, files: list[Any]
) -> tuple[list[ReportImport], list[tuple[str, dict[str, Any]]]]:
    """Read each file. Returns the reports, and the name and problem of each file that could not be read.

    Several files may have the same name. Raises `Refused` where the session takes no presence.
    """
    mappings, by = mappings_in(request.POST), signed_in(request.user)
    taken: dict[int, ReportImport] = {}
    problems = []
    for file in files:
        take = queue_report if file.size > LARGE_FILE else take_report
        try:
            report = take(session=session, file=file, name=file.name, mappings=mappings, by=by)
        except ReportProblem as problem:
            problems.append((file.name, problem_to_json(problem)))
        else:
            taken[report.pk] = report
    return list(taken.values()), problems


def _about(name: str, sentence: object, files: list[Any]) -> str:
    """The sentence, preceded by the name of the file if several were uploaded."""
    return f"{name}: {sentence}" if len(files) > 1 else str(sentence)


def _columns_of(request: HttpRequest, session: Session) -> list[dict[str, Any]]:
    """The tables of the report given in the query string, to change what their columns hold."""
    number = whole_number(request.GET.get("columns", ""))
    row = ReportImport.objects.filter(session=session, pk=number).first() if number else None
    return tables_of(row.shapes or row.problem.get("tables", [])) if row else []


def _drop_page(
    request: HttpRequest,
    programme: ProgrammePage,
    session: Session,
    answer: dict[str, Any] | None = None,
    *,
    tables: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    people = roster_of(programme, session)
    context = {
        "imports": ReportImport.objects.filter(session=session).select_related("read_by", "applied_by"),
        "refusal": sheet_refusal(session),
        "organisation": ReportSession(session).organisation,
        "roles": ROLES,
        "errors": [],
        "tables": tables or [],
        "taken": [],
        **(answer or {}),
        **session_context(programme, people, "reports", here=_("Attendance report")),
        **page_context(request, programme, "staff_sessions"),
    }
    return render(request, "attendance/staff/reports/index.html", context, status=422 if answer else 200)


def _answer(request: HttpRequest, programme: ProgrammePage, session: Session, answer: dict[str, Any]) -> HttpResponse:
    """What is wrong with a file. htmx gets only this part, so that the chosen file stays in its field."""
    if is_part(request):
        context = {
            "roles": ROLES,
            "tables": [],
            "taken": [],
            "organisation": ReportSession(session).organisation,
            "programme": programme,
            "session": session,
            **answer,
        }
        return render(request, "attendance/staff/reports/answer.html", context)
    return _drop_page(request, programme, session, answer)
