"""The only way to write evidence. Each action assesses the affected participants anew."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from content.writing import add_rows
from courses.models import ActivityPage, CompletionRule, ProgrammePage, Session
from courses.querysets import below
from courses.refusals import Refusal, Refused
from courses.requirements import requirements_of
from people.models import Participant
from progress import tasks
from progress.assessing import assess_many
from progress.models import Evidence, EvidenceKind, Source
from progress.refusals import declaration_refusal

if TYPE_CHECKING:
    from people.models import User

REASON_NEEDED = Refusal("reason_needed", _("Say why."))
Key = tuple[int, int, str]
"""Participant, activity, and the key of the piece."""


@dataclass(frozen=True, kw_only=True)
class NewEvidence:
    """A piece of evidence to be stored. A piece with a known `key` is not stored again."""

    participant: Participant
    activity: ActivityPage
    kind: EvidenceKind
    source: Source
    key: str
    happened_at: dt.datetime
    session: Session | None = None
    stays: Sequence[Sequence[float]] = ()
    minutes: int | None = None
    share: Decimal | None = None
    reason: str = ""
    batch: uuid.UUID | None = None
    withdraws: Sequence[Evidence] = ()

    def __post_init__(self) -> None:
        """Facts point at the original, in whatever language the page was read."""
        object.__setattr__(self, "activity", self.activity.as_original)


def add_evidence(*, by: User | None, **piece) -> Evidence:
    """Store one piece, with the fields of `NewEvidence`, and assess. A known key returns the existing row."""
    return add_all_evidence(pieces=[NewEvidence(**piece)], by=by)[0]


@transaction.atomic
def add_all_evidence(*, pieces: Iterable[NewEvidence], by: User | None) -> list[Evidence]:
    """Store many pieces about any number of people and activities. The number of queries grows with the activities
    only."""
    pieces = list(pieces)
    by_activity: dict[int, list[NewEvidence]] = defaultdict(list)
    for piece in pieces:
        by_activity[piece.activity.pk].append(piece)
    stored: dict[Key, Evidence] = {}
    for activity_id in sorted(by_activity):
        stored |= _add_to_activity(by_activity[activity_id], by)
    return [stored[_key(piece)] for piece in pieces]


def _add_to_activity(pieces: list[NewEvidence], by: User | None) -> dict[Key, Evidence]:
    """Store pieces about one activity; returns all of them, by key, with those that were stored before."""
    activity = pieces[0].activity
    people = {piece.participant.pk for piece in pieces}
    wanted = {_key(piece): piece for piece in reversed(pieces)}
    before = _stored(activity, people, wanted)
    new = {key: piece for key, piece in reversed(wanted.items()) if key not in before}
    if not new:
        return before
    now = timezone.now()
    add_rows([_row(piece, by, now) for piece in new.values()])
    after = _stored(activity, people, wanted)
    link = Evidence.withdraws.through
    add_rows(
        [
            link(from_evidence_id=after[key].pk, to_evidence_id=old.pk)
            for key, piece in new.items()
            for old in piece.withdraws
        ]
    )
    anew = {piece.participant.pk for piece in new.values() if piece.withdraws or piece.source == Source.CORRECTION}
    assess_many(people, activity, anew)
    return after


def _key(piece: NewEvidence) -> Key:
    return piece.participant.pk, piece.activity.pk, piece.key


def _stored(activity: ActivityPage, people: Collection[int], keys: Container[Key]) -> dict[Key, Evidence]:
    # Not filtered by key as well: with people and keys in one condition the database may choose a plan that tries every
    # pair.
    rows = Evidence.objects.filter(activity=activity, participant__in=people).order_by()
    return {key: row for row in rows if (key := (row.participant_id, activity.pk, row.key)) in keys}


def _row(piece: NewEvidence, by: User | None, now: dt.datetime) -> Evidence:
    return Evidence(
        participant_id=piece.participant.pk,
        activity_id=piece.activity.pk,
        session=piece.session,
        kind=piece.kind,
        source=piece.source,
        stays=[list(stay) for stay in piece.stays],
        minutes=piece.minutes,
        share=piece.share,
        key=piece.key,
        recorded_by=by,
        happened_at=piece.happened_at,
        recorded_at=now,
        reason=piece.reason,
        batch=piece.batch,
    )


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, reason: str, by: User | None) -> Evidence:
    """Withdraw one piece, with a reason, and assess what is left. Idempotent."""
    key = f"withdraws:{evidence.pk}"
    activity, participant = evidence.activity, evidence.participant
    if evidence.kind == EvidenceKind.WATCHED and not participant.evidence.filter(activity=activity, key=key).exists():
        activity.specific_class.watching_taken_back(activity, participant)
    return add_evidence(
        participant=participant,
        activity=activity,
        session=evidence.session,
        kind=EvidenceKind.WITHDRAWAL,
        source=Source.STAFF if by is None or by.pk != evidence.participant.user_id else Source.PARTICIPANT,
        key=key,
        happened_at=timezone.now(),
        reason=reason,
        withdraws=[evidence],
        by=by,
    )


@transaction.atomic
def declare_done(*, participant: Participant, activity: ActivityPage, by: User | None) -> Evidence:
    """The participant marks an activity as done. Idempotent. Raises `Refused`."""
    activity = activity.as_original
    requirement = requirements_of([activity])[activity.pk]
    if refusal := declaration_refusal(requirement, Session.objects.roots().filter(activity=activity).first()):
        raise Refused(refusal)
    return _state_once(participant, activity, EvidenceKind.DECLARED, Source.PARTICIPANT, "", by)[0]


@transaction.atomic
def undo_declaration(*, participant: Participant, activity: ActivityPage, by: User | None) -> None:
    """Withdraw the participant's own declaration, with a reason in the language of the page."""
    with translation.override(activity.locale.language_code):
        reason = gettext("Undone by the participant")
    for piece in Evidence.objects.filter(
        participant=participant, activity=activity.as_original, kind=EvidenceKind.DECLARED
    ).effective():
        withdraw_evidence(evidence=piece, reason=reason, by=by)


