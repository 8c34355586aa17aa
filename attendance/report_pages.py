"""What the pages about a report show: who is who and why, stays as bars, and the session compared with the meeting."""

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

from attendance.actions.presence import pieces_at
from attendance.finding import MOST_FOUND, found
from attendance.matching import expected_by
from attendance.models import ColumnMapping, Registration, ReportEntry, ReportImport
from attendance.report_bars import Stretch, beside_drawn, stays_drawn
from attendance.report_sentences import problem_sentence, warning_sentence
from attendance.report_session import ReportSession
from content import dates
from content.ordering import InNorwegianOrder
from people.models import Participant
from progress.assessing import foreseen
from progress.models import Completion, Source
from progress.rules import Verdict

PER_PAGE = 50
IN_LIST = 25
MOST_STAYS_SAID = 6
JOINER = "\u2060"
"""WORD JOINER: prevents a line break."""


@dataclass
class Line:
    """An entry in a list."""

    entry: ReportEntry
    stays: str
    minutes: int | None
    answer: str = ""
    """What the rule will say once the report is applied."""
    is_complete: bool = False
    is_corrected: bool = False
    """Whether staff has corrected their record, which then does not change."""


@dataclass
class Candidate:
    """A participant whom an entry may be."""

    participant: Participant
    is_registered: bool
    is_in_report: bool
    was_chosen: bool = False

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
    """One report, as staff reads it."""

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
        return expected_by(self.about.roster).count()

    @cached_property
    def unsaved(self) -> int:
        """The number of decisions since it was last applied."""
        if not self.report.is_applied or self.report.applied_at is None:
            return 0
        return self.report.entries.filter(decided_at__gt=self.report.applied_at).count()

    @property
    def is_worth_saving(self) -> bool:
        """Whether there is anybody to apply, or nobody left to decide: then applying only files it."""
        return bool(self.matched) or not self.undecided

    def absent_people(self) -> QuerySet[Registration]:
        """Registered people who are not in the report."""
        matched = self.report.entries.matched().values("participant")
        rows = expected_by(self.about.roster).exclude(participant__in=matched)
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
        """The minutes of a participant with several entries are those of all of them together."""
        entries = list(entries)
        own: dict[int, list[ReportEntry]] = defaultdict(list)
        people = {entry.participant_id for entry in entries if entry.participant_id}
        for entry in self.report.entries.filter(participant__in=people):
            own[entry.participant_id or 0].append(entry)
        facts = {pk: self.about.facts(of_one) for pk, of_one in own.items()}
        verdicts = foreseen(self.report.session.activity, facts) if facts else {}
        corrected = pieces_at([self.report.session], people).filter(source=Source.CORRECTION)
        by_hand = set(corrected.values_list("participant_id", flat=True))
        lines = []
        for entry in entries:
            who = entry.participant_id or 0
            line = Line(entry, self.stays_said(entry), self.about.minutes_of(own.get(who, [entry])))
            if verdict := verdicts.get(who):
                line.is_complete = verdict.completed_at is not None
                line.answer = self._answer(verdict)
                line.is_corrected = entry.participant_id in by_hand
            lines.append(line)
        return lines

    def _answer(self, verdict: Verdict) -> str:
        if verdict.completed_at is not None:
            if verdict.reason == Completion.Reason.PRESENT:
                return _("Completed")
            return _("Completed: %(how)s") % {"how": Completion.Reason(verdict.reason).label.lower()}
        if self.about.roster.minutes_needed is not None:
            lacking = max(0, self.about.roster.minutes_needed - (verdict.minutes or 0))
            return ngettext("%(count)s minute is missing", "%(count)s minutes are missing", lacking) % {
                "count": lacking
            }
        if self.about.roster.requirement.days_needed:
            days = {"days": verdict.days or 0, "needed": self.about.roster.requirement.days_needed}
            return _("%(days)s of the %(needed)s days needed") % days
        return ""

    @property
    def rule(self) -> str:
        """What the rule says about presence, in a sentence."""
        requirement = self.about.roster.requirement
        if self.about.roster.minutes_needed is not None:
            return _("%(needed)s of %(whole)s minutes complete the activity.") % {
                "needed": self.about.roster.minutes_needed,
                "whole": requirement.live_minutes,
            }
        if requirement.days_needed and requirement.days:
            return _("Being there counts as the day. %(needed)s of %(whole)s days complete the activity.") % {
                "needed": requirement.days_needed,
                "whole": len(requirement.days),
            }
        return ""

    def stays_said(self, entry: ReportEntry) -> str:
        """«12.02–12.48 og 12.40–13.11», in local time."""
        if not entry.stays:
            return _("no times, only how long") if entry.seconds is not None else ""
        said = [self._span(stay) for stay in entry.stays[:MOST_STAYS_SAID]]
        more = len(entry.stays) - len(said)
        text = ", ".join(said)
        return f"{text} +{more}" if more else text

    def _span(self, stay: Sequence[int]) -> str:
        zone = self.about.programme.zone
        start, end = (dt.datetime.fromtimestamp(second, dt.UTC) for second in stay)
        return f"{dates.clock(start, zone=zone)}{JOINER}{dates.DASH}{JOINER}{dates.clock(end, zone=zone)}"

    def beside(self) -> list[Stretch]:
        """The session and, below it, the meeting in the file, on one scale; empty if a time is unknown."""
        window, first, last = self.about.window, self.report.first_joined, self.report.last_left
        if window.start is None or window.end is None or first is None or last is None:
            return []
        return beside_drawn((window.start, window.end), (first.timestamp(), last.timestamp()))

    @cached_property
    def people(self) -> int:
        return self.report.entries.count()

    @cached_property
    def by_earlier_choice(self) -> int:
        """The number of people who were matched by an earlier decision."""
        return self.report.entries.filter(known_by=ReportEntry.KnownBy.ALIAS).count()

    @cached_property
    def others(self) -> int:
        """The number of other applied reports of the session."""
        others = ReportImport.objects.filter(session=self.report.session, state=ReportImport.State.APPLIED)
        return others.exclude(pk=self.report.pk).count()

    def mappings(self) -> list[ColumnMapping]:
        """What was said about tables of this kind and is remembered, each once."""
        if self.about.organisation is None:
            return []
        shapes = [shape["signature"] for shape in self.report.shapes]
        rows = ColumnMapping.objects.filter(organisation=self.about.organisation, signature__in=shapes)
        told = {(row.set_at.date(), row.set_by_id): row for row in rows.select_related("organisation", "set_by")}
        return list(told.values())

    # Deciding

    def entry_after(self, entry: ReportEntry | None) -> ReportEntry | None:
        """The next entry to decide; after the last, the first."""
        waiting = self.report.entries.undecided().order_by("row", "pk")
        if entry is not None:
            behind = Q(row__gt=entry.row) | Q(row=entry.row, pk__gt=entry.pk)
            return waiting.filter(behind).first() or waiting.exclude(pk=entry.pk).first()
        return waiting.first()

    def around(self, entry: ReportEntry) -> tuple[list[ReportEntry], int]:
        """Some of the undecided entries around this one, and its position among them all."""
        waiting = self.report.entries.undecided().order_by("row", "pk")
        before = waiting.filter(Q(row__lt=entry.row) | Q(row=entry.row, pk__lt=entry.pk)).count()
        first = before // IN_LIST * IN_LIST
        listed = list(waiting[first : first + IN_LIST])
        if entry.is_decided:
            listed = [entry, *listed]
        return listed, before + 1

    def candidates(self, entry: ReportEntry, words: str = "") -> tuple[list[Candidate], bool]:
        """The participants found by a search, then those suggested; and whether the search found more than are
        shown."""
        suggestions = self.about.matcher.suggest([entry])[0]
        chosen = {one.participant for one in suggestions if one.was_chosen}
        found_people = found(self.about.programme, words) if words else []
        wanted = [person.pk for person in found_people[:MOST_FOUND]]
        wanted += [entry.participant_id] if entry.participant_id else []
        wanted = list(dict.fromkeys([*wanted, *(one.participant for one in suggestions)]))
        people = Participant.objects.select_related("organisation").in_bulk(wanted)
        expected = expected_by(self.about.roster).filter(participant__in=wanted)
        registered = set(expected.values_list("participant_id", flat=True))
        others = self.report.entries.filter(participant__in=wanted).exclude(pk=entry.pk)
        elsewhere = set(others.values_list("participant_id", flat=True))
        listed = [
            Candidate(people[pk], pk in registered, pk in elsewhere, pk in chosen) for pk in wanted if pk in people
        ]
        return listed, len(found_people) > MOST_FOUND

    def about_entry(self, entry: ReportEntry) -> dict[str, Any]:
        """What the file says about an entry to decide, and what that adds up to."""
        window, needed = self.about.window, self.about.roster.minutes_needed
        bars = stays_drawn(entry.stays, window.start, window.end)
        return {
            "stays": self.stays_said(entry),
            "bars": bars,
            "rows": max((bar.row for bar in bars), default=0) + 1,
            "of": window.whole,
            "needed": needed,
            "alike": self.report.entries.unknown().exclude(pk=entry.pk).count() if self._is_unknown(entry) else 0,
            "is_enough": needed is not None and (entry.minutes or 0) >= needed,
        }

    def _is_unknown(self, entry: ReportEntry) -> bool:
        return bool(entry.address) and not (entry.is_decided or entry.has_suggestion or entry.telephone)

    def warnings(self) -> list[str]:
        failed = [problem_sentence(self.report.problem)] if self.report.problem else []
        return [*failed, *(warning_sentence(warning) for warning in self.report.warnings)]

    def changes(self) -> list[dict[str, Any]]:
        """The people whose record changed, with the former and the present one."""
        changes = self.report.outcome.get("changes", [])
        people = Participant.objects.in_bulk([pk for pk, _before, _after in changes])
        return [
            {"who": people[pk], "before": said_of(before), "after": said_of(after)}
            for pk, before, after in changes
            if pk in people
        ]


def why(entry: ReportEntry) -> str:
    """Why an entry has to be decided, in a few words."""
    if entry.is_decided:
        return _("decided")
    if entry.address:
        return _("an address nobody has")
    if entry.telephone:
        return _("a telephone")
    return _("by name alone") if entry.has_suggestion else _("a name nobody has")


def said_of(held: Sequence[Any] | None) -> str:
    """Presence and minutes in words."""
    if held is None or not held[0]:
        return _("not present")
    if held[1] is None:
        return _("present")
    return ngettext("%(count)s minute", "%(count)s minutes", held[1]) % {"count": held[1]}
