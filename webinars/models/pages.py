"""The webinar page, and its speakers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from csp.decorators import csp_update
from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from attendance.panels import seats_panel, themes_panel
from content.blocks import more_text
from content.editing import RowsPanel, facts_boxes_panel
from content.models import BasePage
from content.searching import WordsField
from courses import previewing
from courses.models import ActivityPage, Session
from courses.panels import ApprovalPanel, EffectsPanel, RulePanel, plain, row
from courses.rules import Requirement, Rule
from people.models import Organisation, Participant
from webinars import hosts
from webinars.models.recordings import Recording, whole_minutes
from webinars.models.viewings import Viewing
from webinars.panels import RecordingPanel

WITH_RECORDING = "recording"


class WebinarPage(ActivityPage):
    """Live on the net, later a recording, at the same address."""

    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    body = more_text()

    kind = "webinar"
    kind_label = _("Webinar")
    joined_by_picking = True
    is_previewed = False
    """Set in a preview of the page as it will be once the recording is published."""
    is_creatable = True
    page_description = _("Live on the net, and a recording at the same address afterwards.")
    content_panels = [
        EffectsPanel(),
        ApprovalPanel(),
        RecordingPanel(),
        *BasePage.content_panels,
        MultiFieldPanel(
            [row("date", "starts", "ends"), plain("live_minutes"), plain("join_url")],
            heading=_("When"),
            help_text=_("Holds as soon as it is saved. Those who have signed up are told when it changes."),
            classname="plan-panel",
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "abstract_text",
                    heading=_("In short"),
                    help_text=_("What one learns and what it is good for. The page opens with it."),
                ),
                FieldPanel("body"),
                themes_panel(),
                FieldPanel("language", help_text=_("What is spoken.")),
            ],
            heading=_("What it is about"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("responsible", help_text=_("Its editors may change this page and its recording.")),
                RowsPanel("speakers", heading=_("Speakers"), label=_("Speaker")),
            ],
            heading=_("By whom"),
        ),
        seats_panel(),
        MultiFieldPanel(
            [RulePanel(), row("live_percent", "watched_percent"), plain("may_declare")],
            heading=_("What completes it"),
            help_text=_("Leave the fields empty to use the programme's rule."),
            classname="plan-panel",
        ),
        facts_boxes_panel(),
    ]
    translated_fields = (*ActivityPage.translated_fields, "body")
    template = "webinars/webinar_page.html"
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("webinar")
        verbose_name_plural = _("webinars")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Allows the page to frame the host of an external video, and no other."""
        serve: Any = super().serve
        if origin := self._framed_origin():
            serve = csp_update({"frame-src": [origin]})(serve)
        return serve(request, *args, **kwargs)

    @property
    def preview_modes(self) -> list[tuple[str, str | Promise]]:
        return [*super().preview_modes, (WITH_RECORDING, _("With its recording"))]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """A preview in another phase. Nothing is stored."""
        if self.original_id:
            return super().serve_preview(request, mode_name)
        recording = getattr(self, "recording", None)
        if recording is not None and mode_name == WITH_RECORDING:
            self.is_previewed = True
            recording.published_at = min(recording.published_at or timezone.now(), timezone.now())
        elif recording is not None and mode_name != previewing.NOW:
            recording.published_at = None
        return super().serve_preview(request, previewing.AFTER if mode_name == WITH_RECORDING else mode_name)

    def _framed_origin(self) -> str:
        recording = getattr(self, "recording", None)
        if recording is None or not recording.external_url or not recording.is_published():
            return ""
        there = hosts.elsewhere(recording.external_url)
        return there.origin if there else ""

    @classmethod
    def requirement(cls, rule: Rule, sessions: Sequence[Session]) -> Requirement:
        root = next((session for session in sessions if session.parent_id is None), None)
        return Requirement(
            live_session=root.pk if root else None,
            live_minutes=root.live_minutes if root else None,
            live_share=rule.live_share,
            live_start=root.starts_at.timestamp() if root and root.starts_at else None,
            live_end=root.ends_at.timestamp() if root and root.ends_at else None,
            watched_share=rule.watched_share,
            may_declare=rule.may_declare,
        )

    @classmethod
    def offers(cls, activities: Iterable[ActivityPage]) -> dict[int, str]:
        recordings = Recording.objects.published().filter(webinar__in=[activity.pk for activity in activities])
        return {
            pk: gettext("Recording, %(minutes)s min") % {"minutes": whole_minutes(seconds)}
            if seconds
            else gettext("Recording")
            for pk, seconds in recordings.values_list("webinar_id", "seconds")
        }

    @classmethod
    def rule_warnings(cls, activities: Iterable[ActivityPage]) -> dict[int, list[str]]:
        ids = [activity.pk for activity in activities]
        warnings: dict[int, list[str]] = defaultdict(list)
        endless = gettext("It has no length, so nobody can complete it by being there. Say when it starts and ends.")
        lengthless = Session.objects.roots().filter(activity__in=ids, live_minutes=None)
        for pk in lengthless.values_list("activity", flat=True):
            warnings[pk].append(endless)
        unseen = gettext("Its recording lies elsewhere, where it is not measured. Nobody can complete it by watching.")
        elsewhere = Recording.objects.filter(webinar__in=ids).exclude(external_url="")
        for pk in elsewhere.values_list("webinar", flat=True):
            warnings[pk].append(unseen)
        return warnings

    @classmethod
    def rule_changed(cls, activities: Sequence[ActivityPage]) -> None:
        """Whoever has watched as much as is now required gets evidence of it."""
        from webinars.reaching import add_evidence_of

        viewings = Viewing.objects.filter(recording__webinar__in=activities, covered__gt=0)
        add_evidence_of(viewings.of_current_video().locked())

    @classmethod
    def watching_taken_back(cls, activity: ActivityPage, participant: Participant) -> None:
        """Start over: what led to withdrawn evidence must not lead to new evidence."""
        for viewing in Viewing.objects.filter(recording__webinar=activity, participant=participant).locked():
            viewing.start_over()
            viewing.counts_from = timezone.now()
            viewing.save()


class Speaker(index.Indexed, Orderable):
    """A speaker at a webinar: a role, and the organisation if there is one."""

    webinar = ParentalKey(WebinarPage, on_delete=models.CASCADE, related_name="speakers")
    role = models.CharField(_("role"), max_length=160)
    name = models.CharField(_("name"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )

    panels = [
        FieldRowPanel([FieldPanel("role", help_text=_("Such as “researcher”.")), FieldPanel("name")]),
        FieldPanel("organisation"),
    ]
    search_fields: ClassVar[list[index.BaseField]] = [
        WordsField("name"),
        WordsField("role"),
        index.RelatedFields("organisation", [WordsField("name")]),
    ]

    def __str__(self) -> str:
        return self.name or self.role
