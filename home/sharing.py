"""Link previews (Open Graph): texts, and an image (card) with the cover art of the page.

The URL of a card contains a hash of its content, so that a new title gives a new URL and caches cannot show an outdated
card. Facts that change often (seats, dates) are left out, as other services cache cards for any length of time.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from content.art import cards
from content.looks import Look
from courses.models import ActivityPage, ModulePage, ProgrammePage, TrackPage
from home.models import HomePage, NewsPage
from initiatives.models.owned import OwnedPage

if TYPE_CHECKING:
    from home.context import Frame

LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "sv": "sv_SE", "en": "en_GB"}
WITHOUT_THEME = "regional-utvikling"
LOOK = 1
"""Incremented when the drawing of cards changes, which gives all of them new URLs."""
OPEN_LISTS = {"catalogue", "recordings", "news", "calendar", "calendar_list", "calendar_month", "themes", "theme"}
OPEN_LISTS |= {"organisation", "alliance", "initiatives", "region"}


@dataclass(frozen=True)
class SocialCard:
    """The content of a card: the texts, and the theme and seed of the cover art."""

    words: cards.Words
    theme: str
    seed: str
    look: Look
    pk: int | None = None
    """The primary key of the page, or `None` for a list."""

    @property
    def version(self) -> str:
        drawn = repr((LOOK, *self.words, self.theme, self.seed, self.look.choice))
        return hashlib.sha256(drawn.encode()).hexdigest()[:16]

    @property
    def url(self) -> str:
        if self.pk is None:
            return reverse("site_card", args=[self.version])
        return reverse("social_card", args=[self.pk, self.version])

    @property
    def alt(self) -> str:
        return ", ".join(word for word in (self.words.kind, self.words.title, self.words.name) if word)

    def png(self) -> bytes:
        """The image as PNG; cached, as drawing takes a good part of a second."""
        kept: bytes | None = caches["cards"].get(self.version)
        if kept is None:
            kept = cards.card(self.theme, self.seed, self.words, self.look.palette.light)
            caches["cards"].set(self.version, kept)
        return kept


@dataclass(frozen=True)
class Shared:
    """The context of `components/shared_link.html`."""

    card: SocialCard
    image: str
    locale: str
    other_locales: list[str]
    type: str = "website"
    published: str = ""
    updated: str = ""
    width: int = cards.WIDTH
    height: int = cards.HEIGHT

    @property
    def alt(self) -> str:
        return self.card.alt


def shared(request: HttpRequest, page: Any, frame: Frame, languages: list[str], language: str) -> Shared | None:
    """The link preview of a public page or list; `None` for personal pages. Makes no queries of its own."""
    match = request.resolver_match
    if page is None and (match is None or match.view_name not in OPEN_LISTS):
        return None
    card = card_of(page, frame) if page is not None and page.known_unrestricted else site_card(frame)
    article = isinstance(page, NewsPage) and page.last_published_at is not None
    return Shared(
        card,
        image=request.build_absolute_uri(card.url),
        locale=LOCALES[language],
        other_locales=[LOCALES[code] for code in languages if code != language],
        type="article" if article else "website",
        published=page.first_published_at.isoformat() if article else "",
        updated=page.last_published_at.isoformat() if article else "",
    )


def card_of(page: Any, frame: Frame) -> SocialCard:
    """The card of a page, in the language it is shown in. The page must know its place in the tree."""
    if isinstance(page, HomePage):
        return card_of(frame.programme, frame) if frame.programme else site_card(frame)
    module = page.place.module if isinstance(page, ActivityPage) else None
    theme = getattr(page, "theme_slug", "") or getattr(module, "theme_slug", "") or getattr(page, "kind", "")
    if isinstance(page, ModulePage):
        theme = theme or "module"
    title = page.word("title")
    return SocialCard(_words(_kind(page), title, frame), theme or WITHOUT_THEME, page.slug, frame.look, page.pk)


def site_card(frame: Frame) -> SocialCard:
    """The card of lists: the name of the programme, or of the site."""
    return SocialCard(_words("", frame.name, frame), WITHOUT_THEME, settings.WAGTAIL_SITE_NAME, frame.look)


def _words(kind: str, title: str, frame: Frame) -> cards.Words:
    """The texts of a card, without repeating the name of the programme or site."""
    name, owner = frame.name, frame.owner_line
    if title == name:
        name, owner = owner or settings.WAGTAIL_SITE_NAME, ""
    return cards.Words(kind, title, name, owner)


def _kind(page: Any) -> str:
    if isinstance(page, ActivityPage | OwnedPage):
        return str(page.kind_label)
    names = {ProgrammePage: _("Programme"), TrackPage: _("Track"), ModulePage: _("Module"), NewsPage: _("News")}
    return names.get(type(page), "")
