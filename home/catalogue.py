"""The catalogue: the activities that an address asks for, and how many each further choice would give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import BooleanField, Case, Count, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Substr
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from content.models import Theme
from courses.models import ActivityPage, ProgrammePage, Session, TrackPage
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH
from home import pages
from home.cards import Card
from home.filters import KINDS, OF_KIND, ActivityFilter
from home.outline import cards_of, put_in_place
from people.models import Organisation, Participant

PER_PAGE = 12


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
class Catalogue:
    filterset: ActivityFilter
    facets: list[Facet]
    chips: list[Chip]
    page: PaginatorPage
    cards: list[Card]
    address: str

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


def read(parameters: QueryDict, participant: Participant | None) -> Catalogue:
    """Seven queries, eight signed in, however many activities there are and whatever is chosen."""
    filterset = ActivityFilter(parameters, queryset=in_order(with_clock(_activities())))
    facets = _facets(filterset)
    found = Paginator(list(filterset.apply().values_list("pk", "path")), PER_PAGE).get_page(parameters.get("page"))
    return Catalogue(
        filterset=filterset,
        facets=facets,
        chips=_chips(filterset, facets),
        page=found,
        cards=_cards(dict(found.object_list), participant),
        address=_query(filterset.chosen),
    )


def _activities() -> QuerySet:
    return pages.public(ActivityPage.objects.originals())


def with_clock(activities: QuerySet) -> QuerySet:
    """Adds the date, and whether it is over or cancelled."""
    now = timezone.now()
    roots = Session.objects.roots().filter(activity_id=OuterRef("pk"))
    return activities.annotate(
        date=Subquery(roots.values("date")[:1]),
        last_date=Subquery(roots.annotate(last=Coalesce("last_date", "date")).values("last")[:1]),
        ends_at=Subquery(roots.values("ends_at")[:1]),
        cancelled_at=Subquery(roots.values("cancelled_at")[:1]),
    ).annotate(
        is_cancelled=_flag(cancelled_at__isnull=False),
        is_over=Case(
            When(last_date__lt=timezone.localdate(now), then=Value(True)),
            When(ends_at__lte=now, then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        ),
    )


def in_order(activities: QuerySet) -> QuerySet:
    """What comes first is first, then what has no date, then what was held, the latest first, and cancelled last."""
    return activities.annotate(over_since=Case(When(is_over=True, then=F("date")))).order_by(
        "is_cancelled", "is_over", F("over_since").desc(nulls_last=True), F("date").asc(nulls_last=True), "path"
    )


def _flag(**where: Any) -> Case:
    return Case(When(**where, then=Value(True)), default=Value(False), output_field=BooleanField())


def _cards(found: dict[int, str], participant: Participant | None) -> list[Card]:
    """The activities of one page of results, read together with all that stands above them."""
    here = pages.paths_above(found.values()) | set(found.values())
    rows = pages.by_path(pages.with_card_facts(pages.joined(Page.objects.filter(path__in=here))))
    cards = cards_of([rows[path] for path in found.values()], participant)
    put_in_place(cards, rows)
    return cards


# Facets


def _facets(filterset: ActivityFilter) -> list[Facet]:
    chosen = filterset.chosen
    options = {
        "theme": _themes(filterset.apply(leave_out="theme")),
        "kind": _kinds(filterset.apply(leave_out="kind")),
        "track": _tracks(filterset.apply(leave_out="track")),
        "partner": _partners(filterset.apply(leave_out="partner")),
    }
    for name, listed in options.items():
        for option in listed:
            option.checked = option.value in chosen.get(name, ())
    return [Facet(name, filterset.filters[name].label, listed) for name, listed in options.items() if listed]


def _themes(activities: QuerySet) -> list[Option]:
    hits = ActivityPage.themes.through.objects.filter(theme_id=OuterRef("pk"), activitypage__in=_pks(activities))
    rows = Theme.objects.annotate(hits=_total(hits, "theme_id")).order_by("name")
    return [Option(theme.slug, theme.name, theme.hits) for theme in rows]


def _kinds(activities: QuerySet) -> list[Option]:
    counts = activities.order_by().aggregate(**{kind: Count("pk", filter=where) for kind, where in OF_KIND.items()})
    return [Option(kind, label, counts[kind]) for kind, label in KINDS.items()]


def _tracks(activities: QuerySet) -> list[Option]:
    hits = activities.order_by().filter(path__startswith=OuterRef("path")).annotate(all=Value(1))
    programme = ProgrammePage.objects.filter(path=OuterRef("programme_path")).values("short_title")[:1]
    rows = list(
        pages.public(TrackPage.objects.all())
        .annotate(programme_path=Substr("path", 1, PATH_STEP * PROGRAMME_DEPTH), hits=_total(hits, "all"))
        .annotate(programme_title=Subquery(programme))
        .order_by("path")
    )
    several = len({row.programme_path for row in rows}) > 1
    return [
        Option(str(row.pk), f"{row.title}, {row.programme_title}" if several else row.title, row.hits) for row in rows
    ]


def _partners(activities: QuerySet) -> list[Option]:
    hits = ActivityPage.objects.filter(responsible_id=OuterRef("pk"), pk__in=_pks(activities)).order_by()
    partners = Organisation.objects.filter(pk__in=_activities().order_by().values("responsible"))
    rows = partners.annotate(hits=_total(hits, "responsible_id")).order_by("name")
    return [Option(str(row.pk), row.name, row.hits) for row in rows]


def _pks(activities: QuerySet) -> QuerySet:
    return activities.order_by().values("pk")


def _total(rows: QuerySet, group: str) -> Coalesce:
    total = rows.order_by().values(group).annotate(total=Count("pk", distinct=True)).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


# The address


def _chips(filterset: ActivityFilter, facets: list[Facet]) -> list[Chip]:
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
