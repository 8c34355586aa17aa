"""Somebody says who a person in a report is; it is remembered for the next one, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from attendance.actions.by_hand import lock_session
from attendance.models import Choice, ColumnMapping, RememberedChoice, ReportEntry, ReportImport
from attendance.report_session import ReportSession
from attendance.reports.people import key_of_name
from courses.models import ProgrammePage
from courses.refusals import Refusal, Refused
from people.actions import organisation_named, participant_for_registration
from people.models import Municipality, Participant

if TYPE_CHECKING:
    from people.models import User

KnownBy = ReportEntry.KnownBy
MOST_AT_ONCE = 200
BUSY = Refusal("busy", _("The report is being worked on. Wait until that is done."))
NAME_NEEDED = Refusal("name_needed", _("Write the name."))


@transaction.atomic
def decide(
    *, entry: ReportEntry, choice: Choice, participant: Participant | None = None, remember: bool = True, by: User
) -> ReportEntry:
    """Somebody in a report is this participant, or a room, or not a participant. It counts once the report is saved.

    Remembered, an address decides by itself the next time, and a name comes first among those suggested. Twice is once.
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
    """Somebody unknown becomes a participant. A known address is that participant, unchanged. Twice is once."""
    entry = _locked(entry)
    if not name.strip():
        raise Refused(NAME_NEEDED)
    if entry.participant and entry.known_by == KnownBy.DECISION and entry.participant.name == name.strip():
        return entry
    if email:
        participant = participant_for_registration(
            email=email, name=name, organisation=organisation, org_nr=org_nr, municipality=municipality, by=by
        )
    else:
        employer = organisation_named(name=organisation, org_nr=org_nr)
        participant = Participant.objects.create(name=name.strip(), organisation=employer, municipality=municipality)
    return decide(entry=entry, choice=Choice.PARTICIPANT, participant=participant, remember=remember, by=by)


@transaction.atomic
def decide_unknown(*, report: ReportImport, as_new: bool, remember: bool = True, by: User) -> int:
    """All whom nobody knows become participants, or are left out, as many as a request has time for. Says how many.

    A name that is like somebody's, a telephone and a guest without an address still ask for a person's eye.
    """
    entries = list(report.entries.unknown().select_related("report__session")[:MOST_AT_ONCE])
    for entry in entries:
        if as_new:
            decide_as_new(entry=entry, name=entry.name or entry.address, email=entry.address, remember=remember, by=by)
        else:
            decide(entry=entry, choice=Choice.LEFT_OUT, remember=remember, by=by)
    return len(entries)


@transaction.atomic
def take_decision_back(*, entry: ReportEntry, by: User) -> ReportEntry:
    """It is open again who this is, and what was remembered of the decision is forgotten. Twice is once."""
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
    """A choice is not remembered any more. What was saved by it stays as it is."""
    data = {"kind": remembered.kind, "choice": remembered.choice, "participant": remembered.participant_id}
    log(remembered.programme, "attendance.choice_forgotten", user=by, data=data)
    remembered.delete()


@transaction.atomic
def forget_columns(*, mapping: ColumnMapping, programme: ProgrammePage, by: User) -> None:
    """What was said about the columns of a table is not remembered any more. What was read by it stays as it is."""
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
    """What it is remembered by. Of a telephone nothing is kept to know it by."""
    if entry.address:
        return RememberedChoice.Kind.ADDRESS, entry.address
    if entry.name and not entry.telephone:
        return RememberedChoice.Kind.NAME, key_of_name(entry.name)[:254]
    return None
