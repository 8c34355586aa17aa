from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from people.models import Participant


class EvidenceQuerySet(models.QuerySet[Any]):
    def effective(self) -> EvidenceQuerySet:
        """What still counts: not withdrawn, and not a withdrawal itself."""
        return self.filter(withdrawn_by__isnull=True).exclude(kind="withdrawal")


class CompletionQuerySet(models.QuerySet[Any]):
    def of(self, participant: Participant) -> CompletionQuerySet:
        return self.filter(participant=participant)

    def complete(self) -> CompletionQuerySet:
        return self.filter(completed_at__isnull=False)
