from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, Exists, F, IntegerField, Min, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from courses.querysets import below

if TYPE_CHECKING:
    from wagtail.models import Page


class _CountedBySession(models.QuerySet[Any]):
    """Rows that belong to a session and are counted by session."""

    def by_session(self) -> dict[int, int]:
        """The number of these rows by session. One query."""
        return dict(self.order_by().values_list("session_id").annotate(rows=Count("pk")))

    def number_at(self, reference: str = "pk") -> Coalesce:
        """An expression: the number of these rows at the session whose key is in `reference`."""
        rows = self.filter(session=OuterRef(reference)).order_by().values("session").annotate(rows=Count("pk"))
        return Coalesce(Subquery(rows.values("rows")), 0)


class RegistrationQuerySet(_CountedBySession):
    def active(self) -> RegistrationQuerySet:
        """With a seat, on the waiting list, or awaiting approval."""
        return self.filter(state__in=self.model.ACTIVE)

    def holding_seat(self) -> RegistrationQuerySet:
        return self.filter(state__in=self.model.HOLDS_SEAT)

    def waiting(self) -> RegistrationQuerySet:
        """The waiting list, in order."""
        return self.filter(state=self.model.State.WAITING).order_by("registered_at", "pk")


@dataclass(frozen=True)
class Presence:
    """The number of people at a session, and at all counted sessions of its activity (`of_activity`)."""

    session: int
    of_activity: int
    people: int
    minutes: int
    reached: int
    """The number of them with the minutes that the session requires."""


@dataclass(frozen=True)
class People:
    """The number of people of one gender and affiliation."""

    gender: str
    organisation: int | None
    organisation_type: str
    municipality: str | None
    county: str | None
    size_class: str
    individuals: int
    """Each person once, with the affiliation at the first session that they attended."""
    individuals_at_webinars: int
    since: dt.date


class AttendanceQuerySet(_CountedBySession):
    def attended(self) -> AttendanceQuerySet:
        """With minutes, or present."""
        return self.filter(present=True)

    def at(self, sessions: Collection[int]) -> AttendanceQuerySet:
        return self.filter(session__in=sessions)

    def reaching(self, minutes_needed: Mapping[int, int]) -> AttendanceQuerySet:
        """Attended with at least the minutes that the session requires; none where it requires no minutes."""
        return self.attended().at(minutes_needed.keys()).filter(minutes__gte=_needed(minutes_needed))

    def presence(self, sessions: Collection[int], minutes_needed: Mapping[int, int]) -> list[Presence]:
        """The attendance at these sessions in numbers. One query, whose rows grow with the sessions and not with the
        people."""
        attended = self.attended().at(sessions).order_by()
        of_activity = (
            self.attended()
            .at(sessions)
            .order_by()
            .filter(participant=OuterRef("participant"), session__activity=OuterRef("session__activity"))
            .values("participant")
            .annotate(rows=Count("pk"))
            .values("rows")
        )
        rows = (
            attended.annotate(of_activity=Subquery(of_activity))
            .values("session_id", "of_activity")
            .annotate(
                people=Count("pk"),
                total=Sum("minutes", default=0),
                reached=Count("pk", filter=Q(minutes__gte=_needed(minutes_needed))),
            )
        )
        return [Presence(*row) for row in rows.values_list("session_id", "of_activity", "people", "total", "reached")]

    def people(self, sessions: Collection[int], webinars: Collection[int]) -> list[People]:
        """The people who attended any of these sessions, by gender and affiliation. One query, rows by affiliation.

        `webinars` are those of the sessions that count for `individuals_at_webinars`.
        """
        own = self.attended().filter(participant=OuterRef("participant"))
        first = own.at(sessions).order_by(
            "session__date", F("session__starts_at").asc(nulls_first=True), "session", "pk"
        )
        groups = ("participant__gender", "organisation", "organisation_type", "municipality__code", "county__name")
        is_first = Q(pk=Subquery(first.values("pk")[:1]))
        rows = (
            self.attended()
            .at(sessions)
            .order_by()
            .values(*groups, "size_class")
            .annotate(
                individuals=Count("pk", filter=is_first),
                at_webinars=Count("pk", filter=is_first & Q(Exists(own.at(webinars)))),
                since=Min("session__date"),
            )
        )
        values = rows.values_list(*groups, "size_class", "individuals", "at_webinars", "since")
        return [People(*row) for row in values]


class ObjectionQuerySet(models.QuerySet[Any]):
    def waiting(self) -> ObjectionQuerySet:
        """Those that staff has not answered."""
        return self.filter(answered_at__isnull=True)

    def in_programme(self, programme: Page) -> ObjectionQuerySet:
        return self.filter(below(programme, "session__activity__"))

    def number_below(self, reference: str) -> Coalesce:
        """An expression: the number of these below the page whose tree path is in `reference`."""
        rows = self.filter(session__activity__path__under=OuterRef(reference)).order_by()
        rows = rows.annotate(all=Value(1)).values("all").annotate(rows=Count("pk"))
        return Coalesce(Subquery(rows.values("rows")), 0)


class ReportImportQuerySet(models.QuerySet[Any]):
    def busy(self) -> ReportImportQuerySet:
        """Being read, applied or undone in the background."""
        return self.filter(state__in=self.model.BUSY)

    def drafts(self) -> ReportImportQuerySet:
        """Read or refused, and never applied."""
        return self.filter(state__in=self.model.DRAFT, applied_at=None)

    def expired_drafts(self) -> ReportImportQuerySet:
        """Drafts that nobody has applied in time."""
        return self.drafts().filter(read_at__lte=timezone.now() - self.model.DRAFT_KEPT_FOR)


class ReportEntryQuerySet(models.QuerySet[Any]):
    def matched(self) -> ReportEntryQuerySet:
        """Entries that are participants."""
        return self.filter(participant__isnull=False)

    def undecided(self) -> ReportEntryQuerySet:
        """Entries that staff has to decide."""
        return self.filter(choice="")

    def unknown(self) -> ReportEntryQuerySet:
        """Undecided entries that resemble no participant, and have an address to be remembered by."""
        return self.undecided().filter(has_suggestion=False, telephone=0).exclude(address="")

    def set_aside(self) -> ReportEntryQuerySet:
        """Rooms, hosts and others who do not count."""
        return self.exclude(choice="").filter(participant__isnull=True)


def _needed(minutes_needed: Mapping[int, int]) -> Case:
    """An expression: the minutes that the row's session requires, null where it requires none."""
    whens = [When(session=session, then=Value(minutes)) for session, minutes in sorted(minutes_needed.items())]
    return Case(*whens, default=Value(None), output_field=IntegerField())
