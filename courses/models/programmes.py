"""The pages of a programme: programme, track, module. They describe; dates, counts and rules are rows of their own."""

from __future__ import annotations

import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.snippets.models import register_snippet

from content.blocks import BodyBlock, more_text
from content.editing import RowsPanel, SnippetForm, facts_boxes_panel, language_panels
from content.models import BasePage, Theme
from courses.panels import DefaultRulePanel, EffectsPanel, plain, row
from people.models import Alliance, ContactPerson, Organisation


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("%(name)s is not a time zone."), params={"name": name})


@register_snippet
class Mission(models.Model):
    """A mission (spisset samfunnsoppdrag) that programmes and gatherings contribute to (V6)."""

    slug = models.SlugField(_("name in addresses"), unique=True)
    title = models.CharField(_("title"), max_length=255)
    level = models.CharField(_("level"), max_length=40, blank=True)
    alliance = models.ForeignKey(
        Alliance, on_delete=models.PROTECT, null=True, blank=True, related_name="missions", verbose_name=_("alliance")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="missions",
        verbose_name=_("organisation"),
    )

    base_form_class = SnippetForm
    panels = [
        *language_panels(title=_("title")),
        FieldPanel("level"),
        FieldPanel("alliance"),
        FieldPanel("organisation"),
        FieldPanel("slug"),
    ]

    class Meta:
        ordering = ["title"]
        verbose_name = _("mission")
        verbose_name_plural = _("missions")

    def __str__(self) -> str:
        return self.title


class ProgrammePage(BasePage):
    """The whole offer. Its title is the long official one; lists, e-mails and addresses use the short one."""

    short_title = models.CharField(_("short title"), max_length=80)
    lead = models.TextField(_("lead"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    period_from = models.DateField(_("from"))
    period_to = models.DateField(_("to"))
    timezone = models.CharField(_("time zone"), max_length=60, default="Europe/Oslo", validators=[validate_time_zone])
    is_pilot = models.BooleanField(_("pilot"), default=False)
    historical_owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("earlier owner")
    )
    mission = models.ForeignKey(
        Mission, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes", verbose_name=_("mission")
    )
    policy_basis = models.ForeignKey(
        Page,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="programmes_built_on_it",
        verbose_name=_("policy basis"),
        help_text=_("The page of the plan or strategy that it carries out. That page names the programme."),
    )
    policy_basis_title = models.CharField(
        _("policy basis without a page here"),
        max_length=255,
        blank=True,
        help_text=_("The name of the plan, report or strategy."),
    )
    policy_basis_text = models.TextField(_("what it says"), blank=True)
    contact = models.ForeignKey(ContactPerson, on_delete=models.PROTECT, related_name="+", verbose_name=_("contact"))
    reporting_contact = models.ForeignKey(
        ContactPerson,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact for reports"),
    )
    price_nok = models.PositiveIntegerField(_("price in NOK"), default=0)
    notice = models.TextField(_("notice on every page"), blank=True)

    content_panels = [
        EffectsPanel(),
        *BasePage.content_panels,
        FieldPanel("short_title", help_text=_("Stands in lists, e-mails and the head of every page.")),
        FieldPanel("lead", help_text=_("What it is and for whom, in two or three sentences.")),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("period_from"), FieldPanel("period_to")]),
                FieldRowPanel(
                    [
                        FieldPanel("timezone", help_text=_("All its dates and times are in this one.")),
                        FieldPanel("is_pilot", help_text=_("The page says that it is tried out.")),
                    ]
                ),
            ],
            heading=_("Period"),
            classname="plan-panel",
        ),
        MultiFieldPanel(
            [
                RowsPanel("owner_links", heading=_("Owners"), label=_("owner"), min_num=1),
                RowsPanel("partner_links", heading=_("Partners"), label=_("partner")),
                FieldPanel("historical_owner", help_text=_("Where another county or body began it.")),
            ],
            heading=_("By whom"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("mission"),
                PageChooserPanel("policy_basis", ["initiatives.PlanPage"]),
                FieldPanel("policy_basis_title"),
                FieldPanel("policy_basis_text"),
            ],
            heading=_("What it builds on"),
        ),
        MultiFieldPanel(
            [
                DefaultRulePanel(),
                row("live_percent", "watched_percent"),
                row("days_percent", "track_activities"),
                plain("may_declare"),
            ],
            heading=_("What counts as completed"),
            help_text=_(
                "Holds for every activity that says nothing else, as soon as it is saved. What somebody has completed "
                "stays completed."
            ),
            classname="plan-panel",
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact", help_text=_("Whom everybody may ask. Stands on every page of the programme.")),
                FieldPanel("reporting_contact", help_text=_("Whom the funder asks about figures.")),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("price_nok", help_text=_("What an activity costs. 0: free.")),
                FieldPanel("notice", help_text=_("Stands at the foot of every page of the programme.")),
            ],
            heading=_("On every page"),
        ),
        facts_boxes_panel(),
    ]
    translated_fields = (
        *BasePage.translated_fields,
        *("short_title", "lead", "body", "policy_basis_title", "policy_basis_text", "notice"),
    )
    main_texts = ("lead",)
    template = "courses/programme_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.TrackPage", "gatherings.GatheringPage"]

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    @property
    def shown_short_title(self) -> str:
        return self.word("short_title")

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.timezone)


