"""Filters of staff's lists."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from attendance.models import Registration
from content.versions import says
from courses.models import ActivityPage, Session
from people.models import Participant
from people.querysets import ParticipantQuerySet


def kinds_with_sessions() -> dict[str, type[ActivityPage]]:
    """The kinds of activity that have dates, by the name used in the filter."""
    return {kind.kind: kind for kind in ActivityPage.__subclasses__() if kind.has_sessions}


class SessionFilter(filters.FilterSet):
    """A programme's activities with a date. The rows are annotated with `is_over`."""

    q = filters.CharFilter(label=_("Search"), method="with_title")
    kind = filters.ChoiceFilter(label=_("Kind"), empty_label=_("All"), method="of_kind", choices=[])
    period = filters.ChoiceFilter(
        label=_("When"),
        empty_label=_("All"),
        method="in_period",
        choices=[("coming", _("Coming")), ("held", _("Held"))],
    )

    class Meta:
        model = Session
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(word, kind.kind_label) for word, kind in kinds_with_sessions().items()]
        self.filters["kind"].extra["choices"] = choices

    def of_kind(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        kind = kinds_with_sessions()[value]
        return rows.filter(activity__content_type=ContentType.objects.get_for_model(kind))

    def with_title(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """In any language of the activity, as staff may read its title in another."""
        return rows.filter(says("title", value, prefix="activity__"))

    def in_period(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(is_over=value == "held")


class RosterFilter(filters.FilterSet):
    """People on a roster."""

    q = filters.CharFilter(label=_("Name, organisation or e-mail"), method="saying")
    show = filters.ChoiceFilter(
        label=_("Show"),
        empty_label=_("All"),
        method="showing",
        choices=[
            ("registered", _("Registered")),
            ("present", _("Present")),
            ("partly", _("Partly there")),
            ("absent", _("Absent")),
            ("excused", _("Excused")),
            ("walk_ins", _("Not registered")),
        ],
    )

    class Meta:
        model = Participant
        fields: list[str] = []

    def saying(self, people: ParticipantQuerySet, name: str, value: str) -> ParticipantQuerySet:
        return people.matching(value, "kept_organisation")

    def showing(self, people: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        registered = Q(state=Registration.State.REGISTERED)
        shown = {
            "registered": registered,
            "present": Q(is_present=True),
            "walk_ins": ~registered & Q(is_present=True),
        }
        return people.filter(shown.get(value, Q(status=value)))
