"""A list of activities that an address asks for, with how many each further choice would give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Substr
from django.http import QueryDict
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.models import Theme
from content.versions import word
from courses.models import ActivityPage, ProgrammePage, TrackPage
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH
from home import pages
from home.cards import Card
from home.filters import ListFilter
from home.outline import cards_of, put_in_place
from home.search.hits import lines_said
from people.models import Municipality, Organisation, Participant

PER_PAGE = 12
NEAREST = 3


@dataclass
class Option:
    """A choice within a facet, and how many activities it would give beside what is chosen in the others."""

    value: str
    label: Any
    count: int
    checked: bool = False


@dataclass
class Facet:
    """For `components/filter_group.html`."""

    name: str
    label: Any
    options: list[Option]


@dataclass
class Chip:
    """A filter in use, and the address without it."""

    label: str
    url: str
    is_text: bool = False


@dataclass
class WayOut:
    """What a list would have without one of the filters that leave it empty."""

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
    ways_out: list[WayOut] = field(default_factory=list)
    nearest: list[Card] = field(default_factory=list)
    """Where nothing is left: the filters to drop, the most giving first, and what the first of them would give."""

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
    """What the filters leave, and the choices there are beside them. Three queries, one more signed in."""
    chosen = filterset.chosen
    for name, listed in options.items():
        for option in listed:
            option.checked = option.value in chosen.get(name, ())
    facets = [Facet(name, filterset.filters[name].label, listed) for name, listed in options.items() if listed]
    found = Paginator(list(filterset.apply().values_list("pk", "path")), PER_PAGE).get_page(number)
    ways_out, nearest = _help(filterset, facets, participant) if chosen and not found.object_list else ([], [])
    cards = _cards(dict(found.object_list), participant)
    lines_said(cards, chosen.get("text", ""))
    return Listing(
        filterset=filterset,
        facets=facets,
        chips=_chips(filterset, facets),
        page=found,
        cards=cards,
        address=_query(chosen),
        ways_out=ways_out,
        nearest=nearest,
    )


def public_activities() -> QuerySet:
    return pages.public(ActivityPage.objects.originals())


def _help(
    filterset: ListFilter, facets: list[Facet], participant: Participant | None
) -> tuple[list[WayOut], list[Card]]:
    """Which filter to drop, and some of what is there without it. As many queries as a list that is not empty."""
    chosen = filterset.chosen
    without = {name: filterset.where(leave_out=name) for name in chosen}
    counts = filterset.queryset.order_by().aggregate(**{name: Count("pk", filter=q) for name, q in without.items()})
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
    nearest = filterset.apply(leave_out=giving[0]).values_list("pk", "path")[:NEAREST]
    return ways_out, _cards(dict(nearest), participant)


def _words_of(name: str, value: Any, facets: list[Facet]) -> str:
    """«Gathering, Lesson»"""
    if isinstance(value, str):
        return f"«{value}»"
    labels = {option.value: str(option.label) for facet in facets if facet.name == name for option in facet.options}
    return ", ".join(labels.get(one, _("Unknown choice")) for one in value)


def _cards(found: dict[int, str], participant: Participant | None) -> list[Card]:
    """The activities of one page of results, read together with all that stands above them."""
    here = pages.paths_above(found.values()) | set(found.values())
    rows = pages.by_path(pages.with_card_facts(pages.joined(Page.objects.filter(path__in=here))))
    cards = cards_of([rows[path] for path in found.values()], participant)
    put_in_place(cards, rows)
    return cards


# Choices. Each counts the activities given, in one query.


def counted(filterset: ListFilter, choices: Mapping[str, Mapping[str, Q]]) -> dict[str, dict[str, int]]:
    """How many each choice of several facets would give beside what is chosen in the others. One query for them all."""
    base = filterset.queryset.order_by()
    if "text" in filterset.chosen:
        # It is the same for every facet, and looked for once.
        base = base.filter(filterset.condition("text", filterset.chosen["text"]))
    wanted = {}
    for name, options in choices.items():
        beside = filterset.where_beside(name)
        for number, where in enumerate(options.values()):
            wanted[f"{name}_{number}"] = Count("pk", filter=beside & where)
    found = base.aggregate(**wanted)
    return {
        name: {value: found[f"{name}_{number}"] for number, value in enumerate(options)}
        for name, options in choices.items()
    }


def themes(activities: QuerySet) -> list[Option]:
    hits = ActivityPage.themes.through.objects.filter(theme_id=OuterRef("pk"), activitypage__in=_pks(activities))
    rows = Theme.objects.annotate(hits=_total(hits, "theme_id")).order_by("name")
    return [Option(theme.slug, theme.name, theme.hits) for theme in rows]


def tracks(activities: QuerySet) -> list[Option]:
    hits = activities.order_by().filter(path__startswith=OuterRef("path")).annotate(all=Value(1))
    programme = ProgrammePage.objects.filter(path=OuterRef("programme_path")).values(said=word("short_title"))[:1]
    rows = list(
        pages.public(TrackPage.objects.all())
        .annotate(programme_path=Substr("path", 1, PATH_STEP * PROGRAMME_DEPTH), hits=_total(hits, "all"))
        .annotate(programme_title=Subquery(programme))
        .order_by("path")
    )
    several = len({row.programme_path for row in rows}) > 1
    return [
        Option(str(row.pk), f"{row.shown_title}, {row.programme_title}" if several else row.shown_title, row.hits)
        for row in rows
    ]


def partners(activities: QuerySet, among: QuerySet) -> list[Option]:
    """Those in charge of anything `among` what the list is of."""
    hits = ActivityPage.objects.filter(responsible_id=OuterRef("pk"), pk__in=_pks(activities)).order_by()
    found = Organisation.objects.filter(pk__in=among.order_by().values("responsible"))
    rows = found.annotate(hits=_total(hits, "responsible_id")).order_by("name")
    return [Option(str(row.pk), row.name, row.hits) for row in rows]


def places(activities: QuerySet, among: QuerySet) -> list[Option]:
    """The municipalities where anything `among` what the list is of takes place."""
    here = ActivityPage.objects.filter(gatheringpage__municipality_id=OuterRef("pk"), pk__in=_pks(activities))
    found = Municipality.objects.filter(pk__in=among.order_by().values("gatheringpage__municipality"))
    rows = found.annotate(hits=_total(here, "gatheringpage__municipality_id")).order_by("name")
    return [Option(row.code, row.name, row.hits) for row in rows]


def _pks(activities: QuerySet) -> QuerySet:
    return activities.order_by().values("pk")


def _total(rows: QuerySet, group: str) -> Coalesce:
    total = rows.order_by().values(group).annotate(total=Count("pk", distinct=True)).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


# The address


def _chips(filterset: ListFilter, facets: list[Facet]) -> list[Chip]:
    labels = {(facet.name, option.value): option.label for facet in facets for option in facet.options}
    chips = []
    for name, value in filterset.chosen.items():
        if isinstance(value, str):
            rest = {key: kept for key, kept in filterset.chosen.items() if key != name}
            chips.append(Chip(f"«{value}»", _address(rest), is_text=True))
            continue
        for one in value:
            rest = {**filterset.chosen, name: [kept for kept in value if kept != one]}
            chips.append(Chip(str(labels.get((name, one), _("Unknown choice"))), _address(rest)))
    return chips


def _address(chosen: dict[str, Any]) -> str:
    query = _query(chosen)
    return f"?{query}" if query else "?"


def _query(chosen: dict[str, Any]) -> str:
    """The same filters always have the same address."""
    query = QueryDict(mutable=True)
    for name, value in chosen.items():
        query.setlist(name, [value] if isinstance(value, str) else sorted(value))
    return query.urlencode()
