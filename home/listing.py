"""A filtered, paginated list of activities with the count of each filter option."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from home.cards import Card
from home.filters import ListFilter
from home.reading_cards import cards_of_facts
from home.search.hits import lines_said
from people.models import Participant

PER_PAGE = 12
NEAREST = 3
FEW = 15
"""A facet with at most this many options shows all of them."""
SHOWN = 8
"""A larger facet shows the checked options and this many with the highest counts."""
WHOLE = "all"
"""The query parameter with the facets that show all options."""


@dataclass
class Option:
    """An option of a facet, with the number of results if it were chosen along with the other filters."""

    value: str
    label: Any
    count: int
    checked: bool = False
    lang: str = ""
    """The language code of the label if it differs from the active language, else empty."""


@dataclass
class Facet:
    """For `components/filter_group.html`."""

    name: str
    label: Any
    options: list[Option]
    is_opened: bool = False
    """Whether the reader asked for all options."""
    address_of_all: str = ""
    """The URL that shows all options; empty if they are shown."""
    count: int = 0
    """The number of options in all."""

    @property
    def chosen(self) -> int:
        return sum(option.checked for option in self.options)


@dataclass
class Chip:
    """A filter in use, and the URL without it."""

    label: str
    url: str
    is_text: bool = False


@dataclass
class WayOut:
    """For an empty list: a filter to drop, and the number of results without it."""

    label: str
    url: str
    count: int


@dataclass
class Listing:
    filterset: ListFilter
    facets: list[Facet]
    chips: list[Chip]
    page: PaginatorPage
    cards: list[Card]
    address: str
    participant: Participant | None = None
    """The signed-in reader, if any."""
    ways_out: list[WayOut] = field(default_factory=list)
    nearest: list[Card] = field(default_factory=list)
    """If the list is empty: the filters to drop by number of results, and some results without the first of them."""

    @property
    def text(self) -> str:
        return self.filterset.chosen.get("text", "")

    @property
    def total(self) -> int:
        return self.page.paginator.count

    @property
    def is_whole(self) -> bool:
        return not self.filterset.chosen

    @property
    def page_query(self) -> str:
        """For `components/pagination.html`."""
        return f"{self.address}&" if self.address else ""


def listing(
    filterset: ListFilter, options: dict[str, list[Option]], number: str | None, participant: Participant | None
) -> Listing:
    """The list page. One query, one more if signed in."""
    chosen = filterset.chosen
    for name, listed in options.items():
        for option in listed:
            option.checked = option.value in chosen.get(name, ())
    facets = [Facet(name, filterset.filters[name].label, listed) for name, listed in options.items() if listed]
    found = Paginator(filterset.index.listed(filterset.found()), PER_PAGE).get_page(number)
    ways_out, nearest = _help(filterset, facets, participant) if chosen and not found.object_list else ([], [])
    chips = _chips(filterset, facets)
    for facet in facets:
        _shorten(facet, filterset)
    cards = cards_of_facts(found.object_list, participant)
    lines_said(cards, chosen.get("text", ""))
    return Listing(
        filterset=filterset,
        facets=facets,
        chips=chips,
        page=found,
        cards=cards,
        address=_query(chosen),
        participant=participant,
        ways_out=ways_out,
        nearest=nearest,
    )


def _shorten(facet: Facet, filterset: ListFilter) -> None:
    """Reduce many options to the checked ones and those with the highest counts, keeping their order."""
    facet.count = len(facet.options)
    asked = filterset.data.getlist(WHOLE)
    opened = [name for name in filterset.filters if name in asked]
    facet.is_opened = facet.name in opened
    if facet.count <= FEW or facet.is_opened:
        return
    giving = sorted(facet.options, key=lambda option: (not option.checked, -option.count))
    shown = {option.value for option in giving if option.checked} | {option.value for option in giving[:SHOWN]}
    facet.options = [option for option in facet.options if option.value in shown]
    facet.address_of_all = _address({**filterset.chosen, WHOLE: [*opened, facet.name]})


def _help(
    filterset: ListFilter, facets: list[Facet], participant: Participant | None
) -> tuple[list[WayOut], list[Card]]:
    """The filters to drop, and some results without the first of them. As many queries as a list with results."""
    chosen = filterset.chosen
    without = {name: filterset.found(leave_out=name) for name in chosen}
    counts = {name: found.bit_count() for name, found in without.items()}
    giving = sorted((name for name in chosen if counts[name]), key=lambda name: -counts[name])
    ways_out = [
        WayOut(
            _words_of(name, chosen[name], facets),
            _address({key: value for key, value in chosen.items() if key != name}),
            counts[name],
        )
        for name in giving
    ]
    if not giving:
        return [], []
    return ways_out, cards_of_facts(filterset.index.listed(without[giving[0]])[:NEAREST], participant)


def _words_of(name: str, value: Any, facets: list[Facet]) -> str:
    """«Gathering, Lesson»"""
    if isinstance(value, str):
        return _quoted(value)
    labels = {option.value: str(option.label) for facet in facets if facet.name == name for option in facet.options}
    return ", ".join(labels.get(one, _("Unknown choice")) for one in value)


def _quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": text}


# Facet options with their counts


def options(filterset: ListFilter, name: str, labels: Mapping[str, Any], those: Mapping[str, int]) -> list[Option]:
    """In the order of the labels; values without activities are left out."""
    beside = filterset.beside(name)
    return [
        Option(value, capfirst(label), (beside & those[value]).bit_count())
        for value, label in labels.items()
        if value in those
    ]


def themes(filterset: ListFilter) -> list[Option]:
    beside, those = filterset.beside("theme"), filterset.index.by_theme
    names = filterset.index.facts.in_readers_language().themes
    return [Option(slug, name, (beside & those.get(slug, 0)).bit_count()) for slug, name in names]


def tracks(filterset: ListFilter) -> list[Option]:
    beside, those = filterset.beside("track"), filterset.index.by_track
    names = filterset.index.facts.in_readers_language().tracks
    several = len({track.programme for track in names}) > 1
    return [
        Option(
            str(track.pk),
            f"{track.title}, {track.programme}" if several else track.title,
            (beside & those.get(track.path, 0)).bit_count(),
            lang=track.lang,
        )
        for track in names
    ]


def partners(filterset: ListFilter) -> list[Option]:
    """The organisations responsible for activities of this list."""
    beside, those = filterset.beside("partner"), filterset.index.by_partner
    names = filterset.index.facts.in_readers_language().partners
    return [
        Option(str(pk), name, (beside & those[str(pk)]).bit_count())
        for pk, name in names
        if filterset.listed & those.get(str(pk), 0)
    ]


def places(filterset: ListFilter) -> list[Option]:
    """The municipalities of activities."""
    beside, those = filterset.beside("place"), filterset.index.by_place
    names = filterset.index.facts.in_readers_language().places
    return [Option(code, name, (beside & those.get(code, 0)).bit_count()) for code, name in names]


# The query string


def _chips(filterset: ListFilter, facets: list[Facet]) -> list[Chip]:
    if filterset.chosen:
        labels = {(facet.name, option.value): option.label for facet in facets for option in facet.options}
    chips = []
    for name, value in filterset.chosen.items():
        if isinstance(value, str):
            rest = {key: kept for key, kept in filterset.chosen.items() if key != name}
            chips.append(Chip(_quoted(value), _address(rest), is_text=True))
            continue
        for one in value:
            rest = {**filterset.chosen, name: [kept for kept in value if kept != one]}
            chips.append(Chip(str(labels.get((name, one), _("Unknown choice"))), _address(rest)))
    return chips


def _address(chosen: dict[str, Any]) -> str:
    query = _query(chosen)
    return f"?{query}" if query else "?"


def _query(chosen: dict[str, Any]) -> str:
    """The query string; the same filters always give the same one."""
    query = QueryDict(mutable=True)
    for name, value in chosen.items():
        query.setlist(name, [value] if isinstance(value, str) else sorted(value))
    return query.urlencode()
