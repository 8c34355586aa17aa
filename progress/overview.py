"""A participant's progress, read for a whole page at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from courses.models import ActivityPage, Phase, Session
from courses.requirements import PATH_STEP, requirements_of, sessions_of
from courses.rules import Requirement
from people.models import Participant
from progress.models import Completion
from progress.refusals import declaration_refusal
from progress.rules import Missing, mean_progress, missing


@dataclass(frozen=True)
class ActivityProgress:
    """A participant's progress with one activity: what is done, how, and what is missing."""

    activity: ActivityPage
    requirement: Requirement
    completion: Completion | None
    root: Session | None
    now: dt.datetime

    @property
    def is_complete(self) -> bool:
        return self.completion is not None and self.completion.is_complete

    @property
    def is_declared(self) -> bool:
        """Completed by the participant's own declaration only, which can be withdrawn."""
        return self.is_complete and self.completion is not None and self.completion.reason == Completion.Reason.DECLARED

    @property
    def is_earned(self) -> bool:
        """Completed by more than a declaration, so that it counts for the track."""
        return self.completion is not None and self.completion.is_complete and self.completion.earned

    @property
    def is_held(self) -> bool:
        """Already held, so that it can no longer be attended."""
        return self.root is not None and self.root.phase(self.now) == Phase.AFTER

    @property
    def may_declare(self) -> bool:
        """Whether to show a button for it. The action checks again."""
        return not self.is_complete and declaration_refusal(self.requirement, self.root, self.now) is None

    @property
    def missing(self) -> Missing | None:
        return missing(self.requirement, self.completion)


@dataclass(frozen=True)
class ModuleProgress:
    """The progress of a module: the mean of its activities', done when all of them are."""

    progress: Decimal
    done: int
    total: int

    @property
    def percent(self) -> int:
        return int(self.progress * 100)

    @property
    def is_done(self) -> bool:
        return self.total > 0 and self.done == self.total


def progress_at(activities: Iterable[ActivityPage], participant: Participant) -> dict[int, ActivityProgress]:
    """By activity, in a fixed number of queries."""
    activities = list(activities)
    sessions = sessions_of(activities)
    requirements = requirements_of(activities, sessions=sessions)
    completions = _by_activity(participant.completions.filter(activity__in=activities))
    return progress_from(activities, sessions, requirements, completions)


def progress_from(
    activities: Iterable[ActivityPage],
    sessions: Mapping[int, Sequence[Session]],
    requirements: Mapping[int, Requirement],
    completions: Mapping[int, Completion],
) -> dict[int, ActivityProgress]:
    """The same for rows that have been read already."""
    now = timezone.now()
    return {
        activity.pk: ActivityProgress(
            activity=activity,
            requirement=requirements[activity.pk],
            completion=completions.get(activity.pk),
            root=next((session for session in sessions.get(activity.pk, ()) if session.parent_id is None), None),
            now=now,
        )
        for activity in activities
    }


def modules_progress(path: str, participant: Participant) -> dict[str, ModuleProgress]:
    """By tree path: the progress of every module below the page with this path. Two queries."""
    activities = ActivityPage.objects.live().originals().filter(path__under=path)
    by_module: dict[str, list[int]] = {}
    for pk, own_path in activities.order_by("path").values_list("pk", "path"):
        by_module.setdefault(own_path[:-PATH_STEP], []).append(pk)
    completions = _by_activity(participant.completions.filter(activity__path__under=path))
    return {module: module_progress(ids, completions) for module, ids in by_module.items()}


def _by_activity(completions: Iterable[Completion]) -> dict[int, Completion]:
    return {row.activity_id: row for row in completions if row.activity_id is not None}


def module_progress(activities: Iterable[int], completions: Mapping[int, Completion]) -> ModuleProgress:
    rows = [completions.get(pk) for pk in activities]
    return ModuleProgress(
        progress=mean_progress([row.progress if row else Decimal(0) for row in rows]),
        done=sum(1 for row in rows if row and row.is_complete),
        total=len(rows),
    )
