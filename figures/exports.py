"""The report as spreadsheets, with the same numbers in the same order as on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from content.spreadsheets import Cell, Sheet
from figures.report import GatheringRow, KeyFigure, Report, Value, WebinarRow, text
from figures.suppression import Hidden

Row = tuple[Cell, ...]


def csv_sheet(report: Report) -> Sheet:
    """One table with a row for each number, named as in `expected_report`."""
    head = [_("Key"), _("Figure"), _("Of"), _("Value"), _("Target")]
    return Sheet(title=_("Figures"), head=head, rows=list(_numbers(report)))


def xlsx_sheets(report: Report) -> list[Sheet]:
    """A sheet for each table on the page."""
    return [
        _key_figures(report),
        _webinars(report),
        _gatherings(report),
        *_groups(report),
        Sheet(
            title=_("Certificates per track"),
            head=[_("Track"), _("Persons")],
            rows=[(row.title, _cell(row.people)) for row in report.tracks],
        ),
        Sheet(
            title=_("Recordings"),
            head=[_("Webinar"), _("What is missing"), _("Due")],
            rows=[(row.webinar, row.what, row.due) for row in report.shortcomings],
        ),
    ]


def _numbers(report: Report) -> Iterator[Row]:
    yield "as_of", _("As of"), None, report.as_of, None
    if report.not_begun:
        yield "not_begun", report.not_begun, None, None, None
    for figure in report.key_figures:
        yield figure.key, _named(figure), None, _cell(figure.value), figure.target
    for table in report.groups:
        for group in table.rows:
            yield f"{table.key}.{group.key}", table.title, group.label, _cell(group.value), None
    for webinar in report.webinars:
        for name, label, value in _of_webinar(webinar):
            yield f"per_webinar.{webinar.key}.{name}", label, webinar.title, _cell(value), None
    for gathering in report.gatherings:
        for name, label, value in _of_gathering(gathering):
            yield f"per_gathering.{gathering.key}.{name}", label, gathering.title, _cell(value), None
    for track in report.tracks:
        yield f"track_certificates.{track.key}", _("Certificates per track"), track.title, _cell(track.people), None
    for row in report.shortcomings:
        yield f"recordings.{row.key}", row.what, row.webinar, None, None


def _of_webinar(row: WebinarRow) -> Iterable[tuple[str, str, Value]]:
    return [
        ("registered", _("Registered"), row.registered),
        ("attended", _("Attended"), row.attended),
        ("hours", _("Hours"), row.hours),
        ("certificates", _("Certificates"), row.certificates),
    ]


def _of_gathering(row: GatheringRow) -> Iterable[tuple[str, str, Value]]:
    by_day = [
        (f"present_by_day.{number}", _("Present on day %(number)s") % {"number": number}, value)
        for number, value in enumerate(row.present_by_day, start=1)
    ]
    return [
        ("registered", _("Registered"), row.registered),
        *by_day,
        ("present_all_days", _("Present on all days"), row.present_all_days),
        ("certificates", _("Certificates"), row.certificates),
    ]


def _key_figures(report: Report) -> Sheet:
    rows: list[Row] = [(_("As of"), report.as_of, None)]
    if report.not_begun:
        rows.append((report.not_begun, None, None))
    rows += [(_named(figure), _cell(figure.value), figure.target) for figure in report.key_figures]
    return Sheet(title=_("Key figures"), head=[_("Figure"), _("Value"), _("Target")], rows=rows)


def _webinars(report: Report) -> Sheet:
    rows: list[Row] = [
        (row.title, row.date, *(_cell(value) for __, __, value in _of_webinar(row))) for row in report.webinars
    ]
    total = report.webinar_total
    rows.append((total.title, None, *(_cell(value) for __, __, value in _of_webinar(total))))
    head = [_("Webinar"), _("Date"), _("Registered"), _("Attended"), _("Hours"), _("Certificates")]
    return Sheet(title=_("Webinars"), head=head, rows=rows)


def _gatherings(report: Report) -> Sheet:
    rows = [
        (row.title, row.date, label, _cell(value))
        for row in report.gatherings
        for _n, label, value in _of_gathering(row)
    ]
    return Sheet(title=_("Gatherings"), head=[_("Gathering"), _("Date"), _("Figure"), _("Value")], rows=rows)


def _groups(report: Report) -> Iterator[Sheet]:
    for table in report.groups:
        rows: list[Row] = [(row.label, _cell(row.value), _cell(row.share)) for row in table.rows]
        rows.append((_("Total"), _cell(table.total), None))
        yield Sheet(title=table.title, head=[_("Group"), table.unit, _("Percent")], rows=rows)


def _named(figure: KeyFigure) -> str:
    return f"{figure.label} (%)" if figure.is_share else figure.label


def _cell(value: Value) -> Cell:
    return text(value) if isinstance(value, Hidden) else value
