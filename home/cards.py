"""What a list shows of an activity or a module, and where its reader stands with it.

A card knows; how it is worded for each kind of list is in `home.faces`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import wraps
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from attendance.models import Registration
from attendance.refusals import NOT_YET, clock_refusal
from courses.models import Phase, Session
from courses.requirements import rule_over
from courses.rules import Requirement
from courses.wording import completion_words
from home import faces, pick_rows
from home.statuses import STATUSES, Status
from progress.models import Completion
from progress.rules import mean_progress
from progress.standing import Doing


def told_in_its_zone(tell: Callable[[Any], Any]) -> Any:
    """A property whose times are those of the clock where the programme is, in a list of several programmes too."""

    @wraps(tell)
    def told(card: Shown) -> Any:
        if card.zone is None:
            return tell(card)
        with timezone.override(card.zone):
            return tell(card)

    return property(told)


class Shown:
    """What every kind of card shows of its page."""

    @property
    def page(self) -> Any:
        raise NotImplementedError

    @property
    def zone(self) -> dt.tzinfo | None:
        """That of its programme, where that is known; else the page is shown in it already."""
        return None

    @property
    def title(self) -> str:
        return self.page.title

    @cached_property
    def url(self) -> str:
        return self.page.get_url() or ""

    @property
    def seed(self) -> str:
        return self.page.slug

    @property
    def lang(self) -> str:
        """The language of the page's words, where it is another than the reader's."""
        return self.page.shown_language


@dataclass
class Card(Shown):
    """An activity in a list, with where it stands by the clock and, signed in, for the reader."""

    activity: Any
    session: Session | None
    now: dt.datetime
    track: Any = None
    module: Any = None
    programme: Any = None
    completion: Completion | None = None
    parts: Sequence[Session] = ()
    """The sessions below the whole, where they are read too."""
    said: Any = None
    """Where in its recording the words that are searched for are said."""

    @property
    def page(self) -> Any:
        return self.activity

    @property
    def zone(self) -> dt.tzinfo | None:
        return self.programme.zone if self.programme else None

    @property
    def kind(self) -> str:
        return self.activity.kind

    @property
    def theme(self) -> str:
        """What its cover is drawn from: its first theme, else its module's, else its kind."""
        return getattr(self.activity, "theme_slug", "") or getattr(self.module, "theme_slug", "") or self.kind

    @property
    def is_recording(self) -> bool:
        return self.recording is not None

    @cached_property
    def recording(self) -> Any:
        """The published recording of a webinar that is over; None before that."""
        recording = getattr(self.activity, "recording", None) if self.kind == "webinar" else None
        held = self.session is None or self.phase == Phase.AFTER
        return recording if recording and held and recording.is_published(self.now) else None

    @property
    def kind_label(self) -> Any:
        return _("Recording") if self.is_recording else self.activity.kind_label

    @property
    def level(self) -> str:
        return self.track.title if self.track else ""

    @property
    def level_language(self) -> str:
        """Where it is not the reader's."""
        return self.track.shown_language if self.track else ""

    @property
    def responsible(self) -> Any:
        return self.activity.responsible

    @cached_property
    def phase(self) -> str:
        return self.session.phase(self.now, self.zone) if self.session else ""

    @property
    def is_coming(self) -> bool:
        """Today's included."""
        return self.phase in (Phase.BEFORE, Phase.TODAY)

    @property
    def is_today(self) -> bool:
        return self.phase == Phase.TODAY

    @property
    def is_live(self) -> bool:
        """Going on at this moment, where its times are known."""
        session = self.session
        if session is None or self.phase != Phase.TODAY or session.starts_at is None or session.ends_at is None:
            return False
        return session.starts_at <= self.now < session.ends_at

    @property
    def is_over(self) -> bool:
        return self.phase == Phase.AFTER

    @property
    def is_cancelled(self) -> bool:
        return self.phase == Phase.CANCELLED

    @property
    def capacity(self) -> int | None:
        return self.session.capacity if self.session else None

    @told_in_its_zone
    def day(self) -> str:
        """«Thursday 26 November»"""
        return faces.day(self.session)

    @property
    def length(self) -> str:
        """«116 min», of the recording."""
        return faces.length(self.recording.minutes) if self.recording and self.recording.minutes else ""

    @property
    def minutes(self) -> int:
        """What it takes: its recording, its reading, its hours live; 0 where nobody has said."""
        if self.recording:
            return self.recording.minutes or 0
        if self.kind == "lesson":
            return self.activity.duration_minutes
        session = self.session
        if session is None or session.starts_at is None or session.ends_at is None:
            return 0
        return int((session.ends_at - session.starts_at).total_seconds()) // 60

    @property
    def seats(self) -> faces.Piece | None:
        return faces.seats(self)

    @property
    def seats_left(self) -> int | None:
        """Free seats, or None where there is no limit."""
        if self.session is None or self.session.capacity is None:
            return None
        return max(0, self.session.capacity - getattr(self.session, "taken", 0))

    @property
    def seats_taken_percent(self) -> int:
        """Whole percent of the capacity, rounded down, never past 100."""
        taken = getattr(self.session, "taken", 0)
        return min(100, taken * 100 // self.capacity) if self.capacity else 100

    @property
    def own_state(self) -> str:
        """The reader's registration: its state, or empty."""
        state = getattr(self.session, "own_state", None) or ""
        return state if state in Registration.ACTIVE else ""

    @property
    def progress(self) -> Decimal:
        return self.completion.progress if self.completion else Decimal(0)

    @property
    def seen_percent(self) -> int:
        """How much of the recording the reader has seen, in whole percent, rounded down."""
        if self.recording is None or not self.recording.seconds:
            return 0
        return min(100, (getattr(self.session, "own_seen", None) or 0) * 100 // self.recording.seconds)

    @property
    def is_done(self) -> bool:
        return self.completion is not None and self.completion.is_complete

    @property
    def is_open(self) -> bool:
        """Whether the clock lets somebody register now."""
        return self.session is not None and clock_refusal(self.session, self.now) is None

    @cached_property
    def status(self) -> Status | None:
        """Where it stands by the clock; None where that says nothing: a lesson, a recording."""
        if self.session is None:
            return None
        if self.phase == Phase.AFTER:
            return self._status_after
        if self.phase == Phase.CANCELLED:
            return STATUSES["cancelled"]
        if self.phase == Phase.TODAY:
            return STATUSES["live" if self.is_live and self.kind == "webinar" else "today"]
        return self._status_before

    @property
    def _status_after(self) -> Status | None:
        if self.kind != "webinar":
            return STATUSES["held"]
        return None if self.is_recording else STATUSES["recording_pending"]

    @property
    def _status_before(self) -> Status:
        refusal = clock_refusal(self.session, self.now) if self.session else None
        if refusal is not None:
            return STATUSES["not_yet" if refusal is NOT_YET else "closed"]
        return STATUSES["full" if self.seats_left == 0 else "open"]

    @property
    def admission(self) -> Any:
        """The rule for who may come to a gathering, where there is one."""
        return getattr(self.session, "admission", None)

    @property
    def audience(self) -> str:
        return faces.audience(self)

    @cached_property
    def requirement(self) -> Requirement:
        """What completes it. The rules must be joined, and for a gathering its `parts` read."""
        rule = rule_over(self.programme, self.activity)
        return type(self.activity).requirement(rule, [*([self.session] if self.session else []), *self.parts])

    @property
    def how_to_complete(self) -> list[str]:
        return completion_words(self.requirement)

    @property
    def doing(self) -> Doing:
        return Doing(self.activity, self.requirement, self.completion, self.session, self.now)

    # What the components ask for.

    @told_in_its_zone
    def tag(self) -> faces.Piece | None:
        return faces.own_tag(self) or faces.clock_tag(self)

    @told_in_its_zone
    def face(self) -> faces.Piece:
        """In a list of all kinds."""
        return faces.result(self)

    @told_in_its_zone
    def face_in_module(self) -> faces.Piece:
        return faces.result(self, is_among_its_own=True)

    @told_in_its_zone
    def recording_face(self) -> faces.Piece:
        """Among recordings only."""
        return faces.recording(self)

    @told_in_its_zone
    def related_face(self) -> faces.Piece:
        """Beside the page that it goes with."""
        return faces.related(self)

    @told_in_its_zone
    def row(self) -> faces.Piece:
        """As a dated row with place and seats."""
        return faces.event_row(self)

    @told_in_its_zone
    def short_row(self) -> faces.Piece:
        """As a small dated row."""
        return faces.short_row(self)

    @told_in_its_zone
    def ahead(self) -> str:
        """«Next, in five days»"""
        return faces.ahead(self)

    @told_in_its_zone
    def ahead_facts(self) -> list[faces.Piece]:
        return faces.ahead_facts(self)

    @told_in_its_zone
    def dated_row(self) -> faces.Piece:
        """For `components/dated_row.html`."""
        return faces.dated_row(self)

    @told_in_its_zone
    def head_facts(self) -> list[faces.Piece]:
        """On its own page."""
        return faces.head_facts(self)

    @property
    def action(self) -> faces.Piece | None:
        return faces.action(self)


@dataclass
class ModuleCard(Shown):
    """A module in a track's list: its activities, and how far the reader has come."""

    module: Any
    cards: list[Card]
    is_picked: bool = False
    track: Any = None

    @property
    def page(self) -> Any:
        return self.module

    @property
    def zone(self) -> dt.tzinfo | None:
        return self.cards[0].zone if self.cards else None

    @property
    def id(self) -> int:
        return self.module.pk

    @property
    def theme(self) -> str:
        return getattr(self.module, "theme_slug", "") or next((card.theme for card in self.cards), "module")

    @property
    def progress(self) -> Decimal:
        return mean_progress([card.progress for card in self.cards])

    @property
    def percent(self) -> int:
        return int(self.progress * 100)

    @property
    def is_done(self) -> bool:
        return bool(self.cards) and all(card.is_done for card in self.cards)

    @property
    def next_card(self) -> Card | None:
        """Its next live webinar or gathering."""
        return min((card for card in self.cards if card.is_coming), key=starts, default=None)

    @property
    def recordings(self) -> list[Card]:
        return [card for card in self.cards if card.is_recording]

    @property
    def done(self) -> int:
        return sum(1 for card in self.cards if card.is_done)

    @property
    def in_order(self) -> list[Card]:
        return in_course_order(self.cards)

    @told_in_its_zone
    def pick(self) -> faces.Piece:
        """As a row to tick."""
        return pick_rows.pick_row(self)

    @told_in_its_zone
    def head_facts(self) -> list[faces.Piece]:
        return pick_rows.head_facts(self)


@dataclass
class TrackCard(Shown):
    track: Any
    modules: list[ModuleCard]

    @property
    def page(self) -> Any:
        return self.track

    @property
    def cards(self) -> list[Card]:
        return [card for module in self.modules for card in module.cards]

    @property
    def coming(self) -> list[Card]:
        """What comes next in it, the first first, today's included."""
        dated = [card for card in self.cards if card.is_coming and card.session and card.session.date]
        return sorted(dated, key=starts)

    @property
    def picked(self) -> list[ModuleCard]:
        return [module for module in self.modules if module.is_picked]

    @property
    def dates_picked(self) -> str:
        return pick_rows.dates_picked(self.picked)


def starts(card: Card) -> tuple:
    """For sorting by when it starts; what has no date comes last."""
    session = card.session
    if session is None or session.date is None:
        return (dt.date.max, 0.0, card.activity.pk)
    return (session.date, session.starts_at.timestamp() if session.starts_at else 0.0, card.activity.pk)


def in_order(cards: Iterable[Card]) -> list[Card]:
    """What comes first is first, then what has no date, then what is over, the latest first."""
    cards = list(cards)
    over = [card for card in cards if card.is_over or card.is_cancelled]
    coming = [card for card in cards if not (card.is_over or card.is_cancelled)]
    return sorted(coming, key=starts) + sorted(over, key=starts, reverse=True)


def in_course_order(cards: Iterable[Card]) -> list[Card]:
    """What comes first is first, then what has no date, then what was held as the course has it: first things first."""
    cards = list(cards)
    coming = in_order(card for card in cards if not (card.is_over or card.is_cancelled))
    held = [card for card in cards if card.is_over]
    return [*coming, *held, *(card for card in cards if card.is_cancelled)]
