"""The recording of a webinar, and its chapters."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import MediaFile, private_storage
from webinars.querysets import RecordingQuerySet

CAPTIONS_WITHIN = dt.timedelta(days=14)
"""A live broadcast is exempt from captions. A recording that stays online longer than this is not."""


def whole_minutes(seconds: int | None) -> int | None:
    """A length in minutes, at least one."""
    return max(1, round(seconds / 60)) if seconds else None


class Recording(models.Model):
    """The recording of a webinar: a video file of ours, or the address of one at an allowed host.

    It is public from `published_at`; without that it is on its way. `media_version` is incremented when the video is
    replaced: watching then starts over, and completions stay.
    """

    class AudioDescription(models.TextChoices):
        """How people who cannot see the picture can follow it (WCAG 1.2.5)."""

        UNDECIDED = "", _("Not decided")
        SPOKEN = "spoken", _("What matters is said aloud in the recording")
        SEPARATE = "separate", _("There is a described version")
        BURDEN = "burden", _("Left out as a disproportionate burden")

    webinar = models.OneToOneField("webinars.WebinarPage", on_delete=models.CASCADE, related_name="recording")
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    media = models.ForeignKey(MediaFile, on_delete=models.PROTECT, null=True, blank=True, related_name="recordings")
    external_url = models.URLField(_("address of the video elsewhere"), max_length=500, blank=True)
    is_to_be_told = models.BooleanField(
        default=False, editable=False, help_text="Those who missed the webinar have not all been told that it is there."
    )
    media_version = models.PositiveIntegerField(default=1)
    seconds = models.PositiveIntegerField(_("length in seconds"), null=True, blank=True)
    poster = models.FileField(_("still picture"), upload_to="posters", storage=private_storage, blank=True)
    is_restricted = models.BooleanField(_("for the registered only"), default=False)
    transcript_approved = models.BooleanField(_("transcript approved"), default=False)
    captions_required = models.JSONField(_("captions required in"), default=list, blank=True)
    caption_deadline = models.DateField(_("captions due"), null=True, blank=True)
    audio_description = models.CharField(
        _("audio description"), max_length=10, choices=AudioDescription, default=AudioDescription.UNDECIDED, blank=True
    )
    audio_description_note = models.TextField(_("why it would be a disproportionate burden"), blank=True)
    described_media = models.ForeignKey(
        MediaFile,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("described version"),
    )

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "pk"]
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        constraints = [
            models.CheckConstraint(
                condition=Q(media__isnull=True) | Q(external_url=""), name="recording_of_file_or_address"
            ),
            models.CheckConstraint(
                condition=~Q(audio_description="burden") | ~Q(audio_description_note=""),
                name="recording_burden_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.webinar)

    @property
    def minutes(self) -> int | None:
        return whole_minutes(self.seconds)

    @property
    def has_video(self) -> bool:
        return self.media_id is not None or bool(self.external_url)

    def is_published(self, now: dt.datetime | None = None) -> bool:
        return self.published_at is not None and self.published_at <= (now or timezone.now())

    def captions_missing(self, day: dt.date) -> list[str]:
        """The required languages without captions at the end of `day`."""
        there = {track.language for track in self.captions.all() if track.added_on <= day}
        return [language for language in self.captions_required if language not in there]

    def captions_due(self, live_on: dt.date | None) -> dt.date | None:
        """The deadline for captions. By default it is counted from the live date."""
        if self.caption_deadline or live_on is None:
            return self.caption_deadline
        return live_on + CAPTIONS_WITHIN


class Chapter(models.Model):
    """A chapter of a recording, with the second at which it begins."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="chapters")
    second = models.PositiveIntegerField(_("starts at second"))
    title = models.CharField(_("title"), max_length=200)

    class Meta:
        ordering = ["recording", "second"]
        constraints = [models.UniqueConstraint(fields=["recording", "second"], name="chapter_once_per_second")]

    def __str__(self) -> str:
        return self.title
