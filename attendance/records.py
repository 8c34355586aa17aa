"""A participant's own record of attendance, with the same content that staff sees."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attendance.models import Attendance, Objection, Registration
from attendance.querysets import ObjectionQuerySet
from content import dates
from courses.models import Level, Phase, ProgrammePage, Session
from courses.requirements import requirements_of
from people.models import Participant
from progress.models import Evidence, EvidenceKind


@dataclass
class Record:
    """A session that the participant was registered for or attended."""

    session: Session
    part: str
    status: str
    """`present`, `partly`, `excused`, `absent`; `pending` while nothing is recorded about anybody there."""
    minutes: int | None
    needed: int | None
    """The minutes that complete the activity; None if it does not depend on minutes."""
    pieces: list[Piece] = field(default_factory=list)
    """The evidence behind it, oldest first."""
    objections: list[Objection] = field(default_factory=list)
    """Oldest first. Only the last one can be unanswered."""

    @property
    def may_object(self) -> bool:
        return self.status != "pending" and all(objection.answered_at for objection in self.objections)

    @property
    def words(self) -> str:
        return {
            "present": _("Present"),
            "partly": _("Partly there"),
            "excused": _("Excused"),
            "absent": _("Not recorded as present"),
            "pending": _("Not recorded yet"),
        }[self.status]

    @property
    def minutes_words(self) -> str:
        """«75 minutes», with the number required if that is not reached."""
        if not self.minutes:
            return ""
        said = ngettext("%(count)s minute", "%(count)s minutes", self.minutes) % {"count": self.minutes}
        if self.status == "partly" and self.needed:
            return _("%(minutes)s of the %(needed)s that complete it") % {"minutes": said, "needed": self.needed}
        return said


@dataclass
class Piece:
    """A piece of evidence of presence, or of being excused."""

    evidence: Evidence

    @property
    def says_absent(self) -> bool:
        return self.evidence.kind == EvidenceKind.PRESENT and self.evidence.minutes == 0

    @property
    def words(self) -> str:
        """«Present, 12.02–12.48», in local time."""
        what = _("Not present") if self.says_absent else str(self.evidence.get_kind_display())
        minutes = self.evidence.minutes
        how_long = ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes} if minutes else ""
        return ", ".join(part for part in (what, times_of(self.evidence), how_long) if part)


def times_of(evidence: Evidence) -> str:
    """«12.02–12.48, 12.50–13.15»."""
    ends = [[dt.datetime.fromtimestamp(second, dt.UTC) for second in stay] for stay in evidence.stays]
    return ", ".join(f"{dates.clock(start)}{dates.DASH}{dates.clock(end)}" for start, end in ends)


def records_of(participant: Participant, now: dt.datetime | None = None) -> list[Record]:
    """Latest first, with each day of a gathering. A fixed number of queries."""
    now = now or timezone.now()
    sessions = [row for row in _sessions(participant) if _has_begun(row, now)]
    held = {row.session_id: row for row in Attendance.objects.filter(participant=participant, session__in=sessions)}
    objections = defaultdict(list)
    for said in Objection.objects.filter(participant=participant, session__in=sessions).order_by("made_at", "pk"):
        objections[said.session_id].append(said)
    pieces = _pieces(participant, sessions)
    requirements = requirements_of([session.activity for session in sessions])
    records = []
    for session in sessions:
        requirement = requirements[session.activity_id]
        needed = requirement.minutes_needed if requirement.live_session == session.pk else None
        row = held.get(session.pk)
        records.append(
            Record(
                session=session,
                part="" if session.parent_id is None else session.title or _day(session),
                status=_status(session, row, needed),
                minutes=row.minutes if row else None,
                needed=needed,
                pieces=pieces[session.pk],
                objections=objections[session.pk],
            )
        )
    return records


def objections_in(programme: ProgrammePage) -> ObjectionQuerySet:
    """The objections in a programme, with what is recorded now."""
    here = Attendance.objects.filter(session=OuterRef("session"), participant=OuterRef("participant"))
    return (
        Objection.objects.in_programme(programme)
        .select_related("participant__organisation", "session__activity", "session__parent", "answered_by")
        .annotate(
            is_present=Subquery(here.values("present")[:1]),
            is_excused=Subquery(here.values("excused")[:1]),
            held_minutes=Subquery(here.values("minutes")[:1]),
        )
    )


def _pieces(participant: Participant, sessions: Sequence[Session]) -> dict[int, list[Piece]]:
    """By session: the effective evidence there, and at the sessions below it that count for it."""
    within = Q(session__in=sessions) | Q(session__parent__in=sessions) | Q(session__parent__parent__in=sessions)
    kinds = (EvidenceKind.PRESENT, EvidenceKind.EXCUSED)
    rows = Evidence.objects.filter(within, participant=participant, kind__in=kinds).effective()
    shown = {session.pk for session in sessions}
    found = defaultdict(list)
    for row in rows.select_related("session__parent").order_by("recorded_at", "pk"):
        place = row.session
        while place is not None and place.pk not in shown:
            place = place.parent
        if place is not None:
            found[place.pk].append(Piece(row))
    return found


def _sessions(participant: Participant) -> list[Session]:
    """The sessions at which presence is recorded: webinars, days, and gatherings without days."""
    seats = Registration.objects.filter(participant=participant, state=Registration.State.REGISTERED)
    records = Attendance.objects.filter(participant=participant)
    objections = Objection.objects.filter(participant=participant)
    # One set: joined by OR, PostgreSQL would look at every session there is.
    found: list[QuerySet[Any]] = [seats, records, objections]
    mine, *others = (rows.order_by().values("session") for rows in found)
    days = Session.objects.filter(parent=OuterRef("pk"), level=Level.DAY)
    rows = Session.objects.filter(pk__in=mine.union(*others), level__in=(Level.WHOLE, Level.DAY)).exclude(
        Q(level=Level.WHOLE) & Q(Exists(days))
    )
    rows = rows.annotate(is_listed=Exists(Attendance.objects.attended().filter(session=OuterRef("pk"))))
    return list(rows.select_related("activity__content_type").order_by("-date", "-starts_at", "-pk"))


def _has_begun(session: Session, now: dt.datetime) -> bool:
    if session.phase(now) not in (Phase.TODAY, Phase.AFTER):
        return False
    return session.starts_at is None or session.starts_at <= now


def _day(session: Session) -> str:
    return dates.day(session.date) if session.date else str(session)


def _status(session: Session, row: Attendance | None, needed: int | None) -> str:
    if row is not None and row.present:
        return "present" if needed is None or (row.minutes or 0) >= needed else "partly"
    if row is not None and row.excused:
        return "excused"
    # Absent only once the list is there, so that nobody objects to a list that has not been recorded yet.
    return "absent" if session.is_listed or row is not None else "pending"  # type: ignore[attr-defined]
