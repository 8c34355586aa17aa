"""Keeps the date of the last change when a page is published again without any change to its content (R18)."""

from __future__ import annotations

import json
from typing import Any

from wagtail.models import Page

CONTENT_OF_WAGTAIL = {"title", "seo_title", "search_description"}
NOT_CONTENT = {field.name for field in Page._meta.local_fields} - CONTENT_OF_WAGTAIL | {"pk", "original", "versions"}


def keep_updated(page: Page) -> None:
    """Called before a page is saved. Where the content is the same, the page keeps its `last_published_at`."""
    if page._state.adding or page.last_published_at is None:
        return
    known = type(page)._default_manager.filter(pk=page.pk).first()
    if known is None or known.last_published_at in (None, page.last_published_at):
        return
    if _content_of(known) == _content_of(page):
        page.last_published_at = known.last_published_at


def _content_of(page: Any) -> Any:
    data = json.loads(page.to_json())
    return {name: value for name, value in data.items() if name not in NOT_CONTENT and not name.endswith("_ptr")}
