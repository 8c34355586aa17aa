"""Completion rules as data. `progress.rules` applies them to the evidence about a person."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields, replace
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The shares that complete an activity, and how many activities complete a track."""

    live_share: Decimal = Decimal("0.75")
    watched_share: Decimal = Decimal("0.9")
    days_share: Decimal = Decimal("0.75")
    may_declare: bool = True
    track_activities: int = 4

    def overridden(self, values: dict[str, Any]) -> Rule:
        """A copy with those of the values that are not None."""
        return replace(self, **{name: value for name, value in values.items() if value is not None})


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """A rule applied to one activity: all that is needed to judge evidence, so that it can be stored with the decision.

    What a kind of activity does not have is None: a lesson has no live minutes, a webinar no days.
    """

    live_session: int | None = None
    live_minutes: int | None = None
    live_share: Decimal | None = None
    live_start: float | None = None
    live_end: float | None = None
    """UTC seconds; stays are clipped to it."""
    watched_share: Decimal | None = None
    days: tuple[int, ...] | None = None
    days_share: Decimal | None = None
    may_declare: bool = True
    declaration_earns: bool = False
    """True for lessons: marking one as done is its rule, so that it is earned and not only declared."""

    @property
    def minutes_needed(self) -> int | None:
        """Whole minutes of presence that complete it, rounded up."""
        if not self.live_minutes or self.live_share is None:
            return None
        return math.ceil(self.live_share * self.live_minutes)

    @property
    def days_needed(self) -> int | None:
        """Days of presence that complete it: at least one."""
        if not self.days or self.days_share is None:
            return None
        return max(1, math.ceil(self.days_share * len(self.days)))

    def to_json(self) -> dict[str, Any]:
        return {
            name: str(value) if isinstance(value, Decimal) else list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Requirement:
        known = {field.name for field in fields(cls)}
        values = {name: value for name, value in data.items() if name in known}
        for name in ("live_share", "watched_share", "days_share"):
            if values.get(name) is not None:
                values[name] = Decimal(values[name])
        if values.get("days") is not None:
            values["days"] = tuple(values["days"])
        return cls(**values)
