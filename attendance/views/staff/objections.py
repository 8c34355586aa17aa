"""Objections of participants, and staff's answers."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from attendance.actions import answer_objection
from attendance.forms.objections import AnswerForm
from attendance.reading_log import note_reading
from attendance.records import objections_in
from attendance.views.staff.area import page_context, staff_view
from content.requests import query_without
from courses.models import ProgrammePage
from courses.refusals import Refused
from people.permissions import signed_in

PER_PAGE = 25
MOST_WAITING = 50
"""The oldest open objections are shown; the next appear as these are answered."""


@require_safe
@staff_view
def objections(request: HttpRequest, programme: ProgrammePage) -> HttpResponse:
    """Open objections, oldest first; then answered ones."""
    return _show(request, programme)


@require_POST
@staff_view
def answer(request: HttpRequest, programme: ProgrammePage, objection: int) -> HttpResponse:
    row = get_object_or_404(objections_in(programme), pk=objection)
    form = AnswerForm(request.POST, prefix=f"o{row.pk}")
    if form.is_valid():
        values = form.cleaned_data
        try:
            answered = answer_objection(objection=row, **values, by=signed_in(request.user))
        except Refused as refused:
            form.add_error("minutes" if values["present"] else None, str(refused.refusal))
        else:
            if answered.answer == values["answer"]:
                said = _("Answered. %(name)s gets it by e-mail and reads it on their page.")
                messages.success(request, said % {"name": row.participant})
            else:
                messages.info(request, _("Somebody else had answered meanwhile. Their answer stands."))
            return redirect("staff_objections", programme.slug)
    return _show(request, programme, {row.pk: form}, status=422)


def _show(
    request: HttpRequest, programme: ProgrammePage, given: dict[int, AnswerForm] | None = None, status: int = 200
) -> HttpResponse:
    rows = objections_in(programme)
    waiting = rows.waiting()[:MOST_WAITING]
    answered = Paginator(rows.exclude(answered_at=None).order_by("-answered_at"), PER_PAGE)
    page = answered.get_page(request.GET.get("page"))
    note_reading(request, programme, "objections")
    context = {
        "waiting": [
            {"objection": row, "form": (given or {}).get(row.pk) or AnswerForm(prefix=f"o{row.pk}")} for row in waiting
        ],
        "answered": page.object_list,
        "page_obj": page,
        "page_query": query_without(request, "page"),
        **page_context(request, programme, "staff_objections"),
    }
    return render(request, "attendance/staff/objections.html", context, status=status)
