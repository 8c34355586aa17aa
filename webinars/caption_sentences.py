"""Sentences about captions: why a file is refused, what to check in it, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.dates import timecode
from webinars.captions.chapters import ChapterProblem, ChapterProblemCode
from webinars.captions.checking import Finding, FindingCode
from webinars.captions.cues import Dropped, DropReason
from webinars.captions.reading import CaptionProblem, ProblemCode

KINDS: dict[str, Callable[[], str]] = {
    "office": lambda: _(
        "This is a document or a compressed folder, not captions. In Teams, download the transcript as .vtt."
    ),
    "pdf": lambda: _("This is a PDF, not captions. Download them as .vtt or .srt from where they were made."),
    "rtf": lambda: _("This is a text document, not captions. In Teams, download the transcript as .vtt."),
    "ass": lambda: _("These are captions in the ASS format. Save them as .vtt or .srt in the program they come from."),
    "xml": lambda: _("These are captions in an XML format. Save them as .vtt or .srt in the program they come from."),
    "html": lambda: _("This is a web page, not captions. Download the file itself, as .vtt or .srt."),
    "": lambda: _(
        "There are no times in this file, so it is not captions. Captions hold lines such as "
        "00:00:05.000 --> 00:00:08.000. Upload a .vtt or .srt file."
    ),
}

REASONS: dict[str, Callable[[], str]] = {
    DropReason.TIMINGS: lambda: _("Its times cannot be read. Write them as 00:00:05.000 --> 00:00:08.000."),
    DropReason.DECIMAL_COMMA: lambda: _(
        "Its times are written with a comma, and WebVTT wants a point: 00:00:05.000. Change them, or save it as .srt."
    ),
    DropReason.NO_TIMINGS: lambda: _("It has no times. Write them above the text as 00:00:05.000 --> 00:00:08.000."),
    DropReason.STYLE_AFTER_CUE: lambda: _("Styles belong above the first line. They are not needed here."),
    DropReason.REGION_AFTER_CUE: lambda: _("Regions belong above the first line. They are not needed here."),
    DropReason.NO_TEXT: lambda: _("It has times and no text."),
    DropReason.TEXT_TOO_LONG: lambda: _("Its text is far too long for one line. Divide it into several."),
    DropReason.TIME_TOO_LATE: lambda: _("Its time is more than a hundred hours into the video."),
}

MOST_NAMED = 8
"""How many lines are named in a sentence; the others are counted."""


def problem_sentence(problem: CaptionProblem) -> str:
    """Why a file was refused, and what to do."""
    values: dict[str, Any] = dict(problem.values)
    if problem.code == ProblemCode.EMPTY:
        return _("The file is empty. Save the captions once more and upload that file.")
    if problem.code == ProblemCode.TOO_LARGE:
        return _(
            "The file is %(size)s, and captions are at most %(limit)s. Is it another file? "
            "Captions are text, as .vtt or .srt."
        ) % {"size": filesizeformat(values["size"]), "limit": filesizeformat(values["limit"])}
    if problem.code == ProblemCode.NOT_CAPTIONS:
        return KINDS[values["kind"]]()
    if problem.code == ProblemCode.TOO_MANY:
        return _("There are more than %(limit)s lines in the file. Is it the captions of one recording?") % values
    dropped: Sequence[Dropped] = values["dropped"]
    if not dropped:
        return _("There is no line in the file. Save the captions once more, with their text, and upload that file.")
    first = dropped[0]
    return _("Not one line of captions could be read. Line %(line)s of the file: %(reason)s") % {
        "line": first.line_number,
        "reason": REASONS[first.reason](),
    }


def finding_sentence(finding: Finding) -> str:
    """A finding in stored captions, without the lines, which are shown beside it."""
    count = len(finding.numbers)
    values = {"count": count, **finding.values}
    if finding.code == FindingCode.DROPPED:
        said = ngettext(
            "%(count)s place in the file could not be read and was left out.",
            "%(count)s places in the file could not be read and were left out.",
            count,
        )
        reasons = finding.values["reasons"]
        return " ".join([said % values, *(REASONS[reason]() for reason in reasons)])  # type: ignore[attr-defined]
    if finding.code in (FindingCode.AFTER_END, FindingCode.MUCH_SHORTER):
        for name in ("end_ms", "duration_ms"):
            values[name] = timecode(finding.values[name] / 1000)  # type: ignore[operator]
    return FINDINGS[finding.code](count) % values


FINDINGS: dict[str, Callable[[int], str]] = {
    FindingCode.DAMAGED: lambda count: ngettext(
        "%(count)s line holds letters that could not be read (\ufffd). Write them anew.",
        "%(count)s lines hold letters that could not be read (\ufffd). Write them anew.",
        count,
    ),
    FindingCode.END_BEFORE_START: lambda count: ngettext(
        "%(count)s line ended before it began. It is now shown as long as it takes to read it.",
        "%(count)s lines ended before they began. They are now shown as long as it takes to read them.",
        count,
    ),
    FindingCode.AFTER_END: lambda count: ngettext(
        "%(count)s line comes after the video is over (%(duration_ms)s). Are these the captions of this video?",
        "%(count)s lines come after the video is over (%(duration_ms)s). Are these the captions of this video?",
        count,
    ),
    FindingCode.MUCH_SHORTER: lambda count: _(
        "The captions end at %(end_ms)s and the video at %(duration_ms)s. Is this the whole file?"
    ),
    FindingCode.OUT_OF_ORDER: lambda count: ngettext(
        "%(count)s line stood after a later one in the file. It has been put in its place.",
        "%(count)s lines stood after later ones in the file. They have been put in their places.",
        count,
    ),
    FindingCode.TOO_LONG: lambda count: ngettext(
        "%(count)s line is longer than %(rows)s rows of %(characters)s letters. Divide it where there is time for it.",
        "%(count)s lines are longer than %(rows)s rows of %(characters)s letters. Divide them where there is time "
        "for it.",
        count,
    ),
    FindingCode.TOO_FAST: lambda count: ngettext(
        "%(count)s line goes by faster than most can read it (%(per_second)s letters a second).",
        "%(count)s lines go by faster than most can read them (%(per_second)s letters a second).",
        count,
    ),
    FindingCode.OVERLAPPING: lambda count: ngettext(
        "%(count)s line begins before the one above it is over. The player shows both at once.",
        "%(count)s lines begin before the one above is over. The player shows both at once.",
        count,
    ),
}

AT_A_LINE: dict[str, Callable[[], str]] = {
    FindingCode.DAMAGED: lambda: _("Holds letters that could not be read"),
    FindingCode.END_BEFORE_START: lambda: _("Ended before it began in the file"),
    FindingCode.AFTER_END: lambda: _("Comes after the video is over"),
    FindingCode.MUCH_SHORTER: lambda: _("The captions end here, well before the video"),
    FindingCode.OUT_OF_ORDER: lambda: _("Stood after a later line in the file"),
    FindingCode.TOO_LONG: lambda: _("Too long for two rows"),
    FindingCode.TOO_FAST: lambda: _("Goes by faster than most can read"),
    FindingCode.OVERLAPPING: lambda: _("Begins before the line above is over"),
}
"""The same in a few words, for the editor, beside the line."""

CHAPTERS: dict[str, Callable[[], str]] = {
    ChapterProblemCode.NO_TIME: lambda: _("there is no time. Write the time first, as 17:35 or 1:17:35."),
    ChapterProblemCode.NO_TITLE: lambda: _("there is no title after the time."),
    ChapterProblemCode.BAD_TIME: lambda: _("this is not a time. Write it as 17:35 or 1:17:35."),
    ChapterProblemCode.TITLE_TOO_LONG: lambda: _("the title is too long."),
    ChapterProblemCode.SAME_TIME: lambda: _("another chapter begins at the same time."),
    ChapterProblemCode.OUT_OF_ORDER: lambda: _("it stood after a later one and was put in its place."),
    ChapterProblemCode.AFTER_END: lambda: _("the video is over before this time."),
    ChapterProblemCode.TOO_MANY: lambda: _("there are too many chapters; from here on they were not read."),
}


def chapter_sentence(problem: ChapterProblem, *, in_file: bool = False) -> str:
    """The row in a pasted text or file, and what is wrong with it."""
    values = {"line": problem.line_number, "text": problem.text, "problem": CHAPTERS[problem.code]()}
    if in_file:
        return _("Line %(line)s of the file: %(problem)s") % values
    if problem.text:
        return _("Line %(line)s, “%(text)s”: %(problem)s") % values
    return _("Line %(line)s: %(problem)s") % values
