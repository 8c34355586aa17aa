"""The rule that applies to an activity and what it requires, for one or for many in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from courses.models import ActivityPage, CompletionRule, ProgrammePage, Session
from courses.rules import Requirement, Rule

PATH_STEP = ActivityPage.steplen
PROGRAMME_DEPTH = 3
"""The depth of a programme: Wagtail's root is 1, a home page 2."""


def programme_path(path: str) -> str:
    """The tree path of the programme that the page with this path belongs to."""
    return path[: PATH_STEP * PROGRAMME_DEPTH]


def rules_of(activities: Iterable[ActivityPage]) -> dict[int, Rule]:
    """By activity: the programme's default with the activity's own values. One query."""
    activities = list(activities)
    paths = {programme_path(activity.path) for activity in activities}
    rows = CompletionRule.objects.filter(Q(programme__path__in=paths) | Q(activity__in=activities))
    defaults, own = {}, {}
    for row in rows.select_related("programme"):
        if row.programme is not None:
            defaults[row.programme.path] = row.over(Rule())
        else:
            own[row.activity_id] = row
    rules = {}
    for activity in activities:
        rule = defaults.get(programme_path(activity.path), Rule())
        rules[activity.pk] = own[activity.pk].over(rule) if activity.pk in own else rule
    return rules


def rule_over(*pages: ProgrammePage | ActivityPage | None) -> Rule:
    """The rule of pages with `completion_rule` joined. Values of a later page override those of an earlier one."""
    rule = Rule()
    for page in pages:
        own = getattr(page, "completion_rule", None)
        rule = own.over(rule) if own else rule
    return rule


def rule_of_programme(path: str) -> Rule:
    """The default rule of the programme that the page with this tree path belongs to."""
    row = CompletionRule.objects.filter(programme__path=programme_path(path)).first()
    return row.over(Rule()) if row else Rule()


def sessions_of(activities: Iterable[ActivityPage]) -> dict[int, list[Session]]:
    """By activity: all its sessions, in order. One query."""
    sessions: dict[int, list[Session]] = defaultdict(list)
    for session in Session.objects.filter(activity__in=list(activities)).order_by("order", "pk"):
        sessions[session.activity_id].append(session)
    return sessions


def requirements_of(
    activities: Iterable[ActivityPage],
    *,
    rules: Mapping[int, Rule] | None = None,
    sessions: Mapping[int, Sequence[Session]] | None = None,
) -> dict[int, Requirement]:
    """By activity: what completes it. Two queries however many activities, less for what is passed in."""
    activities = list(activities)
    rules = rules_of(activities) if rules is None else rules
    sessions = sessions_of(activities) if sessions is None else sessions
    return {
        activity.pk: activity.specific_class.requirement(rules[activity.pk], sessions.get(activity.pk, ()))
        for activity in activities
    }
