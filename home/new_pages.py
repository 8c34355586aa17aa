"""The pages of a programme below which others can be added, each with the page types allowed there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import ModulePage, ProgrammePage, TrackPage
from home.actions import written_by_all_owners
from initiatives.models import ForumPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


@dataclass(frozen=True)
class Kind:
    label: str
    description: str
    url: str


@dataclass(frozen=True)
class Parent:
    """A page below which others can be added."""

    title: str
    explanation: str
    level: int
    kinds: list[Kind]


def parents(programme: ProgrammePage, user: User | AnonymousUser) -> list[Parent]:
    """The pages below which the user may add others: the programme, its tracks and their modules in tree order, then
    news, plans and projects."""
    return [*_of_programme(programme), *_shared(programme, user)]


def _of_programme(programme: ProgrammePage) -> Iterator[Parent]:
    models = (ProgrammePage, TrackPage, ModulePage)
    pages = Page.objects.descendant_of(programme, inclusive=True).filter(depth__lt=programme.depth + len(models))
    for page in pages.order_by("path"):
        if issubclass(page.specific_class, models):
            title = programme.short_title if page.pk == programme.pk else page.title
            yield _parent(page, title, "", page.depth - programme.depth)


def _shared(programme: ProgrammePage, user: User | AnonymousUser) -> Iterator[Parent]:
    for index in written_by_all_owners():
        if index.is_sibling_of(programme) and index.permissions_for_user(user).can_add_subpage():
            yield _parent(index, index.title, _("Written by the owners of every programme."), 0)
            for forum in ForumPage.objects.originals().child_of(index).order_by("path"):
                yield _parent(forum, forum.title, "", 1)


def _parent(page: Page, title: str, explanation: str, level: int) -> Parent:
    kinds = [
        Kind(
            str(model.get_verbose_name()),
            str(model.get_page_description()),
            reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, page.pk]),
        )
        for model in page.specific_class.creatable_subpage_models()
    ]
    return Parent(title, explanation, level, kinds)
