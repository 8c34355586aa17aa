"""Initiatives: their goal, phase, coordinator and open questions."""

from __future__ import annotations

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from content.blocks import lines, more_text
from content.editing import facts_boxes_panel
from content.models import BasePage
from initiatives.models.forums import TargetArea
from initiatives.models.owned import OwnedPage, contact_field, themes_field
from people.models import Organisation


class InitiativePage(OwnedPage):
    """An initiative (P11), below its forum or directly below the index page.

    The title may begin with `#`, which is left out of the slug, of sorting and of search (P13).
    """

    class Phase(models.TextChoices):
        IDEA = "idea", _("Idea")
        CLARIFICATION = "clarification", _("Being clarified")
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")

    phase = models.CharField(_("phase"), max_length=16, choices=Phase, default=Phase.IDEA)
    goal = models.TextField(_("goal"), help_text=_("What it is to lead to, in one or two sentences."))
    to_clarify = lines(
        _("still to be clarified"), _("Such as how it is organised, how it is gone about, or what the idea is.")
    )
    body = more_text()
    coordinator = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="initiatives",
        verbose_name=_("coordinated by"),
        help_text=_("Its editors may change this page."),
    )
    contact = contact_field()
    areas = ParentalManyToManyField(
        TargetArea,
        blank=True,
        related_name="initiatives",
        verbose_name=_("areas of the target picture"),
        help_text=_("Those of its forum that it contributes to."),
    )
    overlaps = ParentalManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        limit_choices_to={"original": None},
        related_name="overlapped_by",
        verbose_name=_("overlaps with"),
        help_text=_("The other page shows it too."),
    )
    themes = themes_field("initiatives")

    owned_by = "coordinator"
    summary = "goal"
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("goal"),
        FieldPanel("phase"),
        FieldPanel("to_clarify"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("coordinator"), FieldPanel("contact")], heading=_("By whom")),
        MultiFieldPanel(
            [
                FieldPanel("areas", widget=forms.CheckboxSelectMultiple),
                FieldPanel("overlaps", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Belongs together with"),
        ),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
        facts_boxes_panel(),
    ]
    translated_fields = (*BasePage.translated_fields, "goal", "to_clarify", "body")
    main_texts = ("goal",)
    template = "initiatives/initiative_page.html"
    page_description = _("What a forum, or somebody by themselves, has begun.")
    parent_page_types = ["initiatives.ForumPage", "initiatives.InitiativeIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")

    @property
    def status_label(self) -> str:
        return str(self.get_phase_display())
