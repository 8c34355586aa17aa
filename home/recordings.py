"""All recordings: those that an address asks for, and on top what its reader has begun to watch (V14)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict

from home import index
from home.filters import RecordingFilter
from home.half_seen import HalfSeen, half_seen
from home.listing import Listing, listing, options, partners, themes, tracks
from people.models import Participant
from webinars.models import WebinarPage


@dataclass
class Recordings:
    listing: Listing
    begun: list[HalfSeen]


def read(parameters: QueryDict, participant: Participant | None) -> Recordings:
    """One query, four signed in, however many recordings there are and whatever is chosen; six to read the index."""
    asked = RecordingFilter(parameters, index.read())
    languages = {code: asked.index.spoken.get(code, 0) for code, _name in settings.LANGUAGES}
    choices = {
        "theme": themes(asked),
        "track": tracks(asked),
        "partner": partners(asked),
        "language": options(asked, "language", dict(settings.LANGUAGES), languages),
    }
    # What one has begun stands on the first page of all, not among what is searched for.
    is_front = not asked.chosen and not parameters.get("page")
    return Recordings(
        listing=listing(asked, choices, parameters.get("page"), participant),
        begun=half_seen(participant) if participant is not None and is_front else [],
    )


def newest(parameters: QueryDict, most: int) -> list[WebinarPage]:
    """Those that the same filters leave, published last first: for a feed."""
    asked = RecordingFilter(parameters, index.read())
    found = asked.index.listed(asked.found())
    latest = sorted(found, key=lambda fact: (-fact.published_at.timestamp() if fact.published_at else 0, fact.pk))
    rows = WebinarPage.objects.select_related("recording").in_bulk([fact.pk for fact in latest[:most]])
    return [rows[fact.pk] for fact in latest[:most] if fact.pk in rows]
