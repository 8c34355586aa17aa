"""Presence of one person at a time, as most tests say it; the site records that of many at once."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from attendance.actions import AttendanceRow, ByHand, RowsRefused, record_attendances, set_presence
from attendance.actions.presence import store_attendance
from attendance.models import Attendance
from courses.models import Session
from courses.refusals import Refused
from people.models import Participant, User
from progress.models import Source


def record_attendance(
    *,
    session: Session,
    participant: Participant,
    source: Source,
    at: dt.datetime,
    key: str = "",
    by: User | None,
    minutes: int | None = None,
    stays: Sequence[Sequence[float]] = (),
) -> Attendance:
    """Record that somebody was present, by a source."""
    row = AttendanceRow(participant=participant, key=key or str(uuid.uuid4()), minutes=minutes, stays=stays)
    return record_attendances(session=session, rows=[row], source=source, at=at, by=by)[participant.pk]


@transaction.atomic
def correct_attendance(
    *, session: Session, participant: Participant, present: bool, minutes: int | None, reason: str, by: User
) -> Attendance:
    """Set the presence of one person by hand; raises `Refused` with the reason for that person."""
    row = ByHand(participant=participant, present=present, minutes=minutes, reason=reason)
    try:
        set_presence(session=session, rows=[row], by=by)
    except RowsRefused as refused:
        raise Refused(refused.refusals[participant.pk]) from refused
    return store_attendance(session=session, participants=[participant.pk])[participant.pk]