@transaction.atomic
def waive(*, participant: Participant, activity: ActivityPage, reason: str, by: User) -> Evidence:
    """Staff lets an activity count as completed. Idempotent. Raises `Refused` without a reason."""
    if not reason.strip():
        raise Refused(REASON_NEEDED)
    activity = activity.as_original
    piece, is_new = _state_once(participant, activity, EvidenceKind.WAIVED, Source.STAFF, reason.strip(), by)
    if is_new:
        log(activity, "progress.waived", user=by, data={"participant": participant.pk, "evidence": piece.pk})
    return piece


def _state_once(
    participant: Participant, activity: ActivityPage, kind: EvidenceKind, source: Source, reason: str, by: User | None
) -> tuple[Evidence, bool]:
    """The current statement, or a new one, and whether it is new. Its key contains the number of those withdrawn, so
    that two clicks make one row."""
    earlier = Evidence.objects.filter(participant=participant, activity=activity, kind=kind)
    if current := earlier.effective().first():
        return current, False
    new = add_evidence(
        participant=participant,
        activity=activity,
        kind=kind,
        source=source,
        key=f"{kind}:{earlier.count()}",
        happened_at=timezone.now(),
        reason=reason,
        by=by,
    )
    return new, True


@transaction.atomic
def set_rule(
    *,
    values: dict,
    by: User | None,
    programme: ProgrammePage | None = None,
    activity: ActivityPage | None = None,
) -> CompletionRule:
    """Set a programme's default rule, or an activity's own. A lower threshold soon completes those who now meet it.

    A completion does not change, as it keeps the rule that it was decided by.
    """
    programme, activity = programme and programme.as_original, activity and activity.as_original
    rule, created = CompletionRule.objects.get_or_create(programme=programme, activity=activity, defaults=values)
    changed = {name for name, value in values.items() if getattr(rule, name) != value}
    if changed:
        for name in changed:
            setattr(rule, name, values[name])
        rule.save(update_fields=sorted(changed))
    if created or changed:
        log(programme or activity, "progress.rule_set", user=by, data={"fields": sorted(changed or values)})
        if activity is not None:
            affected = [activity]
        else:
            affected = list(ActivityPage.objects.originals().filter(below(rule.programme)))
        reassess(activities=affected)
    return rule


def reassess(*, activities: Iterable[ActivityPage]) -> None:
    """Have everybody with evidence at these activities assessed again by the task worker.

    Queued within the transaction, so that the task is there exactly if the change is.
    """
    tasks.reassess.enqueue([activity.pk for activity in activities])
