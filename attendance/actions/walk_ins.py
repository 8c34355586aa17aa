"""Adding people to a session: with a seat before it starts, as present from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.log_actions import log

from attendance.actions.locking import lock_root, lock_session
from attendance.actions.presence import AttendanceRow, moment_of, record_attendances
from attendance.actions.seats import register
from attendance.models import Attendance, Registration
from attendance.refusals import ON_THE_LIST, minutes_refusal, sheet_refusal
from courses.models import Session
from courses.refusals import Refused
from people.actions import participant_entered_by_staff
from people.models import Municipality, Participant
from progress.models import Evidence, EvidenceKind, Source

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def register_by_staff(*, session: Session, participant: Participant, by: User) -> Registration:
    """Register a known participant, as `register` does, and log it. Raises `Refused`."""
    registration = register(session=session, participant=participant, by=by)
    log(session, "attendance.registered_by_staff", user=by, data={"registration": registration.pk})
    return registration


@transaction.atomic
def register_unknown_by_staff(
    *,
    session: Session,
    name: str,
    email: str,
    organisation: str = "",
    org_nr: str = "",
    municipality: Municipality | None = None,
    by: User,
) -> Registration:
    """The same for somebody typed in. A known address is that participant, unchanged."""
    lock_root(session)
    participant = participant_entered_by_staff(
        name=name, email=email, organisation=organisation, org_nr=org_nr, municipality=municipality, by=by
    )
    return register_by_staff(session=session, participant=participant, by=by)


@transaction.atomic
def add_walk_in(
    *, session: Session, participant: Participant, minutes: int | None = None, key: str, by: User
) -> Attendance:
    """Record that a known participant was present, registered or not. Idempotent by `key`. Raises `Refused`."""
    session = lock_session(session)
    if refusal := sheet_refusal(session) or minutes_refusal(session, minutes):
        raise Refused(refusal)
    record = Attendance.objects.filter(session=session, participant=participant).first()
    if record and record.present:
        return record
    about = Evidence.objects.filter(session=session, participant=participant, kind=EvidenceKind.PRESENT)
    if about.exists():
        raise Refused(ON_THE_LIST)
    row = AttendanceRow(participant=participant, key=_key(key), minutes=minutes)
    at = moment_of(session)
    stored = record_attendances(session=session, rows=[row], source=Source.LIST, at=at, by=by)
    log(session, "attendance.walk_in_added", user=by, data={"participant": participant.pk})
    return stored[participant.pk]


@transaction.atomic
def add_unknown_walk_in(
    *,
    session: Session,
    name: str,
    email: str = "",
    organisation: str = "",
    org_nr: str = "",
    municipality: Municipality | None = None,
    minutes: int | None = None,
    key: str,
    by: User,
) -> Attendance:
    """Record the same of somebody typed in. A known address is that participant, unchanged; a name matches nobody.

    Idempotent by `key`, also without an address.
    """
    lock_session(session)
    if known := Evidence.objects.filter(session=session, key=_key(key)).select_related("participant").first():
        participant = known.participant
    else:
        participant = participant_entered_by_staff(
            name=name, email=email, organisation=organisation, org_nr=org_nr, municipality=municipality, by=by
        )
    return add_walk_in(session=session, participant=participant, minutes=minutes, key=key, by=by)


def _key(key: str) -> str:
    return f"walk-in:{key}"
