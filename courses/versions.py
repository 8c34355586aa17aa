"""An overview for editors: in which languages the pages of a programme, and the others, exist."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.db.models import Q
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from content.languages import OWN_NAMES
from content.models import BasePage
from content.versions import base_of, code_of
from courses.approvals import SENT, open_approvals
from courses.models import ActivityPage, ModulePage, ProgrammePage, TrackPage
from courses.permissions import editable_activities, programmes_written_by
from courses.querysets import within
from courses.requirements import PROGRAMME_DEPTH, programme_path

if TYPE_CHECKING:
    from people.models import User

KINDS: tuple[type[BasePage], ...] = (ProgrammePage, TrackPage, ModulePage, ActivityPage)
"""The kinds of page within programmes."""
OFFICIAL = "nn"
"""The language whose share is reported: public bodies must use both written forms of Norwegian."""


@dataclass(frozen=True)
class Share:
    """How many of the live pages exist in a language."""

    there: int
    total: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return self.there * 100 // self.total if self.total else 0


@dataclass(frozen=True)
class Version:
    """The state of a page in one language."""

    code: str
    state: str
    """original, there, behind (the original has changed since), lacking (published without its main text), draft, or
    missing."""
    page: int | None = None
    is_sent: bool = False
    """Whether the latest draft waits for approval."""

    @property
    def name(self) -> str:
        return OWN_NAMES[self.code]


@dataclass(frozen=True)
class Row:
    page: Any
    versions: list[Version]

    @property
    def level(self) -> int:
        return self.page.depth - PROGRAMME_DEPTH


@dataclass(frozen=True)
class Overview:
    programme: ProgrammePage | None
    """`None` for the pages outside of programmes."""
    share: Share
    rows: list[Row]


def share_of(pages: Iterable[BasePage], language: str) -> Share:
    languages = [page.languages for page in pages if page.live]
    return Share(sum(language in one for one in languages), len(languages))


def overviews(user: User) -> list[Overview]:
    """By programme, and the others last: the pages that this user edits, all or those of a partner. A fixed number of
    queries."""
    whole = {programme.path for programme in programmes_written_by(user)}
    own = ActivityPage.objects.none() if user.is_superuser else editable_activities(user)
    pages = _pages(whole, own)
    others = _pages_elsewhere(user)
    translations = _translations([*pages, *others])
    by_programme: dict[str, list[BasePage]] = defaultdict(list)
    for page in pages:
        by_programme[programme_path(page.path)].append(page)
    programmes = ProgrammePage.objects.originals().filter(path__in=by_programme).order_by("path")
    groups = [(programme, by_programme[programme.path]) for programme in programmes]
    sent = {pk for pk, status in open_approvals().items() if status == SENT}
    return [
        Overview(
            programme,
            share_of(own_pages, OFFICIAL),
            [Row(page, _versions(page, translations[page.translation_key], sent)) for page in own_pages],
        )
        for programme, own_pages in [*groups, (None, others)]
        if own_pages
    ]


def nynorsk(user: User) -> list[tuple[ProgrammePage, Share]]:
    """For each programme that this user owns: the share of its live pages that exist in nynorsk."""
    programmes = list(programmes_written_by(user))
    pages = _pages({programme.path for programme in programmes}, ActivityPage.objects.none())
    return [
        (programme, share_of([page for page in pages if page.path.startswith(programme.path)], OFFICIAL))
        for programme in programmes
    ]


def _pages(programmes: set[str], own: Any) -> list[BasePage]:
    """In tree order. Includes unpublished pages, so that they can be translated in time."""
    here = within(programmes)
    found: list[BasePage] = []
    for model in KINDS:
        where = here | Q(pk__in=own.values("pk")) if model is ActivityPage else here
        found += model._default_manager.filter(where, original=None)
    return sorted(found, key=lambda page: page.path)


def _pages_elsewhere(user: User) -> list[BasePage]:
    """The pages outside of programmes, in tree order: those of Wagtail's explorer, where a partner's are listed too."""
    listed = PagePermissionPolicy().instances_user_has_any_permission_for(user, ["add", "change"]).order_by()
    kinds = [model for model in apps.get_models() if issubclass(model, BasePage) and base_of(model) is model]
    found: list[BasePage] = []
    for model in kinds:
        if model not in KINDS:
            found += model._default_manager.filter(pk__in=listed.values("pk"), original=None)
    return sorted(found, key=lambda page: page.path)


class Known(NamedTuple):
    """An existing translation."""

    pk: int
    live: bool
    published: dt.datetime | None


def _translations(pages: list[BasePage]) -> dict[Any, dict[str, Known]]:
    """By translation key, then by language."""
    found: dict[Any, dict[str, Known]] = defaultdict(dict)
    keys, originals = [page.translation_key for page in pages], [page.pk for page in pages]
    rows = Page.objects.filter(translation_key__in=keys, alias_of=None).exclude(pk__in=originals)
    for key, locale, *known in rows.values_list("translation_key", "locale_id", "pk", "live", "last_published_at"):
        found[key][code_of(locale)] = Known(*known)
    return found


def _versions(page: BasePage, translations: dict[str, Known], sent: set[int]) -> list[Version]:
    versions = []
    for code, _name in settings.LANGUAGES:
        if code == page.own_language:
            versions.append(Version(code, "original", page.pk, page.pk in sent))
            continue
        known = translations.get(code)
        pk = known.pk if known else None
        versions.append(Version(code, _state(page, code, known), pk, pk in sent))
    return versions


def _state(page: BasePage, code: str, known: Known | None) -> str:
    if known is None:
        return "missing"
    if code not in page.versions:
        return "lacking" if known.live else "draft"
    is_behind = known.published and page.last_published_at and known.published < page.last_published_at
    return "behind" if is_behind else "there"
