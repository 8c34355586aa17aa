"""Known accessibility deficits of published recordings and presentations, for the accessibility statement."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from content import dates
from home import index
from home.facts import Fact
from webinars.models import CaptionTrack, Handout, Recording

PER_PAGE = 30
DESCRIBED_SINCE = dt.date(2024, 2, 1)
"""Video published from this date on must have audio description."""


@dataclass
class Deficits:
    """A webinar with a description of each deficit."""

    webinar: Fact
    words: list[str]


@dataclass
class DeficitList:
    page: PageOfList
    rows: list[Deficits]
    recordings: int
    """The number of published recordings in all."""
    shared: list[str] = field(default_factory=list)
    """The deficits that all rows have in common, which are shown once instead of in each row."""

    @property
    def count(self) -> int:
        return self.page.paginator.count


def read(number: Any, today: dt.date | None = None) -> DeficitList:
    """A page of the list of webinars with deficits, most recently published first. Three queries, and two more if
    the index is not cached."""
    today = today or timezone.localdate()
    known = index.read()
    found = sorted(known.listed(known.of(_with_deficits())), key=_last_published_first)
    page = Paginator(found, PER_PAGE).get_page(number)
    rows = _rows(list(page.object_list), today)
    published = [fact for fact in known.order if fact.published_at and fact.published_at <= known.now]
    return DeficitList(page, rows, len(published), _said_once(rows))


def _said_once(rows: list[Deficits]) -> list[str]:
    """Remove the deficits that all rows have in common, and return them."""
    if len(rows) < 2:
        return []
    shared = [words for words in rows[0].words if all(words in row.words for row in rows)]
    for row in rows:
        row.words = [words for words in row.words if words not in shared]
    return shared


def _last_published_first(fact: Fact) -> tuple[float, str]:
    return (-fact.published_at.timestamp() if fact.published_at else 0, fact.path)


def _with_deficits() -> set[int]:
    """The primary keys of webinars with deficits."""
    recordings = Recording.objects.published().annotate(required=Cast("captions_required", TextField()))
    owed: Any = Q(transcript_approved=False) | _undescribed()
    for code, _name in settings.LANGUAGES:
        there = CaptionTrack.objects.filter(recording=OuterRef("pk"), language=code)
        owed |= Q(required__contains=f'"{code}"') & ~Exists(there)
    found = recordings.filter(owed).order_by().values_list("webinar", flat=True)
    return set(found.union(_unreadable().order_by().values_list("webinar", flat=True)))


def _unreadable() -> QuerySet[Handout]:
    return Handout.objects.filter(is_accessible=False, is_planned=False).order_by("order", "pk")


def _rows(webinars: Sequence[Fact], today: dt.date) -> list[Deficits]:
    """Two queries."""
    keys = [fact.pk for fact in webinars]
    published = Recording.objects.published().filter(webinar__in=keys)
    recordings = {recording.webinar_id: recording for recording in published}
    files = defaultdict(list)
    for webinar, title in _unreadable().filter(webinar__in=keys).values_list("webinar", "title"):
        files[webinar].append(title)
    return [Deficits(fact, _words(fact, recordings.get(fact.pk), files[fact.pk], today)) for fact in webinars]


def _undescribed() -> Q:
    since = timezone.make_aware(dt.datetime.combine(DESCRIBED_SINCE, dt.time()))
    left = (Recording.AudioDescription.UNDECIDED, Recording.AudioDescription.BURDEN)
    return Q(audio_description__in=left, published_at__gte=since)


def _words(webinar: Fact, recording: Recording | None, files: list[str], today: dt.date) -> list[str]:
    words = _words_of(recording, webinar, today) if recording else []
    return words + [_("The file “%(title)s” cannot be read by everybody.") % {"title": title} for title in files]


def _words_of(recording: Recording, webinar: Fact, today: dt.date) -> list[str]:
    names = dict(settings.LANGUAGES)
    words = []
    due = recording.captions_due(webinar.date)
    for code in recording.captions_required:
        if code in webinar.captions:
            continue
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
