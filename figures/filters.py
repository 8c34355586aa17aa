"""The filter of the matrix of participants and activities."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from content.ordering import InNorwegianOrder
from figures.matrix import BEGUN, COMPLETED, NOT_BEGUN
from people.models import Municipality, Organisation, Participant
from people.querysets import ParticipantQuerySet


class MatrixFilter(filters.FilterSet):
    """People of a track. The rows are annotated with `track_completed_at` and `is_begun`."""

    q = filters.CharFilter(label=_("Name or e-mail"), method="saying")
    organisation = filters.ModelChoiceFilter(
        label=_("Organisation"), empty_label=_("All"), queryset=Organisation.objects.none()
    )
    municipality = filters.ModelChoiceFilter(
        label=_("Municipality"), empty_label=_("All"), queryset=Municipality.objects.none(), method="in_municipality"
    )
    status = filters.ChoiceFilter(
        label=_("Status"),
        empty_label=_("All"),
        method="having",
        choices=[
            (COMPLETED, _("Track completed")),
            (BEGUN, _("On the way")),
            (NOT_BEGUN, _("Nothing done yet")),
        ],
    )

    class Meta:
        model = Participant
        fields: list[str] = []

    def __init__(self, data: Any, *, queryset: QuerySet[Any]) -> None:
        super().__init__(data, queryset=queryset)
        people = queryset.order_by()
        self.filters["organisation"].queryset = Organisation.objects.filter(
            pk__in=people.values("organisation")
        ).order_by(InNorwegianOrder("name"), "pk")
        self.filters["municipality"].queryset = Municipality.objects.filter(
            Q(pk__in=people.values("municipality")) | Q(pk__in=people.values("organisation__municipality"))
        ).order_by(InNorwegianOrder("name"), "pk")

    def saying(self, people: ParticipantQuerySet, name: str, value: str) -> ParticipantQuerySet:
        return people.matching(value)

    def in_municipality(self, people: QuerySet[Any], name: str, value: Municipality) -> QuerySet[Any]:
        """The person's own, else that of their organisation."""
        return people.filter(Q(municipality=value) | Q(municipality=None, organisation__municipality=value))

    def having(self, people: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == COMPLETED:
            return people.filter(track_completed_at__isnull=False)
        return people.filter(track_completed_at=None, is_begun=value == BEGUN)
