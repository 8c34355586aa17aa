"""Themes, alliances and documents: few of each, so they are asked for together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import (
    CharField,
    Exists,
    F,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, ReferenceIndex

from content.models import Theme
from content.searching import has_all, marked, matching, stem
from courses.models import Mission
from home.organisations import public_programmes
from home.pages import at_or_above
from home.search.hits import Hit
from people.models import Alliance


@dataclass
class Few:
    themes: list[Hit] = field(default_factory=list)
    alliances: list[Hit] = field(default_factory=list)
    documents: list[Hit] = field(default_factory=list)


def few(words: Sequence[str], shown: set[int]) -> Few:
    """One query."""
    found = Few()
    theme = alliance = Q()
    for word in words:
        theme &= _in_any_language(stem(word))
        alliance &= _in_any_language(stem(word))
    missions = Mission.objects.filter(programmes__in=public_programmes().order_by().values("pk"))
    of_public = Q(pk__in=missions.order_by().values("alliance"))
    # Plain rows: modeltranslation puts the columns of each into an order of its own, and they must match.
    rows = (
        _three(QuerySet(Theme).filter(theme), "theme", "slug", _own_name(), "name_nb")
        .union(
            _three(QuerySet(Alliance).filter(alliance & of_public), "alliance", "pk", _own_name(), "name_nb"),
            _three(_documents(words), "document", "pk", F("title"), "file"),
            _three(_links_to(_documents(words)), "link", "to_object_id", F("object_id"), "object_id"),
        )
        .order_by("called")
    )
    found_rows = list(rows)
    linked = {key for kind, key, page, _other in found_rows if kind == "link" and int(page) in shown}
    for kind, key, name, other in found_rows:
        if kind == "theme" and (has_all(name, words) or has_all(other, words)):
            found.themes.append(Hit(marked(name, words), reverse("theme", args=[key]), _("Theme")))
        elif kind == "alliance":
            found.alliances.append(Hit(marked(name, words), reverse("alliance", args=[key]), _("Alliance")))
        elif kind == "document" and key in linked:
            document = get_document_model()(pk=int(key), title=name, file=other)
            facts = [document.file_extension.upper()] if document.file_extension else []
            found.documents.append(Hit(marked(name, words), document.url, _("Document"), facts=facts))
    return found


def _three(rows: QuerySet[Any], kind: str, key: str, name: Any, other: str) -> QuerySet[Any]:
    """In the form in which rows of several kinds can stand below one another."""
    return (
        rows.order_by()
        .annotate(
            of=Value(kind, output_field=CharField()),
            key=Cast(key, CharField()),
            called=Cast(name, CharField()),
            other=Cast(other, CharField()),
        )
        .values_list("of", "key", "called", "other")
    )


def _own_name() -> Coalesce:
    """In the reader's language where there is one, else in bokmål."""
    return Coalesce(NullIf(F(f"name_{get_language()}"), Value("")), F("name_nb"))


def _in_any_language(text: str) -> Q:
    found = Q()
    for code, _label in settings.LANGUAGES:
        found |= Q(**{f"name_{code}__icontains": text})
    return found


def _documents(words: Sequence[str]) -> QuerySet[Any]:
    """In collections that are closed to nobody."""
    closed = at_or_above(CollectionViewRestriction.objects.all(), "collection__path", "collection__path")
    return matching(get_document_model(), words).filter(~Exists(closed))


def _links_to(documents: QuerySet[Any]) -> QuerySet[Any]:
    """From pages."""
    return ReferenceIndex.objects.filter(
        to_content_type__app_label=documents.model._meta.app_label,
        to_content_type__model=documents.model._meta.model_name,
        to_object_id__in=documents.annotate(key=Cast("pk", CharField())).values("key"),
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
    )
