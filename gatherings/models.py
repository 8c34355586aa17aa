"""The gathering page, its agenda, and admission."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable

from attendance.models import Registration
from attendance.panels import DaysPanel, seats_panel, themes_panel
from content.blocks import more_text
from content.editing import RowsPanel, facts_boxes_panel
from content.models import BasePage
from courses.models import ActivityPage, Level, Mission, Session
from courses.panels import ApprovalPanel, EffectsPanel, RulePanel, plain, row
from courses.refusals import Refusal
from courses.rules import Requirement, Rule
from people.models import ContactPerson, Municipality, Organisation, OrganisationType, Participant


class GatheringPage(ActivityPage):
    """In person, one or more days. The page describes it; days, seats and rules are rows of their own."""

    goal = models.TextField(_("goal"))
    audience_text = models.TextField(_("who it is for"), blank=True)
    recap = models.TextField(_("what came of it"), blank=True)
    body = more_text()
    venue = models.CharField(_("venue"), max_length=160, blank=True)
    street = models.CharField(_("street"), max_length=160, blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    venue_is_accessible = models.BooleanField(_("step-free venue"), null=True, blank=True)
    venue_notes = models.TextField(_("about the venue"), blank=True)
    mission = models.ForeignKey(
        Mission, on_delete=models.PROTECT, null=True, blank=True, related_name="gatherings", verbose_name=_("mission")
    )
    contact = models.ForeignKey(
        ContactPerson, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )
    moderator_role = models.CharField(_("moderator"), max_length=160, blank=True)
    moderator_organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where the moderator works"),
    )

    kind = "gathering"
    kind_label = _("Gathering")
    is_creatable = True
    page_description = _("In person, on one or more days, with seats and an agenda.")
    translated_fields = (
        *ActivityPage.translated_fields,
        *("goal", "audience_text", "recap", "venue_notes", "moderator_role", "body"),
    )
    main_texts = ("goal",)
    content_panels = [
        EffectsPanel(),
        ApprovalPanel(),
        *BasePage.content_panels,
        DaysPanel(heading=_("Days and sessions"), classname="plan-panel"),
        MultiFieldPanel(
            [
                FieldPanel("venue"),
                FieldPanel("street"),
                FieldPanel("municipality"),
                FieldPanel("venue_is_accessible", help_text=_("All the way in. The page says so.")),
                FieldPanel("venue_notes", help_text=_("How to get there, where to park, which entrance.")),
                plain("join_url"),
                RowsPanel("rooms", heading=_("Rooms"), label=_("room")),
            ],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("goal", help_text=_("What those who come take home. The page opens with it.")),
                FieldPanel("abstract_text", heading=_("In short"), help_text=_("Where the goal does not say it all.")),
                FieldPanel("body"),
                FieldPanel("audience_text", help_text=_("In words. Who may sign up is set further down.")),
                themes_panel(),
            ],
            heading=_("What it is about"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("responsible", help_text=_("Its editors may change this page.")),
                FieldPanel("moderator_role"),
                FieldPanel("moderator_organisation"),
                FieldPanel("contact"),
                FieldPanel("mission"),
            ],
            heading=_("By whom"),
        ),
        seats_panel(),
        MultiFieldPanel(
            [
                plain("audience"),
                row("needs_approval", "max_per_organisation"),
                plain("questions"),
                row("aid_basis", "aid_value_nok"),
            ],
            heading=_("Who may come, and what they are asked"),
            classname="plan-panel",
        ),
        MultiFieldPanel(
            [RulePanel(), row("needed_days", "may_declare")],
            heading=_("What completes it"),
            help_text=_("Leave the fields empty to use the programme's rule."),
            classname="plan-panel",
        ),
        MultiFieldPanel([FieldPanel("recap")], heading=_("Afterwards")),
        facts_boxes_panel(),
    ]
    template = "gatherings/gathering_page.html"
    parent_page_types = ["courses.ProgrammePage", "courses.ModulePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")

    @classmethod
    def requirement(cls, rule: Rule, sessions: Sequence[Session]) -> Requirement:
        # Without rows for its days it has a single day, the root session.
        rows = [row for row in sessions if row.level == Level.DAY] or [row for row in sessions if row.parent_id is None]
        days = [row.pk for row in rows if not row.is_cancelled]
        return Requirement(days=tuple(days), days_share=rule.days_share, may_declare=rule.may_declare)

    @classmethod
    def rule_warnings(cls, activities: Iterable[ActivityPage]) -> dict[int, list[str]]:
        days = Session.objects.days().filter(activity__in=[activity.pk for activity in activities])
        planned = set(days.values_list("activity_id", flat=True))
        standing = set(days.filter(cancelled_at=None).values_list("activity_id", flat=True))
        return {pk: [gettext("All its days are cancelled, so nobody can complete it.")] for pk in planned - standing}

    @classmethod
    def needs_approval(cls, session: Session) -> bool:
        return Admission.objects.filter(session=session, needs_approval=True).exists()

    @classmethod
    def admission_refusals(cls, sessions: Iterable[Session], participant: Participant | None) -> dict[int, Refusal]:
        from gatherings.admission import refusals

        return refusals(sessions, participant)


class Room(Orderable):
    """A room of the venue, with its capacity."""

    gathering = ParentalKey(GatheringPage, on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=120)
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True)

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("capacity")])]

    def __str__(self) -> str:
        return self.name


class Admission(models.Model):
    """Who may register for a gathering, and what they are asked. A rule, so it is not a field of the page."""

    class Question(models.TextChoices):
        DIETARY_NEEDS = "dietary_needs", _("Dietary needs")
        ACCESS_NEEDS = "access_needs", _("Access needs")
        OVERNIGHT = "overnight", _("Overnight stay")

    class AidBasis(models.TextChoices):
        NONE = "none", _("No aid")
        FRAME_GRANT = "frame_grant", _("Frame grant")
        PURCHASE = "purchase_of_service", _("Purchase of service")
        DE_MINIMIS = "de_minimis", _("De minimis aid")
        BLOCK_EXEMPTION = "block_exemption", _("Block exemption")
        PER_SEAT = "assess_per_seat", _("Assessed for each seat")

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="admission")
    audience = models.JSONField(
        _("types of organisation that may register"), default=list, blank=True, help_text=_("Empty: everybody.")
    )
    needs_approval = models.BooleanField(_("staff approves"), default=False)
    max_per_organisation = models.PositiveSmallIntegerField(_("seats per organisation"), null=True, blank=True)
    questions = models.JSONField(_("questions"), default=list, blank=True)
    aid_basis = models.CharField(_("aid basis"), max_length=24, choices=AidBasis, blank=True)
    aid_value_nok = models.PositiveIntegerField(_("value per seat in NOK"), null=True, blank=True)

    def __str__(self) -> str:
        return str(self.session)

    @property
    def is_aid(self) -> bool:
        """Whether a seat may be state aid to the participant's organisation."""
        return self.aid_basis not in ("", self.AidBasis.NONE)

    @property
    def has_terms(self) -> bool:
        """Whether there are terms to show before registering."""
        return bool(self.audience or self.needs_approval or self.max_per_organisation or self.is_aid)

    @property
    def audience_labels(self) -> list[str]:
        return [OrganisationType(word).many for word in self.audience]


