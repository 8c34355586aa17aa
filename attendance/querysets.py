from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count


class RegistrationQuerySet(models.QuerySet[Any]):
    def active(self) -> RegistrationQuerySet:
        """Has a seat, waits for one or for an answer."""
        return self.filter(state__in=self.model.ACTIVE)

    def holding_seat(self) -> RegistrationQuerySet:
        return self.filter(state__in=self.model.HOLDS_SEAT)

    def waiting(self) -> RegistrationQuerySet:
        """The waiting list, in order."""
        return self.filter(state=self.model.State.WAITING).order_by("registered_at", "pk")

    def by_session(self) -> dict[int, int]:
        """How many of these rows each session has. One query."""
        return dict(self.order_by().values_list("session_id").annotate(rows=Count("pk")))


class AttendanceQuerySet(models.QuerySet[Any]):
    def attended(self) -> AttendanceQuerySet:
        """Has minutes, or was present."""
        return self.filter(present=True)
