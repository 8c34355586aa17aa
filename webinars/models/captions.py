"""Captions, and their lines, which make up the transcript."""

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
    """Captions of a recording in one language.

    `vtt` is normalised WebVTT generated from the cues, so that captions and transcript have the same text. It is empty
    if only the day is known (a programme file has no text).
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
        """All text, for the search index."""
        return "\n".join(self.cues.order_by("number").values_list("text", flat=True))[:MOST_TEXT]

    @property
    def corrected(self) -> int:
        """The number of corrections made by hand."""
        return int(self.facts.get("corrected", 0))


class Cue(models.Model):
    """One line of captions, with its times in milliseconds and the speaker, if known."""

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
