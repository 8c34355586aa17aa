from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone


class RecordingQuerySet(models.QuerySet[Any]):
    def published(self, day: dt.date | None = None) -> RecordingQuerySet:
        """Public by the end of `day` (today when None)."""
        return self.filter(published_on__lte=day or timezone.localdate())
