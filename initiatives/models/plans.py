"""Plans and strategies: kind, status, consultation, actors, teams, milestones and inputs."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.documents import get_document_model_string
from wagtail.models import Orderable

from content.blocks import lines, more_text
from content.editing import RowsPanel, facts_boxes_panel
from content.models import BasePage, Theme
from courses.models import ActivityPage
from initiatives.models.owned import OwnedPage, contact_field, owner_field, themes_field
from people.models import Organisation

ACTIVITIES = ["webinars.WebinarPage", "gatherings.GatheringPage"]


class PlanPage(OwnedPage):
    """A plan or strategy (K7). Programmes refer to it as their policy basis, news items as their plan."""

    class Kind(models.TextChoices):
        PLAN = "plan", _("Plan")
        STRATEGY = "strategy", _("Strategy")
        ACTION_PROGRAMME = "action_programme", _("Action programme")

    class Status(models.TextChoices):
        DRAFT = "draft", _("In preparation")
        CONSULTATION = "consultation", _("Out for consultation")
        ADOPTED = "adopted", _("Adopted")
        ENDED = "ended", _("Ended")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.PLAN)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT, blank=True)
    lead = models.TextField(_("lead"), blank=True, help_text=_("What it is for, in two or three sentences."))
    vision = models.TextField(_("vision"), blank=True, help_text=_("Where it leads, in a sentence."))
    goals = lines(_("goals"), _("What is to be reached, the most important first."))
    focus_areas = lines(_("focus areas"), _("What is worked on to get there."))
    body = more_text()
    year_from = models.PositiveSmallIntegerField(_("from the year"), null=True, blank=True)
    year_to = models.PositiveSmallIntegerField(_("to the year"), null=True, blank=True)
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    consultation_until = models.DateField(
        _("answers are wanted by"), null=True, blank=True, help_text=_("The last day of the consultation.")
    )
    consultation_document = models.ForeignKey(
        get_document_model_string(),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("what is to be commented on"),
    )
    feedback_url = models.URLField(
        _("where to answer"),
        blank=True,
        help_text=_("The address of a form. Left empty, people answer by e-mail to the contact person."),
    )
    responsible = owner_field("plans")
    contact = contact_field()
    themes = themes_field("plans")

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("status")]),
        FieldPanel("lead"),
        FieldPanel("vision"),
        FieldPanel("goals"),
        FieldPanel("focus_areas"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("year_from"), FieldPanel("year_to"), FieldPanel("adopted_on")], heading=_("Period")),
        MultiFieldPanel(
            [FieldPanel("consultation_until"), FieldPanel("consultation_document"), FieldPanel("feedback_url")],
            heading=_("Consultation"),
            help_text=_("Shown as long as the status says that it is out for consultation."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("responsible"),
                RowsPanel("actor_links", heading=_("Contributing actors"), label=_("actor")),
                RowsPanel("teams", heading=_("Teams"), label=_("team")),
                FieldPanel("contact"),
            ],
            heading=_("By whom"),
        ),
        RowsPanel("milestones", heading=_("Milestones"), label=_("milestone")),
        RowsPanel("inputs", heading=_("What it rests on"), label=_("basis")),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
        facts_boxes_panel(),
    ]
    translated_fields = (*BasePage.translated_fields, "lead", "vision", "goals", "focus_areas", "body")
    template = "initiatives/plan_page.html"
    page_description = _("A plan or strategy, with its goals, its milestones and what it rests on.")
    parent_page_types = ["initiatives.InitiativeIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("plan or strategy")
        verbose_name_plural = _("plans and strategies")

    def clean(self) -> None:
        super().clean()
        errors = {}
        if self.year_from and self.year_to and self.year_to < self.year_from:
            errors["year_to"] = _("The end comes before the start.")
        if self.status == self.Status.CONSULTATION and self.original_id is None and not self.consultation_until:
            errors["consultation_until"] = _("Say how long people may answer.")
        if errors:
            raise ValidationError(errors)

    @property
    def kind_label(self) -> str:
        return str(self.get_kind_display())

    @property
    def status_label(self) -> str:
        return str(self.get_status_display())

    @property
    def is_open_for_answers(self) -> bool:
        """Whether the plan is out for consultation and today is not after the last day (F18)."""
        return (
            self.status == self.Status.CONSULTATION
            and self.consultation_until is not None
            and timezone.localdate() <= self.consultation_until
        )


class PlanActor(Orderable):
    """An organisation that contributes to a plan (K7)."""

    plan = ParentalKey(PlanPage, on_delete=models.CASCADE, related_name="actor_links")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )

    panels = [FieldPanel("organisation")]

    def __str__(self) -> str:
        return str(self.organisation)


class PlanTeam(Orderable):
    """A team for one theme of a plan, shown on the plan's projects too (R10)."""

    plan = ParentalKey(PlanPage, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("name"), max_length=160)
    theme = models.ForeignKey(
        Theme, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("theme")])]

    def __str__(self) -> str:
        return self.name


class Milestone(Orderable):
    """A step of a plan, optionally with the activity at which it is celebrated (K8)."""

    plan = ParentalKey(PlanPage, on_delete=models.CASCADE, related_name="milestones")
    date = models.DateField(_("date"))
    title = models.CharField(_("what happens"), max_length=200)
    activity = models.ForeignKey(
        ActivityPage,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("celebrated at"),
        help_text=_("The page of the webinar or gathering says so too."),
    )

    panels = [FieldRowPanel([FieldPanel("date"), FieldPanel("title")]), PageChooserPanel("activity", ACTIVITIES)]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.activity:
            self.activity = self.activity.as_original


class PlanInput(Orderable):
    """Something a plan is based on: the results of an activity, or a source without a page here (F17)."""

    plan = ParentalKey(PlanPage, on_delete=models.CASCADE, related_name="inputs")
    activity = models.ForeignKey(
        ActivityPage,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="plan_inputs",
        verbose_name=_("webinar or gathering"),
    )
    title = models.CharField(_("what has no page here"), max_length=255, blank=True)

    panels = [PageChooserPanel("activity", ACTIVITIES), FieldPanel("title")]

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=(Q(activity=None) & ~Q(title="")) | (Q(activity__isnull=False) & Q(title="")),
                name="plan_input_page_or_title",
                violation_error_message=_("Choose a page, or write what has none."),
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.activity)

    def clean(self) -> None:
        super().clean()
        if self.activity:
            self.activity = self.activity.as_original
