"""Sentences for the problems of a file: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from webinars.presentations.reading import MOST_PAGES, Unreadable

SENTENCES: dict[str, Callable[[], str]] = {
    "empty": lambda: _("The file is empty. Choose it once more, or save it anew."),
    "broken": lambda: _("The file cannot be opened as PDF: it is damaged. Save it as PDF once more and upload that."),
    "locked": lambda: _("The PDF is locked with a password. Save it without one and upload that."),
    "pages": lambda: _("The PDF has more than %(most)s pages. Upload it in parts."),
    "page_size": lambda: _(
        "Page %(page)s is larger than any sheet of paper, or has no size. Set the page size and save it once more."
    ),
    "script": lambda: _(
        "The PDF holds a script, and readers must not be given one. Save it as PDF anew, without forms and scripts."
    ),
    "unpacks": lambda: _(
        "The PDF unpacks to far more than its size. Save it once more with smaller pictures and upload that."
    ),
    "slow": lambda: _("The PDF takes too long to open. Save it once more with simpler pictures and upload that."),
    "heavy": lambda: _("The PDF takes too much memory to open. Save it once more with smaller pictures."),
    "page_broken": lambda: _("Page %(page)s is damaged and cannot be drawn. Save it as PDF anew and replace the file."),
    "page_slow": lambda: _("Page %(page)s takes too long to draw. Make its pictures simpler and replace the file."),
    "page_heavy": lambda: _("Page %(page)s needs too much memory. Make its pictures smaller and replace the file."),
}


def sentence(code: str, page: int | None = None) -> str:
    """`code` as in `Unreadable`, or as stored with a handout: «page_slow:17»."""
    code, _colon, number = code.partition(":")
    return SENTENCES[code]() % {"page": page or number, "most": MOST_PAGES}


def code_of(problem: Unreadable) -> str:
    return f"{problem.code}:{problem.page}" if problem.page else problem.code
