"""Presence set by county staff. It outweighs all other sources, a correction needs a reason, and it can be undone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.log_actions import log

from attendance.actions.locking import lock_session
from attendance.actions.presence import (
    AttendanceRow,
    is_in_day,
    moment_of,
    pieces_at,
    record_attendances,
    store_attendance,
)
from attendance.models import Attendance
from attendance.refusals import (
    CHANGED,
    NOT_PRESENT,
    REASON_NEEDED,
    TAKEN_BACK,
    excuse_refusal,
    minutes_refusal,
    sheet_refusal,
)
from courses.models import Session
from courses.refusals import Refusal, Refused
from people.models import Participant
from progress.actions import NewEvidence, add_all_evidence, add_evidence, withdraw_evidence
from progress.models import Evidence, EvidenceKind, Source
from progress.querysets import EvidenceQuerySet

if TYPE_CHECKING:
    from people.models import User

Held = tuple[bool, int | None]
"""(present, minutes)"""
ABSENT: Held = (False, None)
UNDO_FOR = dt.timedelta(hours=24)
"""How long the saving of a sheet can be undone as a whole. The record of one person can always be changed."""


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """What staff sets for one person. Present without minutes means for the whole session.

    `seen` is the value that was shown to staff. If it is outdated, the row is refused.
    """

    participant: Participant
    present: bool
    minutes: int | None = None
    reason: str = ""
    seen: Held | None = None


class RowsRefused(Exception):
    """Raised when some rows were refused, so that none was saved. Refusals by participant id."""

    def __init__(self, refusals: dict[int, Refusal]) -> None:
        super().__init__(f"{len(refusals)} rows refused")
        self.refusals = refusals


@transaction.atomic
def set_presence(*, session: Session, rows: Iterable[ByHand], by: User) -> int:
    """Set the presence of many people, all or nothing; returns how many rows changed.

    The number of queries does not depend on the number of rows. Raises `Refused` when the session takes no presence,
    and `RowsRefused` with a reason for each row that cannot be saved.
    """
    rows = list(rows)
    session = lock_session(session)
    if refusal := sheet_refusal(session):
        raise Refused(refusal)
    people = [row.participant.pk for row in rows]
    held = {
        pk: (present, minutes)
        for pk, present, minutes in Attendance.objects.filter(session=session, participant__in=people).values_list(
            "participant_id", "present", "minutes"
        )
    }
    known = _known(session, people)
    changes, refusals = [], {}
    for row in rows:
        now = held.get(row.participant.pk, ABSENT)
        if _wanted(session, row) == now:
            continue
        if refusal := row_refusal(session, row, now=now, is_correction=row.participant.pk in known):
            refusals[row.participant.pk] = refusal
        changes.append(row)
    if refusals:
        raise RowsRefused(refusals)
    _keep(session, changes, known, by)
    if changes:
        data = {"participants": [row.participant.pk for row in changes]}
        log(session, "attendance.presence_set", user=by, data=data)
    return len(changes)


@transaction.atomic
def mark_everybody(*, session: Session, participants: Collection[int], by: User) -> int:
    """Set those people to present about whom nothing is recorded, as from a paper list; returns how many. Idempotent.

    Whoever is recorded, corrected or excused stays as they are. Raises `Refused`.
    """
    session = lock_session(session)
    if refusal := sheet_refusal(session):
        raise Refused(refusal)
    # A withdrawn piece counts as a record too, as somebody said that it was wrong, unless a whole sheet was undone.
    about = Evidence.objects.filter(
        session=session, participant__in=participants, kind__in=(EvidenceKind.PRESENT, EvidenceKind.EXCUSED)
    ).exclude(withdrawn_by__batch__isnull=False)
    touched = set(about.values_list("participant_id", flat=True)) | _known(session, participants)
    rows = [
        ByHand(participant=person, present=True)
        for person in Participant.objects.filter(pk__in=set(participants) - touched).order_by("pk")
    ]
    return set_presence(session=session, rows=rows, by=by) if rows else 0


def saved_together(session: Session, batch: uuid.UUID) -> EvidenceQuerySet:
    """The effective evidence from one save of the sheet, as long as that can be undone."""
    rows = Evidence.objects.filter(session=session, batch=batch, recorded_at__gte=timezone.now() - UNDO_FOR)
    return rows.effective()


@transaction.atomic
def undo_saving(*, session: Session, batch: uuid.UUID, by: User) -> int:
    """Withdraw what one save of the sheet has set; returns the number of people. Idempotent."""
    session = lock_session(session)
    pieces = list(saved_together(session, batch).select_related("participant"))
    if not pieces:
        return 0
    add_all_evidence(
        pieces=[
            NewEvidence(
                participant=piece.participant,
                activity=session.activity,
                session=session,
                kind=EvidenceKind.WITHDRAWAL,
                source=Source.STAFF,
                key=f"sheet-undone:{piece.pk}",
                batch=batch,
                happened_at=timezone.now(),
                reason=gettext("The saving of the list was undone."),
                withdraws=[piece],
            )
            for piece in pieces
        ],
        by=by,
    )
    people = sorted({piece.participant_id for piece in pieces})
    store_attendance(session=session, participants=people)
    log(session, "attendance.saving_undone", user=by, data={"batch": str(batch), "participants": people})
    return len(people)


def row_refusal(session: Session, row: ByHand, *, now: Held, is_correction: bool) -> Refusal | None:
    """Why what staff set for one person cannot be saved. `now` is the current value."""
    if row.seen is not None and row.seen != now:
        return CHANGED
    if not row.present and row.minutes:
        return NOT_PRESENT
    if row.present and (refusal := minutes_refusal(session, row.minutes)):
        return refusal
    if is_correction and not row.reason.strip():
        return REASON_NEEDED
    return None


def is_correction(session: Session, tree: dict[int, Session], standing: Iterable[Evidence]) -> bool:
    """Whether it changes an existing record of the person, and so needs a reason.

    `standing` is the person's effective evidence at the activity; `tree` holds all its sessions.
    """
    places = _places_of(session, tree)
    return any(piece.kind == EvidenceKind.PRESENT and piece.session_id in places for piece in standing)


@transaction.atomic
def excuse(*, session: Session, participant: Participant, reason: str, by: User) -> Attendance:
    """Record why somebody is excused. If they come after all, they count as present. Idempotent."""
    session = lock_session(session)
    if refusal := excuse_refusal(session):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused(REASON_NEEDED)
    earlier = Evidence.objects.filter(session=session, participant=participant, kind=EvidenceKind.EXCUSED)
    if not earlier.effective().exists():
        piece = add_evidence(
            participant=participant,
            activity=session.activity,
            session=session,
            kind=EvidenceKind.EXCUSED,
            source=Source.STAFF,
            key=f"excused:{session.pk}:{earlier.count()}",
            happened_at=timezone.now(),
            reason=reason.strip(),
            by=by,
        )
        log(session, "attendance.excused", user=by, data={"participant": participant.pk, "evidence": piece.pk})
    return store_attendance(session=session, participants=[participant.pk])[participant.pk]


@transaction.atomic
def take_back(*, evidence: Evidence, reason: str, by: User) -> Evidence:
    """Staff withdraws one piece of evidence, with a reason; both remain visible. Idempotent. Raises `Refused`."""
    if not reason.strip():
        raise Refused(REASON_NEEDED)
    if evidence.kind == EvidenceKind.WITHDRAWAL:
        raise Refused(TAKEN_BACK)
    if evidence.session is not None:
        lock_session(evidence.session)
    if known := evidence.withdrawn_by.first():
        return known
    withdrawal = withdraw_evidence(evidence=evidence, reason=reason.strip(), by=by)
    if evidence.session is not None and evidence.kind in (EvidenceKind.PRESENT, EvidenceKind.EXCUSED):
        store_attendance(session=evidence.session, participants=[evidence.participant_id])
    data = {"participant": evidence.participant_id, "evidence": evidence.pk}
    log(evidence.session or evidence.activity, "attendance.evidence_withdrawn", user=by, data=data)
    return withdrawal


def _wanted(session: Session, row: ByHand) -> Held:
    if not row.present:
        return (False, row.minutes or None)
    return True, row.minutes if row.minutes is not None else session.live_minutes


def _known(session: Session, people: Collection[int]) -> set[int]:
    """Those who already have a record of presence, in the session or, for a day, in one of its sessions."""
    tree = {row.pk: row for row in Session.objects.filter(activity=session.activity_id)}
    return set(pieces_at(_places_of(session, tree), people).values_list("participant_id", flat=True))


def _places_of(session: Session, tree: dict[int, Session]) -> set[int]:
    """The sessions at which being present means being present at this one."""
    return {pk for pk, row in tree.items() if pk == session.pk or is_in_day(row, session, tree)}


def _keep(session: Session, rows: Collection[ByHand], known: Collection[int], by: User) -> None:
    """A first record has the source "list"; where there is a record already, it is a correction."""
    if not rows:
        return
    batch = uuid.uuid4()
    corrections = {row.participant.pk for row in rows if row.participant.pk in known}
    record_attendances(
        session=session,
        rows=[
            AttendanceRow(
                participant=row.participant,
                key=f"sheet:{batch}",
                source=Source.CORRECTION if row.participant.pk in corrections else Source.LIST,
                minutes=row.minutes if row.present else 0,
                reason=row.reason.strip() if row.participant.pk in corrections else "",
            )
            for row in rows
        ],
        source=Source.LIST,
        at=moment_of(session),
        by=by,
        batch=batch,
    )
