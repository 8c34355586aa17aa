"""A session as context for its reports: its organisation, days, minutes required, and remembered mappings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from attendance.matching import Matcher, owners_of
from attendance.models import ColumnMapping, ReportEntry
from attendance.reports import About, Role, Tool
from attendance.roster import Roster, tree_of
from courses.models import ActivityPage, ProgrammePage, Session
from courses.requirements import programme_path
from people.models import Organisation
from progress.models import EvidenceKind, Source
from progress.rules import Fact, Window, presence, window_of

SOURCES = {
    Tool.TEAMS: Source.TEAMS,
    Tool.ZOOM: Source.ZOOM,
    Tool.MEET: Source.MEET,
    Tool.WEBEX: Source.WEBEX,
    Tool.OTHER: Source.REPORT,
}
Mappings = Mapping[str, dict[int, Role]]


class ReportSession:
    """Each property is read when it is first used."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @cached_property
    def programme(self) -> ProgrammePage:
        path = programme_path(self.session.activity.path)
        return ProgrammePage.objects.select_related("completion_rule").get(path=path)

    @cached_property
    def organisation(self) -> Organisation | None:
        """The organisation whose tool it is: the one in charge of the activity, else the first owner of the
        programme."""
        if self.session.activity.responsible_id:
            return self.session.activity.responsible
        owner = self.programme.owner_links.select_related("organisation").first()
        return owner.organisation if owner else None

    @cached_property
    def roster(self) -> Roster:
        """The session with its tree."""
        return Roster(self.session, tree_of(self.session))

    @cached_property
    def window(self) -> Window:
        return window_of(self.session, self.roster.tree)

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(self.roster, self.programme)

    def about(self, file_name: str, mappings: Mappings) -> About:
        """What the reader of a file needs to know."""
        first, last = self._days()
        return About(
            zone=self.programme.zone,
            first_day=first,
            last_day=last,
            file_name=file_name,
            mappings={**self._remembered_mappings(), **mappings},
            known=lambda addresses: owners_of(addresses).keys(),
        )

    def _days(self) -> tuple[dt.date | None, dt.date | None]:
        zone = self.programme.zone
        first, last = self.session.date, self.session.final_date
        if self.session.starts_at:
            first = timezone.localdate(self.session.starts_at, zone)
            last = max(last or first, first)
        if self.session.ends_at:
            # A session may end after midnight.
            last = max(last or first or dt.date.min, timezone.localdate(self.session.ends_at, zone))
        return first, last

    def _remembered_mappings(self) -> dict[str, dict[int, Role]]:
        if self.organisation is None:
            return {}
        rows = ColumnMapping.objects.filter(organisation=self.organisation)
        return {row.signature: roles_from_json(row.roles) for row in rows}

    # What an entry amounts to

    def pieces(self, entry: ReportEntry) -> list[tuple[str, dict]]:
        """The evidence for an entry: keys, which are the same whatever report it is in, with the fields of the
        evidence."""
        if entry.stays:
            return [(f"{start}-{end}", {"stays": [(start, end)]}) for start, end in entry.stays]
        if entry.total is not None:
            minutes = self._minutes_of_total(*entry.total)
            return [(f"total-{minutes}", {"minutes": minutes})]
        return [("present", {})] if entry.present else []

    def _minutes_of_total(self, seconds: int, start: int | None = None, end: int | None = None) -> int:
        """At most the length of the session, and of the part of the span that lies within it."""
        window = self.window
        if start is not None and end is not None:
            first = max(start, window.start if window.start is not None else start)
            last = min(end, window.end if window.end is not None else end)
            seconds = min(seconds, max(0, int(last - first)))
        elif window.start is not None and window.end is not None:
            seconds = min(seconds, int(window.end - window.start))
        minutes = seconds // 60
        return min(minutes, window.whole) if window.whole else minutes

    def facts(self, entries: Iterable[ReportEntry]) -> list[Fact]:
        """These entries as facts, for judging them."""
        return [
            Fact(
                kind=EvidenceKind.PRESENT,
                source=Source.REPORT,
                happened_at=self.session.ends_at or timezone.now(),
                recorded_at=timezone.now(),
                key=self.prefix() + key,
                session=self.session.pk,
                stays=tuple(values.get("stays", ())),
                minutes=values.get("minutes"),
            )
            for entry in entries
            for key, values in self.pieces(entry)
        ]

    def minutes_of(self, entries: Iterable[ReportEntry]) -> int | None:
        """The minutes that these entries of one person add up to; None: present, but not measured."""
        return presence(self.facts(entries), self.window)[1]

    def prefix(self) -> str:
        """The prefix of the keys of evidence from reports of this session."""
        return f"report:{self.session.pk}:"

    def outside(self, entries: Sequence[ReportEntry]) -> bool:
        """Whether all their stays are before or after the session."""
        window = self.window
        stays = [stay for entry in entries for stay in entry.stays]
        if not stays or window.start is None or window.end is None:
            return False
        return all(end <= window.start or start >= window.end for start, end in stays)


def mappings_of(programme: ProgrammePage) -> QuerySet[ColumnMapping]:
    """The remembered mappings of the organisations that hold the programme's meetings."""
    within = ActivityPage.objects.filter(path__under=programme.path, responsible__isnull=False)
    whose = Q(organisation__in=within.values("responsible")) | Q(
        organisation__in=programme.owner_links.values("organisation")
    )
    return ColumnMapping.objects.filter(whose).select_related("organisation", "set_by")


def roles_to_json(roles: Mapping[int, Role]) -> dict[str, str]:
    return {str(place): role.value for place, role in sorted(roles.items())}


def roles_from_json(data: Mapping[str, str]) -> dict[int, Role]:
    """Stored roles, without those that no longer exist."""
    known = {role.value: role for role in Role}
    return {int(place): known[role] for place, role in data.items() if place.isdigit() and role in known}
