"""Whom staff may find: people of their programme, and anybody by their full e-mail address."""

from __future__ import annotations

from django.db.models import Q

from attendance.roster import known_in
from content.ordering import InNorwegianOrder
from courses.models import ProgrammePage
from people.models import Participant
from people.querysets import ParticipantQuerySet

MOST_FOUND = 20


def may_be_found(programme: ProgrammePage, words: str) -> ParticipantQuerySet:
    """The people of the programme, and the participant with exactly the typed address."""
    allowed = Q(pk__in=known_in(programme))
    # Without words, people without an address would match.
    if address := words.strip():
        allowed |= Q(email__iexact=address)
    return Participant.objects.filter(allowed)


def found(programme: ProgrammePage, words: str) -> list[Participant]:
    """The first people who match all words, and one more if there are more."""
    people = may_be_found(programme, words).matching(words, "organisation__name").select_related("organisation")
    return list(people.order_by(InNorwegianOrder("name"), "pk")[: MOST_FOUND + 1])
