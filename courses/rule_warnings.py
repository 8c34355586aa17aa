"""Warnings about a programme's rule that nobody can meet. They inform its owner and prevent nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from content.models import BasePage
from courses.models import ActivityPage, ProgrammePage, Session, TrackPage
from courses.querysets import below
from courses.rules import Rule


@dataclass(frozen=True)
class RuleWarning:
    page: BasePage
    text: str


def warnings_in(programme: ProgrammePage, rule: Rule) -> list[RuleWarning]:
    """Warnings about the programme's tracks under `rule`, and about each published activity."""
    standing = _standing(programme)
    by_kind: dict[type[ActivityPage], list[ActivityPage]] = defaultdict(list)
    for activity in standing:
        if activity.live:
            by_kind[activity.specific_class].append(activity)
    texts: dict[int, list[str]] = {}
    for kind, own in by_kind.items():
        texts |= kind.rule_warnings(own)
    return [
        *_too_few(programme, standing, rule.track_activities),
        *(RuleWarning(activity, text) for activity in standing for text in texts.get(activity.pk, ())),
    ]


def tracks_with_too_few(programme: ProgrammePage, needed: int) -> list[RuleWarning]:
    """The tracks with fewer activities than are needed to complete one."""
    return _too_few(programme, _standing(programme), needed)


def _standing(programme: ProgrammePage) -> list[ActivityPage]:
    """Activities that are published or being written, and not cancelled."""
    cancelled = Session.objects.roots().filter(cancelled_at__isnull=False).values("activity")
    activities = ActivityPage.objects.originals().in_programme(programme).exclude(pk__in=cancelled)
    return list(activities.select_related("content_type").order_by("path"))


def _too_few(programme: ProgrammePage, activities: Sequence[ActivityPage], needed: int) -> list[RuleWarning]:
    warnings = []
    for track in TrackPage.objects.filter(below(programme), original=None).order_by("path"):
        count = sum(activity.path.startswith(track.path) for activity in activities)
        if count < needed:
            text = ngettext(
                "Nobody can complete it: it has %(count)s activity, and %(needed)s are asked for.",
                "Nobody can complete it: it has %(count)s activities, and %(needed)s are asked for.",
                count,
            )
            warnings.append(RuleWarning(track, text % {"count": count, "needed": needed}))
    return warnings
