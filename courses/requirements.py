"""The rule that holds for an activity, and what it requires, for one or for many in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from courses.models import ActivityPage, CompletionRule, Session
from courses.rules import Requirement, Rule

PATH_STEP = ActivityPage.steplen
PROGRAMME_DEPTH = 3
"""Wagtail's root is 1, a site's home page 2, a programme 3."""


def rules_of(activities: Iterable[ActivityPage]) -> dict[int, Rule]:
    """By activity: the programme's default, with the activity's own values over it. Two queries."""
    activities = list(activities)
    paths = {activity.path[: PATH_STEP * PROGRAMME_DEPTH] for activity in activities}
    defaults = {
        rule.programme.path: rule.over(Rule())
        for rule in CompletionRule.objects.filter(programme__path__in=paths).select_related("programme")
    }
    own = {rule.activity_id: rule for rule in CompletionRule.objects.filter(activity__in=activities)}
    rules = {}
    for activity in activities:
        rule = defaults.get(activity.path[: PATH_STEP * PROGRAMME_DEPTH], Rule())
        rules[activity.pk] = own[activity.pk].over(rule) if activity.pk in own else rule
    return rules


def rule_of_programme(path: str) -> Rule:
    """The default rule of the programme that the page with this tree path stands in."""
    row = CompletionRule.objects.filter(programme__path=path[: PATH_STEP * PROGRAMME_DEPTH]).first()
    return row.over(Rule()) if row else Rule()


def requirements_of(activities: Iterable[ActivityPage]) -> dict[int, Requirement]:
    """By activity: what completes it. Three queries, however many there are."""
    activities = list(activities)
    rules = rules_of(activities)
    sessions: dict[int, list[Session]] = defaultdict(list)
    for session in Session.objects.filter(activity__in=activities).order_by("order", "pk"):
        sessions[session.activity_id].append(session)
    return {
        activity.pk: activity.specific_class.requirement(rules[activity.pk], sessions[activity.pk])
        for activity in activities
    }
