"""What is recorded about one participant's presence, as the participant reads it: the same that staff sees."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from attendance.models import Attendance, Objection, Registration
from content import dates
from courses.models import Level, Phase, Session
from courses.requirements import requirements_of
from people.models import Participant
from progress.models import Evidence, EvidenceKind


@dataclass
class Record:
    """One session that somebody was registered for or was at."""

    session: Session
    part: str
    status: str
    minutes: int | None
    needed: int | None
    rests_on: list[str] = field(default_factory=list)
    objection: Objection | None = None
    """The last one, open or answered."""

    @property
    def may_object(self) -> bool:
        return self.objection is None or self.objection.answered_at is not None


def records_of(participant: Participant, now: dt.datetime | None = None) -> list[Record]:
    """The latest first; a gathering of days day by day. A fixed number of queries."""
    now = now or timezone.now()
    sessions = [row for row in _sessions(participant) if row.phase(now) in (Phase.TODAY, Phase.AFTER)]
    held = {row.session_id: row for row in Attendance.objects.filter(participant=participant, session__in=sessions)}
    objections = {
        row.session_id: row
        for row in Objection.objects.filter(participant=participant, session__in=sessions).order_by("made_at")
    }
    sources: dict[int, list[str]] = defaultdict(list)
    pieces = Evidence.objects.filter(
        participant=participant, session__in=sessions, kind__in=(EvidenceKind.PRESENT, EvidenceKind.EXCUSED)
    )
    for piece in pieces.effective().order_by("recorded_at", "pk"):
        said = str(piece.get_source_display())
        if said not in sources[piece.session_id]:
            sources[piece.session_id].append(said)
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
                status=_status(row, needed),
                minutes=row.minutes if row else None,
                needed=needed,
                rests_on=sources[session.pk],
                objection=objections.get(session.pk),
            )
        )
    return records


def _sessions(participant: Participant) -> list[Session]:
    """Where the participant's presence is recorded: webinars, days, and gatherings that have none."""
    seats = Registration.objects.filter(participant=participant, state=Registration.State.REGISTERED)
    mine = Q(Exists(seats.filter(session=OuterRef("pk")))) | Q(
        Exists(Attendance.objects.filter(participant=participant, session=OuterRef("pk")))
    )
    days = Session.objects.filter(parent=OuterRef("pk"), level=Level.DAY)
    rows = Session.objects.filter(mine, level__in=(Level.WHOLE, Level.DAY)).exclude(
        Q(level=Level.WHOLE) & Q(Exists(days))
    )
    return list(rows.select_related("activity__content_type").order_by("-date", "-starts_at", "-pk"))


def _day(session: Session) -> str:
    return dates.day(session.date) if session.date else str(session)


def _status(row: Attendance | None, needed: int | None) -> str:
    if row is not None and row.present:
        return "present" if needed is None or (row.minutes or 0) >= needed else "partly"
    return "excused" if row is not None and row.excused else "absent"


def status_words(status: str) -> str:
    return {
        "present": _("Present"),
        "partly": _("Partly there"),
        "excused": _("Excused"),
        "absent": _("Not recorded as present"),
    }[status]
