"""The contents of the pages of forums (members, target areas, initiatives) and of initiatives (P1–P16)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from home.initiatives.related import RelatedPages, with_keys
from home.models import NewsPage
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
    """The contents of the page of a forum. Three queries."""
    own = page.pk or 0
    related = RelatedPages(
        [],
        InitiativePage.objects.filter(path__under=page.path, depth=page.depth + 1),
        NewsPage.objects.filter(about_page=own),
        of=page,
        fields=("responsible", "contact", "region"),
    )
    initiatives = sorted(related.all_of(InitiativePage), key=lambda one: one.path)
    return ForumView(
        page,
        _by_category(page),
        [
            Area(area, [one for one in initiatives if one.pk in carried_by])
            for area, carried_by in with_keys(page.areas.all(), "initiatives")
        ],
        initiatives,
        related.all_of(NewsPage),
    )


def _by_category(page: ForumPage) -> list[Members]:
    found: dict[str, list[ForumMember]] = defaultdict(list)
    for row in page.members.select_related("organisation"):
        found[row.category].append(row)
    return [Members(str(one.label), found[one]) for one in ForumMember.Category if found[one]]


@dataclass
class InitiativeView:
    page: InitiativePage
    forum: ForumPage | None
    areas: list[TargetArea]
    overlapping: list[InitiativePage]
    """Overlapping initiatives, whichever of the two refers to the other (P15)."""
    news: list[NewsPage]


def read_initiative(page: InitiativePage) -> InitiativeView:
    """The contents of the page of an initiative. Three queries."""
    own = page.pk or 0
    related = RelatedPages(
        [row.pk for row in page.overlaps.only("pk")],
        InitiativePage.objects.filter(overlaps=own),
        ForumPage.objects.filter(path=page.path[: -page.steplen], original=None),
        NewsPage.objects.filter(about_page=own),
        of=page,
        fields=("coordinator", "contact"),
    )
    return InitiativeView(
        page,
        next(iter(related.all_of(ForumPage)), None),
        list(page.areas.all()),
        related.all_of(InitiativePage),
        related.all_of(NewsPage),
    )
