"""Deciding who the people in a report are, one after the other, and the list of remembered decisions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import push_url

from attendance.actions import decide, decide_as_new, decide_unknown, forget, forget_columns, take_decision_back
from attendance.finding import may_be_found
from attendance.forms.reports import NEW, SEARCH, EntryDecisionForm
from attendance.forms.staff import PersonSearchForm
from attendance.matching import expected_by
from attendance.models import Choice, RememberedChoice, ReportEntry, ReportImport
from attendance.reading_log import note_reading
from attendance.report_pages import Candidate, ReportPage, why
from attendance.report_sentences import decision_sentence
from attendance.report_session import mappings_of
from attendance.views.staff.area import page_context, staff_view
from attendance.views.staff.reports import list_context, report_context, report_of
from content.requests import is_part, query_without
from courses.models import ProgrammePage
from courses.refusals import Refused
from people.models import Participant, User
from people.permissions import signed_in

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@staff_view
def person(request: HttpRequest, programme: ProgrammePage, pk: int, report: int, entry: int) -> HttpResponse:
    """An entry with the participants it may be. A POST stores the decision and goes on to the next entry."""
    row = report_of(programme, pk, report)
    page = ReportPage(row)
    who = get_object_or_404(ReportEntry.objects.select_related("participant", "report"), pk=entry, report=row)
    who.report = row
    if request.method != "POST":
        if row.is_busy:
            return redirect("staff_report", programme.slug, row.session_id, row.pk)
        return _show(request, programme, page, who, PersonSearchForm(request.GET).words)
    others, is_taken_back = 0, request.POST.get("action") == "back"
    form = EntryDecisionForm(request.POST)
    words = PersonSearchForm(request.POST).words
    if not is_taken_back and not form.is_valid():
        return _show(request, programme, page, who, words, form)
    if not is_taken_back and form.cleaned_data["who"] == SEARCH:
        return _go_to(request, programme, page, who, words=form.cleaned_data["q"])
    try:
        if is_taken_back:
            decided = take_decision_back(entry=who, by=signed_in(request.user))
        else:
            decided = _decide(programme, page, who, form, signed_in(request.user))
            others = _decide_others(row, form, signed_in(request.user))
    except Refused as refused:
        form.add_error(None, str(refused.refusal))
        return _show(request, programme, page, who, words, form)
    following = decided if is_taken_back else page.entry_after(who)
    return _go_to(request, programme, page, following, told=_told(decided, others))


def _decide(
    programme: ProgrammePage, page: ReportPage, entry: ReportEntry, form: EntryDecisionForm, by: User
) -> ReportEntry:
    values = form.cleaned_data
    if values["who"] == NEW:
        person = {name: values[name] for name in ("name", "email", "organisation")}
        return decide_as_new(entry=entry, **person, remember=values["remember"], by=by)
    choice, participant = Choice.PARTICIPANT, None
    if form.participant is None:
        choice = Choice(values["who"])
    else:
        participant = _participant(programme, page, entry, form.participant, values["q"])
    return decide(entry=entry, choice=choice, participant=participant, remember=values["remember"], by=by)


def _decide_others(report: ReportImport, form: EntryDecisionForm, by: User) -> int:
    """The same decision about all others whom nobody knows, if that was ticked. Returns how many."""
    values = form.cleaned_data
    if not values["alike"] or values["who"] not in (NEW, Choice.LEFT_OUT):
        return 0
    return decide_unknown(report=report, as_new=values["who"] == NEW, remember=values["remember"], by=by)


def _participant(programme: ProgrammePage, page: ReportPage, entry: ReportEntry, pk: int, words: str) -> Participant:
    """A participant whom staff may see: of the programme, registered here, or found by the full address."""
    if expected_by(page.about.roster).filter(participant=pk).exists() or entry.participant_id == pk:
        return get_object_or_404(Participant, pk=pk)
    return get_object_or_404(may_be_found(programme, words), pk=pk)


def _show(
    request: HttpRequest,
    programme: ProgrammePage,
    page: ReportPage,
    entry: ReportEntry,
    words: str,
    form: EntryDecisionForm | None = None,
    told: dict[str, Any] | None = None,
) -> HttpResponse:
    listed, number = page.around(entry)
    candidates, has_more = page.candidates(entry, words)
    chosen = _chosen(entry, candidates, form, words)
    note_reading(request, page.report.session, "decide", report=page.report.pk)
    context: dict[str, Any] = {
        **report_context(request, programme, page, "decide"),
        "entry": entry,
        "number": number,
        "listed": [{"entry": one, "why": why(one)} for one in listed],
        "more": max(0, page.undecided - len(listed)),
        "facts": page.about_entry(entry),
        "candidates": candidates,
        "has_more": has_more,
        "words": words,
        "form": form,
        "chosen": chosen,
        "focus": _focus(candidates, chosen, form),
        "later": page.entry_after(entry),
        **(told or {}),
    }
    template = "attendance/staff/reports/body.html" if context["is_part"] else "attendance/staff/reports/person.html"
    return render(request, template, context, status=422 if form and not context["is_part"] else 200)


def _told(entry: ReportEntry, others: int) -> dict[str, Any]:
    """What was just decided, in a sentence."""
    said = decision_sentence(entry)
    if others:
        said += " " + ngettext("The same for %(count)s other.", "The same for %(count)s others.", others) % {
            "count": others
        }
    return {"told": said, "told_of": entry}


def _chosen(entry: ReportEntry, candidates: list[Candidate], form: EntryDecisionForm | None, words: str) -> str:
    """The choice that is preselected: what was submitted, what applies, or what was chosen for an earlier report."""
    if form:
        return form.data.get("who", "")
    if entry.choice == Choice.PARTICIPANT and not words:
        return f"p{entry.participant_id}"
    if entry.choice and not words:
        return entry.choice
    if words:
        return "" if candidates else SEARCH
    return next((one.value for one in candidates if one.was_chosen), "")


def _focus(candidates: list[Candidate], chosen: str, form: EntryDecisionForm | None) -> str:
    """The element with focus, for working with the keyboard: an invalid field, the selected choice, or the first
    one."""
    if form and (wrong := next((name for name in ("q", "name", "email") if form.errors.get(name)), "")):
        return wrong
    if chosen == SEARCH:
        return "q"
    return chosen or (candidates[0].value if candidates else SEARCH)


def _go_to(
    request: HttpRequest,
    programme: ProgrammePage,
    page: ReportPage,
    entry: ReportEntry | None,
    *,
    words: str = "",
    told: dict[str, Any] | None = None,
) -> HttpResponse:
    """Continue with an entry, or with the report if none is left: by htmx within the page, else by a redirect."""
    row = page.report
    if entry is None:
        address = reverse("staff_report", args=[programme.slug, row.session_id, row.pk])
        if is_part(request):
            context = {**list_context(request, programme, page, "matched"), **(told or {}), "is_all_decided": True}
            return push_url(render(request, "attendance/staff/reports/body.html", context), address)
        messages.success(request, _("Everybody is decided. Save it, so that it counts."))
        return redirect(address)
    address = reverse("staff_report_person", args=[programme.slug, row.session_id, row.pk, entry.pk])
    address += f"?{urlencode({'q': words})}" if words else ""
    if is_part(request):
        return push_url(_show(request, programme, page, entry, words, told=told), address)
    if told:
        messages.success(request, told["told"])
    return redirect(address)


@require_safe
@staff_view
def remembered(request: HttpRequest, programme: ProgrammePage) -> HttpResponse:
    """What was decided about names and addresses in earlier reports."""
    rows = RememberedChoice.objects.filter(programme=programme).select_related("participant", "decided_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    note_reading(request, programme, "remembered")
    context = {
        "page_obj": page,
        "page_query": query_without(request, "page"),
        "rows": page.object_list,
        "mappings": mappings_of(programme),
        "crumbs": [
            {"label": _("Sessions"), "url": reverse("staff_sessions", args=[programme.slug])},
            {"label": _("Remembered from reports"), "url": ""},
        ],
        **page_context(request, programme, "staff_sessions"),
    }
    return render(request, "attendance/staff/reports/remembered.html", context)


@require_POST
@staff_view
def forget_choice(request: HttpRequest, programme: ProgrammePage, choice: int) -> HttpResponse:
    """Forget a remembered decision."""
    row = RememberedChoice.objects.filter(programme=programme, pk=choice).first()
    if row is not None:
        forget(remembered=row, by=signed_in(request.user))
        messages.success(request, _("Forgotten. The next report asks again."))
    return redirect("staff_remembered", programme.slug)


@require_POST
@staff_view
def forget_mapping(request: HttpRequest, programme: ProgrammePage, mapping: int) -> HttpResponse:
    """Forget what the columns of a table hold."""
    row = mappings_of(programme).filter(pk=mapping).first()
    if row is not None:
        forget_columns(mapping=row, programme=programme, by=signed_in(request.user))
        messages.success(request, _("Forgotten. The next report asks again."))
    return redirect("staff_remembered", programme.slug)
