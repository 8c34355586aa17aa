"""The page tree of the large site, with translations of some programmes into nynorsk."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page

from bench.large.rows import TRANSLATED_PROGRAMMES, count_on, pages_in_bulk
from courses.models import LessonPage, ModulePage, ProgrammePage, TrackPage
from gatherings.models import GatheringPage
from home.models import HomePage
from webinars.models import WebinarPage


class Tree:
    """Builds pages with their tree paths and keys in memory, then inserts them class by class."""

    def __init__(self, home: HomePage) -> None:
        self.home = home
        self.next = (Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
        self.pages: dict[type, list[Any]] = defaultdict(list)
        self.now = timezone.now()
        self.types: dict[type, ContentType] = {}

    def add(self, kind: type[Page], parent: Any, title: str, slug: str, *, days_old: int = 30, **fields: Any) -> Any:
        if kind not in self.types:
            self.types[kind] = ContentType.objects.get_for_model(kind)
        published = self.now - dt.timedelta(days=days_old)
        page = kind(
            title=title,
            draft_title=title,
            slug=slug,
            locale_id=fields.pop("locale_id", parent.locale_id),
            first_published_at=published,
            last_published_at=published,
            **fields,
        )
        # All parent links of multi-table inheritance have the primary key of the page.
        for name in ["id", *(link.attname for link in kind._meta.get_fields() if _is_link_up(link))]:
            setattr(page, name, self.next)
        page.content_type = self.types[kind]
        self.next += 1
        parent.numchild += 1
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, parent.numchild)
        page.url_path = f"{parent.url_path}{slug}/"
        self.pages[kind].append(page)
        return page

    def save(self) -> None:
        for kind, pages in self.pages.items():
            pages_in_bulk(pages)
            count_on([kind])
        Page.objects.filter(pk=self.home.pk).update(numchild=self.home.numchild)


def translated(tree: Tree) -> None:
    """Add nynorsk translations of some programmes: pages of their own, and `versions` on the originals."""
    locale = Locale.objects.get(language_code="nn")
    below = Page.objects.get(depth=1)
    home: Any = tree.add(
        HomePage, below, "Løft", "loft-nn", locale_id=locale.pk, translation_key=tree.home.translation_key
    )
    home.original_id = tree.home.pk
    Page.objects.filter(pk=below.pk).update(numchild=below.numchild)
    above = {tree.home.path: home}
    first = [page.path for page in tree.pages[ProgrammePage][:TRANSLATED_PROGRAMMES]]
    kinds = (ProgrammePage, TrackPage, ModulePage, WebinarPage, GatheringPage, LessonPage)
    for kind in kinds:
        for page in list(tree.pages[kind]):
            parent = above.get(page.path[: -Page.steplen])
            if parent is None or not page.path.startswith(tuple(first)):
                continue
            names = {*kind.translated_fields, *kind.main_texts}
            known = {name.attname for name in kind._meta.concrete_fields} - {
                name.attname for name in Page._meta.concrete_fields
            }
            kept = {
                name: getattr(page, name) for name in known if not name.endswith("_ptr_id") and name != "original_id"
            }
            copy = tree.add(
                kind,
                parent,
                f"{page.title} på nynorsk",
                page.slug,
                **kept,
                locale_id=locale.pk,
                translation_key=page.translation_key,
                original_id=page.pk,
            )
            above[page.path] = copy
            streams = {"body", "facts_boxes"}
            page.versions = {
                "nn": {name: getattr(copy, name) for name in sorted(names - streams) if getattr(copy, name)}
            }


def _is_link_up(link: Any) -> bool:
    return bool(link.concrete and link.is_relation and link.one_to_one and link.remote_field.parent_link)
