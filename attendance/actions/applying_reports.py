"""Turns what a report says into evidence, and withdraws it as a whole.

Every stay is a piece of evidence. Its key is made from its times and not from the file, so files in any order, twice or
split into several give the same evidence, and a piece is withdrawn only when no report contains it any more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from attendance import report_tasks
from attendance.actions.by_hand import REASON_NEEDED, end_of, lock_session, sheet_refusal
from attendance.actions.presence import store_attendance
from attendance.actions.taking_reports import refuse, rematch
from attendance.models import Attendance, ReportEntry, ReportImport
from attendance.report_sentences import FAILED, INTERRUPTED
from attendance.report_session import ReportSession
from content.writing import add_rows
from courses.models import Session
from courses.refusals import Refusal, Refused
from people.models import Participant
from progress.actions import NewEvidence, add_all_evidence
from progress.models import Evidence, EvidenceKind, Source

if TYPE_CHECKING:
    from people.models import User

State = ReportImport.State
BATCH = 500
MOST_SHOWN = 200
UNDO = "report-undone:"
"""Prefix of the key of a withdrawal made by undoing a report. What it withdrew may be added again."""

BUSY = Refusal("busy", gettext_lazy("The report is being worked on. Wait until that is done."))
NOT_READ = Refusal("not_read", gettext_lazy("The report could not be read, so there is nothing to save."))
Progress = Callable[[float], None]
Held = list[Any]
"""[present, minutes]"""
Link: Any = ReportEntry.evidence.through
Linked = dict[int, dict[int, Evidence]]
"""By entry: the pieces of evidence that it is linked to, by the key of the link."""
Place = tuple[int, str]
"""A participant, and the key of a piece of evidence."""
Wanted = dict[int, dict[Place, dict[str, Any]]]
"""By entry: the evidence that it should be linked to."""


def apply_refusal(report: ReportImport) -> Refusal | None:
    """Why a report cannot be applied now."""
    if report.is_busy:
        return BUSY
    if report.state == State.REFUSED:
        return NOT_READ
    return sheet_refusal(report.session)


def undo_refusal(report: ReportImport) -> Refusal | None:
    return BUSY if report.is_busy else None


@transaction.atomic
def apply_report(*, report: ReportImport, by: User | None, progress: Progress = lambda part: None) -> ReportImport:
    """Make the evidence match the decided entries; those that are undecided wait. Idempotent. Raises `Refused`."""
    report = _locked(report)
    if refusal := apply_refusal(report):
        raise Refused(refusal)
    return _apply(report, by, progress)


@transaction.atomic
def undo_report(
    *, report: ReportImport, reason: str, by: User | None, progress: Progress = lambda part: None
) -> ReportImport:
    """Withdraw all evidence that only this report has, with a reason. The report stays, marked as undone.
    Idempotent."""
    report = _locked(report)
    if refusal := undo_refusal(report):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused(REASON_NEEDED)
    return _undo(report, reason.strip(), by, progress) if report.is_applied else report


@transaction.atomic
def apply_report_later(*, report: ReportImport, by: User | None) -> ReportImport:
    """The same in the background, for a large report."""
    report = _locked(report)
    if refusal := apply_refusal(report):
        raise Refused(refusal)
    report.state, report.applied_by = State.APPLYING, by
    report.save(update_fields=["state", "applied_by"])
    report_tasks.show_progress(report.pk, 0)
    transaction.on_commit(partial(report_tasks.apply_report.enqueue, report.pk))
    return report


@transaction.atomic
def undo_report_later(*, report: ReportImport, reason: str, by: User | None) -> ReportImport:
    report = _locked(report)
    if refusal := undo_refusal(report):
        raise Refused(refusal)
    if not reason.strip():
        raise Refused(REASON_NEEDED)
    if not report.is_applied:
        return report
    report.state, report.undone_by, report.undo_reason = State.UNDOING, by, reason.strip()
    report.save(update_fields=["state", "undone_by", "undo_reason"])
    report_tasks.show_progress(report.pk, 0)
    transaction.on_commit(partial(report_tasks.undo_report.enqueue, report.pk))
    return report


@transaction.atomic
def go_on_applying(report: ReportImport, progress: Progress) -> None:
    """The background task. One transaction, so an interruption leaves nothing behind."""
    report = _locked(report)
    if report.state == State.APPLYING:
        _apply(report, report.applied_by, progress)
    elif report.state == State.UNDOING:
        _undo(report, report.undo_reason, report.undone_by, progress)


@transaction.atomic
def give_up(report: ReportImport) -> None:
    """The background task failed: nothing has been written, and the page of the report says so."""
    report = _locked(report)
    if report.state == State.READING:
        refuse(report, {"code": INTERRUPTED})
    elif report.is_busy:
        counted = State.UNDONE if report.undone_at else State.APPLIED
        report.state, report.problem = counted if report.applied_at else State.READY, {"code": FAILED}
        report.save(update_fields=["state", "problem"])


def _locked(report: ReportImport) -> ReportImport:
    """Lock the session: reports of one session wait for each other, and for staff who save its roster."""
    session = lock_session(report.session)
    report = ReportImport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    report.session = session
    return report


def _apply(report: ReportImport, by: User | None, progress: Progress) -> ReportImport:
    rematch(report)
    work = _Work(report, by, _("The report says otherwise."))
    work.go_through(progress, said=True)
    changed = work.outcome()
    decided_since = report.entries.filter(decided_at__gt=report.applied_at).exists() if report.applied_at else True
    if changed["added"] or changed["withdrawn"] or decided_since or not report.is_applied:
        report.applied_at, report.applied_by, report.outcome = timezone.now(), by, changed
        log(report.session, "attendance.report_applied", user=by, data={"report": report.pk, **_counts(changed)})
    report.state, report.undone_at, report.undone_by, report.undo_reason = State.APPLIED, None, None, ""
    report.problem = {}
    report.save()
    return report


def _undo(report: ReportImport, reason: str, by: User | None, progress: Progress) -> ReportImport:
    work = _Work(report, by, reason)
    work.go_through(progress, said=False)
    report.state, report.undone_at, report.undone_by, report.undo_reason = State.UNDONE, timezone.now(), by, reason
    report.outcome, report.problem = work.outcome(), {}
    report.save()
    log(report.session, "attendance.report_undone", user=by, data={"report": report.pk, **_counts(report.outcome)})
    return report


def _counts(outcome: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in outcome.items() if name != "changes"}


@dataclass
class _Work:
    """One pass over all entries of a report, in batches."""

    report: ReportImport
    by: User | None
    reason: str
    counts: Counter[str] = field(default_factory=Counter)
    changes: list[list[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session: Session = self.report.session
        self.about = ReportSession(self.session)
        self.source = Source(self.report.source)

    def outcome(self) -> dict[str, Any]:
        """The result: people in the report, pieces added and withdrawn, and people whose record changed."""
        return {
            "people": self.counts["people"],
            "added": self.counts["added"],
            "withdrawn": self.counts["withdrawn"],
            "changed": self.counts["changed"],
            "corrected": self.counts["corrected"],
            "changes": self.changes,
        }

    def go_through(self, progress: Progress, *, said: bool) -> None:
        """`said` is whether the entries count (applying) or not (undoing)."""
        entries = self.report.entries.order_by("pk")
        total, last, done = entries.count(), 0, 0
        while batch := list(entries.filter(pk__gt=last)[:BATCH]):
            last, done = batch[-1].pk, done + len(batch)
            self._batch(batch, said=said)
            progress(done / max(1, total))

    def _batch(self, entries: list[ReportEntry], *, said: bool) -> None:
        linked = _linked(entries)
        wanted: Wanted = {
            entry.pk: {(entry.participant_id, key): values for key, values in self.about.pieces(entry)}
            if said and entry.participant_id
            else {}
            for entry in entries
        }
        people = {participant for pieces in wanted.values() for participant, _key in pieces}
        people |= {piece.participant_id for pieces in linked.values() for piece in pieces.values()}
        before = self._held(people)
        known = self._known(people)
        added = self._add(wanted, known)
        standing = {**known.standing, **added}
        self._link(wanted, linked, standing)
        withdrawn = self._take_back(wanted, linked, standing)
        if changed := {participant for participant, _key in added} | withdrawn:
            store_attendance(session=self.session, participants=sorted(changed))
        self.counts["corrected"] += len(known.corrected)
        self._count(people, before)

    def _known(self, people: Collection[int]) -> _Known:
        """The earlier evidence about these people from reports, what of it has been withdrawn, and whom staff has
        corrected."""
        # Neither filtered by session nor ordered: the database might then scan all evidence of the session for each
        # batch.
        pieces = Evidence.objects.filter(
            activity=self.session.activity_id, participant__in=people, kind=EvidenceKind.PRESENT
        ).prefetch_related("withdrawn_by")
        known, prefix = _Known(), self.about.prefix()
        for piece in pieces.order_by():
            takers = list(piece.withdrawn_by.all())
            if piece.source == Source.CORRECTION and piece.session_id == self.session.pk and not takers:
                known.corrected.add(piece.participant_id)
            if not piece.key.startswith(prefix):
                continue
            place = (piece.participant_id, _base(piece.key, prefix))
            known.generations[place] += 1
            if not takers:
                known.standing[place] = piece
            elif not all(taker.key.startswith(UNDO) for taker in takers):
                known.by_hand.add(place)
        return known

    def _add(self, wanted: Wanted, known: _Known) -> dict[Place, Evidence]:
        """Add what is new, except what a person has withdrawn by hand."""
        new = {
            place: values
            for pieces in wanted.values()
            for place, values in pieces.items()
            if place not in known.standing and place not in known.by_hand
        }
        if not new:
            return {}
        participants = Participant.objects.in_bulk({participant for participant, _key in new})
        happened_at = end_of(self.session) or timezone.now()

        def key_of(place: Place) -> str:
            again = known.generations[place]
            return self.about.prefix() + place[1] + (f":{again}" if again else "")

        stored = add_all_evidence(
            pieces=[
                NewEvidence(
                    participant=participants[place[0]],
                    activity=self.session.activity,
                    session=self.session,
                    kind=EvidenceKind.PRESENT,
                    source=self.source,
                    key=key_of(place),
                    happened_at=happened_at,
                    **values,
                )
                for place, values in new.items()
            ],
            by=self.by,
        )
        self.counts["added"] += len(stored)
        return dict(zip(new, stored, strict=True))

    def _link(self, wanted: Wanted, linked: Linked, standing: dict[Place, Evidence]) -> None:
        """Link the entries to their evidence, also to evidence that another report has added before."""
        rows = []
        for entry, places in wanted.items():
            have = {piece.pk for piece in linked.get(entry, {}).values()}
            say = {standing[place].pk for place in places if place in standing}
            rows += [Link(reportentry_id=entry, evidence_id=pk) for pk in sorted(say - have)]
        add_rows(rows)

    def _take_back(self, wanted: Wanted, linked: Linked, standing: dict[Place, Evidence]) -> set[int]:
        """Remove outdated links, and withdraw evidence that has no link left. Returns the participants affected."""
        gone: dict[int, Evidence] = {}
        for entry, pieces in linked.items():
            say = {standing[place].pk for place in wanted[entry] if place in standing}
            gone |= {row: piece for row, piece in pieces.items() if piece.pk not in say}
        if not gone:
            return set()
        Link.objects.filter(pk__in=gone).delete()
        loose = {piece.pk: piece for piece in gone.values()}
        still = set(Link.objects.filter(evidence_id__in=loose).values_list("evidence_id", flat=True))
        already = set(Evidence.objects.filter(pk__in=loose, withdrawn_by__isnull=False).values_list("pk", flat=True))
        by_person: dict[int, list[Evidence]] = defaultdict(list)
        for pk, piece in sorted(loose.items()):
            if pk not in still and pk not in already:
                by_person[piece.participant_id].append(piece)
        if not by_person:
            return set()
        participants = Participant.objects.in_bulk(by_person)
        add_all_evidence(
            pieces=[
                NewEvidence(
                    participant=participants[pk],
                    activity=self.session.activity,
                    session=self.session,
                    kind=EvidenceKind.WITHDRAWAL,
                    source=Source.STAFF,
                    key=f"{UNDO}{self.report.pk}:{pieces[0].pk}",
                    happened_at=timezone.now(),
                    reason=self.reason,
                    withdraws=pieces,
                )
                for pk, pieces in by_person.items()
            ],
            by=self.by,
        )
        self.counts["withdrawn"] += sum(len(pieces) for pieces in by_person.values())
        return set(by_person)

    def _held(self, people: Collection[int]) -> dict[int, Held]:
        rows = Attendance.objects.filter(session=self.session, participant__in=people)
        return {
            pk: [present, minutes] for pk, present, minutes in rows.values_list("participant_id", "present", "minutes")
        }

    def _count(self, people: Collection[int], before: dict[int, Held]) -> None:
        after = self._held(people)
        self.counts["people"] += len(people)
        for pk in sorted(people):
            if after.get(pk) != before.get(pk):
                self.counts["changed"] += 1
                if len(self.changes) < MOST_SHOWN:
                    self.changes.append([pk, before.get(pk), after[pk]])


@dataclass
class _Known:
    """Earlier evidence from reports, by person and key."""

    standing: dict[Place, Evidence] = field(default_factory=dict)
    by_hand: set[Place] = field(default_factory=set)
    generations: Counter[Place] = field(default_factory=Counter)
    corrected: set[int] = field(default_factory=set)


def _linked(entries: Iterable[ReportEntry]) -> Linked:
    rows = Link.objects.filter(reportentry__in=[entry.pk for entry in entries]).select_related("evidence")
    linked: Linked = defaultdict(dict)
    for row in rows:
        linked[row.reportentry_id][row.pk] = row.evidence
    return linked


def _base(key: str, prefix: str) -> str:
    """A key without the number that is added when evidence is added again after an undo."""
    return key.removeprefix(prefix).partition(":")[0]
