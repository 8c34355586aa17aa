"""Captions, and the lines of them that make the transcript."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from content.searching import MOST_TEXT, WordsField
from webinars.models.recordings import Recording


class CaptionTrack(index.Indexed, models.Model):
    """Captions of a recording in one language, from the day they came.

    `vtt` is normalised WebVTT that we wrote from the cues, so that what is served and what is read are one text. It is
    empty where only the day is known (a programme file brings no text).
    """

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    added_on = models.DateField(_("added"))
    vtt = models.TextField(blank=True, editable=False)
    source_name = models.CharField(_("file"), max_length=255, blank=True)
    facts = models.JSONField(default=dict, blank=True, editable=False, help_text="What was read from the file.")

    search_fields: ClassVar[list[index.BaseField]] = [WordsField("spoken_text")]

    class Meta:
        ordering = ["recording", "pk"]
        constraints = [models.UniqueConstraint(fields=["recording", "language"], name="captions_once_per_language")]

    def __str__(self) -> str:
        return self.get_language_display()

    @property
    def has_text(self) -> bool:
        return bool(self.vtt)

    def spoken_text(self) -> str:
        """All that is said, for searching."""
        return "\n".join(self.cues.order_by("number").values_list("text", flat=True))[:MOST_TEXT]

    @property
    def corrected(self) -> int:
        """How many corrections have been made in it by hand since it came."""
        return int(self.facts.get("corrected", 0))


class Cue(models.Model):
    """One line of captions: what is said from one moment to another, in milliseconds, and by whom if that is known."""

    track = models.ForeignKey(CaptionTrack, on_delete=models.CASCADE, related_name="cues")
    number = models.PositiveIntegerField()
    start_ms = models.PositiveIntegerField()
    end_ms = models.PositiveIntegerField()
    speaker = models.CharField(_("speaker"), max_length=160, blank=True)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["track", "number"]
        constraints = [
            models.UniqueConstraint(fields=["track", "number"], name="cue_number_once_per_track"),
            models.CheckConstraint(condition=Q(end_ms__gt=F("start_ms")), name="cue_ends_after_its_start"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def second(self) -> int:
        return self.start_ms // 1000
