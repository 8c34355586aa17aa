"""The contents of the pages of forums (members, target areas, initiatives) and of initiatives (P1–P16)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from home.initiatives.named import Named, bring
from home.models import NewsPage
from home.pages import listed, public, specific
from initiatives.models import ForumMember, ForumPage, InitiativePage, TargetArea


@dataclass
class Area:
    """A target area of a forum, with the initiatives that contribute to it (P8, P9)."""

    row: TargetArea
    initiatives: list[InitiativePage] = field(default_factory=list)


@dataclass
class Members:
    """The members of one category (P4)."""

    label: str
    rows: list[ForumMember]


@dataclass
class ForumView:
    page: ForumPage
    members: list[Members]
    areas: list[Area]
    initiatives: list[InitiativePage]
    """The initiatives in the editor's order (P16)."""
    news: list[NewsPage]


def read_forum(page: ForumPage) -> ForumView:
    """The contents of the page of a forum. Six queries."""
    bring(page, "responsible", "contact", "region")
    below = Q(path__startswith=page.path, depth=page.depth + 1)
    news = Q(pk__in=NewsPage.objects.filter(about_page=page.pk).values("pk"))
    rows = [specific(row) for row in listed(public(Page.objects.filter(below | news))).order_by("path")]
    initiatives = {row.pk: row for row in rows if isinstance(row, InitiativePage)}
    areas = list(page.areas.all())
    carried_by = _carried_by(areas)
    return ForumView(
        page,
        _by_category(page),
        [Area(row, [initiatives[pk] for pk in carried_by[row.pk] if pk in initiatives]) for row in areas],
        list(initiatives.values()),
        [row for row in rows if isinstance(row, NewsPage)],
    )


def _by_category(page: ForumPage) -> list[Members]:
    found: dict[str, list[ForumMember]] = defaultdict(list)
    for row in page.members.select_related("organisation"):
        found[row.category].append(row)
    return [Members(str(one.label), found[one]) for one in ForumMember.Category if found[one]]


def _carried_by(areas: list[TargetArea]) -> dict[int | None, list[int]]:
    """The primary keys of the initiatives that contribute to each target area."""
    links: Any = InitiativePage.areas.through.objects.filter(targetarea__in=[row.pk for row in areas if row.pk])
    found: dict[int | None, list[int]] = defaultdict(list)
    for area, initiative in links.order_by("pk").values_list("targetarea_id", "initiativepage_id"):
        found[area].append(initiative)
    return found


@dataclass
class InitiativeView:
    page: InitiativePage
    forum: ForumPage | None
    areas: list[TargetArea]
    overlapping: list[InitiativePage]
    """Overlapping initiatives, whichever of the two refers to the other (P15)."""
    news: list[NewsPage]


def read_initiative(page: InitiativePage) -> InitiativeView:
    """The contents of the page of an initiative. Five queries."""
    bring(page, "coordinator", "contact")
    named = Named(
        [row.pk for row in page.overlaps.only("pk")],
        InitiativePage.objects.filter(overlaps=page.pk),
        ForumPage.objects.filter(path=page.path[: -page.steplen], original=None),
        NewsPage.objects.filter(about_page=page.pk),
    )
    return InitiativeView(
        page,
        next(iter(named.all_of(ForumPage)), None),
        list(page.areas.all()),
        named.all_of(InitiativePage),
        named.all_of(NewsPage),
    )
