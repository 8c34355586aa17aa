"""Builds translations of pages."""

from typing import Any

from wagtail.models import Locale


def translate(page: Any, language: str, *, publish: bool = True, **words: Any) -> Any:
    """Translate a page, as an owner does. Required texts that are not given get a default."""
    locale = Locale.objects.get(language_code=language)
    page = page.specific
    copy = page.get_translation_or_none(locale) or page.copy_for_translation(locale, copy_parents=True)
    said = {name: f"{getattr(page, name)} ({language})" for name in ("title", *page.main_texts) if name != "body"}
    for name, value in {**said, **words}.items():
        setattr(copy, name, value)
    revision = copy.save_revision()
    if publish:
        revision.publish()
    return type(page).objects.get(pk=copy.pk)
