"""Chapters: edited in a form, pasted as lines, or read from a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from content.dates import timecode
from content.numbers import whole_number
from courses.refusals import Refused
from webinars.actions import chapters
from webinars.actions.captions import size_refusal
from webinars.caption_sentences import chapter_sentence
from webinars.captions.chapters import ChapterProblemCode, Chapters, read_chapters, read_time
from webinars.models import Chapter
from webinars.views.publishing.desk import Desk, desk_view

NEW = "new"


@dataclass
class ChapterRow:
    """A row of the form, stored or typed."""

    pk: int | str
    time: str
    title: str
    error: str = ""

    @property
    def is_new(self) -> bool:
        return self.pk == NEW


def section(
    desk: Desk,
    *,
    rows: list[ChapterRow] | None = None,
    error: str = "",
    text: str | None = None,
    problems: Iterable[str] = (),
    text_error: str = "",
) -> dict[str, Any]:
    """Stored chapters, or invalid input to be corrected."""
    stored = list(desk.recording.chapters.all())
    return {
        "chapters": stored,
        "rows": rows if rows is not None else rows_of(stored),
        "error": error,
        "text": text if text is not None else as_text((chapter.second, chapter.title) for chapter in stored),
        "problems": list(problems),
        "text_error": text_error,
        "is_text_open": text is not None,
    }


def rows_of(stored: Iterable[Chapter]) -> list[ChapterRow]:
    """With an additional empty row."""
    rows = [ChapterRow(chapter.pk, timecode(chapter.second), chapter.title) for chapter in stored]
    return [*rows, ChapterRow(NEW, "", "")]


def as_text(found: Iterable[tuple[int, str]]) -> str:
    return "\n".join(f"{timecode(second)} {title}" for second, title in found)


@require_POST
@desk_view
def change(desk: Desk) -> HttpResponse:
    """Store the changed rows, or remove one."""
    refused = apply(desk)
    if refused is not None:
        rows, error = refused
        return desk.show(status=422, chapters=section(desk, rows=rows, error=error))
    desk.say("chapters", _("The chapters are stored."))
    return desk.back("chapters")


def apply(desk: Desk) -> tuple[list[ChapterRow], str] | None:
    """Store the submitted rows; or return them as typed, with the reason."""
    post = desk.request.POST
    remove = post.get("remove", "")
    typed = _typed(post, [str(chapter.pk) for chapter in desk.recording.chapters.all()])
    wanted = _wanted([row for row in typed if str(row.pk) != remove])
    if any(row.error for row in typed):
        return typed, ""
    try:
        chapters.change_chapters(
            recording=desk.recording,
            changed={pk: chapter for pk, chapter in wanted.items() if isinstance(pk, int)},
            added=[chapter for pk, chapter in wanted.items() if pk == NEW],
            removed=[pk] if (pk := whole_number(remove)) else [],
            by=desk.by,
        )
    except Refused as refused:
        return typed, str(refused.refusal)
    return None


def _typed(post: QueryDict, known: list[str]) -> list[ChapterRow]:
    """The submitted rows, of existing chapters and the new one."""
    return [
        ChapterRow(int(pk) if pk != NEW else NEW, post[f"time-{pk}"].strip(), post.get(f"title-{pk}", "").strip())
        for pk in [*known, NEW]
        if f"time-{pk}" in post
    ]


def _wanted(rows: Iterable[ChapterRow]) -> dict[int | str, tuple[int, str]]:
    """The values of the rows; an invalid row gets its error."""
    wanted: dict[int | str, tuple[int, str]] = {}
    for row in rows:
        if row.is_new and not row.time and not row.title:
            continue
        second = read_time(row.time)
        if second is None:
            row.error = _("Write the time as 17:35 or 1:17:35.")
        else:
            wanted[row.pk] = (second, row.title)
    return wanted


@require_POST
@desk_view
def take_text(desk: Desk) -> HttpResponse:
    """Chapters from pasted lines or a file. They replace the existing ones, all or none."""
    file, text = desk.request.FILES.get("file"), desk.request.POST.get("text", "")
    source: str | bytes = text
    if file is not None:
        if refusal := size_refusal(file.size or 0):
            return desk.show(status=422, chapters=section(desk, text_error=str(refusal)))
        source = file.read()
    seconds = desk.recording.seconds
    found = read_chapters(source, seconds * 1000 if seconds else None)
    wrong = [problem for problem in found.problems if problem.code != ChapterProblemCode.OUT_OF_ORDER]
    if file is not None and not found.chapters:
        error = _("There are no chapters in this file. It should hold times and titles, as WebVTT or as lines of text.")
        return desk.show(status=422, chapters=section(desk, text_error=error))
    if wrong:
        typed = as_text(found.chapters) if file is not None else text
        problems = [chapter_sentence(problem, in_file=file is not None) for problem in wrong]
        return desk.show(status=422, chapters=section(desk, text=typed, problems=problems))
    return _set(desk, found, text)


def _set(desk: Desk, found: Chapters, text: str) -> HttpResponse:
    try:
        stored = chapters.set_chapters(recording=desk.recording, chapters=found.chapters, by=desk.by)
    except Refused as refused:
        return desk.show(status=422, chapters=section(desk, text=text, text_error=str(refused.refusal)))
    said = ngettext("%(count)s chapter is stored.", "%(count)s chapters are stored.", len(stored))
    desk.say("chapters", said % {"count": len(stored)})
    return desk.back("chapters")
