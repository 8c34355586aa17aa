"""Records what a player reports to have played."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.prepared import Prepared
from courses.refusals import Refusal, Refused
from courses.rules import Requirement
from people.models import Participant
from progress.models import Evidence, EvidenceKind
from progress.rules import reached
from webinars import credit
from webinars.coverage import WatchProgress, cleaned, extended, length, share, whole_second, within
from webinars.models import Recording, Viewing
from webinars.reaching import add_evidence_of
from webinars.tokens import ViewToken
from webinars.watch_progress import completed_at, own_share, programme_share, threshold

NOT_THERE = Refusal("not_there", _("There is no such recording."))
OUT_OF_DATE = Refusal("out_of_date", _("Load the page again: what is played on this one does not count any more."))

_STATE = ("media_version", "duration", "segments", "covered", "position", "position_at", "views", "clamped")


@dataclass(frozen=True)
class _Facts:
    """What a report is compared with; read together with the viewing."""

    duration: int
    media_version: int
    webinar: int
    threshold: Decimal | None
    is_complete: bool


def record_viewing(
    *, view: ViewToken, ranges: object, position: object, seq: int, now: dt.datetime | None = None
) -> WatchProgress:
    """Add what was played in a page view to what the participant has watched. Raises `Refused`.

    `ranges` and `position` come unchecked from the browser. Repeated, late or lost messages do no harm. The token says
    who is acting; the caller checks that it belongs to the sender.
    """
    now = now or timezone.now()
    try:
        answer = _record(view, ranges, position, seq, now)
    except IntegrityError:
        # Two first messages at the same time: now there is the other one's row, to be locked and updated.
        answer = _record(view, ranges, position, seq, now)
    if isinstance(answer, Refusal):
        raise Refused(answer)
    return answer


# Without a savepoint, as it is the outermost block; that saves two queries.
@transaction.atomic(savepoint=False)
def _record(view: ViewToken, ranges: object, position: object, seq: int, now: dt.datetime) -> WatchProgress | Refusal:
    found = locked_viewing(view) or _first_viewing(view)
    if found is None:
        return NOT_THERE
    viewing, facts = found
    is_of_before = viewing.counts_from is not None and view.issued_at < viewing.counts_from.timestamp()
    if is_of_before or view.media_version != facts.media_version:
        return OUT_OF_DATE
    before = {name: getattr(viewing, name) for name in _STATE}
    if viewing.media_version != facts.media_version:
        viewing.start_over()
        viewing.media_version = facts.media_version
    viewing.duration = facts.duration
    _take(viewing, view, ranges, position, seq, now)
    changed = [name for name, value in before.items() if getattr(viewing, name) != value]
    is_complete = facts.is_complete
    if viewing.covered and changed:
        viewing.updated_at = now
        # `update_fields` is not possible for a new row.
        viewing.save(update_fields=[*changed, "updated_at"] if viewing.pk else None)
        if reached(Requirement(watched_share=facts.threshold), share(viewing.covered, viewing.duration)):
            if not _has_evidence(viewing, facts):
                add_evidence_of([viewing], at=now, by=viewing.participant.user)
            is_complete = True
    return WatchProgress.of(
        viewing.duration, facts.threshold, viewing.segments, viewing.position, is_complete=is_complete
    )


def locked_viewing(view: ViewToken) -> tuple[Viewing, _Facts] | None:
    """The participant's row for the recording, locked, and what a report is compared with."""
    for row in _LOCKED.ask(participant=view.participant, user=view.user, recording=view.recording):
        return row, _facts(row)
    return None


def _locked(participant: int, user: int, recording: int) -> QuerySet[Viewing]:
    rows = Viewing.objects.select_for_update(of=("self",)).filter(
        participant=participant,
        participant__user=user,
        participant__user__is_active=True,
        recording=recording,
        recording__media__isnull=False,
        recording__seconds__gt=0,
    )
    return rows.order_by().annotate(
        now_seconds=F("recording__seconds"),
        now_version=F("recording__media_version"),
        webinar=F("recording__webinar"),
        own_share=own_share("recording__webinar__"),
        programme_share=programme_share("recording__webinar__"),
        completed_at=completed_at("recording__webinar", participant),
    )


# Compiled once, as it is executed for every message of every player.
_LOCKED = Prepared(_locked, "participant", "user", "recording")


def _first_viewing(view: ViewToken) -> tuple[Viewing, _Facts] | None:
    """A new, unsaved row, for the first message about a recording."""
    theirs = Participant.objects.filter(pk=view.participant, user=view.user, user__is_active=True)
    row = (
        Recording.objects.filter(Exists(theirs), pk=view.recording, media__isnull=False, seconds__gt=0)
        .annotate(
            now_seconds=F("seconds"),
            now_version=F("media_version"),
            own_share=own_share("webinar__"),
            programme_share=programme_share("webinar__"),
            completed_at=completed_at("webinar", view.participant),
        )
        .first()
    )
    if row is None:
        return None
    facts = _facts(row)
    viewing = Viewing(participant_id=view.participant, recording=row, media_version=facts.media_version)
    return viewing, facts


def _facts(row: Any) -> _Facts:
    return _Facts(
        duration=row.now_seconds,
        media_version=row.now_version,
        webinar=row.webinar_id if isinstance(row, Recording) else row.webinar,
        threshold=threshold(row.own_share, row.programme_share),
        is_complete=row.completed_at is not None,
    )


def _take(viewing: Viewing, view: ViewToken, ranges: object, position: object, seq: int, now: dt.datetime) -> None:
    """Update the row from a message, as far as the elapsed time makes it plausible."""
    moment = now.timestamp()
    if credit.is_forgotten(viewing.views, view.view_id, view.issued_at):
        return
    seen_before = within(viewing.segments, viewing.duration)
    allowed = credit.allowed(viewing.views, view.view_id, view.issued_at, moment)
    seen, over = extended(seen_before, cleaned(ranges, viewing.duration), allowed)
    second = whole_second(position, viewing.duration)
    if second is not None and credit.is_newer(viewing.views, view.view_id, seq):
        viewing.position, viewing.position_at = second, now
    new = length(seen) - length(seen_before)
    over_before = viewing.views.get(view.view_id, {}).get("over", 0)
    viewing.views = credit.with_message(
        viewing.views, view.view_id, view.issued_at, moment, seq=seq, new=new, over=over
    )
    viewing.clamped += max(0, over - over_before)
    viewing.segments = [list(segment) for segment in seen]
    viewing.covered = length(seen)


def _has_evidence(viewing: Viewing, facts: _Facts) -> bool:
    """Whether there is effective evidence with as large a share as the rule requires."""
    watched = Evidence.objects.filter(
        participant=viewing.participant_id, activity=facts.webinar, kind=EvidenceKind.WATCHED
    )
    return watched.effective().filter(share__gte=facts.threshold).exists()
