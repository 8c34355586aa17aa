"""Assesses evidence by the rules, and stores the answers. Nothing else writes a `Completion`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from content.writing import add_rows, write_rows
from courses.models import ActivityPage, Session, TrackPage
from courses.requirements import PATH_STEP, requirements_of, rule_of_programme
from courses.rules import Requirement
from progress.models import Completion, Evidence
from progress.rules import Fact, Verdict, Window, fact_of, judge, judge_track, window_of

TRACK_DEPTH = 4
"""The depth of a track in the page tree."""


@transaction.atomic
def assess_many(participants: Iterable[int], activity: ActivityPage, anew: Iterable[int] = ()) -> dict[int, Completion]:
    """Judge all evidence about participants (by id) at one activity, and store the answers. A fixed number of queries.

    `anew` are those for whom something was withdrawn or corrected: only their answers may fall. A completion is judged
    by the rule that it keeps as well as by today's, so a changed rule never undoes it.
    """
    participants = sorted(set(participants))
    anew = set(anew)
    completions = _locked(participants, {"activity": activity})
    requirement = requirements_of([activity])[activity.pk]
    of_today = requirement.to_json()
    windows = _windows(activity)
    facts = _facts(participants, activity)
    changed = []
    for pk, completion in completions.items():
        verdict, rule = _better(completion, facts[pk], requirement, windows)
        if _store(completion, verdict, of_today if rule is requirement else rule.to_json(), may_fall=pk in anew):
            changed.append(completion)
    write_rows(changed, [*_VERDICT_FIELDS, "rule", "updated_at"])
    _assess_track(participants, activity, anew)
    return completions


def foreseen(activity: ActivityPage, more: Mapping[int, Sequence[Fact]]) -> dict[int, Verdict]:
    """What the answers of participants (by id) would be with these facts added. Nothing is stored."""
    requirement = requirements_of([activity])[activity.pk]
    windows = _windows(activity)
    facts = _facts(more, activity)
    rows = Completion.objects.filter(activity=activity, participant__in=more)
    completions = {row.participant_id: row for row in rows}
    verdicts = {}
    for pk, new in more.items():
        completion = completions.get(pk, Completion())
        verdict, _rule = _better(completion, [*facts[pk], *new], requirement, windows)
        verdicts[pk] = max(verdict, _held(completion), key=lambda one: one.rank)
    return verdicts


def _facts(participants: Iterable[int], activity: ActivityPage) -> dict[int, list[Fact]]:
    """The effective facts about participants at an activity."""
    facts: dict[int, list[Fact]] = defaultdict(list)
    for piece in Evidence.objects.filter(activity=activity, participant__in=list(participants)).effective():
        facts[piece.participant_id].append(fact_of(piece))
    return facts


def _better(
    completion: Completion, facts: Sequence[Fact], requirement: Requirement, windows: Mapping[int, Window]
) -> tuple[Verdict, Requirement]:
    """The better of two verdicts, by today's rule and by the one that a completion keeps, with its rule."""
    candidates = [(judge(facts, requirement, windows), requirement)]
    if completion.is_complete:
        kept = completion.requirement
        candidates.insert(0, (judge(facts, kept, windows), kept))
    return max(candidates, key=lambda candidate: candidate[0].rank)


def _held(completion: Completion) -> Verdict:
    return Verdict(completion.progress, completion.reason, completion.completed_at, completion.earned)


_VERDICT_FIELDS = ("progress", "reason", "completed_at", "earned", "minutes", "watched_share", "days")


def _assess_track(participants: Sequence[int], activity: ActivityPage, anew: set[int]) -> None:
    """A track is completed by a number of its activities that were earned, not only declared."""
    path = activity.path[: PATH_STEP * TRACK_DEPTH]
    track = TrackPage.objects.filter(path=path).first()
    if track is None:
        return
    needed = rule_of_programme(path).track_activities
    now_in_track = set(ActivityPage.objects.filter(path__under=path).originals().values_list("pk", flat=True))
    completions = _locked(participants, {"track": track})
    kept_ids = {pk for completion in completions.values() for pk in completion.rule.get("activities", [])}
    earned: dict[int, dict[int, dt.datetime]] = defaultdict(dict)
    for row in Completion.objects.filter(
        participant__in=participants, activity__in=now_in_track | kept_ids, earned=True
    ).values_list("participant_id", "activity_id", "completed_at"):
        earned[row[0]][row[1]] = row[2]  # type: ignore[assignment]  # what is earned is complete, and has its time
    changed = []
    for pk, completion in completions.items():
        candidates = [judge_track(earned[pk], now_in_track, needed)]
        if completion.is_complete:
            kept = completion.rule
            candidates.insert(0, judge_track(earned[pk], set(kept["activities"]), kept["track_activities"]))
        verdict, rule = max(candidates, key=lambda candidate: candidate[0].rank)
        if _store(completion, verdict, rule, may_fall=pk in anew):
            changed.append(completion)
    write_rows(changed, [*_VERDICT_FIELDS, "rule", "updated_at"])


def _locked(participants: Sequence[int], target: Mapping[str, Any]) -> dict[int, Completion]:
    """The participants' completion rows, created where missing, locked until the transaction ends.

    Concurrent writers of evidence about the same person and activity wait for this lock.
    """
    there = Completion.objects.filter(participant__in=participants, **target).order_by()
    known = set(there.values_list("participant_id", flat=True))
    add_rows([Completion(participant_id=pk, **target) for pk in participants if pk not in known])
    rows = Completion.objects.select_for_update(of=("self",)).filter(participant__in=participants, **target)
    return {row.participant_id: row for row in rows.order_by("participant_id")}


def _store(completion: Completion, verdict: Verdict, rule: dict[str, Any], *, may_fall: bool) -> bool:
    """Put the verdict into the row, unless it would lower it without reason; returns whether anything changed."""
    if verdict.rank < _held(completion).rank and not may_fall:
        return False
    values = {name: getattr(verdict, name) for name in _VERDICT_FIELDS} | {"rule": rule}
    if all(getattr(completion, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(completion, name, value)
    completion.updated_at = timezone.now()
    return True


def _windows(activity: ActivityPage) -> dict[int, Window]:
    sessions = {session.pk: session for session in Session.objects.filter(activity=activity)}
    return {pk: window_of(session, sessions) for pk, session in sessions.items()}
