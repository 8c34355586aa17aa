"""The parent page of all plans, projects, forums and initiatives."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from content.models import BasePage

ADDRESS = "initiatives"
"""The slug, the same in every language and on every site, so that links need no query."""


class InitiativeIndexPage(BasePage):
    """An alphabetical list of all plans, projects, forums and initiatives."""

    lead = models.TextField(_("lead"), blank=True, help_text=_("One or two sentences about what stands here."))

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    promote_panels = [MultiFieldPanel([FieldPanel("seo_title"), FieldPanel("search_description")], _("For searching"))]
    translated_fields = (*BasePage.translated_fields, "lead")
    template = "initiatives/initiative_index_page.html"
    page_description = _("Holds plans, projects, forums and initiatives. A site has one.")
    parent_page_types = ["home.HomePage"]
    subpage_types = [
        *("initiatives.PlanPage", "initiatives.ProjectPage"),
        *("initiatives.ForumPage", "initiatives.InitiativePage"),
    ]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("plans and projects")
        verbose_name_plural = _("plans and projects")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.slug = ADDRESS
        super().full_clean(*args, **kwargs)
