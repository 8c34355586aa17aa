"""What a site looks like: the name, the logo and the colours that its settings give it.

Every page asks for it, so what all sites have chosen is kept together in the cache, and thrown away when one is saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.templatetags.static import static
from django.urls import reverse
from wagtail.models import Site

from content import validity
from content.colours import Choice, Palette
from content.colours.tokens import colours, tokens
from content.models import SiteSettings

KEY = "content.looks"
SECONDS = 60
"""So old what is kept may become where it was read just before somebody else's change was stored."""
MAIL = {
    "link": "ds-color-accent-text-subtle",
    "button": "ds-color-accent-base-default",
    "words": "ds-color-accent-base-contrast-default",
}
LOGO = "max-640x96"
ICON = "max-96x96|format-png"
SQUARE = 1.5
"""A logo at most so many times as wide as high can be read in a browser's tab."""


@dataclass(frozen=True)
class Picture:
    """A logo as it is shown: twice as large as its frame, so that it is sharp on every screen."""

    url: str
    width: int
    height: int

    @property
    def is_wide(self) -> bool:
        """It has words in it, most likely, and can stand alone where there is little room."""
        return self.width > SQUARE * self.height


@dataclass(frozen=True)
class Look:
    """Empty where the settings say nothing: the page then has the words and colours it has anyway."""

    name: str = ""
    owner_line: str = ""
    choice: Choice | None = None
    logo: Picture | None = None
    logo_dark: Picture | None = None
    icon: str = ""

    @property
    def style_sheet_url(self) -> str:
        """Named by what is in it, so that a browser may keep it; empty where the site has chosen no colour."""
        if self.choice is None:
            return ""
        colour, dark = self.choice.colour[1:], self.choice.dark[1:] or "auto"
        return reverse("site_colours", args=[tokens().digest, colour, dark])

    @property
    def icon_url(self) -> str:
        if self.icon or self.choice is None:
            return self.icon or static("img/mark.svg")
        return reverse("site_mark", args=[tokens().digest, self.choice.colour[1:]])

    @property
    def mail(self) -> dict[str, dict[str, str]]:
        """The colours of an e-mail, which knows no style sheet, by scheme."""
        palettes = {"light": self.palette.light, "dark": self.palette.dark}
        return {
            scheme: {use: own.get(name, colours(scheme)[name]) for use, name in MAIL.items()}
            for scheme, own in palettes.items()
        }

    @property
    def palette(self) -> Palette:
        return Palette.of(self.choice) if self.choice else Palette({}, {})


@dataclass(frozen=True)
class Place:
    """A site, and whom it answers."""

    hostname: str
    port: int
    is_default: bool
    root: str
    """The path of its front page in the tree."""
    look: Look


def of_request(request: HttpRequest) -> Look:
    """Of the site that Wagtail would answer with: by host and port, else by host alone, else the one for all others."""
    hostname, given = split_domain_port(request.get_host())
    port = int(given or request.get_port())
    named = [place for place in places() if place.hostname == hostname]
    exact = [place for place in named if place.port == port]
    found = exact or (named if len(named) == 1 else []) or [place for place in places() if place.is_default]
    return found[0].look if found else Look()


def of_path(path: str) -> Look:
    """Of the site that a page of this path stands in, where nobody has asked for an address: in an e-mail."""
    found = [place for place in places() if path.startswith(place.root)]
    return max(found, key=lambda place: len(place.root)).look if found else Look()


def places() -> list[Place]:
    return validity.remembered(KEY, _read, SECONDS)


def forget(**kwargs: Any) -> None:
    """Receiver: a site or its settings have been saved or deleted. Now for whoever did it, then for all others."""
    cache.delete(KEY)
    transaction.on_commit(partial(cache.delete, KEY))


def _read() -> list[Place]:
    """One query, and two more for each site with a logo."""
    rows = {row.site_id: row for row in SiteSettings.objects.select_related("logo", "logo_dark")}
    sites = Site.objects.select_related("root_page").order_by("pk")
    return [
        Place(one.hostname, one.port, one.is_default_site, one.root_page.path, _look(rows.get(one.pk))) for one in sites
    ]


def _look(row: SiteSettings | None) -> Look:
    if row is None:
        return Look()
    is_square = row.logo is not None and row.logo.width <= SQUARE * row.logo.height
    return Look(
        row.name,
        row.owner_line,
        Choice(row.colour, row.colour_dark) if row.colour else None,
        _picture(row.logo),
        _picture(row.logo_dark),
        row.logo.get_rendition(ICON).url if is_square else "",
    )


def _picture(image: Any) -> Picture | None:
    if image is None:
        return None
    drawn = image.get_rendition(LOGO)
    return Picture(drawn.url, max(1, round(drawn.width / 2)), max(1, round(drawn.height / 2)))
