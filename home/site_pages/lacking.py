"""What published recordings and presentations lack for some of those who would use them, as the site knows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from content import dates
from content.versions import in_words
from courses.models import Session
from home.pages import public
from webinars.models import CaptionTrack, Handout, Recording, WebinarPage

PER_PAGE = 30
DESCRIBED_SINCE = dt.date(2024, 2, 1)
"""Video that is published from this day on is to be described for those who cannot see it."""


@dataclass
class Lack:
    """A webinar, and what is missing there, in words."""

    webinar: WebinarPage
    words: list[str]


@dataclass
class Lacking:
    page: PageOfList
    rows: list[Lack]
    recordings: int
    """How many are published, whether they lack something or not."""
    shared: list[str] = field(default_factory=list)
    """What each of several lacks: said once, and not of each."""

    @property
    def count(self) -> int:
        return self.page.paginator.count


def read(number: Any, today: dt.date | None = None) -> Lacking:
    """Six queries at most, however many there are."""
    today = today or timezone.localdate()
    page = Paginator(_webinars(today), PER_PAGE).get_page(number)
    recordings = Recording.objects.published().filter(webinar__in=_all().order_by().values("pk")).count()
    rows = [Lack(in_words(webinar), _words(webinar, today)) for webinar in page.object_list]
    return Lacking(page, rows, recordings, _said_once(rows))


def _said_once(rows: list[Lack]) -> list[str]:
    """Takes from several what is the same for all of them."""
    if len(rows) < 2:
        return []
    shared = [words for words in rows[0].words if all(words in row.words for row in rows)]
    for row in rows:
        row.words = [words for words in row.words if words not in shared]
    return shared


def _all() -> QuerySet[WebinarPage]:
    return public(WebinarPage.objects.filter(original=None))


def _webinars(today: dt.date) -> QuerySet[WebinarPage]:
    """Those where something is missing, the recording that came last first."""
    unreadable = Handout.objects.filter(is_accessible=False, is_planned=False).order_by("order", "pk")
    recordings = Recording.objects.published().annotate(required=Cast("captions_required", TextField()))
    owed: Any = Q(transcript_approved=False) | _undescribed()
    for code, _name in settings.LANGUAGES:
        there = CaptionTrack.objects.filter(recording=OuterRef("pk"), language=code, added_on__lte=today)
        owed |= Q(required__contains=f'"{code}"') & ~Exists(there)
    lacking = recordings.filter(owed, webinar=OuterRef("pk"))
    return (
        _all()
        .filter(Exists(lacking) | Exists(unreadable.filter(webinar=OuterRef("pk"))))
        .select_related("recording")
        .annotate(language_code=F("locale__language_code"))
        .prefetch_related(
            "recording__captions",
            Prefetch("handouts", unreadable, to_attr="unreadable"),
            Prefetch("sessions", Session.objects.roots(), to_attr="roots"),
        )
        .order_by(F("recording__published_at").desc(nulls_last=True), "path")
    )


def _undescribed() -> Q:
    since = timezone.make_aware(dt.datetime.combine(DESCRIBED_SINCE, dt.time()))
    left = (Recording.AudioDescription.UNDECIDED, Recording.AudioDescription.BURDEN)
    return Q(audio_description__in=left, published_at__gte=since)


def _words(webinar: Any, today: dt.date) -> list[str]:
    recording = getattr(webinar, "recording", None)
    words = _words_of(recording, webinar, today) if recording and recording.is_published() else []
    return words + [
        _("The file “%(title)s” cannot be read by everybody.") % {"title": handout.title}
        for handout in webinar.unreadable
    ]


def _words_of(recording: Recording, webinar: Any, today: dt.date) -> list[str]:
    names = dict(settings.LANGUAGES)
    words = []
    due = recording.captions_due(webinar.roots[0].date if webinar.roots else None)
    for code in recording.captions_missing(today):
        values = {"language": names.get(code, code), "day": dates.day(due, year=True) if due else ""}
        if due and due >= today:
            words.append(_("Captions are missing (%(language)s); they come by %(day)s.") % values)
        else:
            words.append(_("Captions are missing (%(language)s).") % values)
    if not recording.transcript_approved:
        words.append(_("The transcript has not been read through."))
    if recording.published_at and timezone.localtime(recording.published_at).date() >= DESCRIBED_SINCE:
        if recording.audio_description == Recording.AudioDescription.BURDEN:
            reason = recording.audio_description_note
            words.append(_("There is no audio description: %(reason)s") % {"reason": reason})
        elif not recording.audio_description:
            words.append(_("It is not said whether the recording can be followed without seeing the picture."))
    return words