class AgendaItem(models.Model):
    """A session as an item on the agenda: kind, room and notes. Its time and capacity are the session's."""

    class Kind(models.TextChoices):
        MEAL = "meal", _("Meal")
        OPENING = "opening", _("Opening")
        TALK = "talk", _("Talk")
        KEYNOTE = "keynote", _("Keynote")
        DIALOGUE = "dialogue", _("Dialogue")
        PANEL = "panel", _("Panel")
        WORKSHOP = "workshop", _("Workshop")
        VISIT = "visit", _("Visit")
        CLOSING = "closing", _("Closing")

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="agenda_item")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="items")
    groups = models.PositiveSmallIntegerField(_("groups"), null=True, blank=True)
    is_accessible = models.BooleanField(_("accessible to everybody"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)

    def __str__(self) -> str:
        return str(self.session)


class AgendaSpeaker(models.Model):
    """A speaker in a session: a role, and the organisation if there is one."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="speakers")
    order = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(_("role"), max_length=160)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["item", "order", "pk"]

    def __str__(self) -> str:
        return self.role


class Answers(models.Model):
    """A participant's answers at registration. Deleted 30 days after the gathering (`purge_answers`)."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="answers")
    dietary_needs = models.TextField(_("dietary needs"), blank=True)
    access_needs = models.TextField(_("access needs"), blank=True)
    overnight = models.BooleanField(_("stays the night"), default=False)

    class Meta:
        verbose_name = _("answers")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return str(self.registration)
