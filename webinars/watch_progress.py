"""How much of recordings a participant has watched, what is missing, and the rule. One query."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Substr

from courses.models import CompletionRule
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH
from courses.rules import Rule
from people.models import Participant
from progress.models import Completion
from webinars.coverage import WatchProgress
from webinars.models import Recording


def watch_progress_of(participant: Participant, recordings: Iterable[Recording]) -> dict[int, WatchProgress]:
    """By recording: how much a participant has watched. Only for those that can be measured: a file of ours, of known
    length."""
    rows = (
        Recording.objects.filter(pk__in=[recording.pk for recording in recordings], media__isnull=False, seconds__gt=0)
        .annotate(mine=FilteredRelation("viewings", condition=Q(viewings__participant=participant)))
        .annotate(
            completed_at=completed_at("webinar", participant.pk),
            own_share=own_share("webinar__"),
            programme_share=programme_share("webinar__"),
        )
        .values_list(
            *("pk", "seconds", "media_version", "own_share", "programme_share", "completed_at"),
            *("mine__media_version", "mine__segments", "mine__position"),
        )
    )
    found = {}
    for pk, seconds, version, own, programme, completed, seen_version, segments, position in rows:
        seen = (segments, position) if seen_version == version else (None, None)
        found[pk] = WatchProgress.of(seconds, threshold(own, programme), *seen, is_complete=completed is not None)
    return found


def threshold(own: Decimal | float | None, programme: Decimal | float | None) -> Decimal | None:
    """The share of a recording that completes its webinar: the webinar's own, else the programme's, else the
    default."""
    rule = Rule()
    for part in (programme, own):
        rule = rule.overridden({"watched_share": None if part is None else Decimal(str(part))})
    return rule.watched_share


def own_share(webinar: str) -> F:
    """The share in a webinar's own rule; `webinar` is the path to the page."""
    return F(f"{webinar}completion_rule__watched_share")


def programme_share(webinar: str) -> Subquery:
    """The share in the rule of the webinar's programme."""
    path = Substr(OuterRef(f"{webinar}path"), 1, PATH_STEP * PROGRAMME_DEPTH)
    return Subquery(CompletionRule.objects.filter(programme__path=path).values("watched_share")[:1])


def completed_at(webinar: str, participant: int | OuterRef) -> Subquery:
    """When a participant completed a webinar, other than by declaration."""
    rows = Completion.objects.filter(activity=OuterRef(webinar), participant=participant, earned=True).order_by()
    return Subquery(rows.values("completed_at")[:1])
