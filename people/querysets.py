from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from people.models import Participant  # noqa: F401  # named in quotes below


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def with_email(self, email: str) -> ParticipantQuerySet:
        return self.filter(email__iexact=email.strip())

    def with_affiliation(self) -> ParticipantQuerySet:
        """Joins what `Affiliation.keep_affiliation` reads, in a fixed number of queries."""
        return self.select_related("municipality__county", "organisation__municipality__county").prefetch_related(
            "organisation__periods__county"
        )
