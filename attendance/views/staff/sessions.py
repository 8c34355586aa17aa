"""The list of a programme's sessions, future and past, with the number of participants."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import BooleanField, Case, Count, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from attendance.filters import SessionFilter
from attendance.models import Attendance, Registration
from attendance.views.staff.area import page_context, staff_view
from content.requests import query_without
from courses.models import ProgrammePage, Session
from courses.querysets import is_over

PER_PAGE = 25


@require_safe
@staff_view
def sessions(request: HttpRequest, programme: ProgrammePage) -> HttpResponse:
    """Activities with a date: future ones first in order of time, then past ones, latest first."""
    chosen = SessionFilter(request.GET, queryset=_with_counts(programme))
    page = Paginator(chosen.qs, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    context = {
        "filter": chosen,
        "is_filtered": any(value for name, value in request.GET.items() if name in chosen.filters),
        "coming": [row for row in rows if not row.is_over],
        "held": [row for row in rows if row.is_over],
        "page_obj": page,
        "page_query": query_without(request, "page"),
        **page_context(request, programme, "staff_sessions"),
    }
    return render(request, "attendance/staff/sessions.html", context)


def _with_counts(programme: ProgrammePage) -> QuerySet[Session]:
    present = (
        Attendance.objects.attended()
        .order_by()
        .filter(session__activity=OuterRef("activity"))
        .values("session__activity")
        .annotate(people=Count("participant", distinct=True))
    )
    return (
        Session.objects.roots()
        .in_programme(programme)
        .annotate(
            is_over=Case(
                When(is_over(timezone.now()), then=Value(True)), default=Value(False), output_field=BooleanField()
            ),
            registered=Registration.objects.holding_seat().number_at("pk"),
            waiting=Registration.objects.waiting().number_at("pk"),
            to_decide=Registration.objects.filter(state=Registration.State.AWAITING_APPROVAL).number_at("pk"),
            present=Coalesce(Subquery(present.values("people")), 0),
        )
        .select_related("activity__content_type")
        .order_by(
            "is_over",
            Case(When(is_over=False, then=F("date"))).asc(nulls_last=True),
            F("date").desc(nulls_last=True),
            "starts_at",
            "pk",
        )
    )
