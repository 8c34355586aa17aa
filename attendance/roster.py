"""The roster of a session: who is expected, who was present, and the evidence for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Case, Count, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from attendance.models import Attendance, Registration
from content.ordering import InNorwegianOrder
from courses.models import Enrolment, Level, ProgrammePage, Session
from courses.querysets import below
from courses.requirements import requirements_of
from courses.rules import Requirement, Rule
from people.models import Participant
from progress.models import Evidence, EvidenceKind

State = Registration.State


@dataclass(frozen=True)
class Counts:
    """The numbers of people on a roster."""

    registered: int
    present: int
    partly: int
    """Present, but for less than the rule requires."""
    absent: int
    """Registered, not present and not excused."""
    excused: int
    walk_ins: int
    """Present without being registered."""


@dataclass
class Row:
    """A person on a roster."""

    participant: Participant
    organisation: str
    state: str
    present: bool
    minutes: int | None
    days: int
    """The number of days on which the person was present."""
    status: str
    """`present`, `partly`, `excused` or `absent`; empty for somebody who was not expected and did not come."""
    sources: list[Evidence] = field(default_factory=list)

    @property
    def is_registered(self) -> bool:
        return self.state == State.REGISTERED

    @property
    def state_label(self) -> str:
        return str(State(self.state).label) if self.state else ""

    @property
    def rests_on(self) -> list[str]:
        """The sources of what is known, each once, with who recorded it."""
        said = [
            f"{piece.get_source_display()}, {piece.recorded_by}" if piece.recorded_by else piece.get_source_display()
            for piece in self.sources
        ]
        return list(dict.fromkeys(said))

    @property
    def excuse(self) -> str:
        """Why the person was excused."""
        reasons = [piece.reason for piece in self.sources if piece.kind == EvidenceKind.EXCUSED]
        return reasons[-1] if self.status == "excused" and reasons else ""

    @property
    def words(self) -> str:
        """The status in words."""
        return {
            "present": _("Present"),
            "partly": _("Partly there"),
            "excused": _("Excused"),
            "absent": _("Absent"),
        }.get(self.status, "")

    @property
    def held(self) -> tuple[bool, int | None]:
        return self.present, self.minutes


class Roster:
    """The people of one session. `tree` holds all sessions of its activity, `rule` its rule, if known."""

    def __init__(self, session: Session, tree: Sequence[Session], rule: Rule | None = None) -> None:
        self.session = session
        self.rule = rule
        self.tree = {row.pk: row for row in tree}
        self.days = [row for row in tree if row.level == Level.DAY and not row.is_cancelled]

    @property
    def is_of_days(self) -> bool:
        """Whether presence is recorded for each day, and only summed up here."""
        return self.session.level == Level.WHOLE and bool(self.days)

    @property
    def counts_minutes(self) -> bool:
        """Whether presence is measured in minutes."""
        return bool(self.session.live_minutes)

    @cached_property
    def requirement(self) -> Requirement:
        """What completes the activity."""
        activity = self.session.activity
        sessions = {activity.pk: list(self.tree.values())}
        rules = {activity.pk: self.rule} if self.rule else None
        return requirements_of([activity], rules=rules, sessions=sessions)[activity.pk]

    @property
    def minutes_needed(self) -> int | None:
        """The minutes of this session that complete the activity; None if it does not depend on minutes."""
        return self.requirement.minutes_needed if self.requirement.live_session == self.session.pk else None

    def _is_enough(self) -> Q:
        """Whether somebody was present for as long as the rule requires."""
        if self.is_of_days:
            return Q(days__gte=self.requirement.days_needed or 1)
        if self.minutes_needed is not None:
            return Q(minutes__gte=self.minutes_needed)
        return Q(is_present=True)

    @property
    def seats_at(self) -> Session:
        """The session at which those expected here have their seat: that of the day, if this one has no
        registration."""
        session = self.session
        while session.level in (Level.SESSION, Level.GROUP) and not session.takes_registration and session.parent_id:
            session = self.tree[session.parent_id]
        return session

    def people(self, *, everybody: bool = False) -> QuerySet[Participant]:
        """People with a seat and people with a record of presence, by name; with `everybody`, all who have ever
        registered."""
        at_days = Attendance.objects.attended().at([day.pk for day in self.days])
        recorded = at_days if self.is_of_days else Attendance.objects.filter(session=self.session)
        days = at_days.order_by().filter(participant=OuterRef("pk")).values("participant").annotate(rows=Count("pk"))
        seats = Registration.objects.filter(session=self.seats_at)
        if not everybody:
            seats = seats.filter(state=State.REGISTERED)
        nothing = Value("")
        return (
            # Whom it is about is asked of the few rows of this session, and not of each of all participants.
            Participant.objects.filter(pk__in=participants_of(seats, recorded))
            .annotate(
                seat=FilteredRelation("registrations", condition=Q(registrations__session=self.seats_at)),
                record=FilteredRelation("attendances", condition=Q(attendances__session=self.session)),
            )
            .annotate(
                state=Coalesce(F("seat__state"), nothing),
                days=Coalesce(Subquery(days.values("rows")), 0),
                minutes=F("record__minutes"),
                kept_organisation=Coalesce(
                    F("record__organisation__name"),
                    F("seat__organisation__name"),
                    F("organisation__name"),
                    nothing,
                ),
            )
            .annotate(is_present=Q(days__gt=0) if self.is_of_days else Coalesce(F("record__present"), Value(False)))
            .annotate(
                status=Case(
                    When(Q(self._is_enough(), is_present=True), then=Value("present")),
                    When(is_present=True, then=Value("partly")),
                    When(record__excused=True, then=Value("excused")),
                    When(state=State.REGISTERED, then=Value("absent")),
                    default=nothing,
                )
            )
            .order_by(InNorwegianOrder("name"), "pk")
        )

    def counts(self) -> Counts:
        registered, present = Q(state=State.REGISTERED), Q(is_present=True)
        numbers = self.people().aggregate(
            registered=Count("pk", filter=registered),
            present=Count("pk", filter=present),
            partly=Count("pk", filter=Q(status="partly")),
            absent=Count("pk", filter=Q(status="absent")),
            excused=Count("pk", filter=Q(status="excused")),
            walk_ins=Count("pk", filter=present & ~registered),
        )
        return Counts(**numbers)

    def rows(self, people: Iterable[Any]) -> list[Row]:
        """Rows for some of the people, with their evidence. One query."""
        rows = [
            Row(
                participant=person,
                organisation=person.kept_organisation,
                state=person.state,
                present=person.is_present,
                minutes=person.minutes,
                days=person.days,
                status=person.status,
            )
            for person in people
        ]
        sources = self.evidence([row.participant.pk for row in rows])
        for row in rows:
            row.sources = sources.get(row.participant.pk, [])
        return rows

    def evidence(self, people: Sequence[int]) -> dict[int, list[Evidence]]:
        """By participant: the effective evidence of presence here and at the sessions below."""
        found = defaultdict(list)
        pieces = Evidence.objects.filter(
            participant__in=people,
            session__in=self._inside(),
            kind__in=(EvidenceKind.PRESENT, EvidenceKind.EXCUSED),
        ).effective()
        for piece in pieces.select_related("recorded_by").order_by("recorded_at", "pk"):
            found[piece.participant_id].append(piece)
        return dict(found)

    def _inside(self) -> list[int]:
        """This session and all below it."""
        inside = {self.session.pk}
        grown = True
        while grown:
            more = {pk for pk, row in self.tree.items() if row.parent_id in inside} - inside
            inside |= more
            grown = bool(more)
        return sorted(inside)


def participants_of(*rows: QuerySet[Any]) -> QuerySet[Any]:
    """The primary keys of the participants of these rows. One set: joined by OR, PostgreSQL would look at every
    participant there is.
    """
    first, *others = (of_one.order_by().values("participant") for of_one in rows)
    return first.union(*others)


def known_in(programme: ProgrammePage) -> QuerySet[Participant]:
    """People who registered for something in the programme, attended or picked a module: those whom its staff may
    see."""
    seats = Registration.objects.filter(below(programme, "session__activity__"))
    records = Attendance.objects.filter(below(programme, "session__activity__"))
    picks = Enrolment.objects.filter(below(programme, "module__"))
    return Participant.objects.filter(pk__in=participants_of(seats, records, picks))


def tree_of(session: Session) -> list[Session]:
    """All sessions of the activity, in order. One query."""
    tree = Session.objects.filter(activity=session.activity_id).order_by("date", "starts_at", "order", "pk")
    return list(tree)
