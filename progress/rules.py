"""The rules of completion: what evidence adds up to, and what is missing. Arithmetic over facts, without queries.

Laws, each of them a property test: the order and repetition of evidence make no difference; only a withdrawal or a
correction can lower an answer; minutes are the union of stays.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from typing import Any

from courses.models import Session
from courses.rules import Requirement
from progress.models import Completion, Evidence, EvidenceKind, Source

Reason = Completion.Reason
STRENGTH = {reason: -rank for rank, reason in enumerate(Reason.values)}
"""The strongest reason wins, in the order of `Reason`."""

ONE = Decimal(1)


@dataclass(frozen=True)
class Fact:
    """One effective piece of evidence, with what is needed to judge it."""

    kind: str
    source: str
    happened_at: dt.datetime
    recorded_at: dt.datetime
    key: str
    session: int | None = None
    stays: tuple[tuple[float, float], ...] = ()
    minutes: int | None = None
    share: Decimal | None = None


@dataclass(frozen=True)
class Window:
    """The times of a session, in UTC seconds, which stays are clipped to, and its day.

    `whole` is the number of minutes of a presence without times or minutes.
    """

    start: float | None = None
    end: float | None = None
    day: int | None = None
    whole: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What facts add up to under one requirement."""

    progress: Decimal = Decimal(0)
    reason: str = ""
    completed_at: dt.datetime | None = None
    earned: bool = False
    minutes: int | None = None
    watched_share: Decimal | None = None
    days: int | None = None

    @property
    def rank(self) -> tuple[bool, bool, int, Decimal]:
        return (self.completed_at is not None, self.earned, STRENGTH.get(self.reason, -9), self.progress)


def union_seconds(stays: Iterable[Sequence[float]], start: float | None = None, end: float | None = None) -> float:
    """The length of the union of stays, clipped to the session. Overlapping stays, as from two devices, count once."""
    total, reached = 0.0, float("-inf")
    for stay_start, stay_end in sorted((stay[0], stay[1]) for stay in stays):
        begin = max(stay_start, reached, stay_start if start is None else start)
        finish = stay_end if end is None else min(stay_end, end)
        if finish > begin:
            total += finish - begin
            reached = finish
    return total


def decisive(facts: Iterable[Fact]) -> list[Fact]:
    """The facts about one session that count: only the latest correction by staff, if there is one."""
    facts = list(facts)
    corrections = [fact for fact in facts if fact.source == Source.CORRECTION]
    if corrections:
        # Not by when it happened: that is at most the end of the session, which may have been moved since.
        return [max(corrections, key=lambda fact: (fact.recorded_at, fact.key))]
    return facts


