"""Chapters of a recording: replaced all at once, or changed one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from content.dates import timecode
from courses.refusals import Refusal, Refused
from webinars.actions.publishing import locked
from webinars.captions.chapters import LONGEST_TITLE, MOST_CHAPTERS
from webinars.captions.lines import clean_text
from webinars.models import Chapter, Recording

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def set_chapters(*, recording: Recording, chapters: Iterable[tuple[int, str]], by: User | None) -> list[Chapter]:
    """Replace all chapters. Raises `Refused`, with nothing changed, if one is not possible."""
    return _set(locked(recording), chapters, by)


@transaction.atomic
def change_chapters(
    *,
    recording: Recording,
    changed: Mapping[int, tuple[int, str]] | None = None,
    added: Iterable[tuple[int, str]] = (),
    removed: Collection[int] = (),
    by: User | None,
) -> list[Chapter]:
    """Move, rename, add and remove chapters by key. Concurrent changes of others are kept.

    Chapters that no longer exist are ignored. Raises `Refused`, with nothing changed, if one is not possible.
    """
    row = locked(recording)
    there = {chapter.pk: (chapter.second, chapter.title) for chapter in row.chapters.all()}
    there |= {pk: chapter for pk, chapter in (changed or {}).items() if pk in there}
    for pk in removed:
        there.pop(pk, None)
    return _set(row, [*there.values(), *added], by)


def chapter_refusal(recording: Recording, second: int, title: str) -> Refusal | None:
    """Why a chapter cannot begin there or have that title."""
    at = {"time": timecode(second)}
    if not title:
        return Refusal("no_title", _("Give the chapter at %(time)s a title.") % at)
    if len(title) > LONGEST_TITLE:
        message = _("The title at %(time)s is too long. At most %(most)s letters.")
        return Refusal("title_too_long", message % {**at, "most": LONGEST_TITLE})
    if second < 0 or (recording.seconds and second >= recording.seconds):
        return Refusal("after_end", _("The video is over before %(time)s.") % at)
    return None


def _set(recording: Recording, chapters: Iterable[tuple[int, str]], by: User | None) -> list[Chapter]:
    there = {chapter.second: chapter for chapter in recording.chapters.all()}
    wanted: dict[int, str] = {}
    for second, given in chapters:
        title = clean_text(given).replace("\n", " ")
        stands = second in there and there[second].title == title
        # Existing chapters are not checked again: the video may have been replaced by a shorter one.
        refusal = None if stands else chapter_refusal(recording, second, title)
        if second in wanted:
            message = _("Two chapters begin at %(time)s. Give one of them another time.")
            refusal = Refusal("same_time", message % {"time": timecode(second)})
        if refusal is not None:
            raise Refused(refusal)
        wanted[second] = title
    if len(wanted) > MOST_CHAPTERS:
        raise Refused(Refusal("too_many", _("A recording has at most %(most)s chapters.") % {"most": MOST_CHAPTERS}))
    if {second: chapter.title for second, chapter in there.items()} != wanted:
        recording.chapters.exclude(second__in=wanted).delete()
        for second, title in wanted.items():
            chapter = there.get(second) or Chapter(recording=recording, second=second)
            if chapter.title != title:
                chapter.title = title
                chapter.save()
        log(recording.webinar, "webinars.chapters_set", user=by, data={"chapters": len(wanted)})
    return list(recording.chapters.order_by("second"))
