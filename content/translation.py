"""Registers the snippet texts that are stored in four languages (django-modeltranslation)."""

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
