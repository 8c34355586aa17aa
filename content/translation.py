"""Snippet texts in four languages, shown in the reader's with fallback (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from content.models import FactsBox, GlossaryEntry, Theme


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name",)


@register(GlossaryEntry)
class GlossaryEntryTranslation(TranslationOptions):
    fields = ("term", "text")


@register(FactsBox)
class FactsBoxTranslation(TranslationOptions):
    fields = ("title", "text")
