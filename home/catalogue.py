"""The catalogue: the activities that an address asks for, and how many each further choice would give."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, F, FilteredRelation, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from home.filters import KINDS, OF_KIND, ONLINE, ONLY, WHEN, ActivityFilter, offered_in, periods
from home.listing import (
    Listing,
    Option,
    counted,
    listing,
    partners,
    places,
    public_activities,
    themes,
    tracks,
)
from people.models import Participant


def read(parameters: QueryDict, participant: Participant | None) -> Listing:
    """Eight queries, nine signed in, however many activities there are and whatever is chosen."""
    filterset = ActivityFilter(parameters, queryset=in_order(with_clock(public_activities())), participant=participant)
    counts = counted(
        filterset,
        {
            "kind": OF_KIND,
            "when": periods(),
            "place": {ONLINE: filterset.where_place([ONLINE])},
            "language": {code: offered_in([code]) for code, _name in settings.LANGUAGES},
            "only": filterset.only_conditions,
        },
    )
    online = Option(ONLINE, _("Online"), counts["place"][ONLINE])
    options = {
        "theme": themes(filterset.apply(leave_out="theme")),
        "kind": _options(KINDS, counts["kind"]),
        "only": _options(ONLY, counts["only"]),
        "track": tracks(filterset.apply(leave_out="track")),
        "partner": partners(filterset.apply(leave_out="partner"), public_activities()),
        "when": _options(WHEN, counts["when"]),
        "place": [online, *places(filterset.apply(leave_out="place"), public_activities())],
        "language": _options(dict(settings.LANGUAGES), counts["language"]),
    }
    return listing(filterset, options, parameters.get("page"), participant)


def with_clock(activities: QuerySet) -> QuerySet:
    """Adds the date, and whether it is over or cancelled."""
    now = timezone.now()
    return activities.annotate(
        root=FilteredRelation("sessions", condition=Q(sessions__parent__isnull=True)),
        date=F("root__date"),
        last_date=Coalesce("root__last_date", "root__date"),
        ends_at=F("root__ends_at"),
        is_cancelled=_flag(root__cancelled_at__isnull=False),
    ).annotate(
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


def _options(labels: dict[str, Any], counts: dict[str, int]) -> list[Option]:
    """In the order of the labels. What is counted for nobody is no choice."""
    return [Option(value, capfirst(label), counts[value]) for value, label in labels.items() if value in counts]
