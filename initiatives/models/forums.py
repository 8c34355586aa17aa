"""Forums: their purposes, members and target areas."""

from __future__ import annotations

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from content.blocks import BodyBlock, lines
from content.editing import RowsPanel, facts_boxes_panel
from content.models import BasePage
from initiatives.models.owned import OwnedPage, contact_field, owner_field, themes_field
from people.models import Organisation, Region


class ForumPage(OwnedPage):
    """A forum (P1). Its initiatives are its child pages, in an order that editors choose."""

    class Kind(models.TextChoices):
        LEADERS = "leaders", _("Leaders' forum")
        NETWORK = "network", _("Network")
        COUNCIL = "council", _("Council")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.NETWORK)
    lead = models.TextField(_("lead"), help_text=_("Who meets here and what about, in two or three sentences."))
    page_date = models.DateField(
        _("date on the page"),
        null=True,
        blank=True,
        help_text=_("A date of its own, such as that of its founding. It is not the day of publishing."),
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="forums", verbose_name=_("region")
    )
    purposes = lines(_("purposes"), _("What it is for, in the order of their weight."))
    body = StreamField(
        BodyBlock(), blank=True, verbose_name=_("text"), help_text=_("Between the purposes and the target picture.")
    )
    values = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("more text"),
        help_text=_("Between the target picture and what follows."),
    )
    responsible = owner_field("forums")
    contact = contact_field()
    themes = themes_field("forums")

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("region"), FieldPanel("page_date")]),
        FieldPanel("lead"),
        FieldPanel("purposes"),
        FieldPanel("body"),
        RowsPanel("areas", heading=_("Target picture"), label=_("area")),
        FieldPanel("values"),
        RowsPanel("members", heading=_("Members"), label=_("member")),
        MultiFieldPanel([FieldPanel("responsible"), FieldPanel("contact")], heading=_("By whom")),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
        facts_boxes_panel(),
    ]
    translated_fields = (*BasePage.translated_fields, "lead", "purposes", "body", "values")
    main_texts = ("lead",)
    template = "initiatives/forum_page.html"
    page_description = _("People who meet about their region. What they begin stands below it.")
    parent_page_types = ["initiatives.InitiativeIndexPage"]
    subpage_types = ["initiatives.InitiativePage"]

    class Meta:
        verbose_name = _("forum")
        verbose_name_plural = _("forums")

    @property
    def kind_label(self) -> str:
        return str(self.get_kind_display())


class ForumMember(Orderable):
    """A member: an organisation, or a person with or without one (P4)."""

    class Category(models.TextChoices):
        BUSINESS = "business", _("Business")
        EDUCATION = "education", _("Education")
        RESEARCH = "research", _("Research")
        ADMINISTRATION = "administration", _("Public administration")
        POLITICS = "politics", _("Politics")

    forum = ParentalKey(ForumPage, on_delete=models.CASCADE, related_name="members")
    name = models.CharField(_("person"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    category = models.CharField(_("category"), max_length=16, choices=Category)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("organisation"), FieldPanel("category")])]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name="") | models.Q(organisation__isnull=False),
                name="forum_member_is_somebody",
                violation_error_message=_("Write a name, or choose an organisation."),
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.organisation)


class TargetArea(Orderable):
    """A part of a forum's target picture (P8); initiatives refer to the ones they contribute to (P9)."""

    forum = ParentalKey(ForumPage, on_delete=models.CASCADE, related_name="areas")
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), blank=True)

    panels = [FieldPanel("title"), FieldPanel("text")]

    def __str__(self) -> str:
        return self.title

    @property
    def anchor(self) -> str:
        """The HTML id of the area on its forum's page; does not depend on the title."""
        return f"area-{self.pk or self.sort_order}"
