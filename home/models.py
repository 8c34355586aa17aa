"""The front door of a site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from content.models import BasePage


class HomePage(BasePage):
    """The front page: the programme where there is one, each programme where there are several."""

    content_panels = [*Page.content_panels, FieldPanel("facts_boxes")]
    template = "home/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.ProgrammePage", "content.StandardPage"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")
