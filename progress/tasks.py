"""The background task that assesses participants again after a rule or a session has changed."""

from __future__ import annotations

import time
from collections.abc import Sequence

from django.db import transaction
from django_tasks import task

from courses.models import ActivityPage
from progress.assessing import assess_many
from progress.models import Evidence

BATCH = 200
"""The number of participants whose completions are locked at a time."""
A_WHILE = 20.0
"""Seconds after which the task queues the rest."""


@task()
def reassess(activities: list[int], after: int = 0) -> None:
    """Assess everybody with evidence at these activities, of the first those with a higher id than `after`.

    Each transaction locks completions of one activity and then of its track, as whoever adds evidence does.
    """
    until = time.monotonic() + A_WHILE
    while activities:
        people = _assess_batch(activities[0], after)
        activities, after = (activities, people[-1]) if people else (activities[1:], 0)
        if time.monotonic() >= until:
            break
    if activities:
        reassess.enqueue(activities, after)


def _assess_batch(pk: int, after: int) -> Sequence[int]:
    """Assess the next participants at an activity, and return their ids."""
    activity = ActivityPage.objects.filter(pk=pk).select_related("content_type").first()
    if activity is None:
        return []
    if not after:
        with transaction.atomic():
            activity.specific_class.rule_changed([activity])
    evidence = Evidence.objects.filter(activity=activity, participant__gt=after).order_by("participant")
    people = list(evidence.values_list("participant", flat=True).distinct()[:BATCH])
    assess_many(people, activity)
    return people
