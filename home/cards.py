"""Cards of activities in lists, with the properties that templates use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.utils import timezone

from courses.wording import completion_words
from home import faces
from home.card_facts import CardFacts, Shown


def told_in_its_zone(tell: Callable[[Any], Any]) -> Any:
    """A property evaluated in the card's time zone, which may differ between programmes in one list."""

    @wraps(tell)
    def told(card: Shown) -> Any:
        if card.zone is None:
            return tell(card)
        with timezone.override(card.zone):
            return tell(card)

    return property(told)


class Card(CardFacts):
    """A card of one activity."""

    @told_in_its_zone
    def day(self) -> str:
        """«Thursday 26 November»"""
        return faces.day(self.session)

    @property
    def length(self) -> str:
        """The length of the recording: «116 min»."""
        return faces.length(self.recording.minutes) if self.recording and self.recording.minutes else ""

    @property
    def minutes(self) -> int:
        """The duration in minutes: of the recording, the lesson, or the session; 0 if unknown."""
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
    def audience(self) -> str:
        return faces.audience(self)

    @property
    def how_to_complete(self) -> list[str]:
        return completion_words(self.requirement)

    # Dictionaries for the templates in `components/`.

    @told_in_its_zone
    def tag(self) -> faces.Piece | None:
        return faces.tag(self)

    @told_in_its_zone
    def face(self) -> faces.Piece:
        """In a list of all kinds of activities."""
        return faces.result(self)

    @told_in_its_zone
    def face_in_module(self) -> faces.Piece:
        return faces.result(self, is_among_its_own=True)

    @told_in_its_zone
    def recording_face(self) -> faces.Piece:
        """In a list of recordings."""
        return faces.recording(self)

    @told_in_its_zone
    def related_face(self) -> faces.Piece:
        """In the list of related activities on a page."""
        return faces.related(self)

    @told_in_its_zone
    def row(self) -> faces.Piece:
        """A dated row with place and seats."""
        return faces.event_row(self)

    @told_in_its_zone
    def short_row(self) -> faces.Piece:
        """A small dated row."""
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
        """The facts in the header of the activity's own page."""
        return faces.head_facts(self)

    @property
    def action(self) -> faces.Piece | None:
        return faces.action(self)


def starts(card: Card) -> tuple:
    """Sort key: by start, undated activities last."""
    session = card.session
    if session is None or session.date is None:
        return (dt.date.max, 0.0, card.activity.pk)
    return (session.date, session.starts_at.timestamp() if session.starts_at else 0.0, card.activity.pk)


def in_order(cards: Iterable[Card]) -> list[Card]:
    """Upcoming activities by start, then undated ones, then past and cancelled ones with the latest first."""
    cards = list(cards)
    over = [card for card in cards if card.is_over or card.is_cancelled]
    coming = [card for card in cards if not (card.is_over or card.is_cancelled)]
    return sorted(coming, key=starts) + sorted(over, key=starts, reverse=True)


def in_course_order(cards: Iterable[Card]) -> list[Card]:
    """Upcoming activities by start, then undated ones, then past ones in the given order, then cancelled ones."""
    cards = list(cards)
    coming = in_order(card for card in cards if not (card.is_over or card.is_cancelled))
    held = [card for card in cards if card.is_over]
    return [*coming, *held, *(card for card in cards if card.is_cancelled)]
