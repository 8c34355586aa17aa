"""A theme, and everything about it: modules, what comes, recordings, lessons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Page

from content.models import Theme
from courses.models import ActivityPage, ModulePage
from home.cards import Card, in_order
from home.initiatives.lists import of_theme
from home.outline import cards_of, put_in_place
from home.pages import by_path, listed, paths_above, public, with_card_facts
from people.models import Participant

MOST = 60


@dataclass
class ThemeView:
    theme: Theme
    modules: list[Any] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    initiatives: list[Any] = field(default_factory=list)
    """Plans, projects, forums and initiatives."""

    @property
    def coming(self) -> list[Card]:
        return [card for card in self.cards if card.session is not None and not card.is_over]

    @property
    def recordings(self) -> list[Card]:
        return [card for card in self.cards if card.is_recording]

    @property
    def held(self) -> list[Card]:
        """What has been held and has no recording, so that all stands somewhere."""
        return [card for card in self.cards if card.is_over and not card.is_recording]

    @property
    def lessons(self) -> list[Card]:
        return [card for card in self.cards if card.session is None]

    @property
    def is_cut_off(self) -> bool:
        return len(self.cards) >= MOST


def all_themes() -> list[Theme]:
    """One query: each with its public activities counted."""
    public_ones = public(ActivityPage.objects.originals()).order_by().values("pk")
    hits = ActivityPage.themes.through.objects.filter(theme_id=OuterRef("pk"), activitypage__in=public_ones)
    total = hits.order_by().values("theme_id").annotate(total=Count("pk")).values("total")
    return list(Theme.objects.annotate(hits=Coalesce(Subquery(total, output_field=IntegerField()), 0)).order_by("name"))


def read(theme: Theme, participant: Participant | None) -> ThemeView:
    """Four queries, five signed in. What belongs to a module of the theme stands in the module."""
    about = Q(activitypage__themes=theme, activitypage__original=None) | Q(
        modulepage__themes=theme, modulepage__original=None
    )
    found = list(public(Page.objects.filter(about)).distinct().order_by("-path").values_list("path", flat=True)[:MOST])
    wanted = set(found) | paths_above(found)
    pages = by_path(with_card_facts(listed(Page.objects.filter(path__in=wanted))))
    rows = [pages[path] for path in found if path in pages]
    cards = cards_of([row for row in rows if isinstance(row, ActivityPage)], participant)
    put_in_place(cards, pages)
    return ThemeView(
        theme, [row for row in reversed(rows) if isinstance(row, ModulePage)], in_order(cards), of_theme(theme)
    )
