"""Partly watched recordings of a participant, and where to resume them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from content import dates
from home import card_wording
from home.pages import listed, public, specific, with_card_facts
from people.models import Participant
from webinars.coverage import WatchProgress
from webinars.models import Recording
from webinars.watch_progress import watch_progress_of

MOST = 4


@dataclass(frozen=True)
class UnfinishedRecording:
    """A recording that has been started but not completed; the context of `components/resume_row.html`."""

    page: Any
    recording: Recording
    progress: WatchProgress

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def url(self) -> str:
        """The URL of its page, with the position at which to resume, so that it works as a bookmark too."""
        place = self.progress.resume_at
        return f"{self.page.get_url()}?t={place}#player" if place else f"{self.page.get_url()}#player"

    @property
    def theme(self) -> str:
        return getattr(self.page, "theme_slug", "") or self.page.kind

    @property
    def seed(self) -> str:
        return self.page.slug

    @property
    def image(self) -> str:
        return card_wording.poster(self.recording)

    @property
    def share(self) -> int:
        return self.progress.percent

    @property
    def go_on(self) -> str:
        """The label of the link, such as “Continue from 12:34”."""
        place = self.progress.resume_at
        return (
            _("Continue from %(place)s") % {"place": dates.timecode(place)} if place else _("Watch from the beginning")
        )

    @property
    def missing(self) -> str:
        """The parts not watched in words, such as “You are missing 12:10–18:40 and 1:18:40–1:56:00”."""
        named = [f"{dates.timecode(start)}–{dates.timecode(end)}" for start, end in self.progress.missing_named]
        if more := self.progress.missing_unnamed:
            named.append(
                ngettext("%(number)s shorter stretch", "%(number)s shorter stretches", more) % {"number": more}
            )
        return _("You are missing %(stretches)s") % {"stretches": get_text_list(named, _("and"))} if named else ""

    @property
    def words(self) -> str:
        return _("Seen %(percent)s %%.") % {"percent": self.share}

    @property
    def more(self) -> str:
        """The remaining time in words, such as “33 minutes left until it is completed.”"""
        left = self.progress.minutes_left
        if not left:
            return ""
        return ngettext(
            "%(minutes)s minute left until it is completed.", "%(minutes)s minutes left until it is completed.", left
        ) % {"minutes": left}


def unfinished_recordings(participant: Participant) -> list[UnfinishedRecording]:
    """The recordings that a participant has started but not completed, last watched first. Two queries."""
    own = Q(activitypage__webinarpage__recording__viewings__participant=participant)
    begun = Q(activitypage__webinarpage__recording__viewings__covered__gt=0)
    pages = public(Page.objects.filter(own & begun, activitypage__original__isnull=True)).annotate(
        watched_at=F("activitypage__webinarpage__recording__viewings__updated_at")
    )
    rows = [specific(page) for page in with_card_facts(listed(pages, ["webinarpage"])).order_by("-watched_at", "pk")]
    recordings = {page.pk: page.recording for page in rows if page.recording.is_published()}
    progress_of = watch_progress_of(participant, recordings.values())
    begun_rows = [
        UnfinishedRecording(page, recordings[page.pk], progress_of[recordings[page.pk].pk])
        for page in rows
        if page.pk in recordings and recordings[page.pk].pk in progress_of
    ]
    return [row for row in begun_rows if is_unfinished(row.progress)][:MOST]


def is_unfinished(progress: WatchProgress) -> bool:
    """Whether a recording is started, not completed, and has parts left to watch."""
    return progress.is_begun and not progress.is_complete and bool(progress.missing)
