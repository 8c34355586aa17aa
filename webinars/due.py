"""The state of the recordings of held webinars: which are not published, and which captions are due when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content import dates
from courses.models import ActivityPage, Session
from courses.querysets import is_over
from webinars.checklist import SOON
from webinars.models import Recording, WebinarPage

Stage = Literal["no_video", "unpublished", "scheduled", "public"]


@dataclass(frozen=True)
class Due:
    """A held webinar and its recording."""

    webinar: WebinarPage
    held_on: dt.date | None
    recording: Recording | None
    lacking: tuple[str, ...]
    """Required languages without captions."""
    captions_due: dt.date | None
    today: dt.date

    @property
    def stage(self) -> Stage:
        if self.recording is None or not self.recording.has_video:
            return "no_video"
        if self.recording.published_at is None:
            return "unpublished"
        return "public" if self.recording.is_published() else "scheduled"

    @property
    def is_overdue(self) -> bool:
        return bool(self.lacking) and self.captions_due is not None and self.captions_due < self.today

    @property
    def is_soon(self) -> bool:
        """Whether the deadline for captions is near."""
        return (
            bool(self.lacking)
            and self.captions_due is not None
            and self.today <= self.captions_due <= self.today + SOON
        )

    @property
    def is_described(self) -> bool:
        """Whether it has been decided about audio description."""
        return self.recording is not None and bool(self.recording.audio_description)

    @property
    def needs_work(self) -> bool:
        return self.stage in ("no_video", "unpublished") or bool(self.lacking) or not self.is_described

    @property
    def words(self) -> str:
        """The state of a recording that is not published."""
        if self.stage == "no_video":
            return _("No recording yet")
        if self.stage == "unpublished":
            return _("Not published")
        assert self.recording is not None
        assert self.recording.published_at is not None
        if self.stage == "public":
            return _("Public")
        return _("Comes out %(day)s") % {"day": dates.day(self.recording.published_at)}

    @property
    def captions(self) -> str:
        """The state of its captions."""
        if not self.lacking:
            return _("In place")
        names = dict(settings.LANGUAGES)
        languages = get_text_list([str(names.get(code, code)) for code in self.lacking], _("and"))
        if self.captions_due is None:
            return _("Missing: %(languages)s") % {"languages": languages}
        days = (self.captions_due - self.today).days
        values = {"languages": languages, "day": dates.day(self.captions_due), "days": abs(days)}
        if days < 0:
            return _("Missing: %(languages)s. Overdue since %(day)s") % values
        if days == 0:
            return _("Missing: %(languages)s. Due today") % values
        text = ngettext(
            "Missing: %(languages)s. Due %(day)s, %(days)s day left",
            "Missing: %(languages)s. Due %(day)s, %(days)s days left",
            days,
        )
        return text % values


def held_webinars(activities: QuerySet[ActivityPage], now: dt.datetime | None = None) -> list[Due]:
    """All held webinars among these, latest first. Two queries."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    sessions = (
        Session.objects.roots()
        .not_cancelled()
        .filter(is_over(now), activity__in=activities.order_by(), activity__webinarpage__isnull=False)
        .select_related("activity__webinarpage__recording", "activity__responsible")
        .prefetch_related("activity__webinarpage__recording__captions")
        .order_by("-date", "-starts_at", "-pk")
    )
    return [_due(session, today) for session in sessions]


def most_urgent_first(rows: list[Due]) -> list[Due]:
    """Overdue ones first, then those with a deadline by day, then unpublished ones, then others; oldest first in each
    group."""
    return sorted(
        rows,
        key=lambda row: (
            not row.is_overdue,
            row.captions_due if row.lacking and row.captions_due else dt.date.max,
            row.stage == "public",
            row.held_on or dt.date.max,
        ),
    )


def _due(session: Session, today: dt.date) -> Due:
    webinar: Any = session.activity.webinarpage
    recording: Recording | None = getattr(webinar, "recording", None)
    if recording is None:
        recording_or_new = Recording(captions_required=[webinar.language])
        return Due(webinar, session.date, None, (webinar.language,), recording_or_new.captions_due(session.date), today)
    lacking = tuple(recording.captions_missing(today))
    return Due(webinar, session.date, recording, lacking, recording.captions_due(session.date), today)
