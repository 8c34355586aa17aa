"""The report prepared for the page's templates: key figures with targets, charts and tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content import dates
from courses.models import Funding, ProgrammePage
from figures.charts import group_bars, in_picture, webinar_chart
from figures.report import GatheringRow, GroupTable, KeyFigure, Report, text
from figures.suppression import Hidden
from people.models import Gender

NB = dates.NB
PACE_TOLERANCE = 10
"""How many percentage points a figure may be behind an even pace before the page says so."""


def page_of(report: Report, programme: ProgrammePage, funding: Iterable[Funding]) -> dict[str, Any]:
    elapsed = _elapsed(programme, report.as_of)
    return {
        "key_figures": [_key_figure(figure, report, elapsed) for figure in report.measured_by_target],
        "chart": webinar_chart(report.webinars),
        "webinars": [_webinar(row) for row in report.webinars],
        "webinar_total": _webinar(report.webinar_total),
        "gatherings": [_gathering(row) for row in report.gatherings],
        "groups": [_group(table) for table in report.groups if table.rows],
        "funder": _funder(report, list(funding)),
        "shortcomings": _shortcomings(report),
    }


def _elapsed(programme: ProgrammePage, day: dt.date) -> int:
    """Whole percent of the programme's period that have passed."""
    length = (programme.period_to - programme.period_from).days + 1
    return max(0, min(100, ((day - programme.period_from).days + 1) * 100 // length))


def _key_figure(figure: KeyFigure, report: Report, elapsed: int) -> dict[str, Any]:
    """For components/key_figure.html."""
    value, target = figure.value, figure.target or 0
    known = value if isinstance(value, int) else None
    if figure.is_share:
        note = _("The target is %(target)s %%.") % {"target": target}
        return {
            "label": figure.label,
            "value": text(value) if known is None else f"{text(value)}{NB}%",
            "of": "",
            "share": known or 0,
            "target": target,
            "note": f"{note} {_silent(report)}".strip(),
        }
    share = min(100, known * 100 // target) if known is not None and target else None
    return {
        "label": figure.label,
        "value": text(value),
        "of": _("of %(target)s") % {"target": text(target)},
        "share": share,
        "target": None,
        "note": "" if share is None else _pace(known or 0, target, elapsed),
    }


def _pace(value: int, target: int, elapsed: int) -> str:
    share = value * 100 // target
    if share + PACE_TOLERANCE < elapsed:
        return _("%(share)s %% of the target, behind the plan") % {"share": share}
    return _("%(share)s %% of the target") % {"share": share}


def _silent(report: Report) -> str:
    """How many people the share is based on, and how many have not stated their gender."""
    [table] = [table for table in report.groups if table.key == "by_gender"]
    counts = {row.key: row.value for row in table.rows}
    told = [number for gender in (Gender.FEMALE, Gender.MALE) if isinstance(number := counts.get(gender, 0), int)]
    silent = counts.get(Gender.UNDISCLOSED, 0)
    notes = []
    if len(told) == 2 and any(told):
        women, men = told
        values = {"women": text(women), "told": text(women + men)}
        notes.append(_("%(women)s of the %(told)s who have told.") % values)
    if silent is Hidden.FEW:
        notes.append(_("Fewer than 5 have not told."))
    elif isinstance(silent, int) and silent:
        notes.append(ngettext("%(count)s has not told.", "%(count)s have not told.", silent) % {"count": text(silent)})
    return " ".join(notes)


def _webinar(row: Any) -> dict[str, Any]:
    return {
        "title": row.title,
        "session": row.session,
        "date": row.date,
        "cells": [
            {"label": label, "text": text(value)}
            for label, value in (
                (_("Registered"), row.registered),
                (_("Attended"), row.attended),
                (_("Hours"), row.hours),
                (_("Certificates"), row.certificates),
            )
        ],
    }


def _gathering(row: GatheringRow) -> dict[str, Any]:
    days = [{"date": day, "present": text(value)} for day, value in zip(row.days, row.present_by_day, strict=True)]
    return {
        "title": row.title,
        "session": row.session,
        "when": dates.date_range(row.days[0], row.days[-1]),
        "registered": text(row.registered),
        "days": days,
        "all_days": text(row.present_all_days),
        "certificates": text(row.certificates),
    }


def _group(table: GroupTable) -> dict[str, Any]:
    return {
        "key": table.key,
        "title": table.title,
        "unit": table.unit,
        "bars": group_bars(table),
        "rows": [
            {
                "label": row.label,
                "value": text(row.value),
                "share": text(None) if row.share is None else f"{row.share}{NB}%",
            }
            for row in table.rows
        ],
        "total": text(table.total),
    }


def _shortcomings(report: Report) -> list[dict[str, Any]]:
    """What each recording lacks, in one row."""
    rows: dict[str, dict[str, Any]] = {}
    for lack in report.shortcomings:
        row = rows.setdefault(lack.key, {"webinar": lack.webinar, "what": [], "due": None, "is_late": False})
        row["what"].append(lack.what)
        if lack.due:
            row |= {"due": lack.due, "is_late": lack.is_late}
    return list(rows.values())


def _funder(report: Report, funding: list[Funding]) -> list[dict[str, Any]]:
    """Questions of the funder, with the answers."""
    pairs: list[tuple[str, str]] = []
    for grant in funding:
        pairs.append((_("Grant"), grant.source))
        if grant.amount_nok is not None:
            pairs.append((_("Amount"), f"{text(grant.amount_nok)}{NB}kr"))
        if grant.report_due:
            pairs.append((_("Report due"), text(grant.report_due)))
        if grant.case_number:
            pairs.append((_("Case number"), grant.case_number))
    figures = {figure.key: figure for figure in report.key_figures}
    for key in ("individuals_attending_webinars", "webinar_hours"):
        pairs.append((figures[key].label, text(figures[key].value)))
    for row in report.gatherings:
        answer = _("%(present)s of %(registered)s registered") % {
            "present": in_picture(row.present_all_days),
            "registered": text(row.registered),
        }
        pairs.append((_("On all days: %(gathering)s") % {"gathering": row.title}, answer))
    for track in report.tracks:
        pairs.append((_("Certificates: %(track)s") % {"track": track.title}, text(track.people)))
    return [{"label": label, "value": value} for label, value in pairs]
