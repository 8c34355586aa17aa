"""How much of a recording a participant has watched."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Participant
from webinars.models.recordings import Recording
from webinars.querysets import ViewingQuerySet


class Viewing(models.Model):
    """The seconds of one recording that one participant has watched, as the union of all that was played.

    Working state, not evidence: it changes, and starts over when the video is replaced. `segments` are pairs of whole
    seconds, `[[start, end], …]`, sorted and disjoint; `covered` is their length. `views` has, for each recent page
    view, how much was credited and up to which message (`webinars.credit`).
    """

    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="viewings")
    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="viewings")
    media_version = models.PositiveIntegerField()
    duration = models.PositiveIntegerField(help_text="Seconds.")
    segments = models.JSONField(default=list)
    covered = models.PositiveIntegerField(default=0, help_text="Seconds.")
    position = models.PositiveIntegerField(default=0, help_text="Seconds.")
    position_at = models.DateTimeField(null=True, blank=True)
    views = models.JSONField(default=dict)
    clamped = models.PositiveIntegerField(default=0, help_text="Seconds reported faster than a clock allows.")
    counts_from = models.DateTimeField(
        null=True,
        blank=True,
        help_text="What was played on pages opened before this does not count: staff took back what it had led to.",
    )
    updated_at = models.DateTimeField()

    objects = ViewingQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "pk"]
        verbose_name = _("viewing")
        verbose_name_plural = _("viewings")
        constraints = [
            models.UniqueConstraint(fields=["participant", "recording"], name="viewing_once_per_recording"),
            models.CheckConstraint(
                condition=models.Q(covered__lte=models.F("duration")), name="viewing_covers_no_more_than_there_is"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.covered} s"

    def start_over(self) -> None:
        """Reset, as if nothing had been watched."""
        self.segments, self.covered, self.position, self.position_at, self.views = [], 0, 0, None, {}
