"""What the pages about a report show: who is who and why, the stays as bars, and the session beside the meeting."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attendance.finding import MOST_FOUND, found
from attendance.matching import expected_at
from attendance.models import Registration, ReportEntry, ReportImport
from attendance.report_sentences import warning_sentence
from attendance.report_session import ReportSession
from content import dates
from content.ordering import InNorwegianOrder
from people.models import Participant

PER_PAGE = 50
IN_LIST = 25
BAR = 1000
"""The width of a bar's drawing, whatever width it is shown in."""
MOST_STAYS_SAID = 6


@dataclass
class Stretch:
    """A stay as it is drawn: within the session, in parts of the width."""

    start: int
    width: int
    row: int


@dataclass
class Line:
    """Somebody in the report as they stand in a list."""

    entry: ReportEntry
    stays: str
    minutes: int | None
    is_enough: bool | None
    """Whether the minutes complete the activity; None where minutes do not decide that."""


@dataclass
class Candidate:
    """Somebody whom a person in the report may be."""

    participant: Participant
    is_registered: bool
    is_in_report: bool
    was_chosen: bool

    @property
    def value(self) -> str:
        return f"p{self.participant.pk}"

    @property
    def reason(self) -> str:
        if self.was_chosen:
            return _("You chose this the last time.")
        if self.is_registered:
            if self.is_in_report:
                return _("Registered, and found elsewhere in the report.")
            return _("Registered, and not found elsewhere in the report.")
        return _("Not registered for this.")


