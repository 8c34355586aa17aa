"""Sentences for the problems and warnings of a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from attendance.models import Choice, ReportEntry, ReportImport
from attendance.reports import ReportProblem, Shape, Warning
from content import dates
from progress.models import Source

Show = Callable[[dt.date], str]
INTERRUPTED = "interrupted"
FAILED = "failed"
OUTSIDE = "outside"
"""Codes of our own, in addition to those of `attendance.reports`."""
MEGABYTE = 1024**2


def in_words(day: dt.date) -> str:
    return dates.day(day, year=True)


def to_json(value: Any) -> Any:
    """The value of a problem or a warning, in a form that JSON can store."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Shape):
        roles = {str(place): role.value for place, role in value.roles.items()}
        return {
            "signature": value.signature,
            "headers": list(value.headers),
            "roles": roles,
            "title": value.title,
            "rows": value.rows,
        }
    if isinstance(value, (list, tuple)):
        return [to_json(part) for part in value]
    return value


def problem_to_json(problem: ReportProblem) -> dict[str, Any]:
    return {"code": problem.code.value, **{name: to_json(value) for name, value in problem.values.items()}}


def warning_to_json(warning: Warning) -> dict[str, Any]:
    return {"code": warning.code.value, **{name: to_json(value) for name, value in warning.values}}


READ = {
    Source.TEAMS: gettext_lazy("The Teams report has been read"),
    Source.ZOOM: gettext_lazy("The Zoom report has been read"),
    Source.MEET: gettext_lazy("The Google Meet report has been read"),
    Source.WEBEX: gettext_lazy("The Webex report has been read"),
    Source.REPORT: gettext_lazy("The attendance report has been read"),
}
SEEN_BEFORE = {
    ReportImport.State.READING: gettext_lazy("This file is being read already."),
    ReportImport.State.READY: gettext_lazy("This file has been read before. What you decided stands."),
    ReportImport.State.APPLYING: gettext_lazy("This file is being saved already."),
    ReportImport.State.APPLIED: gettext_lazy("This file has been read and saved before. Nothing is changed by it."),
    ReportImport.State.UNDOING: gettext_lazy("This file is being undone. Drop it again when that is done."),
}


def decision_sentence(entry: ReportEntry) -> str:
    """What was decided about an entry."""
    names = {"name": entry.shown_name, "who": entry.participant}
    if entry.choice == Choice.PARTICIPANT:
        return _("“%(name)s” is %(who)s.") % names
    if entry.choice == Choice.ROOM:
        return _("“%(name)s” is a room, and counts nobody.") % names
    if entry.choice == Choice.LEFT_OUT:
        return _("“%(name)s” is not a participant, and does not count.") % names
    return _("“%(name)s” is to be decided again.") % names


def problem_sentence(problem: Mapping[str, Any], show: Show = in_words) -> str:
    """Why a file was refused, and what to do. `problem` has the form of `problem_to_json`."""
    return _PROBLEMS[problem["code"]](problem, show)


def warning_sentence(warning: Mapping[str, Any], show: Show = in_words) -> str:
    return _WARNINGS[warning["code"]](warning, show)


def _days(days: Iterable[str], show: Show) -> str:
    return ", ".join(show(dt.date.fromisoformat(day)) for day in days)


def _no_table(values: Mapping[str, Any], show: Show) -> str:
    kinds = {
        "pdf": _("This is a PDF. Download the report as CSV and drop that."),
        "word": _("This is a text document. Download the report as CSV and drop that."),
        "old_excel": _("This is an old Excel file. Save it as CSV or as .xlsx and drop that."),
        "web_page": _("This is a web page. Download the report as CSV and drop that."),
        "picture": _("This is a picture. Download the report as CSV and drop that."),
        "archive": _("This is a packed file. Unpack it, and drop the CSV file that is in it."),
    }
    return kinds.get(values.get("kind", ""), _("This is no table. Download the report as CSV and drop that."))


