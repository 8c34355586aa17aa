"""The parts of a page that shows some of much, each with how much there is: what comes, what was held, lessons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from home.cards import Card
from home.index import Index
from home.reading_cards import cards_of_facts
from people.models import Participant

MOST = 12
"""In a part. The catalogue has all of it."""


@dataclass
class Part:
    cards: list[Card]
    address_of_all: str = ""
    """Where all of it is, if it is more than this."""


Wanted = Mapping[str, tuple[int, str]]
"""By name of a part: a bit for each activity in it, and what the catalogue has to be asked for."""


def parts(index: Index, wanted: Wanted, participant: Participant | None) -> dict[str, Part]:
    """The first of each part, in the order of lists. One query, two signed in."""
    shown = {name: index.listed(bits)[:MOST] for name, (bits, _query) in wanted.items()}
    cards = cards_of_facts({fact.pk: fact for facts in shown.values() for fact in facts}.values(), participant)
    by_pk = {card.activity.pk: card for card in cards}
    return {
        name: Part(
            [by_pk[fact.pk] for fact in shown[name]],
            f"{reverse('catalogue')}?{query}" if bits.bit_count() > MOST else "",
        )
        for name, (bits, query) in wanted.items()
    }
