"""Tells which language a text of several languages is shown in."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Model
from django.utils.translation import get_language
from modeltranslation.utils import build_localized_fieldname


def shown_language(row: Model, field: str) -> str:
    """The reader's language if the text is written in it, else the language that it falls back to."""
    own = get_language() or settings.LANGUAGE_CODE
    chains = settings.MODELTRANSLATION_FALLBACK_LANGUAGES
    for code in (own, *chains.get(own, ()), *chains["default"]):
        if getattr(row, build_localized_fieldname(field, code), ""):
            return code
    return own
