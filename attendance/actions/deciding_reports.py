"""Deciding who the people in a report are. Decisions are remembered for the next report, and can be reverted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from attendance.actions.locking import lock_session
from attendance.models import Choice, ColumnMapping, RememberedChoice, ReportEntry, ReportImport
from attendance.refusals import BUSY, NAME_NEEDED
from attendance.report_session import ReportSession
from attendance.reports.people import key_of_name
from courses.models import ProgrammePage
from courses.refusals import Refused
from people.actions import participant_entered_by_staff
from people.models import Municipality, Participant

if TYPE_CHECKING:
    from people.models import User

KnownBy = ReportEntry.KnownBy
MOST_AT_ONCE = 200


@transaction.atomic
def decide(
    *, entry: ReportEntry, choice: Choice, participant: Participant | None = None, remember: bool = True, by: User
) -> ReportEntry:
    """Decide that an entry is this participant, or a room, or not a participant. It takes effect when the report is
    applied.

    If remembered, an address is matched automatically in the next report, while a name is only suggested first.
    Idempotent.
    """
    entry = _locked(entry)
    entry.choice = choice
    entry.participant = participant if choice == Choice.PARTICIPANT else None
    entry.known_by, entry.decided_by, entry.decided_at = KnownBy.DECISION, by, timezone.now()
    entry.save(update_fields=["choice", "participant", "known_by", "decided_by", "decided_at"])
    if remember and (place := _place(entry)):
        RememberedChoice.objects.update_or_create(
            programme=ReportSession(entry.report.session).programme,
            kind=place[0],
            value=place[1],
            defaults={
                "choice": entry.choice,
                "participant": entry.participant,
                "decided_by": by,
                "decided_at": timezone.now(),
            },
        )
    return entry


@transaction.atomic
def decide_as_new(
    *,
    entry: ReportEntry,
    name: str,
    email: str = "",
    organisation: str = "",
    org_nr: str = "",
    municipality: Municipality | None = None,
    remember: bool = True,
    by: User,
) -> ReportEntry:
    """Decide that an entry is a new participant. A known address is that participant, unchanged. Idempotent."""
    entry = _locked(entry)
    if not name.strip():
        raise Refused(NAME_NEEDED)
    if entry.participant and entry.known_by == KnownBy.DECISION and entry.participant.name == name.strip():
        return entry
    participant = participant_entered_by_staff(
        name=name, email=email, organisation=organisation, org_nr=org_nr, municipality=municipality, by=by
    )
    return decide(entry=entry, choice=Choice.PARTICIPANT, participant=participant, remember=remember, by=by)


@transaction.atomic
def decide_unknown(*, report: ReportImport, as_new: bool, remember: bool = True, by: User) -> int:
    """Decide all entries that resemble nobody known: as new participants, or as left out. Returns how many.

    Limited to as many as a request can handle. Names similar to a known one, telephones and guests without an address
    remain to be decided one by one. Raises `Refused`.
    """
    lock_session(report.session)
    entries = list(report.entries.unknown().select_related("report__session")[:MOST_AT_ONCE])
    for entry in entries:
        if as_new:
            decide_as_new(entry=entry, name=entry.name or entry.address, email=entry.address, remember=remember, by=by)
        else:
            decide(entry=entry, choice=Choice.LEFT_OUT, remember=remember, by=by)
    return len(entries)


@transaction.atomic
def take_decision_back(*, entry: ReportEntry, by: User) -> ReportEntry:
    """Revert a decision, and forget what was remembered of it. Idempotent."""
    entry = _locked(entry)
    if place := _place(entry):
        programme = ReportSession(entry.report.session).programme
        for row in RememberedChoice.objects.filter(programme=programme, kind=place[0], value=place[1]):
            forget(remembered=row, by=by)
    entry.choice, entry.participant, entry.known_by = "", None, ""
    entry.decided_by, entry.decided_at = by, timezone.now()
    entry.save(update_fields=["choice", "participant", "known_by", "decided_by", "decided_at"])
    return entry


@transaction.atomic
def forget(*, remembered: RememberedChoice, by: User) -> None:
    """Forget a remembered decision. What was applied with it stays."""
    data = {"kind": remembered.kind, "choice": remembered.choice, "participant": remembered.participant_id}
    log(remembered.programme, "attendance.choice_forgotten", user=by, data=data)
    remembered.delete()


@transaction.atomic
def forget_columns(*, mapping: ColumnMapping, programme: ProgrammePage, by: User) -> None:
    """Forget what the columns of a table hold. What was read with it stays."""
    data = {"organisation": mapping.organisation_id, "headers": mapping.headers}
    log(programme, "attendance.columns_forgotten", user=by, data=data)
    mapping.delete()


def _locked(entry: ReportEntry) -> ReportEntry:
    lock_session(entry.report.session)
    entry = ReportEntry.objects.select_related("report__session__activity", "participant").get(pk=entry.pk)
    if entry.report.is_busy:
        raise Refused(BUSY)
    return entry


def _place(entry: ReportEntry) -> tuple[str, str] | None:
    """The kind and value that a decision is remembered by. A telephone has none, since its number is not stored."""
    if entry.address:
        return RememberedChoice.Kind.ADDRESS, entry.address
    if entry.name and not entry.telephone:
        return RememberedChoice.Kind.NAME, key_of_name(entry.name)[:254]
    return None
