from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from wagtail.models import Page

from attendance.models import Registration
from courses.querysets import below

if TYPE_CHECKING:
    from people.models import Participant


class HandoutQuerySet(models.QuerySet[Any]):
    def unread(self) -> HandoutQuerySet:
        """Presentations with unread pages: the query form of `Handout.is_being_read`."""
        return self.filter(kind="slides", problem="", pages_read__lt=F("pages")).exclude(file="")


class RecordingQuerySet(models.QuerySet[Any]):
    def published(self, at: dt.datetime | None = None) -> RecordingQuerySet:
        """Published at that time (now if None)."""
        return self.filter(published_at__lte=at or timezone.now())

    def public(self) -> RecordingQuerySet:
        """Published, with a video, on a live page. It may be restricted: see `open_to`."""
        return self.published().with_video().filter(webinar__live=True)

    def open_to(self, participant: Participant | None) -> RecordingQuerySet:
        """Published, and either for everybody or for those with a seat, which `participant` has (None: a visitor)."""
        allowed = Q(is_restricted=False)
        if participant is not None:
            seats = Registration.objects.holding_seat().filter(participant=participant, session__parent=None)
            allowed |= Q(webinar__in=seats.values("session__activity"))
        return self.published().filter(allowed, webinar__live=True)

    def moments_of_publication(self, now: dt.datetime) -> list[models.QuerySet[Any, Any]]:
        """When recordings will be published. See `content.validity`."""
        moment = models.F("published_at")
        return [self.filter(published_at__gt=now).order_by().annotate(moment=moment).values_list("moment")]

    def to_be_told(self) -> RecordingQuerySet:
        """Published, and not all who missed the webinar have been notified."""
        return self.public().filter(is_to_be_told=True)

    def with_video(self) -> RecordingQuerySet:
        """The query form of `Recording.has_video`."""
        return self.exclude(media__isnull=True, external_url="")

    def in_programme(self, programme: Page) -> RecordingQuerySet:
        return self.filter(below(programme, "webinar__"), webinar__original__isnull=True)

    def with_inaccessible_slides(self) -> RecordingQuerySet:
        """Annotates `inaccessible_slides`, the number of presentations that are not accessible."""
        unreadable = Q(webinar__handouts__kind="slides", webinar__handouts__is_accessible=False)
        return self.annotate(inaccessible_slides=Count("webinar__handouts", filter=unreadable, distinct=True))


class ViewingQuerySet(models.QuerySet[Any]):
    def locked(self) -> ViewingQuerySet:
        """Locks the rows, with their webinars, always in the same order, so that there is no deadlock."""
        return self.select_for_update(of=("self",)).select_related("participant", "recording__webinar").order_by("pk")

    def of_current_video(self) -> ViewingQuerySet:
        return self.filter(media_version=models.F("recording__media_version"))