def presence(facts: Iterable[Fact], window: Window = Window()) -> tuple[bool, int | None]:
    """Whether the facts about one session say present, and for how many whole minutes (None: not counted).

    Minutes without times may overlap with stays, so they are not added: the larger number counts.
    """
    facts = decisive(fact for fact in facts if fact.kind == EvidenceKind.PRESENT)
    counted = [fact.minutes for fact in facts if fact.minutes is not None]
    stays = [stay for fact in facts for stay in fact.stays]
    if stays:
        counted.append(int(union_seconds(stays, window.start, window.end) // 60))
    unmeasured = any(fact.minutes is None and not fact.stays for fact in facts)
    if unmeasured and window.whole is not None:
        counted.append(window.whole)
    minutes = max(counted) if counted else None
    return unmeasured or bool(minutes), minutes


def judge(facts: Iterable[Fact], requirement: Requirement, windows: Mapping[int, Window] | None = None) -> Verdict:
    """What the facts about one activity add up to. Their order and repetition make no difference."""
    windows = windows or {}
    facts = list(facts)
    measured = _measure(facts, requirement, windows)
    shares = _shares(measured, requirement)
    done = [reason for reason, share in shares.items() if share >= 1]
    values: dict[str, Any] = {
        "minutes": measured.minutes,
        "watched_share": measured.watched,
        "days": len(measured.days) if requirement.days is not None else None,
    }
    if not done:
        progress = max(shares.values(), default=Decimal(0))
        return Verdict(progress=progress.quantize(Decimal("0.0001"), ROUND_DOWN), **values)
    reason = max(done, key=STRENGTH.__getitem__)
    return Verdict(
        progress=ONE,
        reason=reason,
        completed_at=_completed_at(facts, reason, requirement, windows),
        earned=reason != Reason.DECLARED or requirement.declaration_earns,
        **values,
    )


@dataclass
class _Measured:
    minutes: int | None = None
    watched: Decimal | None = None
    days: set[int] = field(default_factory=set)
    present: bool = False
    kinds: set[str] = field(default_factory=set)


def _measure(facts: Sequence[Fact], requirement: Requirement, windows: Mapping[int, Window]) -> _Measured:
    measured = _Measured(kinds={fact.kind for fact in facts})
    by_session: dict[int | None, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_session[fact.session].append(fact)
        if fact.kind == EvidenceKind.WATCHED and fact.share is not None:
            measured.watched = max(measured.watched or Decimal(0), fact.share)
    for session, own in by_session.items():
        if session is None:
            continue
        window = windows.get(session, Window())
        if session == requirement.live_session:
            window = Window(requirement.live_start, requirement.live_end, whole=requirement.live_minutes)
        present, minutes = presence(own, window)
        if session == requirement.live_session:
            measured.present, measured.minutes = present, minutes
        day = window.day if window.day is not None else session
        if present and requirement.days and day in requirement.days:
            measured.days.add(day)
    # A correction of a whole day outweighs what its sessions say.
    for day in requirement.days or ():
        corrected = [fact for fact in by_session[day] if fact.source == Source.CORRECTION]
        if corrected and not presence(corrected)[0]:
            measured.days.discard(day)
    return measured


def _shares(measured: _Measured, requirement: Requirement) -> dict[str, Decimal]:
    """The progress on each way to completion, 1 being complete."""
    shares: dict[str, Decimal] = {}
    if requirement.minutes_needed is not None and measured.present:
        shares[Reason.PRESENT] = _part(measured.minutes or 0, requirement.minutes_needed)
    if requirement.days_needed:
        shares[Reason.PRESENT] = _part(len(measured.days), requirement.days_needed)
    if requirement.watched_share is not None and measured.watched is not None:
        shares[Reason.WATCHED] = _part(measured.watched, requirement.watched_share)
    if EvidenceKind.WAIVED in measured.kinds:
        shares[Reason.WAIVED] = ONE
    if EvidenceKind.DECLARED in measured.kinds and requirement.may_declare:
        shares[Reason.DECLARED] = ONE
    return shares


def _part(have: Decimal | int, need: Decimal | int) -> Decimal:
    return ONE if have >= need else Decimal(have) / Decimal(need)


def _completed_at(
    facts: Sequence[Fact], reason: str, requirement: Requirement, windows: Mapping[int, Window]
) -> dt.datetime:
    """The first moment at which the facts up to then were enough for the reason; else that of the last fact."""
    moments = sorted({fact.happened_at for fact in facts})
    for moment in moments:
        so_far = [fact for fact in facts if fact.happened_at <= moment]
        if _shares(_measure(so_far, requirement, windows), requirement).get(reason, 0) >= 1:
            return moment
    return moments[-1]


@dataclass(frozen=True)
class Missing:
    """What is left to do, in numbers; templates put it into words. None where it is not a way to complete the
    activity."""

    minutes: int | None = None
    days: int | None = None
    watched_share: Decimal | None = None
    may_declare: bool = False


def missing(requirement: Requirement, completion: Completion | None) -> Missing | None:
    """What is missing for completion; None if nothing is."""
    if completion and completion.is_complete:
        return None
    done = completion or Completion()
    return Missing(
        minutes=requirement.minutes_needed and max(0, requirement.minutes_needed - (done.minutes or 0)),
        days=requirement.days_needed and max(0, requirement.days_needed - (done.days or 0)),
        watched_share=requirement.watched_share
        and max(Decimal(0), requirement.watched_share - (done.watched_share or 0)),
        may_declare=requirement.may_declare,
    )


def reached(requirement: Requirement, watched_share: Decimal) -> bool:
    """Whether this share of the recording completes the activity."""
    return requirement.watched_share is not None and watched_share >= requirement.watched_share


def mean_progress(parts: Sequence[Decimal]) -> Decimal:
    """The progress of a module: the mean of its activities', 0 without any."""
    return (sum(parts, Decimal(0)) / len(parts)).quantize(Decimal("0.0001"), ROUND_DOWN) if parts else Decimal(0)


def judge_track(earned: Mapping[int, dt.datetime], activities: set[int], needed: int) -> tuple[Verdict, dict[str, Any]]:
    """What activities that were earned at these times add up to for a track, and the rule to keep with that."""
    done = sorted((when, pk) for pk, when in earned.items() if pk in activities)
    counted = {"track_activities": needed, "activities": sorted(pk for _, pk in done)}
    if needed and len(done) >= needed:
        return Verdict(progress=ONE, completed_at=done[needed - 1][0], earned=True), counted
    progress = (Decimal(len(done)) / needed if needed else Decimal(0)).quantize(Decimal("0.0001"), ROUND_DOWN)
    return Verdict(progress=progress), counted


def fact_of(piece: Evidence) -> Fact:
    return Fact(
        kind=piece.kind,
        source=piece.source,
        happened_at=piece.happened_at,
        recorded_at=piece.recorded_at,
        key=piece.key,
        session=piece.session_id,
        stays=tuple((start, end) for start, end in piece.stays),
        minutes=piece.minutes,
        share=piece.share,
    )


def facts_of(pieces: Iterable[Evidence]) -> list[Fact]:
    return [fact_of(piece) for piece in pieces]


def window_of(session: Session, sessions: Mapping[int, Session]) -> Window:
    """The times that stays in a session are clipped to, and the day that presence in it counts for."""
    node: Session | None = session
    while node is not None and node.level != "day":
        node = sessions.get(node.parent_id) if node.parent_id else None
    return Window(
        start=session.starts_at.timestamp() if session.starts_at else None,
        end=session.ends_at.timestamp() if session.ends_at else None,
        day=node.pk if node else None,
        whole=session.live_minutes,
    )
