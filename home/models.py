"""The home page and the news pages of a site."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from content.blocks import BodyBlock
from content.editing import facts_boxes_panel
from content.models import BasePage
from courses.models import ActivityPage
from initiatives.models import PlanPage

ABOUT = ["initiatives.ProjectPage", "initiatives.ForumPage", "initiatives.InitiativePage"]
"""The types of pages that an article may be about, besides activities."""
NEWS = "news"
"""The slug of the news index page, the same in all languages and on all sites."""


class HomePage(BasePage):
    """The home page. It shows the programme if there is only one, else a list of programmes."""

    content_panels = [*BasePage.content_panels, facts_boxes_panel()]
    template = "home/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "courses.ProgrammePage",
        "home.NewsIndexPage",
        "initiatives.InitiativeIndexPage",
        "content.StandardPage",
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class NewsIndexPage(BasePage):
    """The list of news articles, newest first."""

    lead = models.TextField(_("lead"), blank=True, help_text=_("One or two sentences about what is told here."))

    content_panels = [*BasePage.content_panels, FieldPanel("lead")]
    promote_panels = [MultiFieldPanel([FieldPanel("seo_title"), FieldPanel("search_description")], _("For searching"))]
    translated_fields = (*BasePage.translated_fields, "lead")
    template = "home/news_index_page.html"
    page_description = _("Holds the news articles. A site has one.")
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.slug = NEWS
        super().full_clean(*args, **kwargs)


class NewsPage(BasePage):
    """A news article (K1). The dates of publication and last change are those that Wagtail stores.

    The subject of the article and its plan are links to pages; if there is no such page, a name.
    """

    lead = models.TextField(
        _("lead"), help_text=_("What has happened and for whom, in two or three sentences. Lists show it too.")
    )
    body = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("body"),
        help_text=_("Headings that say what comes, short paragraphs, and what people said. A quotation keeps the title "
                    "that its person has now, whatever they become later."),
    )  # fmt: skip
    activity = models.ForeignKey(
        ActivityPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="news",
        verbose_name=_("webinar or gathering"),
        help_text=_("As long as one can register for it, the article ends with the way to do so."),
    )
    about_page = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="news_about_it",
        verbose_name=_("project, forum or initiative"),
    )
    about_title = models.CharField(
        _("what it is about, without a page here"),
        max_length=255,
        blank=True,
        help_text=_("The name of an event or a project."),
    )
    plan = models.ForeignKey(
        PlanPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="news",
        verbose_name=_("plan"),
        help_text=_("The plan or strategy that this is a part of."),
    )
    plan_title = models.CharField(
        _("plan without a page here"), max_length=255, blank=True, help_text=_("The name of the plan or strategy.")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                PageChooserPanel("activity", ["webinars.WebinarPage", "gatherings.GatheringPage"]),
                PageChooserPanel("about_page", ABOUT),
                FieldPanel("about_title"),
                PageChooserPanel("plan"),
                FieldPanel("plan_title"),
            ],
            heading=_("What it is about"),
        ),
        facts_boxes_panel(),
        HelpPanel(
            heading=_("Dates"),
            content=_("The day of publishing stays. The day of the last update moves when something here has changed."),
        ),
    ]
    translated_fields = (*BasePage.translated_fields, "lead", "body", "about_title", "plan_title")
    main_texts = ("lead",)
    template = "home/news_page.html"
    page_description = _("What has happened, what is coming, what has come of it.")
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news article")
        verbose_name_plural = _("news articles")

    def clean(self) -> None:
        """Replace a link to a translation by its original page, as registrations belong to that."""
        super().clean()
        if self.activity:
            self.activity = self.activity.as_original
        if self.plan:
            self.plan = self.plan.as_original
