"""Turns viewings into evidence when enough of a recording has been watched."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import F

from courses.models import ActivityPage
from courses.requirements import requirements_of
from courses.rules import Requirement
from progress.actions import NewEvidence, add_all_evidence
from progress.models import Evidence, EvidenceKind, Source
from progress.rules import reached
from webinars.coverage import share
from webinars.models.viewings import Viewing

if TYPE_CHECKING:
    from people.models import User


def add_evidence_of(viewings: Iterable[Viewing], *, at: dt.datetime | None = None, by: User | None = None) -> None:
    """Add evidence for each viewing that meets the requirement of its webinar, unless there is such evidence.

    The viewings must be locked, and joined with their webinar. The evidence is from `at`, else from when the
    participant last watched.
    """
    by_activity: dict[int, list[Viewing]] = defaultdict(list)
    for viewing in viewings:
        by_activity[viewing.recording.webinar_id].append(viewing)
    activities = [rows[0].recording.webinar for rows in by_activity.values()]
    requirements = requirements_of(activities)
    pieces: list[NewEvidence] = []
    for activity in activities:
        pieces += _pieces(by_activity[activity.pk], activity, requirements[activity.pk], at)
    if pieces:
        add_all_evidence(pieces=pieces, by=by)


def _pieces(
    viewings: Sequence[Viewing], activity: ActivityPage, requirement: Requirement, at: dt.datetime | None
) -> Iterator[NewEvidence]:
    enough = [row for row in viewings if reached(requirement, _share(row))]
    if not enough:
        return
    stands: dict[int, dict[int, bool]] = defaultdict(dict)
    watched = Evidence.objects.filter(
        activity=activity,
        kind=EvidenceKind.WATCHED,
        participant__in=[row.participant_id for row in enough],
    ).order_by()
    for piece in watched.annotate(withdrawal=F("withdrawn_by")):
        stands[piece.participant_id][piece.pk] = piece.withdrawal is None and reached(
            requirement, piece.share or Decimal(0)
        )
    for row in enough:
        pieces = stands[row.participant_id]
        if not any(pieces.values()):
            yield NewEvidence(
                participant=row.participant,
                activity=activity,
                kind=EvidenceKind.WATCHED,
                source=Source.PLAYER,
                # With the number of earlier pieces, which may have been withdrawn, or met a lower requirement only.
                key=f"watched:{row.recording_id}:{row.media_version}:{len(pieces)}",
                happened_at=at or row.updated_at,
                minutes=row.covered // 60,
                share=_share(row),
            )


def _share(viewing: Viewing) -> Decimal:
    return share(viewing.covered, viewing.duration)
