"""What a page's form asks for before it publishes, for the ways of publishing that do not pass the form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from wagtail.fields import StreamField

if TYPE_CHECKING:
    from content.models import BasePage


def is_ready(page: BasePage) -> bool:
    """Whether the form of the page would publish its latest draft: everything required is there, and a translation is
    written in its own language."""
    if page.alias_of_id:
        return True
    draft: Any = page.get_latest_revision_as_object()
    fields = [field for field in draft._meta.fields if page.original_id is None or field.name in page.translated_fields]
    written = {field.name: getattr(draft, field.name) for field in fields}
    try:
        draft.clean_fields(exclude={field.name for field in draft._meta.fields} - written.keys())
        for field in fields:
            if isinstance(field, StreamField):
                field.stream_block.clean(written[field.name])
    except ValidationError:
        return False
    return not repeats_the_original(page, written)


def repeats_the_original(page: BasePage, written: Mapping[str, Any]) -> bool:
    """Whether these texts are a translation's, and the same as the original's. It would count as a translation."""
    if page.original_id is None:
        return False
    names = ("title", *page.main_texts)
    original = type(page)._default_manager.filter(pk=page.original_id).values(*names).get()
    is_written = any(original[name] for name in page.main_texts)
    return is_written and all(written.get(name) == original[name] for name in names)
