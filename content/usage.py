"""On which pages a snippet is used, according to Wagtail's reference index.

A page and its translations count as one page.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.admin.ui.tables import Column
from wagtail.models import Page, ReferenceIndex
from wagtail.snippets.views.snippets import SnippetViewSet


def pages_with(thing: models.Model) -> list[Page]:
    """The pages that use it, by title: each once, as the original if that uses it too."""
    pages = Page.objects.filter(pk__in=_references(type(thing), Value(str(thing.pk)))).order_by("path")
    once: dict[Any, Page] = {}
    for page in pages:
        once.setdefault(page.translation_key, page)
    return sorted(once.values(), key=lambda page: page.title.casefold())


def number_of_pages(model: type[models.Model]) -> Coalesce:
    """The number of these pages, as an expression for a queryset of `model`."""
    here = Cast(OuterRef(OuterRef("pk")), models.CharField())
    pages = Page.objects.filter(pk__in=_references(model, here)).order_by().annotate(all=Value(1)).values("all")
    return Coalesce(Subquery(pages.annotate(pages=Count("translation_key", distinct=True)).values("pages")), 0)


def _references(model: type[models.Model], key: Any) -> models.QuerySet[Any]:
    """The primary keys of the pages that refer to it."""
    types = ContentType.objects.get_for_models(Page, model)
    rows = ReferenceIndex.objects.filter(
        base_content_type=types[Page], to_content_type=types[model], to_object_id=key
    ).order_by()
    return rows.values(page=Cast("object_id", models.IntegerField()))


def is_chosen_on_pages(thing: models.Model) -> bool:
    """Whether pages have it in a many-to-many field, such as their themes. Wagtail's reference index lacks these."""
    fields = [relation.field for relation in thing._meta.related_objects if relation.many_to_many]
    return any(
        field.model._default_manager.filter(**{field.name: thing}).exists()
        for field in fields
        if issubclass(field.model, Page)
    )


class UsedOnPanel(Panel):
    """Lists the pages that use the snippet, and says that a change is shown on all of them."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "content/admin/used_on.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "pages": pages_with(self.instance)}


class UsedSnippetViewSet(SnippetViewSet):
    """A list of snippets with the number of pages that use each."""

    list_display = ["__str__", Column("used_on", label=_("Pages that it stands on"), sort_key="used_on")]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return self.model._default_manager.annotate(used_on=number_of_pages(self.model))
