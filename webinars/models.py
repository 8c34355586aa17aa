"""The webinar page and, afterwards, its recording with captions, chapters and slides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from content.models import MediaFile
from courses.models import ActivityPage, Session
from courses.rules import Requirement, Rule
from people.models import Organisation
from webinars.querysets import RecordingQuerySet

CAPTIONS_WITHIN = dt.timedelta(days=14)
"""A live broadcast is exempt from captions; left online after this it is not."""


class WebinarPage(ActivityPage):
    """Live on the net, later a recording, at the same address."""

    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)

    kind = "webinar"
    kind_label = _("Webinar")
    joined_by_picking = True
    is_creatable = True
    content_panels = [
        *ActivityPage.activity_panels,
        InlinePanel("speakers", heading=_("Speakers")),
        FieldPanel("language"),
        FieldPanel("facts_boxes"),
    ]
    template = "webinars/webinar_page.html"
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("webinar")
        verbose_name_plural = _("webinars")

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
            pk: gettext("Recording, %(minutes)s min") % {"minutes": minutes} if minutes else gettext("Recording")
            for pk, minutes in recordings.values_list("webinar_id", "minutes")
        }


class Speaker(Orderable):
    """Who speaks at a webinar: a role, and the organisation where there is one."""

    webinar = ParentalKey(WebinarPage, on_delete=models.CASCADE, related_name="speakers")
    role = models.CharField(_("role"), max_length=160)
    name = models.CharField(_("name"), max_length=160, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )

    panels = [FieldPanel("role"), FieldPanel("name"), FieldPanel("organisation")]

    def __str__(self) -> str:
        return self.name or self.role


class Recording(models.Model):
    """The recording of a webinar. It is public from `published_on`; without one it is on its way."""

    webinar = models.OneToOneField(WebinarPage, on_delete=models.CASCADE, related_name="recording")
    published_on = models.DateField(_("published"), null=True, blank=True)
    media = models.ForeignKey(MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="recordings")
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), null=True, blank=True)
    is_restricted = models.BooleanField(_("for the registered only"), default=False)
    transcript_approved = models.BooleanField(_("transcript approved"), default=False)
    captions_required = models.JSONField(_("captions required in"), default=list, blank=True)
    caption_deadline = models.DateField(_("captions due"), null=True, blank=True)

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = ["-published_on", "pk"]
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")

    def __str__(self) -> str:
        return str(self.webinar)

    def is_published(self, day: dt.date | None = None) -> bool:
        return self.published_on is not None and self.published_on <= (day or timezone.localdate())

    def captions_missing(self, day: dt.date) -> list[str]:
        """The required languages that had no captions by the end of `day`."""
        there = {track.language for track in self.captions.all() if track.added_on <= day}
        return [language for language in self.captions_required if language not in there]

    def captions_due(self, live_on: dt.date | None) -> dt.date | None:
        """The last day for captions. The clock runs from the live date whether a day was set or not."""
        if self.caption_deadline or live_on is None:
            return self.caption_deadline
        return live_on + CAPTIONS_WITHIN


class CaptionTrack(models.Model):
    """Captions of a recording in one language, from the day they came."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    added_on = models.DateField(_("added"))

    class Meta:
        ordering = ["recording", "pk"]
        constraints = [models.UniqueConstraint(fields=["recording", "language"], name="captions_once_per_language")]

    def __str__(self) -> str:
        return self.get_language_display()


class Chapter(models.Model):
    """A chapter of a recording, from a second on."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="chapters")
    second = models.PositiveIntegerField(_("starts at second"))
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        ordering = ["recording", "second"]
        constraints = [models.UniqueConstraint(fields=["recording", "second"], name="chapter_once_per_second")]

    def __str__(self) -> str:
        return self.title


class Handout(models.Model):
    """A presentation or another file of a webinar. Planned ones are announced before they are there."""

    class Kind(models.TextChoices):
        SLIDES = "slides", _("Presentation")
        ATTACHMENT = "attachment", _("Attachment")

    webinar = models.ForeignKey(WebinarPage, on_delete=models.CASCADE, related_name="handouts")
    kind = models.CharField(max_length=12, choices=Kind)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    format = models.CharField(_("format"), max_length=10, default="pdf")
    is_accessible = models.BooleanField(_("can be read by everybody"), default=True)
    is_planned = models.BooleanField(_("not there yet"), default=False)

    class Meta:
        ordering = ["webinar", "kind", "order", "pk"]
        verbose_name = _("handout")
        verbose_name_plural = _("handouts")

    def __str__(self) -> str:
        return self.title
