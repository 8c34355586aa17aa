"""The page of a theme: its modules, upcoming activities, recordings and lessons."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from content.models import Theme
from courses.models import ModulePage
from home import index
from home.activity_sections import ActivitySection, activity_sections
from home.facts import Above
from home.initiatives.lists import of_theme
from home.pages import public
from people.models import Participant

MOST_MODULES = 60


@dataclass
class ThemeView:
    theme: Theme
    modules: list[Above] = field(default_factory=list)
    sections: dict[str, ActivitySection] = field(default_factory=dict)
    initiatives: list[Any] = field(default_factory=list)
    """Pages of plans, projects, forums and initiatives."""

    @property
    def has_activities(self) -> bool:
        return any(section.cards for section in self.sections.values())


def all_themes() -> list[Theme]:
    """All themes, each with the number of its public activities as `hits`. One query."""
    by_theme, found = index.read().by_theme, list(Theme.objects.order_by("name"))
    for theme in found:
        theme.hits = by_theme.get(theme.slug, 0).bit_count()  # type: ignore[attr-defined]
    return found


def read(theme: Theme, participant: Participant | None) -> ThemeView:
    """The contents of the page of a theme. Activities of a module with the theme are included.

    Three queries, four if signed in, and two more if the index is not cached.
    """
    known = index.read()
    about = known.by_theme.get(theme.slug, 0)
    found = public(ModulePage.objects.filter(themes=theme)).order_by("path").values_list("path", flat=True)
    modules = [known.facts.above[path] for path in found[:MOST_MODULES] if path in known.facts.above]
    here = f"theme={quote(theme.slug)}"
    wanted = {
        "coming": (about & known.takes_place & ~known.over, f"{here}&kind=webinar&kind=gathering"),
        "recordings": (about & known.recorded, f"{here}&only=recording"),
        "lessons": (about & known.kinds["lesson"], f"{here}&kind=lesson"),
        "held": (about & known.over & ~known.recorded, f"{here}&when=held"),
    }
    return ThemeView(theme, modules, activity_sections(known, wanted, participant), of_theme(theme))
