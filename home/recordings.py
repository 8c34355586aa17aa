"""The list of all recordings with its filters, and above it the partly watched ones (V14)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict

from home import index
from home.filters import RecordingFilter
from home.listing import Listing, listing, options, partners, themes, tracks
from home.unfinished_recordings import UnfinishedRecording, unfinished_recordings
from people.models import Participant
from webinars.models import WebinarPage


@dataclass
class Recordings:
    listing: Listing
    begun: list[UnfinishedRecording]


def read(parameters: QueryDict, participant: Participant | None) -> Recordings:
    """The page of the list for the query string.

    One query, four if signed in, whatever the number of recordings and filters; three more if the index is not cached.
    """
    asked = RecordingFilter(parameters, index.read())
    languages = {code: asked.index.spoken.get(code, 0) for code, _name in settings.LANGUAGES}
    choices = {
        "theme": themes(asked),
        "track": tracks(asked),
        "partner": partners(asked),
        "language": options(asked, "language", dict(settings.LANGUAGES), languages),
    }
    # Partly watched recordings are shown on the first page only, and not if there are filters.
    is_front = not asked.chosen and not parameters.get("page")
    return Recordings(
        listing=listing(asked, choices, parameters.get("page"), participant),
        begun=unfinished_recordings(participant) if participant is not None and is_front else [],
    )


def newest(parameters: QueryDict, most: int) -> list[WebinarPage]:
    """The newest recordings that match the filters, by date of publication, for the feed."""
    asked = RecordingFilter(parameters, index.read())
    found = asked.index.listed(asked.found())
    latest = sorted(found, key=lambda fact: (-fact.published_at.timestamp() if fact.published_at else 0, fact.pk))
    rows = WebinarPage.objects.select_related("recording").in_bulk([fact.pk for fact in latest[:most]])
    return [rows[fact.pk] for fact in latest[:most] if fact.pk in rows]