class ReportPage:
    """One report as staff reads it."""

    def __init__(self, report: ReportImport) -> None:
        self.report = report
        self.about = ReportSession(report.session)

    # Counts

    @cached_property
    def matched(self) -> int:
        return self.report.entries.matched().values("participant").distinct().count()

    @cached_property
    def undecided(self) -> int:
        return self.report.entries.undecided().count()

    @cached_property
    def set_aside(self) -> int:
        return self.report.entries.set_aside().count()

    @cached_property
    def absent(self) -> int:
        return self.absent_people().count()

    @cached_property
    def registered(self) -> int:
        return expected_at(self.report.session).count()

    @cached_property
    def unsaved(self) -> int:
        """Decisions since it was saved the last time."""
        if not self.report.is_applied or self.report.applied_at is None:
            return 0
        return self.report.entries.filter(decided_at__gt=self.report.applied_at).count()

    def absent_people(self) -> QuerySet[Registration]:
        """Those registered who are not in the report."""
        matched = self.report.entries.matched().values("participant")
        rows = expected_at(self.report.session).exclude(participant__in=matched)
        return rows.select_related("participant", "organisation").order_by(
            InNorwegianOrder("participant__name"), "participant"
        )

    # Lists

    def page_of(self, show: str, number: str | None) -> Page:
        if show == "absent":
            return Paginator(self.absent_people(), PER_PAGE).get_page(number)
        entries = self.report.entries.set_aside() if show == "aside" else self.report.entries.matched()
        return Paginator(entries.select_related("participant__organisation"), PER_PAGE).get_page(number)

    def lines(self, entries: Iterable[ReportEntry]) -> list[Line]:
        """The minutes of somebody who is there more than once are those of all of it together."""
        entries = list(entries)
        people = {entry.participant_id for entry in entries if entry.participant_id}
        own: dict[int, list[ReportEntry]] = defaultdict(list)
        for entry in self.report.entries.filter(participant__in=people):
            own[entry.participant_id or 0].append(entry)
        lines = []
        for entry in entries:
            minutes = self.about.minutes_of(own.get(entry.participant_id or 0, [entry]))
            lines.append(Line(entry, self.stays_said(entry), minutes, self._is_enough(minutes)))
        return lines

    def _is_enough(self, minutes: int | None) -> bool | None:
        needed = self.about.minutes_needed
        return None if needed is None else (minutes or 0) >= needed

    def stays_said(self, entry: ReportEntry) -> str:
        """«12.02–12.48 og 12.40–13.11», as the clock on the wall showed it."""
        if not entry.stays:
            return _("no times, only how long") if entry.seconds is not None else ""
        said = [self._span(stay) for stay in entry.stays[:MOST_STAYS_SAID]]
        more = len(entry.stays) - len(said)
        text = ", ".join(said)
        return f"{text} +{more}" if more else text

    def _span(self, stay: Sequence[int]) -> str:
        zone = self.about.programme.zone
        start, end = (dt.datetime.fromtimestamp(second, dt.UTC) for second in stay)
        return f"{dates.clock(start, zone=zone)}{dates.DASH}{dates.clock(end, zone=zone)}"

    def bars(self, entry: ReportEntry) -> list[Stretch]:
        """The stays where they lie in the session; what overlaps stands on a row of its own."""
        start, end = self.about.window.start, self.about.window.end
        if start is None or end is None or end <= start:
            return []
        bars: list[Stretch] = []
        free_from: list[float] = []
        for stay in entry.stays:
            first, last = max(stay[0], start), min(stay[1], end)
            if last <= first:
                continue
            row = next((n for n, free in enumerate(free_from) if free <= first), len(free_from))
            free_from[row : row + 1] = [last]
            place = int((first - start) / (end - start) * BAR)
            bars.append(Stretch(place, max(4, int((last - first) / (end - start) * BAR)), row))
        return bars

    # Deciding

    def entry_after(self, entry: ReportEntry | None) -> ReportEntry | None:
        """The next that is to be decided, and from the last on to the first."""
        waiting = self.report.entries.undecided().order_by("row", "pk")
        if entry is not None:
            behind = Q(row__gt=entry.row) | Q(row=entry.row, pk__gt=entry.pk)
            return waiting.filter(behind).first() or waiting.exclude(pk=entry.pk).first()
        return waiting.first()

    def around(self, entry: ReportEntry) -> tuple[list[ReportEntry], int]:
        """Some of those to be decided with this one among them, and its number among them all."""
        waiting = self.report.entries.undecided().order_by("row", "pk")
        before = waiting.filter(Q(row__lt=entry.row) | Q(row=entry.row, pk__lt=entry.pk)).count()
        first = before // IN_LIST * IN_LIST
        listed = list(waiting[first : first + IN_LIST])
        if entry.is_decided:
            listed = [entry, *listed]
        return listed, before + 1

    def candidates(self, entry: ReportEntry, words: str = "") -> list[Candidate]:
        """Those suggested, and those found by what staff searches for."""
        suggestions = self.about.matcher.suggest([entry])[0]
        people = Participant.objects.select_related("organisation").in_bulk([one.participant for one in suggestions])
        chosen = {one.participant for one in suggestions if one.was_chosen}
        listed = [people[one.participant] for one in suggestions if one.participant in people]
        if entry.participant_id and entry.participant_id not in people:
            listed.insert(0, Participant.objects.select_related("organisation").get(pk=entry.participant_id))
        if words:
            known = {person.pk for person in listed}
            listed += [person for person in found(self.about.programme, words)[:MOST_FOUND] if person.pk not in known]
        pks = [person.pk for person in listed]
        registered = set(
            expected_at(self.report.session).filter(participant__in=pks).values_list("participant_id", flat=True)
        )
        elsewhere = set(
            self.report.entries.filter(participant__in=pks)
            .exclude(pk=entry.pk)
            .values_list("participant_id", flat=True)
        )
        return [
            Candidate(person, person.pk in registered, person.pk in elsewhere, person.pk in chosen) for person in listed
        ]

    def about_entry(self, entry: ReportEntry) -> dict[str, Any]:
        """What the file says about somebody to be decided."""
        bars = self.bars(entry)
        return {
            "stays": self.stays_said(entry),
            "bars": bars,
            "rows": max((bar.row for bar in bars), default=0) + 1,
            "of": self.about.window.whole,
            "why": _why(entry),
        }

    def warnings(self) -> list[str]:
        return [warning_sentence(warning) for warning in self.report.warnings]

    def changes(self) -> list[dict[str, Any]]:
        """Whose record is another now, and what it was."""
        changes = self.report.outcome.get("changes", [])
        people = Participant.objects.in_bulk([pk for pk, _before, _after in changes])
        return [
            {"who": people[pk], "before": said_of(before), "after": said_of(after)}
            for pk, before, after in changes
            if pk in people
        ]


def _why(entry: ReportEntry) -> str:
    """Why it has to be decided, in a few words."""
    if entry.address:
        return _("an address nobody has")
    if entry.telephone:
        return _("a telephone")
    return _("by name alone")


def said_of(held: Sequence[Any] | None) -> str:
    """Present and minutes, in words."""
    if held is None or not held[0]:
        return _("not present")
    if held[1] is None:
        return _("present")
    return ngettext("%(count)s minute", "%(count)s minutes", held[1]) % {"count": held[1]}
