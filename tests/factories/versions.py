"""A page in another language."""

from typing import Any

from wagtail.models import Locale


def translate(page: Any, language: str, *, publish: bool = True, **words: Any) -> Any:
    """The page in a language, as an owner makes it: what is not given is as long as it takes to be there."""
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
