"""Presence. Each record is a piece of evidence; `Attendance` stores what they add up to."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from attendance.models import Attendance
from content.writing import add_rows, write_rows
from courses.models import Level, Session
from people.models import Participant
from progress.actions import NewEvidence, add_all_evidence
from progress.models import Evidence, EvidenceKind, Source
from progress.querysets import EvidenceQuerySet
from progress.rules import facts_of, presence, window_of

if TYPE_CHECKING:
    from people.models import User


@dataclass(frozen=True, kw_only=True)
class AttendanceRow:
    """One person's presence according to a source. With neither minutes nor stays it is for the whole session.

    `source` is for rows with another source than the rest.
    """

    participant: Participant
    key: str
    source: Source | None = None
    minutes: int | None = None
    stays: Sequence[Sequence[float]] = ()
    reason: str = ""
    withdraws: Sequence[Evidence] = ()


@transaction.atomic
def record_attendances(
    *,
    session: Session,
    rows: Iterable[AttendanceRow],
    source: Source,
    at: dt.datetime,
    by: User | None,
    batch: uuid.UUID | None = None,
) -> dict[int, Attendance]:
    """Record that people were present at a session, in a fixed number of queries. Returns attendance by participant id.

    What is recorded with a `batch` can be found by it, to be undone together.
    """
    rows = list(rows)
    add_all_evidence(
        pieces=[
            NewEvidence(
                participant=row.participant,
                activity=session.activity,
                session=session,
                kind=EvidenceKind.PRESENT,
                source=row.source or source,
                key=row.key,
                happened_at=at,
                stays=row.stays,
                minutes=row.minutes,
                reason=row.reason,
                batch=batch,
                withdraws=row.withdraws,
            )
            for row in rows
        ],
        by=by,
    )
    return store_attendance(session=session, participants=[row.participant.pk for row in rows])


@transaction.atomic
def store_attendance(*, session: Session, participants: Sequence[int]) -> dict[int, Attendance]:
    """Write the result of the evidence to the attendance of the session, and of the day that it is part of."""
    sessions = {row.pk: row for row in Session.objects.filter(activity=session.activity_id)}
    window = window_of(sessions[session.pk], sessions)
    stored = _store(sessions[session.pk], sessions, participants)
    if window.day is not None and window.day != session.pk:
        _store(sessions[window.day], sessions, participants)
    return stored


def _store(session: Session, sessions: dict[int, Session], participants: Sequence[int]) -> dict[int, Attendance]:
    inside = {pk for pk, row in sessions.items() if pk == session.pk or is_in_day(row, session, sessions)}
    facts: dict[int, dict[int, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    excused = set()
    # Not filtered by session as well: the database might then scan all evidence of the session.
    pieces = Evidence.objects.filter(
        activity=session.activity_id,
        participant__in=participants,
        kind__in=(EvidenceKind.PRESENT, EvidenceKind.EXCUSED),
    )
    for piece in pieces.effective().order_by():
        if piece.session_id not in inside:
            continue
        if piece.kind == EvidenceKind.PRESENT:
            facts[piece.participant_id][piece.session_id].append(piece)
        elif piece.session_id == session.pk:
            excused.add(piece.participant_id)

    def says_otherwise(row: Attendance) -> bool:
        """Update the row from the evidence; returns whether it changed."""
        held = (row.present, row.minutes, row.excused)
        row.present, row.minutes = _sum_up(session, sessions, facts[row.participant_id])
        row.excused = not row.present and row.participant_id in excused
        return held != (row.present, row.minutes, row.excused)

    new = _new_rows(session, participants)
    for row in new:
        says_otherwise(row)
    add_rows(new)
    rows = Attendance.objects.select_for_update(of=("self",)).filter(session=session, participant__in=participants)
    stored = {row.participant_id: row for row in rows.order_by("participant_id")}
    changed = [row for row in stored.values() if says_otherwise(row)]
    for row in changed:
        row.updated_at = timezone.now()
    write_rows(changed, ["present", "minutes", "excused", "updated_at"])
    return stored


def _new_rows(session: Session, participants: Sequence[int]) -> list[Attendance]:
    known = Attendance.objects.filter(session=session, participant__in=participants)
    missing = set(participants) - set(known.values_list("participant_id", flat=True))
    rows = []
    for participant in Participant.objects.filter(pk__in=missing).with_affiliation() if missing else ():
        row = Attendance(session=session, participant=participant)
        row.keep_affiliation(participant, session.date or timezone.localdate())
        rows.append(row)
    return rows


def _sum_up(
    session: Session, sessions: dict[int, Session], pieces: dict[int, list[Evidence]]
) -> tuple[bool, int | None]:
    """Presence and minutes, from the evidence of the session itself; for a day, also from that of its sessions."""
    own = facts_of(pieces.get(session.pk, ()))
    present, minutes = presence(own, window_of(session, sessions))
    if session.level == Level.DAY and not any(fact.source == Source.CORRECTION for fact in own):
        present = present or any(
            presence(facts_of(rows), window_of(sessions[pk], sessions))[0] for pk, rows in pieces.items()
        )
    return present, minutes if present else None


def is_in_day(row: Session, day: Session, sessions: dict[int, Session]) -> bool:
    return day.level == Level.DAY and window_of(row, sessions).day == day.pk


def pieces_at(sessions: Iterable[Session | int], participants: Iterable[int]) -> EvidenceQuerySet:
    """The effective evidence of presence at these sessions."""
    return Evidence.objects.filter(
        session__in=sessions, participant__in=participants, kind=EvidenceKind.PRESENT
    ).effective()


def moment_of(session: Session) -> dt.datetime:
    """The time of a presence that was recorded without times: at most the end of the session."""
    now = timezone.now()
    end = end_of(session)
    return min(now, end) if end else now


def end_of(session: Session) -> dt.datetime | None:
    """The end of the session as far as it is known; for a day without times, noon."""
    end = session.ends_at or session.starts_at
    if end is None and session.date:
        end = timezone.make_aware(dt.datetime.combine(session.date, dt.time(12)))
    return end
