"""The structure of a programme for its public pages, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from courses.models import ActivityPage, Enrolment, ProgrammePage
from courses.querysets import below
from courses.requirements import PATH_STEP, rule_over
from courses.rules import Rule
from home.cards import Card, coming, in_order, starts
from home.module_cards import ModuleCard, TrackCard, dates_picked
from home.pages import ACTIVITIES, MODULE_DEPTH, listed, place_of, public, specific, with_card_facts
from home.reading_cards import cards_of
from people.models import Participant

LATER = 3
NEW = 3


@dataclass
class Outline:
    """A programme or part of it: the tracks with their modules, and the dated activities in order."""

    programme: ProgrammePage
    tracks: list[TrackCard]
    modules: list[ModuleCard]
    cards: list[Card]

    @property
    def coming(self) -> list[Card]:
        return coming(self.cards)

    @property
    def next(self) -> Card | None:
        return next(iter(self.coming), None)

    @property
    def later(self) -> list[Card]:
        """A few upcoming activities after the next one."""
        return self.coming[1 : 1 + LATER]

    @property
    def held_webinars(self) -> list[Card]:
        """Held webinars with a published or planned recording, latest first."""
        held = [card for card in self.cards if card.kind == "webinar" and card.is_over]
        return sorted(held, key=starts, reverse=True)

    @property
    def recordings(self) -> list[Card]:
        return [card for card in self.held_webinars if card.is_recording]

    @property
    def new_recordings(self) -> list[Card]:
        return self.recordings[:NEW]

    @property
    def gatherings(self) -> list[Card]:
        """Upcoming gatherings in order of time, then held ones, latest first."""
        return in_order(card for card in self.cards if card.kind == "gathering")

    @property
    def webinars(self) -> list[Card]:
        return [card for card in self.cards if card.kind == "webinar"]

    @property
    def picked(self) -> list[ModuleCard]:
        return [module for module in self.modules if module.is_picked]

    @property
    def dates_picked(self) -> str:
        return dates_picked(self.picked)

    @property
    def rule(self) -> Rule:
        return rule_over(self.programme)

    @property
    def has_begun(self) -> bool:
        return any(card.is_over for card in self.cards)

    def module(self, page: Page) -> ModuleCard | None:
        return next((card for card in self.modules if card.module.pk == page.pk), None)

    def track(self, page: Page) -> TrackCard | None:
        return next((card for card in self.tracks if card.track.pk == page.pk), None)


def outline(programme: ProgrammePage, participant: Participant | None = None, within: Page | None = None) -> Outline:
    """Read the outline of a programme, or of the part below the page `within`.

    For a participant, two more queries fetch their registrations and completions.
    """
    now = timezone.now()
    pages = listed(public(Page.objects.filter(below(within or programme))), ["trackpage", "modulepage", *ACTIVITIES])
    rows = [specific(page) for page in with_card_facts(pages).order_by("path")]
    if within is not None:
        rows.insert(0, within)
    cards = {
        card.activity.path: card for card in cards_of([row for row in rows if _is_original(row)], participant, now)
    }
    tracks = [TrackCard(track, []) for track in _tracks_above(within)]
    modules: dict[str, ModuleCard] = {}
    picked = _picked(participant, programme)
    for row in rows:
        if row.cached_content_type.model == "trackpage":
            tracks.append(TrackCard(row, []))
        elif row.cached_content_type.model == "modulepage":
            module = modules[row.path] = ModuleCard(row, [], row.pk in picked)
            if tracks and row.path.startswith(tracks[-1].track.path):
                module.track = tracks[-1].track
                tracks[-1].modules.append(module)
        elif row.path in cards:
            card = cards[row.path]
            card.programme = programme
            above = modules.get(row.path[: PATH_STEP * MODULE_DEPTH])
            if above:
                card.module, card.track = above.module, above.track
                above.cards.append(card)
    tracks.sort(key=lambda card: card.track.number)
    return Outline(programme, tracks, list(modules.values()), list(cards.values()))


def _tracks_above(page: Page | None) -> list[Any]:
    """The track of a module, if `page` is a module; its track is then not among the pages below it."""
    if page is None or page.cached_content_type.model != "modulepage":
        return []
    track = place_of(page).track
    return [track] if track else []


def _is_original(row: Any) -> bool:
    return isinstance(row, ActivityPage) and row.original_id is None


def _picked(participant: Participant | None, programme: ProgrammePage) -> set[int]:
    if participant is None:
        return set()
    own = Enrolment.objects.active().filter(Q(participant=participant) & below(programme, "module__"))
    return set(own.values_list("module_id", flat=True))
