"""The language versions of a page: which exist, and how the original is shown in the reader's language.

A translation is one more row of the same class, in the page tree of its language. That row is never served.
Registrations and other facts point at the original, so the original is routed to, listed and counted, and shown with
the texts of its translation. Those texts are copied to the original whenever a translation is published or unpublished,
so that lists need no extra query. A page exists in a language when its title and its main texts do.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.db.models import F, Q, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import get_language
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import GroupPagePermission, Locale, WorkflowPage

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from content.models import BasePage

P = TypeVar("P", bound="BasePage")
BLOCKS = "blocks"
"""Beside the texts of a version: the names of its StreamFields that have content."""
_codes: dict[int, str] = {}
"""Language codes by locale. There are few and they hardly ever change, so they are read once per process."""


def code_of(locale: int) -> str:
    """The language of a locale."""
    if locale not in _codes:
        _codes.update(Locale.all_objects.values_list("pk", "language_code"))
    return _codes[locale]


def locale_saved(instance: Locale, **kwargs: Any) -> None:
    """Receiver: keep the codes up to date."""
    _codes[instance.pk] = instance.language_code


def readers_language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def base_of(page: BasePage | type[BasePage]) -> type[BasePage]:
    """The class in which to look for originals of this kind of page: for a webinar, the activity."""
    return page._meta.get_field("original").related_model


def original_of(page: BasePage) -> BasePage | None:
    """The original of a page that is being made as a translation, if it is one."""
    rows = base_of(page)._default_manager.filter(translation_key=page.translation_key, original=None)
    return rows.exclude(pk=page.pk).first()


def drop_child_rows(translation: BasePage) -> None:
    """Remove copied child rows, such as partners and speakers: they belong to the original and would count twice."""
    brought = translation.__dict__.get("_cluster_related_objects", {})
    for relation in get_all_child_relations(translation):
        if relation.get_accessor_name() in brought:
            setattr(translation, relation.get_accessor_name(), [])


def copy_permissions(translation: BasePage) -> None:
    """Give groups that have permissions on the original page the same ones on its translation, and use its workflow."""
    for row in GroupPagePermission.objects.filter(page=translation.original_id):
        GroupPagePermission.objects.get_or_create(group=row.group, page=translation, permission=row.permission)
    for row in WorkflowPage.objects.filter(page=translation.original_id):
        WorkflowPage.objects.get_or_create(page=translation, defaults={"workflow": row.workflow})


def stream_names(page: BasePage | type[BasePage]) -> list[str]:
    """The translated StreamFields. They are loaded with the page itself, never for lists."""
    return [name for name in page.translated_fields if isinstance(page._meta.get_field(name), StreamField)]


# The copy kept on the original


def update_original(page: BasePage) -> None:
    """Copy the texts of all live translations to the original. Called when one of them has been saved or deleted."""
    model, original = page.specific_class or type(page), page.original_id or page.pk
    known = model._default_manager.filter(pk=original).values_list("versions", *model.main_texts).first()
    if known is None:
        return
    required = [name for name, value in zip(model.main_texts, known[1:], strict=True) if value]
    rows = model._default_manager.filter(original=original, live=True, alias_of=None)
    versions = {
        code_of(row.locale_id): _words(row)
        for row in rows
        if row.title and all(getattr(row, name) for name in required)
    }
    if versions != known[0]:
        base_of(page)._default_manager.filter(pk=original).update(versions=versions)
    if page.pk == original:
        page.versions = versions


def concern_versions(page: BasePage, fields: Iterable[str] | None) -> bool:
    """Whether saving only these fields, or all if `None`, can change what the original keeps of its translations.

    Every revision is saved with fields that do not.
    """
    return fields is None or not {"live", "alias_of", "original", *page.translated_fields, *page.main_texts}.isdisjoint(
        fields
    )


def _words(translation: BasePage) -> dict[str, str]:
    streams = stream_names(translation)
    words = {name: getattr(translation, name) for name in translation.translated_fields if name not in streams}
    written = {name: value for name, value in words.items() if value}
    return written | ({BLOCKS: " ".join(name for name in streams if getattr(translation, name))} if streams else {})


def page_changed(instance: Any, **kwargs: Any) -> None:
    """Receiver: a page may be unpublished or deleted through another class than its own."""
    if hasattr(instance, "versions") and instance.specific_class is type(instance):
        update_original(instance)


# Showing a version


def in_words(page: P, language: str = "") -> P:
    """Put the reader's language into the page, where it exists in it. No query. Such a page must not be saved."""
    language = language or readers_language()
    words = page.versions.get(language)
    if words is not None and language != page.own_language:
        put_into(page, words, language)
    return page


def all_in_words(pages: Iterable[P]) -> list[P]:
    return [in_words(page) for page in pages]


def in_full(page: P, translations: Iterable[P] = ()) -> P:
    """The same for its StreamFields. One query if there is anything to read and the translation is not given."""
    language = page.language_of()
    known = page.versions.get(language, {}).get(BLOCKS)
    names = stream_names(page) if known is None else known.split()
    if names and language != page.own_language and not page.is_draft_shown:
        rows = type(page)._default_manager.filter(original=page.pk, locale__language_code=language)
        found = next((one for one in translations if one.own_language == language), None) or rows.only(*names).first()
        if found is not None:
            put_into(page, {name: getattr(found, name) for name in names if getattr(found, name)}, language)
    return page


def in_words_of(translation: P) -> P:
    """The original with the texts of one translation, published or not: for previews."""
    original: Any = type(translation)._default_manager.get(pk=translation.original_id)
    words = {name: getattr(translation, name) for name in translation.translated_fields}
    original.is_draft_shown = True
    return put_into(original, {name: value for name, value in words.items() if value}, translation.own_language)


def put_into(page: P, words: dict[str, Any], language: str) -> P:
    """Set translated fields. One with the same text as the original is in the original's language, except for the title
    and the main texts."""
    always = ("title", *page.main_texts)
    for name, value in words.items():
        if name in page.translated_fields and (name in always or page.__dict__.get(name) != value):
            setattr(page, name, value)
            page.shown_in[name] = language
    return page


# In queries


def word(name: str, prefix: str = "") -> Combinable:
    """An expression: a field in the reader's language where the page exists in it, else in its own. `prefix` is the
    path to the page, such as `activity__`."""
    text = TextField()
    translated = Cast(KeyTextTransform(name, KeyTextTransform(readers_language(), f"{prefix}versions")), text)
    return Coalesce(NullIf(translated, Value("", text)), Cast(F(f"{prefix}{name}"), text), output_field=text)


def says(name: str, text: str, prefix: str = "") -> Q:
    """A condition: the field contains the text in any language that the page exists in."""
    found = Q(**{f"{prefix}{name}__icontains": text})
    for code, _name in settings.LANGUAGES:
        found |= Q(**{f"{prefix}versions__{code}__{name}__icontains": text})
    return found


def exists_in(pages: QuerySet, language: str) -> QuerySet:
    """The originals among these pages that exist in a language."""
    return pages.filter(Q(locale__language_code=language) | Q(versions__has_key=language))