class ProgrammeOwner(Orderable):
    """An owner county of a programme (V3)."""

    programme = ParentalKey(ProgrammePage, on_delete=models.CASCADE, related_name="owner_links")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )

    panels = [FieldPanel("organisation")]

    def __str__(self) -> str:
        return str(self.organisation)


class ProgrammePartner(Orderable):
    """A partner and its role, in the order in which partners are listed (V2)."""

    class PartnerRole(models.TextChoices):
        ACADEMIC = "academic", _("Academic partner")
        CLUSTER = "cluster", _("Business cluster")
        PUBLIC = "public", _("Public partner")
        OTHER = "other", _("Partner")

    programme = ParentalKey(ProgrammePage, on_delete=models.CASCADE, related_name="partner_links")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=20, choices=PartnerRole, default=PartnerRole.OTHER)

    panels = [FieldRowPanel([FieldPanel("organisation"), FieldPanel("role")])]

    def __str__(self) -> str:
        return str(self.organisation)


class ProgrammeTarget(models.Model):
    """A target of the programme, measured by one of the keys of the figures."""

    programme = models.ForeignKey(ProgrammePage, on_delete=models.CASCADE, related_name="targets")
    figure = models.CharField(max_length=60)
    label = models.CharField(max_length=160)
    expected = models.PositiveIntegerField(help_text=_("A share is given in whole percent."))
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "figure"], name="target_once_per_figure")]

    def __str__(self) -> str:
        return f"{self.label}: {self.expected}"


class Funding(models.Model):
    """A grant that the programme reports to."""

    programme = models.ForeignKey(ProgrammePage, on_delete=models.CASCADE, related_name="funding")
    source = models.CharField(max_length=200)
    amount_nok = models.PositiveIntegerField(null=True, blank=True)
    report_due = models.DateField(null=True, blank=True)
    case_number = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["report_due", "pk"]
        verbose_name_plural = "funding"

    def __str__(self) -> str:
        return self.source


class TrackPage(BasePage):
    """The basic or the advanced part. A label of level; everybody may take part in both (V8)."""

    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("about the level"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("number", help_text=_("1 is for those who are new to it. Tracks stand in this order.")),
        FieldPanel("text", help_text=_("Whom the level suits, in one or two sentences.")),
        facts_boxes_panel(),
    ]
    translated_fields = (*BasePage.translated_fields, "text")
    main_texts = ("text",)
    page_description = _("The basic or the advanced part. Holds modules.")
    template = "courses/track_page.html"
    parent_page_types = ["courses.ProgrammePage"]
    subpage_types = ["courses.ModulePage"]

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")


class ModulePage(BasePage):
    """The unit that participants pick."""

    text = models.TextField(_("about the module"), blank=True)
    body = more_text()
    themes = ParentalManyToManyField(Theme, blank=True, related_name="modules", verbose_name=_("themes"))
    lead_partner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead partner")
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("text", help_text=_("What one learns and what it is good for, in a few sentences.")),
        FieldPanel("body"),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
        FieldPanel("lead_partner", help_text=_("Who stands for its content.")),
        facts_boxes_panel(),
    ]
    translated_fields = (*BasePage.translated_fields, "text", "body")
    page_description = _("What participants pick. Holds webinars, gatherings and lessons.")
    template = "courses/module_page.html"
    parent_page_types = ["courses.TrackPage"]
    subpage_types = ["webinars.WebinarPage", "gatherings.GatheringPage", "courses.LessonPage"]

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")
