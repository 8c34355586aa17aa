"""A participant's registration for an activity: a seat, a place on the waiting list, an open decision, and choices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from attendance.models import Registration
from courses.models import Level, Session

State = Registration.State


@dataclass
class Standing:
    """A registration as shown to its participant."""

    registration: Registration
    place: int | None = None
    """The place on the waiting list, 1 being the next."""
    below: list[Standing] = field(default_factory=list)

    @property
    def session(self) -> Session:
        return self.registration.session

    @property
    def state(self) -> str:
        return self.registration.state

    @property
    def has_seat(self) -> bool:
        return self.state == State.REGISTERED

    @property
    def is_waiting(self) -> bool:
        return self.state == State.WAITING

    @property
    def is_awaiting_approval(self) -> bool:
        return self.state == State.AWAITING_APPROVAL

    @property
    def join_url(self) -> str:
        """The link to the meeting: only with a seat, and not if it is cancelled (V12)."""
        return self.session.join_url if self.has_seat and not self.session.is_cancelled else ""

    @property
    def days(self) -> list[Standing]:
        return [standing for standing in self.below if standing.session.level == Level.DAY]

    @property
    def choices(self) -> list[Standing]:
        return [standing for standing in self.below if standing.session.level != Level.DAY]


def standings(registrations: Iterable[Registration]) -> list[Standing]:
    """Each root registration once, with those below it; a registration whose root is not among them is on its own.

    The registrations need their sessions loaded. One more query if any of them is on a waiting list.
    """
    rows = list(registrations)
    places = places_in_line(rows)
    told = [Standing(row, places.get(row.pk)) for row in rows]
    wholes = {
        (standing.registration.participant_id, standing.session.activity_id): standing
        for standing in told
        if standing.session.parent_id is None
    }
    alone = []
    for standing in told:
        whole = wholes.get((standing.registration.participant_id, standing.session.activity_id))
        if whole is None:
            alone.append(standing)
        elif whole is not standing:
            whole.below.append(standing)
    return [*wholes.values(), *alone]


def places_in_line(registrations: Iterable[Registration]) -> dict[int, int]:
    """By registration on a waiting list: its place, 1 being the next. One query, or none if nobody waits."""
    waiting = [row for row in registrations if row.state == State.WAITING]
    if not waiting:
        return {}
    lines: dict[int, list[int]] = defaultdict(list)
    rows = Registration.objects.filter(session__in={row.session_id for row in waiting}).waiting()
    for session_id, pk in rows.values_list("session_id", "pk"):
        lines[session_id].append(pk)
    return {row.pk: lines[row.session_id].index(row.pk) + 1 for row in waiting if row.pk in lines[row.session_id]}
