"""Texts that are written once, in several languages, and used on many pages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

from content import goals
from content.editing import SnippetForm, ThemeForm, language_panels
from content.usage import UsedOnPanel


@register_snippet
class Theme(models.Model):
    """A subject of modules and activities, and a filter of the catalogue."""

    slug = models.SlugField(_("name in addresses"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    goals = models.JSONField(
        _("sustainable development goals"), default=list, blank=True, help_text=_("Numbers from 1 to 17.")
    )

    base_form_class = ThemeForm
    panels = [*language_panels(name=_("name")), FieldPanel("slug"), FieldPanel("goals")]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def __str__(self) -> str:
        return self.name

    @property
    def goal_names(self) -> list[str]:
        return goals.named(self.goals)


@register_snippet
class GlossaryEntry(models.Model):
    """A term with its explanation (V26)."""

    slug = models.SlugField(_("name in addresses"), unique=True)
    term = models.CharField(_("term"), max_length=160)
    text = models.TextField(_("explanation"))

    base_form_class = SnippetForm
    panels = [*language_panels(term=_("term"), text=_("explanation")), FieldPanel("slug")]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("glossary entry")
        verbose_name_plural = _("glossary entries")

    def __str__(self) -> str:
        return self.term


class FactsBox(models.Model):
    """A facts box, written once and used on many pages (V25)."""

    slug = models.SlugField(_("name in addresses"), unique=True)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))

    base_form_class = SnippetForm
    panels = [UsedOnPanel(), *language_panels(title=_("title"), text=_("text")), FieldPanel("slug")]

    class Meta:
        ordering = ["slug"]
        verbose_name = _("facts box")
        verbose_name_plural = _("facts boxes")

    def __str__(self) -> str:
        return self.title
