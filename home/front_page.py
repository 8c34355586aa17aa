"""The front page of a site with several programmes: a summary of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator

from courses.models import ProgrammePage
from home import index
from home.card_facts import Shown
from home.cards import Card
from home.facts import Above, Fact
from home.reading_cards import cards_of_facts
from people.models import Participant

if TYPE_CHECKING:
    from home.context import Frame

PER_PAGE = 12


@dataclass
class ProgrammeSummary(Shown):
    programme: ProgrammePage
    owner_line: str
    tracks: list[Above] = field(default_factory=list)
    next: Card | None = None

    @property
    def page(self) -> Any:
        return self.programme

    @property
    def title(self) -> str:
        return self.programme.short_title

    @property
    def theme(self) -> str:
        return self.next.theme if self.next else "regional-utvikling"


@dataclass
class FrontPage:
    page: PaginatorPage
    programmes: list[ProgrammeSummary]
    next: Card | None
    """The next upcoming activity of all programmes."""


def read(frame: Frame, number: str | None, participant: Participant | None) -> FrontPage:
    """A page of programmes, each with its tracks and next upcoming activity.

    One query, two if signed in, and two more if the index is not cached.
    """
    page = Paginator(frame.programmes, PER_PAGE).get_page(number)
    known = index.read()
    coming = known.coming()
    shown = list(page.object_list)
    next_of = _next_of(shown, coming)
    cards = {card.activity.pk: card for card in cards_of_facts([*coming[:1], *next_of.values()], participant)}
    tracks: dict[str, list[Above]] = defaultdict(list)
    for track in sorted(known.facts.above_of_kind("track"), key=lambda one: one.number):
        tracks[track.path[: -ProgrammePage.steplen]].append(track)
    programmes = [
        ProgrammeSummary(
            one,
            frame.owner_line_of(one),
            tracks[one.path],
            cards[next_of[one.path].pk] if one.path in next_of else None,
        )
        for one in shown
    ]
    return FrontPage(page, programmes, cards[coming[0].pk] if coming else None)


def _next_of(programmes: Sequence[ProgrammePage], coming: Sequence[Fact]) -> dict[str, Fact]:
    """The next upcoming activity of each programme, by tree path."""
    wanted, found = {one.path for one in programmes}, dict[str, Fact]()
    for fact in coming:
        if fact.programme is not None and fact.programme.path in wanted:
            found.setdefault(fact.programme.path, fact)
    return found
