"""The sitemaps: every public URL in each language that it exists in.

Built from plain values: five thousand activities in four languages are twenty thousand URLs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from content import validity
from content.models import BasePage, StandardPage
from courses.models import ActivityPage, ModulePage, ProgrammeOwner, ProgrammePage, ProgrammePartner, TrackPage
from home import index
from home.facts import Fact
from home.index import Index
from home.initiatives.lists import regions_named
from home.models import HomePage, NewsIndexPage, NewsPage
from home.organisations import public_alliances, public_programmes
from home.pages import front, public, root_addresses
from initiatives.models import ForumPage, InitiativeIndexPage, InitiativePage, PlanPage, ProjectPage
from people.models import Organisation

LANGUAGES = [code for code, _name in settings.LANGUAGES]
KINDS: tuple[type[BasePage], ...] = (
    *(HomePage, ProgrammePage, TrackPage, ModulePage, ActivityPage),
    *(NewsIndexPage, NewsPage, StandardPage),
    *(InitiativeIndexPage, PlanPage, ProjectPage, ForumPage, InitiativePage),
)
LISTS = ("catalogue", "calendar", "calendar_list", "recordings", "themes", "news")


@dataclass(frozen=True)
class Listed:
    """A URL without its language prefix."""

    path: str
    languages: tuple[str, ...]
    own: str
    """The original language, used for `x-default`."""
    changed: dt.datetime | None = None


class _InLanguages(Sitemap[Any]):
    i18n = True
    alternates = True
    limit = 500

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    memo: ClassVar[validity.Memo[list[Listed]]]

    def items(self) -> list[Listed]:
        return self._items_once

    @cached_property
    def _items_once(self) -> list[Listed]:
        """Cached until anything but seats changes."""
        generation, here = validity.current(), " ".join(root_addresses(self.request))
        kept = self.memo.get(generation, here) if generation else None
        if kept is None:
            kept = self.read()
            if generation:
                self.memo.put(generation, kept, here)
        return kept

    def read(self) -> list[Listed]:
        raise NotImplementedError

    def get_languages_for_item(self, item: Listed) -> list[str]:
        return list(item.languages)

    def lastmod(self, item: Listed) -> dt.datetime | None:
        return item.changed

    def _location(self, item: tuple[Listed, str], force_lang_code: str | None = None) -> str:
        return front(force_lang_code or item[1]) + item[0].path

    def _urls(self, page: Any, protocol: str, domain: str) -> list[dict[str, Any]]:
        """Adds `x-default` in the page's original language, which may differ from the site's."""
        urls = super()._urls(page, protocol, domain)  # type: ignore[misc]
        for url in urls:
            item = url["item"][0]
            location = f"{protocol}://{domain}{self._location((item, item.own))}"
            url["alternates"].append({"location": location, "lang_code": "x-default"})
        return urls


class PageSitemap(_InLanguages):
    """All public pages of the tree, in one query."""

    memo: ClassVar[validity.Memo[list[Listed]]] = validity.Memo()

    def read(self) -> list[Listed]:
        first, *others = [
            public(kind._default_manager.filter(original=None))
            .order_by()
            .values_list("path", "url_path", "last_published_at", "locale__language_code", "versions")
            for kind in KINDS
        ]
        found = []
        for _path, address, changed, own, versions in first.union(*others, all=True).order_by("path"):
            root = next((root for root in self._roots if address.startswith(root)), None)
            if root is not None:
                languages = tuple(code for code in LANGUAGES if code == own or code in versions)
                found.append(Listed(address.removeprefix(root), languages, own, changed))
        return found

    @cached_property
    def _roots(self) -> list[str]:
        return root_addresses(self.request)


class ListSitemap(_InLanguages):
    """Views without a page: lists, themes, organisations. They exist in every interface language."""

    memo: ClassVar[validity.Memo[list[Listed]]] = validity.Memo()

    def read(self) -> list[Listed]:
        known = index.read()
        by_organisation = _last_changed(known, known.by_partner)
        recorded = max((fact.published_at for fact in known.listed(known.recorded) if fact.published_at), default=None)
        at = dict.fromkeys(LISTS, _last(known.order)) | {"recordings": recorded, "news": None}
        with translation.override(settings.LANGUAGE_CODE):
            found = [(reverse(name), at[name]) for name in LISTS if name != "news" or not self._has_news_page]
            for slug, changed in _last_changed(known, known.by_theme).items():
                found.append((reverse("theme", args=[slug]), changed))
            for row in _organisations(by_organisation):
                found.append((reverse("organisation", args=[row.pk]), by_organisation.get(str(row.pk))))
            found += [(reverse("region", args=[row.pk]), None) for row in regions_named()]
            found += [(reverse("alliance", args=[row.pk]), None) for row in public_alliances().order_by("pk")]
        return [Listed(path.lstrip("/"), tuple(LANGUAGES), settings.LANGUAGE_CODE, when) for path, when in found]

    @property
    def _has_news_page(self) -> bool:
        return public(NewsIndexPage.objects.filter(original=None)).exists()


def _last_changed(known: Index, by_key: dict[str, int]) -> dict[str, dt.datetime | None]:
    """When the activities of each key, an organisation or a theme, were last published."""
    return {key: _last(known.listed(bits)) for key, bits in by_key.items()}


def _last(facts: Iterable[Fact]) -> dt.datetime | None:
    return max((fact.changed for fact in facts if fact.changed), default=None)


def _organisations(responsible: Iterable[str]) -> QuerySet[Organisation]:
    """Organisations with a page of their own: responsible for activities, or owners or partners of a programme."""
    programmes = public_programmes().order_by().values("pk")
    return Organisation.objects.filter(
        Q(pk__in=ProgrammeOwner.objects.filter(programme__in=programmes).values("organisation"))
        | Q(pk__in=ProgrammePartner.objects.filter(programme__in=programmes).values("organisation"))
        | Q(pk__in=[int(pk) for pk in responsible])
    ).order_by("pk")
