"""Finds out which recordings people have changed since they were loaded; later loads keep those changes."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import PageLogEntry

VIDEO = ("video_replaced", "video_linked", "video_removed")
PUBLICATION = ("recording_published", "recording_scheduled", "recording_unpublished")
ACCESS = ("access_decided",)
CAPTIONS = ("captions_added", "captions_replaced", "captions_removed", "captions_language_changed")
APPROVAL = ("transcript_approved", "captions_corrected", *CAPTIONS)
CHAPTERS = ("chapters_set",)
HANDOUTS = ("handout_added", "handout_changed", "handout_removed", "handouts_moved", "slides_timed")


class Edits:
    """The log entries of webinar pages that have a user. Entries without one were made by a load."""

    def __init__(self, webinars: Iterable[int]) -> None:
        entries = PageLogEntry.objects.filter(
            page__in=list(webinars), action__startswith="webinars.", user__isnull=False
        )
        self._done = set(entries.order_by().values_list("page_id", "action").distinct())

    def has(self, webinar: int, actions: Iterable[str]) -> bool:
        """Whether a user has done any of the actions with the recording of a webinar."""
        return any((webinar, f"webinars.{action}") in self._done for action in actions)
