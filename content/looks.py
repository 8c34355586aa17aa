"""What a site looks like: the name, the logo and the colours that its settings give it.

Every page needs this, so the looks of all sites are cached together, and the cache is cleared when one is saved.
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
"""The time in which a stale value ends if a process stored it just as another one committed a change."""
MAIL = {
    "link": "ds-color-accent-text-subtle",
    "button": "ds-color-accent-base-default",
    "words": "ds-color-accent-base-contrast-default",
}
LOGO = "max-640x96"
ICON = "max-96x96|format-png"
SQUARE = 1.5
"""A logo up to this many times as wide as high is also used as the icon in the browser's tab."""


@dataclass(frozen=True)
class Picture:
    """A logo at twice the size that it is shown in, for screens of high density."""

    url: str
    width: int
    height: int

    @property
    def is_wide(self) -> bool:
        """Whether it probably contains the site's name, and so can stand alone where there is little room."""
        return self.width > SQUARE * self.height


@dataclass(frozen=True)
class Look:
    """The look of one site. What its settings leave empty is empty here, and the page uses its defaults."""

    name: str = ""
    owner_line: str = ""
    choice: Choice | None = None
    logo: Picture | None = None
    logo_dark: Picture | None = None
    icon: str = ""

    @property
    def style_sheet_url(self) -> str:
        """The address contains a digest of the style sheet, so browsers may cache it forever. Empty where no colour is
        chosen."""
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
        """The colours by scheme, to be written into e-mails, which have no style sheet."""
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
    """A site with its host, port and root path, and its look."""

    hostname: str
    port: int
    is_default: bool
    root: str
    """The tree path of its home page."""
    look: Look


def of_request(request: HttpRequest) -> Look:
    """The look of the site that Wagtail would pick: the same host and port, else the same host alone, else the default
    site."""
    hostname, given = split_domain_port(request.get_host())
    port = int(given or request.get_port())
    named = [place for place in places() if place.hostname == hostname]
    exact = [place for place in named if place.port == port]
    found = exact or (named if len(named) == 1 else []) or [place for place in places() if place.is_default]
    return found[0].look if found else Look()


def of_path(path: str) -> Look:
    """The look of the site that the page with this tree path belongs to. For e-mails, which have no request."""
    found = [place for place in places() if path.startswith(place.root)]
    return max(found, key=lambda place: len(place.root)).look if found else Look()


def places() -> list[Place]:
    return validity.get_or_set(KEY, _read, SECONDS)


def forget(**kwargs: Any) -> None:
    """Receiver: a site or its settings were saved or deleted. Clear the cache now, for this transaction, and after the
    commit, for everybody else."""
    cache.delete(KEY)
    transaction.on_commit(partial(cache.delete, KEY))


def _read() -> list[Place]:
    """One query, and two more for each site that has a logo."""
    settings = [f"sitesettings{name}" for name in ("", "__logo", "__logo_dark")]
    sites = Site.objects.select_related("root_page", *settings).order_by("pk")
    return [
        Place(
            one.hostname, one.port, one.is_default_site, one.root_page.path, _look(getattr(one, "sitesettings", None))
        )
        for one in sites
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
