from __future__ import annotations

from django.db import models
from django.utils import timezone


class Change(models.Model):
    """A committed change of something that public pages show; written by `content.changes`.

    Both numbers are random; `besides_seats` is 0 if only the number of seats taken has changed.
    """

    whole = models.BigIntegerField()
    besides_seats = models.BigIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "change"

    def __str__(self) -> str:
        return f"{self.made_at}"
