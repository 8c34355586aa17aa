"""Projects: their regions and panels, suppliers and deliverables."""

from __future__ import annotations

import calendar
import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.documents import get_document_model_string
from wagtail.fields import StreamField
from wagtail.models import Orderable

from content.blocks import lines, more_text
from content.editing import RowsPanel, facts_boxes_panel
from content.models import BasePage
from initiatives.models.owned import OwnedPage, owner_field, themes_field
from initiatives.models.plans import PlanPage
from people.models import ContactPerson, Organisation, Region


class ProjectPage(OwnedPage):
    """A project in one or more regions, for example to follow up a plan (R1)."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        ENDED = "ended", _("Ended")

    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.PLANNED)
    lead = models.TextField(_("lead"), help_text=_("What is to be found out or done and for whom, in a few sentences."))
    questions = lines(_("guiding questions"), _("What is asked, in order. Every panel answers the same questions."))
    body = more_text()
    expected_results = lines(_("expected results"), _("What there will be when it is done."))
    period_from = models.DateField(_("from"), null=True, blank=True)
    period_to = models.DateField(_("to"), null=True, blank=True)
    responsible = owner_field("projects")
    plan = models.ForeignKey(
        PlanPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("plan"),
        help_text=_("The plan that it follows up. The teams of the plan are shown here too."),
    )
    manager = models.ForeignKey(
        ContactPerson,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("project manager"),
        help_text=_("Whom everybody may ask about it."),
    )
    themes = themes_field("projects")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("lead"),
        MultiFieldPanel(
            [FieldPanel("status"), FieldRowPanel([FieldPanel("period_from"), FieldPanel("period_to")])],
            heading=_("Status and period"),
        ),
        FieldPanel("questions"),
        FieldPanel("body"),
        FieldPanel("expected_results"),
        MultiFieldPanel(
            [
                FieldPanel("responsible"),
                PageChooserPanel("plan"),
                FieldPanel("manager"),
                RowsPanel("suppliers", heading=_("Suppliers"), label=_("supplier")),
            ],
            heading=_("By whom"),
        ),
        RowsPanel("region_links", heading=_("Regions and their panels"), label=_("region")),
        RowsPanel("deliverables", heading=_("Deliverables"), label=_("deliverable")),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
        facts_boxes_panel(),
    ]
    translated_fields = (*BasePage.translated_fields, "lead", "questions", "body", "expected_results")
    main_texts = ("lead",)
    template = "initiatives/project_page.html"
    page_description = _("A project with its questions, the regions it covers and what it delivers.")
    parent_page_types = ["initiatives.InitiativeIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def clean(self) -> None:
        super().clean()
        if self.period_from and self.period_to and self.period_to < self.period_from:
            raise ValidationError({"period_to": _("The end comes before the start.")})
        if self.plan:
            self.plan = self.plan.as_original

    @property
    def status_label(self) -> str:
        return str(self.get_status_display())


class ProjectRegion(ClusterableModel, Orderable):
    """A region that a project covers, with its one panel of members (R2, R4)."""

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="region_links")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", verbose_name=_("region"))

    panels = [
        FieldPanel("region"),
        InlinePanel("panel_members", heading=_("Members of its panel"), label=_("member")),
    ]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "region"], name="region_once_per_project")]

    def __str__(self) -> str:
        return str(self.region)


class PanelMember(Orderable):
    """A member of a region's panel, with their field."""

    class Field(models.TextChoices):
        BUSINESS = "business", _("Business")
        COMPETENCE = "competence", _("Skills and education")

    region_link = ParentalKey(ProjectRegion, on_delete=models.CASCADE, related_name="panel_members")
    name = models.CharField(_("name"), max_length=160)
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organisation"),
    )
    field = models.CharField(_("field"), max_length=12, choices=Field, blank=True)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("organisation"), FieldPanel("field")])]

    def __str__(self) -> str:
        return self.name


class Supplier(Orderable):
    """An external supplier and their role (R11)."""

    class Role(models.TextChoices):
        FACILITATOR = "facilitator", _("Facilitator")
        ANALYST = "analyst", _("Analyst")
        OTHER = "other", _("Supplier")

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="suppliers")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.OTHER)

    panels = [FieldRowPanel([FieldPanel("organisation"), FieldPanel("role")])]

    def __str__(self) -> str:
        return str(self.organisation)


class PresentedBlock(blocks.StructBlock):
    """A StreamField block: a body to which a deliverable was presented, and the outcome (R14)."""

    body = blocks.CharBlock(label=_("Body"), max_length=160)
    date = blocks.DateBlock(label=_("Date"), required=False)
    outcome = blocks.CharBlock(label=_("Outcome"), max_length=255, required=False)

    class Meta:
        icon = "group"
        label = _("Presented to")


class Deliverable(Orderable, ClusterableModel):
    """A result of a project: kind, subject, due date and recipients (R12–R15)."""

    class Kind(models.TextChoices):
        ANALYSIS = "analysis", _("Analysis")
        RECOMMENDATION = "recommendation", _("Recommendation")
        FINAL_REPORT = "final_report", _("Final report")

    class Precision(models.TextChoices):
        """How precise the due date is."""

        DAY = "day", _("That day")
        EARLY = "early", _("Early in the month")
        MIDDLE = "middle", _("In the middle of the month")
        LATE = "late", _("Late in the month")
        MONTH = "month", _("That month")
        YEAR = "year", _("That year")

    project = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="deliverables")
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    region = models.ForeignKey(
        Region,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("region"),
        help_text=_("Left empty, it is about the whole county."),
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    due_precision = models.CharField(_("how exactly"), max_length=8, choices=Precision, default=Precision.DAY)
    document = models.ForeignKey(
        get_document_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("file"),
    )
    presented_to = StreamField([("presented", PresentedBlock())], blank=True, verbose_name=_("presented to"))
    plans = ParentalManyToManyField(
        PlanPage,
        blank=True,
        related_name="deliverables",
        limit_choices_to={"original": None},
        verbose_name=_("input to"),
        help_text=_("The plans that rest on it. Their pages name it."),
    )

    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("kind"), FieldPanel("region")]),
        FieldRowPanel([FieldPanel("due_on"), FieldPanel("due_precision")]),
        FieldPanel("document"),
        FieldPanel("presented_to"),
        FieldPanel("plans", widget=forms.CheckboxSelectMultiple),
    ]

    def __str__(self) -> str:
        return self.title

    @property
    def last_due_day(self) -> dt.date:
        """The end of the due period, for sorting: «early August» is before 15 August and after 5 August (R13).
        `date.max` without a due date.
        """
        if self.due_on is None:
            return dt.date.max
        last = calendar.monthrange(self.due_on.year, self.due_on.month)[1]
        return {
            self.Precision.DAY: self.due_on,
            self.Precision.EARLY: self.due_on.replace(day=10),
            self.Precision.MIDDLE: self.due_on.replace(day=20),
            self.Precision.LATE: self.due_on.replace(day=last),
            self.Precision.MONTH: self.due_on.replace(day=last),
            self.Precision.YEAR: self.due_on.replace(month=12, day=31),
        }[self.Precision(self.due_precision)]
