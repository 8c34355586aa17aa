"""The sections of a page that lists activities by kind: the first few of each, with a link to all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from home.cards import Card
from home.index import Index
from home.reading_cards import cards_of_facts
from people.models import Participant

MOST = 12
"""Per section."""


@dataclass
class ActivitySection:
    cards: list[Card]
    address_of_all: str = ""
    """The URL of the catalogue with all of them; empty if all are shown."""


Wanted = Mapping[str, tuple[int, str]]
"""By name of a section: the bit set of its activities, and the query string of the catalogue."""


def activity_sections(index: Index, wanted: Wanted, participant: Participant | None) -> dict[str, ActivitySection]:
    """The first activities of each section, in list order. One query, two if signed in."""
    shown = {name: index.listed(bits)[:MOST] for name, (bits, _query) in wanted.items()}
    cards = cards_of_facts({fact.pk: fact for facts in shown.values() for fact in facts}.values(), participant)
    by_pk = {card.activity.pk: card for card in cards}
    return {
        name: ActivitySection(
            [by_pk[fact.pk] for fact in shown[name]],
            f"{reverse('catalogue')}?{query}" if bits.bit_count() > MOST else "",
        )
        for name, (bits, query) in wanted.items()
    }
