"""The roster of a session: who is expected and who was present; saved row by row or as a whole sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from attendance.actions import RowsRefused, mark_everybody, set_presence, undo_saving
from attendance.actions.by_hand import saved_together
from attendance.filters import RosterFilter
from attendance.forms.staff import PresenceForm, ReasonForm, UndoForm
from attendance.models import Registration
from attendance.reading_log import note_export, note_reading
from attendance.refusals import presence_refusal
from attendance.roster import Roster, Row
from attendance.views.staff.area import page_context, roster_of, session_of, staff_view
from attendance.views.staff.session_pages import session_context
from content.numbers import whole_number
from content.requests import is_part, query_without
from content.spreadsheets import Cell, Sheet, csv_response, xlsx_response
from courses.models import Phase, ProgrammePage, Session
from courses.refusals import Refused
from people.permissions import signed_in

PER_PAGE = 100
"""Rows on a page: each submits four fields, and Django accepts a thousand."""


@dataclass
class SheetRow:
    """A person on the sheet with fields to set their presence; without fields where that is not possible."""

    row: Row
    form: PresenceForm | None


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def roster(request: HttpRequest, programme: ProgrammePage, pk: int) -> HttpResponse:
    """Shows the sheet; a POST saves all of it, or the one row whose button was pressed."""
    session = session_of(programme, pk)
    people = roster_of(programme, session)
    if request.method == "POST":
        return _save(request, programme, people)
    return _show(request, programme, people)


@require_POST
@staff_view
def everybody(request: HttpRequest, programme: ProgrammePage, pk: int) -> HttpResponse:
    """Set all expected people to present about whom nothing is recorded, for a paper list that most have signed."""
    session = session_of(programme, pk)
    people = roster_of(programme, session)
    chosen = RosterFilter(request.GET, queryset=people.people())
    wanted = chosen.qs.filter(state=Registration.State.REGISTERED).values_list("pk", flat=True)
    try:
        number = mark_everybody(session=session, participants=list(wanted), by=signed_in(request.user))
    except Refused as refused:
        messages.error(request, str(refused.refusal))
    else:
        said = ngettext("%(count)s person set as present.", "%(count)s persons set as present.", number)
        messages.success(request, said % {"count": number})
    address = reverse("staff_roster", args=[programme.slug, session.pk])
    query = request.GET.urlencode()
    return redirect(f"{address}?{query}" if query else address)


@require_POST
@staff_view
def undo_save(request: HttpRequest, programme: ProgrammePage, pk: int) -> HttpResponse:
    """Undo one save, for example of a whole paper list at the wrong session."""
    session = session_of(programme, pk)
    form = UndoForm(request.POST)
    number = form.is_valid() and undo_saving(session=session, **form.cleaned_data, by=signed_in(request.user))
    if number:
        said = ngettext("Undone for %(count)s person.", "Undone for %(count)s persons.", number)
        messages.success(request, said % {"count": number})
    else:
        messages.info(request, _("Nothing was changed."))
    return redirect("staff_roster", programme.slug, session.pk)


@require_safe
@staff_view
def paper_list(request: HttpRequest, programme: ProgrammePage, pk: int) -> HttpResponse:
    """The whole roster as a printable page, to be ticked by hand."""
    session = session_of(programme, pk)
    people = roster_of(programme, session)
    rows = [row for row in people.rows(people.people()) if row.is_registered]
    note_reading(request, session, "paper")
    context = {
        "rows": rows,
        **session_context(programme, people, here=_("Paper list")),
        **page_context(request, programme, "staff_sessions"),
    }
    return render(request, "attendance/staff/paper_list.html", context)


@require_safe
@staff_view
def export(request: HttpRequest, programme: ProgrammePage, pk: int, kind: str) -> HttpResponseBase:
    """Everybody who registered or was present, as a spreadsheet. The export is logged (X4)."""
    session = session_of(programme, pk)
    people = roster_of(programme, session)
    sheet = Sheet(title=_("Participants"), head=_export_head(), rows=list(_export_rows(people)))
    note_export(request, session, "roster", kind)
    name = slugify(f"{session.activity.slug}-{session.title if session.parent_id else ''}")
    return csv_response(sheet, name) if kind == "csv" else xlsx_response([sheet], name)


def _show(
    request: HttpRequest,
    programme: ProgrammePage,
    people: Roster,
    *,
    sheet: Sequence[SheetRow] | None = None,
    reason: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    chosen = RosterFilter(request.GET, queryset=people.people())
    counts = people.counts()
    page: Page = Paginator(chosen.qs, PER_PAGE).get_page(request.GET.get("page"))
    note_reading(request, people.session, "roster")
    if sheet is None:
        sheet = _sheet(people, people.rows(page.object_list), None)
    context = {
        "filter": chosen,
        "counts": counts,
        "outcomes": _outcomes(request, people, counts),
        "sheet": sheet,
        "may_set": any(line.form for line in sheet),
        "untouched": counts.absent,
        "everybody_query": request.GET.urlencode(),
        "last_saved": last_saved(people.session, [line.row for line in sheet]),
        "reason": reason or ReasonForm(required=False),
        "problems": _problems(sheet, reason),
        "presence_refusal": presence_refusal(people.session),
        "page_obj": page,
        "page_query": query_without(request, "page"),
        **session_context(programme, people),
        **page_context(request, programme, "staff_sessions"),
    }
    return render(request, "attendance/staff/roster.html", context, status=status)


def last_saved(session: Session, rows: Iterable[Row]) -> dict[str, Any] | None:
    """The latest save of this sheet, while it can be undone as a whole. At most one query."""
    pieces = [piece for row in rows for piece in row.sources if piece.session_id == session.pk and piece.batch]
    last = max(pieces, key=lambda piece: (piece.recorded_at, piece.pk), default=None)
    if last is None or last.batch is None:
        return None
    number = saved_together(session, last.batch).count()
    return {"batch": last.batch, "at": last.recorded_at, "by": last.recorded_by, "number": number} if number else None


def _save(request: HttpRequest, programme: ProgrammePage, people: Roster) -> HttpResponse:
    posted = [pk for pk in request.POST.getlist("person") if whole_number(pk)]
    rows = people.rows(people.people().filter(pk__in=posted[:PER_PAGE]))
    sheet = _sheet(people, rows, request.POST)
    only = request.POST.get("row", "")
    meant = [line.form for line in sheet if line.form and (not only or str(line.row.participant.pk) == only)]
    reason = ReasonForm(request.POST, required=False)
    try:
        saved = _set(request, people, meant, reason)
    except Refused as refused:
        messages.error(request, str(refused.refusal))
        return redirect(request.get_full_path())
    if saved is None:
        return _part(request, programme, people, sheet, only) or _show(
            request, programme, people, sheet=sheet, reason=reason, status=422
        )
    if is_part(request) and whole_number(only):
        fresh = _sheet(people, people.rows(people.people().filter(pk=only)), None)
        return _part(request, programme, people, fresh, only) or HttpResponse(status=404)
    said = ngettext("%(count)s row saved.", "%(count)s rows saved.", saved) % {"count": saved}
    messages.success(request, said) if saved else messages.info(request, _("Nothing was changed."))
    return redirect(request.get_full_path())


def _set(request: HttpRequest, people: Roster, meant: Sequence[PresenceForm], reason: ReasonForm) -> int | None:
    """Save the changed rows and return their number; None if one is invalid, with errors in the forms."""
    is_valid = [form.is_valid() for form in [*meant, reason]]
    if not all(is_valid):
        return None
    touched = [row for form in meant if (row := form.row(reason.cleaned_data["reason"]))]
    try:
        return set_presence(session=people.session, rows=touched, by=signed_in(request.user))
    except RowsRefused as refused:
        for form in meant:
            if refusal := refused.refusals.get(form.participant.pk):
                form.refuse(refusal)
        return None


def _sheet(people: Roster, rows: Iterable[Row], data: QueryDict | None) -> list[SheetRow]:
    open_to_set = not people.is_of_days and presence_refusal(people.session) is None
    return [
        SheetRow(row, PresenceForm(data, participant=row.participant, held=row.held) if open_to_set else None)
        for row in rows
    ]


def _part(
    request: HttpRequest, programme: ProgrammePage, people: Roster, sheet: Sequence[SheetRow], only: str
) -> HttpResponse | None:
    """The saved row and the counts, for htmx."""
    lines = [line for line in sheet if str(line.row.participant.pk) == only]
    if not is_part(request) or not lines:
        return None
    context = {
        "line": lines[0],
        "outcomes": _outcomes(request, people, people.counts()),
        "is_part": True,
        "programme": programme,
        **session_context(programme, people),
    }
    return render(request, "attendance/staff/includes/roster_row.html", context)


def _outcomes(request: HttpRequest, people: Roster, counts: Any) -> list[dict[str, Any]]:
    """The counts, each a link that filters the list by it, or clears that filter."""
    chosen = request.GET.get("show", "")
    outcomes = [
        ("registered", counts.registered, _("registered"), _("Have a seat")),
        ("present", counts.present, _("present"), _("Recorded, or set by hand")),
        ("partly", counts.partly, _("partly"), _("Less than the rule asks for")),
        ("absent", counts.absent, _("absent"), _("Registered, not recorded")),
        ("excused", counts.excused, _("excused"), _("With a reason")),
        ("walk_ins", counts.walk_ins, _("not registered"), _("Came all the same")),
    ]
    if people.session.phase() == Phase.BEFORE:
        outcomes = [outcome for outcome in outcomes if outcome[0] in ("registered", "excused")]
    # Rare outcomes are shown only if there are any.
    outcomes = [outcome for outcome in outcomes if outcome[1] or outcome[0] not in ("partly", "excused")]
    query = query_without(request, "page", "show")
    return [
        {
            "number": number,
            "label": label,
            "text": text,
            "url": f"?{query}" if show == chosen else f"?{query}show={show}",
            "current": show == chosen,
        }
        for show, number, label, text in outcomes
    ]


def _problems(sheet: Sequence[SheetRow], reason: ReasonForm | None) -> list[dict[str, str]]:
    """The error summary: who it is about, what is wrong, and a link to the field."""
    problems = []
    for line in sheet:
        if line.form and line.form.is_bound and line.form.errors:
            where = line.form["minutes" if "minutes" in line.form.errors else "present"].id_for_label
            said = " ".join(str(error) for errors in line.form.errors.values() for error in errors)
            problems.append({"who": line.row.participant.name, "what": said, "field": where})
    for error in reason.errors.get("reason", []) if reason else []:
        problems.append({"who": _("Reason"), "what": str(error), "field": reason["reason"].id_for_label})  # type: ignore[index]
    return problems


def _export_head() -> list[str]:
    return [
        _("Name"),
        _("E-mail"),
        _("Organisation"),
        _("Registration"),
        _("Attendance"),
        _("Minutes"),
        _("Days"),
        _("Recorded from"),
    ]


def _export_rows(people: Roster) -> Iterator[tuple[Cell, ...]]:
    for row in people.rows(people.people(everybody=True)):
        yield (
            row.participant.name,
            row.participant.email,
            row.organisation,
            row.state_label,
            row.words,
            row.minutes,
            row.days if people.days else None,
            ", ".join(sorted({str(piece.get_source_display()) for piece in row.sources})),
        )
