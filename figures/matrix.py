"""Participants × activities of a track: the progress of each participant, and how it is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from attendance.models import Attendance, Registration
from attendance.roster import participants_of
from content.ordering import InNorwegianOrder
from courses.models import ActivityPage, Enrolment, Phase, Session, TrackPage
from courses.querysets import below
from courses.rules import Rule
from people.models import Participant
from progress.models import Completion

Reason = Completion.Reason
EXCUSED = "excused"
COMPLETED, BEGUN, NOT_BEGUN = "completed", "begun", "not_begun"


@dataclass(frozen=True)
class Cell:
    """A participant's state at an activity, in words, and the session whose page shows the evidence."""

    of: str
    state: str
    words: str
    session: int | None


@dataclass
class Row:
    """One participant in the matrix."""

    participant: Any
    cells: list[Cell]
    earned: int
    is_complete: bool


@dataclass
class Matrix:
    """A track with its activities in order, and the participants concerned. `rule` is the programme's."""

    track: TrackPage
    rule: Rule
    activities: list[ActivityPage] = field(default_factory=list)

    def __post_init__(self) -> None:
        pages = ActivityPage.objects.live().originals().filter(below(self.track)).select_related("content_type")
        self.activities = list(pages.order_by("path"))

    @property
    def needed(self) -> int:
        """The number of activities that complete the track."""
        return self.rule.track_activities

    @cached_property
    def roots(self) -> dict[int, Session]:
        """By activity: its root session, annotated with whether any presence is recorded."""
        present = Attendance.objects.attended().filter(session__activity=OuterRef("activity"))
        rows = Session.objects.roots().filter(activity__in=self.activities)
        return {row.activity_id: row for row in rows.annotate(is_listed=Exists(present))}

    def people(self) -> QuerySet[Participant]:
        """Those who picked a module of the track, registered for something in it, or have evidence there; by name."""
        person = OuterRef("pk")
        here = below(self.track, "session__activity__")
        seats = Registration.objects.active().filter(here)
        records = Attendance.objects.filter(here)
        picks = Enrolment.objects.active().filter(below(self.track, "module__"))
        done = Completion.objects.filter(below(self.track, "activity__"), progress__gt=0)
        own = Completion.objects.filter(participant=person, track=self.track)
        nothing = Value("")
        return (
            # Whom it is about is asked of the rows of this track, and not of each of all participants.
            Participant.objects.filter(pk__in=participants_of(seats, records, picks, done))
            .annotate(
                track_completed_at=Subquery(own.values("completed_at")[:1]),
                is_begun=Exists(done.filter(participant=person)),
                organisation_name=Coalesce(F("organisation__name"), nothing),
                municipality_name=Coalesce(F("municipality__name"), F("organisation__municipality__name"), nothing),
            )
            .order_by(InNorwegianOrder("name"), "pk")
        )

    def rows(self, people: Iterable[Any]) -> list[Row]:
        """Rows for some of them, in a fixed number of queries."""
        people = list(people)
        completions = self._completions(people)
        standing = self._standing(people)
        rows = []
        for person in people:
            done = completions[person.pk]
            where = standing[person.pk]
            cells = [self._cell(activity, done.get(activity.pk), where[activity.pk]) for activity in self.activities]
            earned = sum(1 for completion in done.values() if completion.earned)
            rows.append(Row(person, cells, earned, person.track_completed_at is not None))
        return rows

    def _completions(self, people: Sequence[Any]) -> dict[int, dict[int, Completion]]:
        found: dict[int, dict[int, Completion]] = defaultdict(dict)
        for row in Completion.objects.filter(participant__in=people, activity__in=self.activities):
            found[row.participant_id][row.activity_id or 0] = row
        return found

    def _standing(self, people: Sequence[Any]) -> dict[int, dict[int, set[str]]]:
        """By person and activity: the state of the registration, and whether they are excused. One query."""
        seats = Registration.objects.active().filter(session__in=list(self.roots.values()), participant__in=people)
        excused = Attendance.objects.filter(
            session__activity__in=self.activities, participant__in=people, excused=True
        ).annotate(state=Value(EXCUSED))
        columns = ("participant_id", "session__activity_id", "state")
        found: dict[int, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        rows = seats.order_by().values_list(*columns).union(excused.order_by().values_list(*columns))
        for participant, activity, state in rows:
            found[participant][activity].add(state)
        return found

    def _cell(self, activity: ActivityPage, completion: Completion | None, standing: set[str]) -> Cell:
        state, words = _done(completion)
        root = self.roots.get(activity.pk)
        if EXCUSED in standing and not words:
            state, words = EXCUSED, _("Excused")
        if root and standing and not words:
            state, words = self._seat(root, next(iter(standing)))
        return Cell(activity.shown_title, state, words, root.pk if root and words else None)

    @staticmethod
    def _seat(root: Session, seat: str) -> tuple[str, str]:
        """The state of somebody without evidence at the activity, by their registration."""
        if seat != Registration.State.REGISTERED:
            return "waiting", str(Registration.State(seat).label)
        # As long as there is no list, nobody is absent.
        if root.phase() == Phase.AFTER and root.is_listed:  # type: ignore[attr-defined]
            return "absent", _("Absent")
        return "registered", _("Registered")


def _done(completion: Completion | None) -> tuple[str, str]:
    if completion and completion.is_complete:
        return "done" if completion.earned else "declared", _reason(completion.reason)
    if completion and completion.percent:
        return "begun", f"{completion.percent}\N{NO-BREAK SPACE}%"
    return "", ""


def _reason(reason: str) -> str:
    return (
        {
            Reason.PRESENT: _("Present"),
            Reason.WATCHED: _("Watched"),
            Reason.WAIVED: _("Waived"),
            Reason.DECLARED: _("Declared"),
        }.get(Reason(reason), "")
        if reason
        else ""
    )
