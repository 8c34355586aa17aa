from __future__ import annotations

from django.db import models
from django.utils import timezone


class Change(models.Model):
    """A transaction has changed something that public pages show: see `content.changes`.

    Both numbers are random; `besides_seats` is 0 where nothing but the number of seats taken has changed.
    """

    whole = models.BigIntegerField()
    besides_seats = models.BigIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "change"

    def __str__(self) -> str:
        return f"{self.made_at}"
