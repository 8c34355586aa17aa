"""All recordings: those that an address asks for, and on top what its reader has begun to watch (V14)."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from home.catalogue import in_order, with_clock
from home.filters import RecordingFilter, in_languages
from home.half_seen import HalfSeen, half_seen
from home.listing import Listing, Option, counted, listing, partners, public_activities, themes, tracks
from people.models import Participant
from webinars.models import WebinarPage


@dataclass
class Recordings:
    listing: Listing
    begun: list[HalfSeen]


def read(parameters: QueryDict, participant: Participant | None) -> Recordings:
    """Seven queries, ten signed in, however many recordings there are and whatever is chosen."""
    filterset = RecordingFilter(parameters, queryset=in_order(_recordings()))
    by_language = {code: in_languages([code]) for code, _name in settings.LANGUAGES}
    counts = counted(filterset, {"language": by_language})["language"]
    options = {
        "theme": themes(filterset.apply(leave_out="theme")),
        "track": tracks(filterset.apply(leave_out="track")),
        "partner": partners(filterset.apply(leave_out="partner"), _recordings()),
        # Those in which there is anything to hear or to read.
        "language": [Option(code, name, counts[code]) for code, name in settings.LANGUAGES],
    }
    # What one has begun stands on the first page of all, not among what is searched for.
    is_front = not filterset.chosen and not parameters.get("page")
    return Recordings(
        listing=listing(filterset, options, parameters.get("page"), participant),
        begun=half_seen(participant) if participant is not None and is_front else [],
    )


def newest(parameters: QueryDict, most: int) -> list[WebinarPage]:
    """Those that the same filters leave, published last first: for a feed. Two queries."""
    found = RecordingFilter(parameters, queryset=_recordings()).apply()
    ordered = found.order_by("-webinarpage__recording__published_at", "pk")
    pks = list(ordered.values_list("pk", flat=True)[:most])
    rows = WebinarPage.objects.filter(pk__in=pks).select_related("recording").in_bulk()
    return [rows[pk] for pk in pks]


def _recordings() -> QuerySet:
    """Held webinars whose recording is published."""
    published = public_activities().filter(webinarpage__recording__published_at__lte=timezone.now())
    return with_clock(published).filter(is_over=True, is_cancelled=False)
