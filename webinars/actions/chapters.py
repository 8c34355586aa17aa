"""Chapters of a recording: all at once, or one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.dates import timecode
from courses.refusals import Refusal, Refused
from webinars.captions.chapters import LONGEST_TITLE, MOST_CHAPTERS
from webinars.captions.lines import clean_text
from webinars.models import Chapter, Recording

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def set_chapters(*, recording: Recording, chapters: Iterable[tuple[int, str]], by: User | None) -> list[Chapter]:
    """Gives a recording these chapters, and no others. Raises `Refused`, and changes nothing, where one cannot be."""
    row = _locked(recording)
    wanted: dict[int, str] = {}
    for second, title in chapters:
        cleaned = _checked(row, second, title)
        if second in wanted:
            raise Refused(_taken(second))
        wanted[second] = cleaned
    if len(wanted) > MOST_CHAPTERS:
        raise Refused(_too_many())
    there = {chapter.second: chapter for chapter in row.chapters.all()}
    if {second: chapter.title for second, chapter in there.items()} == wanted:
        return sorted(there.values(), key=lambda chapter: chapter.second)
    row.chapters.exclude(second__in=wanted).delete()
    for second, title in wanted.items():
        chapter = there.get(second) or Chapter(recording=row, second=second)
        if chapter.title != title:
            chapter.title = title
            chapter.save()
    _note(row, by)
    return list(row.chapters.order_by("second"))


@transaction.atomic
def add_chapter(*, recording: Recording, second: int, title: str, by: User | None) -> Chapter:
    """Adds a chapter. Where one begins at that second, that is the chapter."""
    row = _locked(recording)
    if known := row.chapters.filter(second=second).first():
        return known
    title = _checked(row, second, title)
    if row.chapters.count() >= MOST_CHAPTERS:
        raise Refused(_too_many())
    chapter = Chapter.objects.create(recording=row, second=second, title=title)
    _note(row, by)
    return chapter


@transaction.atomic
def change_chapter(*, chapter: Chapter, second: int, title: str, by: User | None) -> Chapter:
    """Moves or renames a chapter."""
    recording = _locked(chapter.recording)
    row = recording.chapters.filter(pk=chapter.pk).first()
    if row is None:
        raise Refused(Refusal("gone", _("This chapter is not there any more.")))
    title = _checked(recording, second, title)
    if (row.second, row.title) == (second, title):
        return row
    if recording.chapters.filter(second=second).exclude(pk=row.pk).exists():
        raise Refused(_taken(second))
    row.second, row.title = second, title
    row.save(update_fields=["second", "title"])
    _note(recording, by)
    return row


@transaction.atomic
def remove_chapter(*, chapter: Chapter, by: User | None) -> None:
    """Removes a chapter. Removed already is removed."""
    recording = _locked(chapter.recording)
    deleted, _kinds = recording.chapters.filter(pk=chapter.pk).delete()
    if deleted:
        _note(recording, by)


def _locked(recording: Recording) -> Recording:
    return Recording.objects.select_for_update(of=("self",)).select_related("webinar").get(pk=recording.pk)


def _checked(recording: Recording, second: int, title: str) -> str:
    """The title as it is kept, of a chapter that may be."""
    title = clean_text(title).replace("\n", " ")
    if not title:
        raise Refused(Refusal("no_title", _("Give the chapter at %(time)s a title.") % {"time": timecode(second)}))
    if len(title) > LONGEST_TITLE:
        message = _("The title at %(time)s is too long. At most %(most)s letters.")
        raise Refused(Refusal("title_too_long", message % {"time": timecode(second), "most": LONGEST_TITLE}))
    if second < 0 or (recording.seconds and second >= recording.seconds):
        message = _("The video is over before %(time)s.")
        raise Refused(Refusal("after_end", message % {"time": timecode(second)}))
    return title


def _taken(second: int) -> Refusal:
    message = _("Two chapters begin at %(time)s. Give one of them another time.")
    return Refusal("same_time", message % {"time": timecode(second)})


def _too_many() -> Refusal:
    return Refusal("too_many", _("A recording has at most %(most)s chapters.") % {"most": MOST_CHAPTERS})


def _note(recording: Recording, by: User | None) -> None:
    log(recording.webinar, "webinars.chapters_set", user=by, data={"chapters": recording.chapters.count()})
