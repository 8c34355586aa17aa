"""Builds all pages of the large site and the rows that belong to them."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from wagtail.models import Page

from bench.large.making import Making
from bench.large.programmes import programme
from bench.large.rows import ARTICLES, PROGRAMMES
from bench.large.surroundings import Surroundings
from bench.large.tree import Tree, translated
from bench.large.words import TEXT, body, subject
from content.models import SiteSettings, StandardPage
from courses.models import ProgrammePage, Session
from home.models import NewsIndexPage, NewsPage
from tests.factories import HomePageFactory
from webinars.models import WebinarPage


@dataclass
class Made:
    sessions: list[Session] = field(default_factory=list)
    """The root sessions of activities."""
    programmes: list[ProgrammePage] = field(default_factory=list)


def is_made() -> bool:
    return ProgrammePage.objects.originals().count() >= PROGRAMMES


def make(tell: Callable[[str], None]) -> Made:
    chance = random.Random(1)  # noqa: S311  # not used for security
    home = HomePageFactory()
    home.refresh_from_db()
    Page.objects.filter(pk=home.pk).update(live=True)
    SiteSettings.objects.update_or_create(
        site_id=home.get_site().pk, defaults={"name": "Løft", "owner_line": "Østfold fylkeskommune"}
    )
    tell("organisations, themes and texts")
    making = Making(chance, Tree(home), Surroundings(chance))
    tell("pages")
    for number in range(PROGRAMMES):
        programme(making, number)
    _news(making)
    _site_pages(making)
    translated(making.tree)
    making.tree.save()
    tell("sessions, recordings and captions")
    making.save()
    return Made(making.sessions, making.tree.pages[ProgrammePage])


def _news(making: Making) -> None:
    index = making.tree.add(NewsIndexPage, making.tree.home, "Nyheter", "news", lead="Hva skjer.")
    webinars = making.tree.pages[WebinarPage]
    for number in range(ARTICLES):
        making.tree.add(
            NewsPage,
            index,
            f"Nytt om {subject(number).lower()}",
            f"nytt-{number}",
            days_old=number * 3,
            lead=TEXT[:150],
            body=[("paragraph", f"<p>{TEXT}</p>")],
            activity=making.chance.choice(webinars),
        )


def _site_pages(making: Making) -> None:
    for shows in ("accessibility", "privacy", "contact"):
        making.tree.add(
            StandardPage, making.tree.home, shows.capitalize(), shows, shows=shows, lead=TEXT[:90], body=body()
        )