def _other_day(values: Mapping[str, Any], show: Show) -> str:
    if not values["session"]:
        return _("The times in the file have no day, and neither has this session. Give the session a date first.")
    return _("The file is of another day: it says %(file)s, and this session was %(session)s.") % {
        "file": _days(values["days"], show),
        "session": _days(values["session"], show),
    }


_PROBLEMS: dict[str, Callable[[Mapping[str, Any], Show], str]] = {
    "empty": lambda values, show: _("The file is empty. Download the report once more."),
    "too_large": lambda values, show: (
        _("The file is larger than %(limit)s MB.") % {"limit": values["limit"] // MEGABYTE}
    ),
    "too_many": lambda values, show: (
        _("The file has more than %(limit)s rows. Drop it in parts.") % {"limit": values["limit"]}
    ),
    "not_a_table": _no_table,
    "unreadable": lambda values, show: _("The letters in it cannot be read. Save it as CSV UTF-8 and drop that."),
    "no_people": lambda values, show: _(
        "No table of people was found in the file. Download the attendance report as CSV and drop that."
    ),
    "no_times": lambda values, show: _(
        "Nothing tells which column holds when people came and left, or for how long they were there."
    ),
    "ambiguous_date": lambda values, show: (
        _(
            "“%(written)s” in row %(row)s can be read two ways: %(days)s. Give the session its date, or save the "
            "file with the year first."
        )
        % {"written": values["written"], "row": values["row"], "days": _days(values["days"], show)}
    ),
    "other_day": _other_day,
    "nobody_joined": lambda values, show: _("Everybody in the file is without times: nobody had joined."),
    INTERRUPTED: lambda values, show: _("Reading it was cut off. Drop the file once more."),
    FAILED: lambda values, show: _("That failed before all of it was done. Try it once more."),
}

_WARNINGS: dict[str, Callable[[Mapping[str, Any], Show], str]] = {
    "count_differs": lambda values, show: (
        _("The file's own summary counts %(said)s people, and its table has %(found)s. The table is what counts.")
        % {"said": values["said"], "found": values["found"]}
    ),
    "bad_rows": lambda values, show: (
        ngettext(
            "%(count)s row has a time that cannot be read (row %(rows)s).",
            "%(count)s rows have times that cannot be read (rows %(rows)s).",
            values["count"],
        )
        % {"count": values["count"], "rows": ", ".join(map(str, values["rows"]))}
    ),
    "never_joined": lambda values, show: (
        ngettext(
            "%(count)s person in the file has no times, and does not count as present.",
            "%(count)s people in the file have no times, and do not count as present.",
            values["count"],
        )
        % {"count": values["count"]}
    ),
    "totals": lambda values, show: (
        ngettext(
            "Of %(count)s person the file says only how long, not when. It counts at most the length of the session.",
            "Of %(count)s people the file says only how long, not when. It counts at most the length of the session.",
            values["count"],
        )
        % {"count": values["count"]}
    ),
    "other_days": lambda values, show: (
        ngettext(
            "%(count)s time in the file is of another day, and counts nothing.",
            "%(count)s times in the file are of another day, and count nothing.",
            values["count"],
        )
        % {"count": values["count"]}
    ),
    "day_from_name": lambda values, show: (
        _("The times in the file have no day. Its name says %(day)s.") % {"day": _days([values["day"]], show)}
    ),
    "day_of_session": lambda values, show: (
        _("The times in the file have no day. They are read as of the session's: %(day)s.")
        % {"day": _days([values["day"]], show)}
    ),
    "still_there": lambda values, show: (
        ngettext(
            "Of %(count)s stay the file has only one end. It counts no minutes.",
            "Of %(count)s stays the file has only one end. They count no minutes.",
            values["count"],
        )
        % {"count": values["count"]}
    ),
    OUTSIDE: lambda values, show: _(
        "Nobody's time in the file lies within the session. Is it the report of another meeting that day?"
    ),
}
