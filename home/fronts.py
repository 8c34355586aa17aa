"""The front page of a site with several programmes: each of them in short."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wagtail.models import Page

from content.versions import in_words
from courses.models import ProgrammePage, TrackPage
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH
from home import index
from home.cards import Card, Shown, starts
from home.outline import cards_of, place
from home.pages import listed, public, specific, with_card_facts
from people.models import Participant

if TYPE_CHECKING:
    from home.context import Frame


@dataclass
class ProgrammeFront(Shown):
    programme: ProgrammePage
    owner_line: str
    tracks: list[TrackPage] = field(default_factory=list)
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


def programme_fronts(frame: Frame, participant: Participant | None) -> list[ProgrammeFront]:
    """Every programme with its tracks and what comes next in it, however many: in five queries, six signed in.

    Two more where the index is read anew.
    """
    tracks: dict[str, list[TrackPage]] = defaultdict(list)
    for track in public(TrackPage.objects.all()).order_by("number"):
        tracks[track.path[: -TrackPage.steplen]].append(in_words(track))
    coming = _next_cards(frame.programmes, participant)
    return [
        ProgrammeFront(one, frame.owner_line_of(one), tracks[one.path], coming.get(one.pk)) for one in frame.programmes
    ]


def first_of(programmes: list[ProgrammeFront]) -> Card | None:
    """What comes next of all."""
    return min((front.next for front in programmes if front.next), key=starts, default=None)


def _next_cards(programmes: list[ProgrammePage], participant: Participant | None) -> dict[int, Card]:
    activity_of: dict[int, int] = {}
    programme_at = {one.path: one.pk for one in programmes}
    for fact in index.read().coming():
        programme_pk = programme_at.get(fact.path[: PATH_STEP * PROGRAMME_DEPTH])
        if programme_pk is not None:
            activity_of.setdefault(programme_pk, fact.pk)
    pages = public(Page.objects.filter(pk__in=activity_of.values()))
    found = {page.pk: specific(page) for page in with_card_facts(listed(pages))}
    cards = {card.activity.pk: card for card in place(cards_of(found.values(), participant))}
    return {programme: cards[pk] for programme, pk in activity_of.items() if pk in cards}
