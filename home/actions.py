"""Actions on pages that belong to the whole site."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from wagtail.models import Locale, Page

from content.models import BasePage, StandardPage
from courses import cms_groups
from home.models import HomePage, NewsIndexPage
from initiatives.models import InitiativeIndexPage

SITE_PAGES = Path(__file__).parent / "site_pages" / "texts.yaml"
"""The default texts of the site pages, by page and language."""


@transaction.atomic
def open_to_owners(*, index: NewsIndexPage | InitiativeIndexPage) -> None:
    """Let the owners of all programmes write and approve pages below this one too. Idempotent."""
    for group in cms_groups.groups_of_owners():
        cms_groups.share(index, group)


def written_by_all_owners() -> list[BasePage]:
    """The index pages that are open to the owners of every programme."""
    return [*NewsIndexPage.objects.originals(), *InitiativeIndexPage.objects.originals()]


@transaction.atomic
def make_site_pages(*, home: HomePage, but_for: Collection[str] = ()) -> dict[str, StandardPage]:
    """Create the pages on accessibility, privacy and contact that are missing, in all languages of the site.

    Existing pages are not changed, and none is created if another page has its address, or if it is among `but_for`.
    Returns the new pages.
    """
    taken = set(Page.objects.child_of(home).values_list("slug", flat=True)) | set(but_for)
    texts = yaml.safe_load(SITE_PAGES.read_text(encoding="utf-8"))
    return {shows: _site_page(home, shows, versions) for shows, versions in texts.items() if shows not in taken}


def _site_page(home: HomePage, shows: str, versions: dict[str, dict[str, Any]]) -> StandardPage:
    own = home.own_language if home.own_language in versions else next(iter(versions))
    page = StandardPage(shows=shows, slug=shows, locale=Locale.objects.get_or_create(language_code=own)[0])
    _fill(page, **versions[own])
    Page.objects.get(pk=home.pk).add_child(instance=page)
    page.save_revision(changed=False).publish(skip_permission_checks=True)
    for locale in Locale.objects.exclude(language_code=own).filter(language_code__in=list(versions)):
        translation = page.copy_for_translation(locale, copy_parents=True)
        translation.alias_of = None
        _fill(translation, **versions[locale.language_code])
        translation.save_revision(changed=False).publish(skip_permission_checks=True)
    return page


def _fill(page: StandardPage, *, title: str, lead: str, body: Sequence[dict[str, str]] = ()) -> None:
    page.title, page.lead = title, lead
    page.body = [block for blocks in body for block in blocks.items()]
