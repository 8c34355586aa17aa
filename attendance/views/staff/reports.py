"""A report of a meeting tool: who is who in it, what saving it changes, and how it is saved, undone or discarded."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from attendance.actions import (
    apply_report,
    apply_report_later,
    discard_report,
    undo_report,
    undo_report_later,
)
from attendance.actions.applying_reports import is_large
from attendance.forms.reports import tables_of
from attendance.forms.staff import ReasonForm
from attendance.models import ReportImport
from attendance.reading_log import note_reading
from attendance.refusals import apply_refusal
from attendance.report_pages import ReportPage
from attendance.report_sentences import READ, problem_sentence
from attendance.report_tasks import progress_of
from attendance.views.staff.area import page_context, roster_of, session_of, staff_view
from attendance.views.staff.session_pages import session_context
from content.requests import is_part, query_without
from courses.models import ProgrammePage
from courses.refusals import Refused
from people.permissions import signed_in
from progress.models import Source

SHOWN = ("decide", "matched", "absent", "aside", "changed")


@require_safe
@staff_view
def report(request: HttpRequest, programme: ProgrammePage, pk: int, report: int) -> HttpResponse:
    """Who is who in a report and why, before it is applied; and afterwards what it changed."""
    row = report_of(programme, pk, report)
    if row.is_busy or row.state == ReportImport.State.REFUSED:
        return _waiting_page(request, programme, row)
    if is_part(request):
        # htmx was waiting for the background task, which is done.
        return HttpResponseClientRedirect(_address(programme, row))
    page = ReportPage(row)
    show = request.GET.get("show", "")
    if show not in SHOWN or (show == "decide" and not page.undecided) or (show == "changed" and not row.outcome):
        show = "decide" if page.undecided else "matched"
    if show == "decide" and (entry := page.entry_after(None)):
        return redirect("staff_report_person", programme.slug, row.session_id, row.pk, entry.pk)
    return render(request, "attendance/staff/reports/report.html", list_context(request, programme, page, show))


def list_context(request: HttpRequest, programme: ProgrammePage, page: ReportPage, show: str) -> dict[str, Any]:
    """The context of a list of a report: matched, absent or not counted people, or those whose record changed."""
    row = page.report
    note_reading(request, row.session, show, report=row.pk)
    listed = page.page_of(show, request.GET.get("page"))
    return {
        **report_context(request, programme, page, show),
        "page_obj": listed,
        "page_query": query_without(request, "page"),
        "lines": page.lines(listed.object_list) if show in ("matched", "aside") else [],
        "absent_people": listed.object_list if show == "absent" else [],
        "changes": page.changes() if show == "changed" else [],
    }


@require_POST
@staff_view
def apply(request: HttpRequest, programme: ProgrammePage, pk: int, report: int) -> HttpResponse:
    """Apply the decided entries; undecided ones wait."""
    row = report_of(programme, pk, report)
    try:
        if is_large(row):
            apply_report_later(report=row, by=signed_in(request.user))
        else:
            done = apply_report(report=row, by=signed_in(request.user))
            messages.success(request, _said(done, row))
    except Refused as refused:
        messages.error(request, str(refused.refusal))
        return redirect("staff_report", programme.slug, row.session_id, row.pk)
    return redirect(_address(programme, row, "changed"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def undo(request: HttpRequest, programme: ProgrammePage, pk: int, report: int) -> HttpResponse:
    """Undo the report, with a reason."""
    row = report_of(programme, pk, report)
    form = ReasonForm(request.POST or None)
    if not row.is_applied:
        # It has been undone already, by a first click or by somebody else.
        return redirect("staff_report", programme.slug, row.session_id, row.pk)
    if request.method == "POST" and form.is_valid():
        act = undo_report_later if is_large(row) else undo_report
        try:
            done = act(report=row, reason=form.cleaned_data["reason"], by=signed_in(request.user))
        except Refused as refused:
            form.add_error("reason", str(refused.refusal))
        else:
            if not done.is_busy:
                messages.success(request, _("What the report said is taken back. It stays, with the reason."))
            return redirect(_address(programme, row, "changed"))
    people = roster_of(programme, row.session)
    context = {
        "report": row,
        "form": form,
        **session_context(programme, people, "reports", here=_("Undo")),
        **page_context(request, programme, "staff_sessions"),
    }
    return render(request, "attendance/staff/reports/undo.html", context, status=422 if form.errors else 200)


@require_POST
@staff_view
def discard(request: HttpRequest, programme: ProgrammePage, pk: int, report: int) -> HttpResponse:
    """Discard a draft."""
    session = session_of(programme, pk)
    # A second click finds nothing, which is fine.
    for row in ReportImport.objects.filter(pk=report, session=session):
        discard_report(report=row, by=signed_in(request.user))
    messages.success(request, _("The report is thrown away. Nothing of it was saved."))
    return redirect("staff_reports", programme.slug, session.pk)


def report_of(programme: ProgrammePage, session: int, pk: int) -> ReportImport:
    row = session_of(programme, session)
    people = ("read_by", "applied_by", "undone_by")
    report = get_object_or_404(ReportImport.objects.select_related(*people), pk=pk, session=row)
    report.session = row
    return report


def report_context(request: HttpRequest, programme: ProgrammePage, page: ReportPage, show: str) -> dict[str, Any]:
    """The context of all lists of a report: counts, warnings, what the file and the session say, and buttons."""
    row = page.report
    return {
        "report": row,
        "sheet": page,
        "show": show,
        "is_part": is_part(request),
        "heading": READ[Source(row.source)] if row.source else row.get_source_display(),
        "outcomes": _outcomes(programme, page, show),
        "warnings": page.warnings(),
        "tables": tables_of(row.shapes),
        "zone": programme.timezone,
        "refusal": apply_refusal(row),
        **session_context(programme, page.about.roster, "reports", here=row.get_source_display()),
        **page_context(request, programme, "staff_sessions"),
    }


def _outcomes(programme: ProgrammePage, page: ReportPage, show: str) -> list[dict[str, Any]]:
    address = reverse("staff_report", args=[programme.slug, page.report.session_id, page.report.pk])
    outcomes = [
        ("matched", page.matched, _("matched"), _("Known by registration, address or an earlier choice")),
        ("decide", page.undecided, _("to decide"), _("You choose who it is")),
        ("absent", page.absent, _("absent"), _("Registered, not in the report")),
    ]
    if page.set_aside:
        outcomes.append(("aside", page.set_aside, _("not counted"), _("Rooms, hosts and others")))
    return [
        {
            "number": number,
            "label": label,
            "text": text,
            "url": f"{address}?show={name}",
            "current": name == show,
            "is_open": name == "decide" and number > 0,
        }
        for name, number, label, text in outcomes
    ]


def _waiting_page(request: HttpRequest, programme: ProgrammePage, row: ReportImport) -> HttpResponse:
    people = roster_of(programme, row.session)
    context = {
        "report": row,
        "percent": int(progress_of(row.pk) * 100),
        "problem": problem_sentence(row.problem) if row.problem else "",
        "tables": tables_of(row.problem.get("tables", [])),
        **session_context(programme, people, "reports", here=_("Attendance report")),
        **page_context(request, programme, "staff_sessions"),
    }
    template = "progress.html" if is_part(request) else "waiting.html"
    return render(request, f"attendance/staff/reports/{template}", context)


def _address(programme: ProgrammePage, row: ReportImport, show: str = "") -> str:
    """The address that shows the result: what changed, if it was just applied or undone."""
    is_done = row.state in (ReportImport.State.APPLIED, ReportImport.State.UNDONE)
    show = show or ("changed" if is_done else "")
    address = reverse("staff_report", args=[programme.slug, row.session_id, row.pk])
    return f"{address}?show={show}" if show else address


def _said(done: ReportImport, before: ReportImport) -> str:
    """What applying it has changed."""
    if done.applied_at == before.applied_at:
        return _("It was saved before, and nothing has changed since.")
    if not done.outcome["changed"]:
        return _("Saved. Nobody's record is another than before.")
    return ngettext(
        "Saved. The record of %(count)s person is changed.",
        "Saved. The records of %(count)s persons are changed.",
        done.outcome["changed"],
    ) % {"count": done.outcome["changed"]}
