"""Cards of activities in lists, with the properties that templates use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.utils import timezone

from courses.wording import completion_words
from home import card_wording
from home.card_facts import CardFacts, Shown


def in_its_zone(tell: Callable[[Any], Any]) -> Any:
    """A property computed in the time zone of the card, as the cards of one list may be of several programmes."""

    def told(card: Shown) -> Any:
        if card.zone is None:
            return tell(card)
        with timezone.override(card.zone):
            return tell(card)

    return property(told)


class Card(CardFacts):
    """A card of one activity."""

    @property
    def length(self) -> str:
        """The length of the recording: «116 min»."""
        return card_wording.length(self.recording.minutes) if self.recording and self.recording.minutes else ""

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
    def how_to_complete(self) -> list[str]:
        return completion_words(self.requirement)

    @in_its_zone
    def day(self) -> str:
        """«Thursday 26 November»"""
        return card_wording.day(self.session)

    @in_its_zone
    def face_in_module(self) -> card_wording.Piece:
        """In the list of the activities of its module."""
        return card_wording.result(self, is_among_its_own=True)

    # In a list of all kinds of activities, of recordings, and of the activities related to a page.
    face = in_its_zone(card_wording.result)
    recording_face = in_its_zone(card_wording.recording)
    related_face = in_its_zone(card_wording.related)
    # A dated row with place and seats, a small one, and one for a narrow column.
    row = in_its_zone(card_wording.event_row)
    short_row = in_its_zone(card_wording.short_row)
    dated_row = in_its_zone(card_wording.dated_row)
    # In the band for the next activity, and in the header of the activity's own page.
    ahead = in_its_zone(card_wording.ahead)
    ahead_facts = in_its_zone(card_wording.ahead_facts)
    head_facts = in_its_zone(card_wording.head_facts)
    tag = in_its_zone(card_wording.tag)
    seats = in_its_zone(card_wording.seats)
    audience = in_its_zone(card_wording.audience)
    action = in_its_zone(card_wording.action)


def starts(card: Card) -> tuple:
    """Sort key: by start, undated activities last."""
    session = card.session
    if session is None or session.date is None:
        return (dt.date.max, 0.0, card.activity.pk)
    return (session.date, session.starts_at.timestamp() if session.starts_at else 0.0, card.activity.pk)


def coming(cards: Iterable[Card]) -> list[Card]:
    """Those upcoming activities that have a date, by start, today's included."""
    return sorted((card for card in cards if card.is_coming and card.session and card.session.date), key=starts)


def in_order(cards: Iterable[Card]) -> list[Card]:
    """Upcoming activities by start, then undated ones, then past and cancelled ones with the latest first."""
    cards = list(cards)
    over = [card for card in cards if card.is_over or card.is_cancelled]
    ahead = [card for card in cards if not (card.is_over or card.is_cancelled)]
    return sorted(ahead, key=starts) + sorted(over, key=starts, reverse=True)


def in_course_order(cards: Iterable[Card]) -> list[Card]:
    """Upcoming activities by start, then undated ones, then past ones in the given order, then cancelled ones."""
    cards = list(cards)
    ahead = in_order(card for card in cards if not (card.is_over or card.is_cancelled))
    held = [card for card in cards if card.is_over]
    return [*ahead, *held, *(card for card in cards if card.is_cancelled)]
