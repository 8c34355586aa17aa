"""The catalogue: the activities that an address asks for, and how many each further choice would give."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Case, Count, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone

from courses.models import Session
from home.filters import KINDS, OF_KIND, ActivityFilter
from home.listing import Listing, Option, listing, partners, public_activities, themes, tracks
from people.models import Participant


def read(parameters: QueryDict, participant: Participant | None) -> Listing:
    """Seven queries, eight signed in, however many activities there are and whatever is chosen."""
    filterset = ActivityFilter(parameters, queryset=in_order(with_clock(public_activities())))
    options = {
        "theme": themes(filterset.apply(leave_out="theme")),
        "kind": _kinds(filterset.apply(leave_out="kind")),
        "track": tracks(filterset.apply(leave_out="track")),
        "partner": partners(filterset.apply(leave_out="partner"), public_activities()),
    }
    return listing(filterset, options, parameters.get("page"), participant)


def with_clock(activities: QuerySet) -> QuerySet:
    """Adds the date, and whether it is over or cancelled."""
    now = timezone.now()
    roots = Session.objects.roots().filter(activity_id=OuterRef("pk"))
    return activities.annotate(
        date=Subquery(roots.values("date")[:1]),
        last_date=Subquery(roots.annotate(last=Coalesce("last_date", "date")).values("last")[:1]),
        ends_at=Subquery(roots.values("ends_at")[:1]),
        cancelled_at=Subquery(roots.values("cancelled_at")[:1]),
    ).annotate(
        is_cancelled=_flag(cancelled_at__isnull=False),
        is_over=Case(
            When(last_date__lt=timezone.localdate(now), then=Value(True)),
            When(ends_at__lte=now, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
    )


def in_order(activities: QuerySet) -> QuerySet:
    """What comes first is first, then what has no date, then what was held, the latest first, and cancelled last."""
    return activities.annotate(over_since=Case(When(is_over=True, then=F("date")))).order_by(
        "is_cancelled", "is_over", F("over_since").desc(nulls_last=True), F("date").asc(nulls_last=True), "path"
    )


def _flag(**where: Any) -> Case:
    return Case(When(**where, then=Value(True)), default=Value(False), output_field=BooleanField())


def _kinds(activities: QuerySet) -> list[Option]:
    counts = activities.order_by().aggregate(**{kind: Count("pk", filter=where) for kind, where in OF_KIND.items()})
    return [Option(kind, label, counts[kind]) for kind, label in KINDS.items()]
