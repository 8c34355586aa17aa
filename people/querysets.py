from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from people.models import Participant  # noqa: F401  # named in quotes below

LONGEST_SEARCH = 500
"""The number of characters. Nobody has so long a name and address, and a database takes only so many conditions."""


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def with_email(self, email: str) -> ParticipantQuerySet:
        return self.filter(email__iexact=email.strip())

    def matching(self, text: str, *others: str) -> ParticipantQuerySet:
        """Those who have each word of the text in their name, their address or one of the other fields."""
        if len(text) > LONGEST_SEARCH:
            return self.none()
        people = self
        for word in text.split():
            fields = ("name", "email", *others)
            people = people.filter(Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR))
        return people

    def with_affiliation(self) -> ParticipantQuerySet:
        """Joins what `Affiliation.keep_affiliation` reads, in a fixed number of queries."""
        return self.select_related("municipality__county", "organisation__municipality__county").prefetch_related(
            "organisation__periods__county"
        )
