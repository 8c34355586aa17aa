"""The registration box: the reader's registration, or how to register, or why that is not possible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from attendance.models import Registration
from attendance.refusals import OVER, clock_refusal, registration_refusals
from attendance.standing import Standing, standings
from courses.models import ActivityPage, Phase, Session
from courses.refusals import Refusal
from people.models import Participant


@dataclass(frozen=True)
class Box:
    """The contents of a registration box. Without a session there is nothing to register for."""

    activity: ActivityPage
    session: Session | None
    standing: Standing | None
    refusal: Refusal | None
    participant: Participant | None
    taken: int
    now: dt.datetime

    @property
    def is_over(self) -> bool:
        return self.refusal is OVER

    @property
    def is_today(self) -> bool:
        return self.session is not None and self.session.phase(self.now) == Phase.TODAY

    @property
    def is_cancelled(self) -> bool:
        return self.session is not None and self.session.is_cancelled

    @property
    def seats_left(self) -> int | None:
        """Free seats; None if there is no limit."""
        if self.session is None or self.session.capacity is None:
            return None
        return max(0, self.session.capacity - self.taken)

    @property
    def kind(self) -> str:
        return self.activity.specific_class.kind

    @property
    def route(self) -> str:
        """The name of the URL pattern of the page to register on."""
        return f"register_{self.kind}"

    @property
    def may_change(self) -> bool:
        """Whether there are days and choices that a registration made can still be changed to, full or not."""
        return self.kind == "gathering" and self.session is not None and clock_refusal(self.session, self.now) is None

    @property
    def takes_one_click(self) -> bool:
        """A webinar needs no form if the reader is signed in and their name is known."""
        return self.kind == "webinar" and self.participant is not None and bool(self.participant.name)


def boxes_of(
    activities: Iterable[ActivityPage], participant: Participant | None, known: Iterable[Session] | None = None
) -> dict[int, Box]:
    """By activity, in a fixed number of queries.

    `known` are the root sessions, if read already, with `activity`, `taken` and, for a signed-in reader, `own_state`.
    """
    activities = list(activities)
    now = timezone.now()
    roots = {root.activity_id: root for root in (_roots(activities) if known is None else known)}
    states = None
    if known is not None and participant is not None:
        states = {root.pk: getattr(root, "own_state", None) or "" for root in roots.values()}
    own = _own(activities, participant) if roots and _may_stand_somewhere(states) else {}
    refusals = registration_refusals(roots.values(), participant, now, states)
    taken = (
        {root.pk: getattr(root, "taken", 0) for root in roots.values()}
        if known is not None
        else _taken(roots.values(), refusals)
    )
    boxes = {}
    for activity in activities:
        root = roots.get(activity.pk)
        boxes[activity.pk] = Box(
            activity=activity,
            session=root,
            standing=own.get(activity.pk),
            refusal=refusals[root.pk] if root else None,
            participant=participant,
            taken=taken.get(root.pk, 0) if root else 0,
            now=now,
        )
    return boxes


def _roots(activities: list[ActivityPage]) -> Iterable[Session]:
    return Session.objects.roots().filter(activity__in=activities).select_related("activity__content_type")


def _may_stand_somewhere(states: Mapping[int, str] | None) -> bool:
    return states is None or any(state in Registration.ACTIVE for state in states.values())


def _taken(roots: Iterable[Session], refusals: Mapping[int, Refusal | None]) -> dict[int, int]:
    limited = [root for root in roots if root.capacity is not None and refusals[root.pk] is None]
    return Registration.objects.filter(session__in=limited).holding_seat().by_session() if limited else {}


def _own(activities: list[ActivityPage], participant: Participant | None) -> dict[int, Standing]:
    if participant is None:
        return {}
    rows = (
        Registration.objects.active()
        .filter(participant=participant, session__activity__in=activities)
        .select_related("session__activity")
        .order_by("session__date", "session__starts_at", "session__order", "pk")
    )
    return {row.session.activity_id: row for row in standings(rows) if row.session.parent_id is None}
