"""The base of all activities' pages, and the lesson."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from content.blocks import BodyBlock
from content.editing import facts_boxes_panel
from content.models import BasePage, Theme
from courses.panels import ApprovalPanel, RulePanel
from courses.querysets import ActivityManager
from courses.refusals import Refusal
from courses.rules import Requirement, Rule
from people.models import Organisation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from courses.models.sessions import Session
    from courses.permissions import ActivityPermissions
    from people.models import Participant, User


class ActivityPage(BasePage):
    """Anything one can take part in.

    Subclasses override the class methods below, so that lower apps work with kinds that they do not know.
    Registrations, evidence and other facts point at the original.
    """

    abstract_text = models.TextField(_("what it is about"), blank=True)
    responsible = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("organisation in charge"),
    )
    themes = ParentalManyToManyField(Theme, blank=True, related_name="activities", verbose_name=_("themes"))
    complements = models.ManyToManyField(
        "self",
        symmetrical=True,
        blank=True,
        verbose_name=_("goes together with"),
        help_text=_("Webinars and gatherings on the same theme."),
    )
    objects = ActivityManager()

    kind: ClassVar[str] = ""
    kind_label: ClassVar[str | Promise] = ""
    joined_by_picking: ClassVar[bool] = False
    """Whether picking the module registers for it: webinars do, gatherings are registered for one by one."""
    has_sessions: ClassVar[bool] = True
    """Whether it has dates."""
    is_creatable = False
    translated_fields: ClassVar[tuple[str, ...]] = (*BasePage.translated_fields, "abstract_text")
    main_texts: ClassVar[tuple[str, ...]] = ("abstract_text",)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    previewed_as: str = ""
    """The state that an editor previews it in, whatever the time is: see `courses.previewing`."""

    @property
    def preview_modes(self) -> list[tuple[str, str | Promise]]:
        from courses.previewing import MODES

        return list(MODES if self.has_sessions else MODES[:1])

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        self.previewed_as = mode_name
        return super().serve_preview(request, mode_name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        from courses import partner_pages

        super().save(*args, **kwargs)
        if self.original_id is None:
            partner_pages.page_saved(self)

    def permissions_for_user(self, user: User | AnonymousUser) -> ActivityPermissions:
        from courses.permissions import ActivityPermissions

        return ActivityPermissions(user, self)

    @classmethod
    def requirement(cls, rule: Rule, sessions: Sequence[Session]) -> Requirement:
        """What completes an activity of this kind under `rule`, given all its sessions."""
        return Requirement(may_declare=rule.may_declare)

    @classmethod
    def admission_refusals(cls, sessions: Iterable[Session], participant: Participant | None) -> dict[int, Refusal]:
        """Why the participant may not register, by root session, for reasons special to this kind. One query for
        all."""
        return {}

    @classmethod
    def needs_approval(cls, session: Session) -> bool:
        """Whether staff must approve a registration for the whole before it gets a seat."""
        return False

    @classmethod
    def offers(cls, activities: Iterable[ActivityPage]) -> dict[int, str]:
        """By activity: what it offers independently of dates, in a few words. One query for all."""
        return {}

    @classmethod
    def rule_warnings(cls, activities: Iterable[ActivityPage]) -> dict[int, list[str]]:
        """By activity: why its rule cannot be met, or not by everybody. A fixed number of queries."""
        return {}

    @classmethod
    def rule_changed(cls, activities: Sequence[ActivityPage]) -> None:
        """Called before everybody is assessed by a new rule: data of this kind may now amount to evidence."""

    @classmethod
    def watching_taken_back(cls, activity: ActivityPage, participant: Participant) -> None:
        """Called before evidence of watching is withdrawn: the data behind it does not count any more."""


class LessonPage(ActivityPage):
    """Read or done on one's own, at any time; participants mark it as done themselves."""

    lead = models.TextField(_("lead"))
    body = StreamField(BodyBlock(), verbose_name=_("body"))
    duration_minutes = models.PositiveSmallIntegerField(_("takes about (minutes)"))

    kind = "lesson"
    kind_label = _("Lesson")
    has_sessions = False
    is_creatable = True
    page_description = _("Read or done on one's own, at any time.")
    translated_fields = (*BasePage.translated_fields, "lead", "body")
    main_texts = ("lead", "body")
    content_panels = [
        ApprovalPanel(),
        *BasePage.content_panels,
        FieldPanel("duration_minutes"),
        FieldPanel("lead"),
        FieldPanel("body"),
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
        FieldPanel("responsible", help_text=_("Its editors may change this page.")),
        MultiFieldPanel([RulePanel()], heading=_("What completes it")),
        facts_boxes_panel(),
    ]
    template = "courses/lesson_page.html"
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @classmethod
    def requirement(cls, rule: Rule, sessions: Sequence[Session]) -> Requirement:
        return Requirement(may_declare=True, declaration_earns=True)

    @classmethod
    def offers(cls, activities: Iterable[ActivityPage]) -> dict[int, str]:
        lengths = cls.objects.filter(pk__in=[activity.pk for activity in activities])
        return {
            pk: gettext("Lesson, %(minutes)s min") % {"minutes": minutes}
            for pk, minutes in lengths.values_list("pk", "duration_minutes")
        }
