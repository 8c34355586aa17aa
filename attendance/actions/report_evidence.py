"""Brings the evidence in line with what the entries of a report say.

Every stay is a piece of evidence. Its key is made from its times and not from the file, so files in any order, twice or
split into several give the same evidence. An entry is linked to its pieces, and a piece is withdrawn when no entry of
any report is linked to it any more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from attendance.actions.presence import end_of, store_attendance
from attendance.models import Attendance, ReportEntry, ReportImport
from attendance.report_session import ReportSession
from content.writing import add_rows
from courses.models import Session
from people.models import Participant
from progress.actions import NewEvidence, add_all_evidence
from progress.models import Evidence, EvidenceKind, Source

if TYPE_CHECKING:
    from people.models import User

BATCH = 500
MOST_SHOWN = 200
"""The number of people whose former and present record is stored in the outcome."""
UNDO = "report-undone:"
"""Prefix of the key of a withdrawal made by undoing a report. What it withdrew may be added again."""
Held = list[Any]
"""[present, minutes]"""
Link: Any = ReportEntry.evidence.through
Linked = dict[int, dict[int, Evidence]]
"""By entry: the pieces of evidence that it is linked to, by the key of the link."""
PieceKey = tuple[int, str]
"""A participant, and the key of a piece of evidence."""
Wanted = dict[int, dict[PieceKey, dict[str, Any]]]
"""By entry: the evidence that it should be linked to."""


def _nothing() -> dict[str, Any]:
    """The outcome before anything is done: people in the report, pieces added and withdrawn, people whose record
    changed, people whom staff has corrected, and the first changes."""
    return {"people": 0, "added": 0, "withdrawn": 0, "changed": 0, "corrected": 0, "changes": []}


@dataclass
class Update:
    """One pass over all entries of a report, in batches: makes the evidence match the decided entries or, if not
    `applies`, withdraws the evidence that only this report has.

    `last` is the last entry that is done, so that a pass can be continued; `done` is the number of them.
    """

    report: ReportImport
    by: User | None
    reason: str
    applies: bool
    last: int = 0
    done: int = 0
    outcome: dict[str, Any] = field(default_factory=_nothing)

    def __post_init__(self) -> None:
        self.session: Session = self.report.session
        self.about = ReportSession(self.session)
        self.source = Source(self.report.source)

    def step(self) -> bool:
        """Do the next batch; returns whether there was one."""
        batch = list(self.report.entries.filter(pk__gt=self.last).order_by("pk")[:BATCH])
        if not batch:
            return False
        self._do(batch)
        self.last, self.done = batch[-1].pk, self.done + len(batch)
        return True

    def so_far(self) -> dict[str, Any]:
        """What `Update` needs to continue, in a form that JSON can store."""
        return {"last": self.last, "done": self.done, "outcome": self.outcome}

    def _do(self, entries: list[ReportEntry]) -> None:
        linked = _linked(entries)
        wanted: Wanted = {
            entry.pk: {(entry.participant_id, key): values for key, values in self.about.pieces(entry)}
            if self.applies and entry.participant_id
            else {}
            for entry in entries
        }
        people = {participant for pieces in wanted.values() for participant, _key in pieces}
        people |= {piece.participant_id for pieces in linked.values() for piece in pieces.values()}
        before = self._held(people)
        earlier = self._earlier_evidence(people)
        added = self._add(wanted, earlier)
        standing = {**earlier.standing, **added}
        self._link(wanted, linked, standing)
        withdrawn = self._withdraw(wanted, linked, standing)
        if changed := {participant for participant, _key in added} | withdrawn:
            store_attendance(session=self.session, participants=sorted(changed))
        self.outcome["corrected"] += len(earlier.corrected)
        self._count(people, before)

    def _earlier_evidence(self, people: Collection[int]) -> _Earlier:
        """The earlier evidence about these people from reports, what of it has been withdrawn, and whom staff has
        corrected."""
        # Neither filtered by session nor ordered: the database might then scan all evidence of the session for each
        # batch.
        pieces = Evidence.objects.filter(
            activity=self.session.activity_id, participant__in=people, kind=EvidenceKind.PRESENT
        ).prefetch_related("withdrawn_by")
        earlier, prefix = _Earlier(), self.about.prefix()
        for piece in pieces.order_by():
            withdrawals = list(piece.withdrawn_by.all())
            if piece.source == Source.CORRECTION and piece.session_id == self.session.pk and not withdrawals:
                earlier.corrected.add(piece.participant_id)
            if not piece.key.startswith(prefix):
                continue
            place = (piece.participant_id, _base(piece.key, prefix))
            earlier.generations[place] += 1
            if not withdrawals:
                earlier.standing[place] = piece
            elif not all(withdrawal.key.startswith(UNDO) for withdrawal in withdrawals):
                earlier.by_hand.add(place)
        return earlier

    def _add(self, wanted: Wanted, earlier: _Earlier) -> dict[PieceKey, Evidence]:
        """Add what is new, except what a person has withdrawn by hand."""
        new = {
            place: values
            for pieces in wanted.values()
            for place, values in pieces.items()
            if place not in earlier.standing and place not in earlier.by_hand
        }
        if not new:
            return {}
        participants = Participant.objects.in_bulk({participant for participant, _key in new})
        happened_at = end_of(self.session) or timezone.now()

        def key_of(place: PieceKey) -> str:
            again = earlier.generations[place]
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
        self.outcome["added"] += len(stored)
        return dict(zip(new, stored, strict=True))

    def _link(self, wanted: Wanted, linked: Linked, standing: dict[PieceKey, Evidence]) -> None:
        """Link the entries to their evidence, also to evidence that another report has added before."""
        rows = []
        for entry, places in wanted.items():
            have = {piece.pk for piece in linked.get(entry, {}).values()}
            say = {standing[place].pk for place in places if place in standing}
            rows += [Link(reportentry_id=entry, evidence_id=pk) for pk in sorted(say - have)]
        add_rows(rows)

    def _withdraw(self, wanted: Wanted, linked: Linked, standing: dict[PieceKey, Evidence]) -> set[int]:
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
        self.outcome["withdrawn"] += sum(len(pieces) for pieces in by_person.values())
        return set(by_person)

    def _held(self, people: Collection[int]) -> dict[int, Held]:
        rows = Attendance.objects.filter(session=self.session, participant__in=people)
        return {
            pk: [present, minutes] for pk, present, minutes in rows.values_list("participant_id", "present", "minutes")
        }

    def _count(self, people: Collection[int], before: dict[int, Held]) -> None:
        after = self._held(people)
        self.outcome["people"] += len(people)
        for pk in sorted(people):
            if after.get(pk) != before.get(pk):
                self.outcome["changed"] += 1
                if len(self.outcome["changes"]) < MOST_SHOWN:
                    self.outcome["changes"].append([pk, before.get(pk), after[pk]])


@dataclass
class _Earlier:
    """Earlier evidence from reports, by person and key."""

    standing: dict[PieceKey, Evidence] = field(default_factory=dict)
    by_hand: set[PieceKey] = field(default_factory=set)
    generations: Counter[PieceKey] = field(default_factory=Counter)
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
