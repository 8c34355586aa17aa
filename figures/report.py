"""The figures as labelled tables. Page, charts, CSV and XLSX are made from this report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from content import dates
from courses.models import ProgrammeTarget
from figures.figures import UNKNOWN
from figures.objects import Figures, GatheringFigures, WebinarFigures, hours
from figures.suppression import Hidden, Shown, published_count, published_gender, published_groups
from people.models import Gender, OrganisationType, SizeClass

Value = Shown | Decimal | None
NOTHING = "–"


@dataclass(frozen=True, kw_only=True)
class KeyFigure:
    """A single figure; `key` is that of `expected_report`."""

    key: str
    label: str
    value: Value
    target: int | None = None
    is_share: bool = False


@dataclass(frozen=True, kw_only=True)
class WebinarRow:
    key: str
    session: int
    title: str
    date: dt.date
    registered: Value
    attended: Value
    hours: Value
    certificates: Value


@dataclass(frozen=True, kw_only=True)
class GatheringRow:
    key: str
    session: int
    title: str
    date: dt.date
    days: Sequence[dt.date]
    registered: Value
    present_by_day: Sequence[Value]
    present_all_days: Value
    certificates: Value


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    key: str
    label: str
    value: Value
    share: int | None
    """Whole percent of all, rounded down; None if the count is hidden."""


@dataclass(frozen=True, kw_only=True)
class GroupTable:
    """People (or companies) by one property; `key` is that of `expected_report`."""

    key: str
    title: str
    unit: str
    rows: Sequence[GroupRow]
    total: Value


@dataclass(frozen=True, kw_only=True)
class TrackRow:
    key: str
    title: str
    people: Value


@dataclass(frozen=True, kw_only=True)
class Shortcoming:
    """Something that a published recording lacks."""

    key: str
    webinar: str
    what: str
    due: dt.date | None = None
    is_late: bool = False


@dataclass(frozen=True, kw_only=True)
class Report:
    starts: dt.date
    as_of: dt.date
    is_published: bool
    key_figures: Sequence[KeyFigure]
    webinars: Sequence[WebinarRow]
    webinar_total: WebinarRow
    gatherings: Sequence[GatheringRow]
    groups: Sequence[GroupTable]
    tracks: Sequence[TrackRow]
    shortcomings: Sequence[Shortcoming]

    @property
    def not_begun(self) -> str:
        """A message if the requested day is before the programme starts."""
        if self.as_of >= self.starts:
            return ""
        return _("On %(day)s the programme had not begun: its first day is %(start)s.") % {
            "day": dates.day(self.as_of, year=True),
            "start": dates.day(self.starts, year=True),
        }

    @property
    def measured_by_target(self) -> list[KeyFigure]:
        return [figure for figure in self.key_figures if figure.target is not None]

    @property
    def others(self) -> list[KeyFigure]:
        return [figure for figure in self.key_figures if figure.target is None]


def report(figures: Figures, targets: Iterable[ProgrammeTarget], *, starts: dt.date, published: bool = False) -> Report:
    """The figures with their targets, for staff or for publication. The programme starts on `starts`."""
    count: Callable[[int], Shown] = published_count if published else int
    webinars = _webinar_rows(figures.webinars, published=published)
    return Report(
        starts=starts,
        as_of=figures.as_of,
        is_published=published,
        key_figures=_key_figures(figures, list(targets), published=published),
        webinars=webinars,
        webinar_total=WebinarRow(
            key="",
            session=0,
            title=_("Total"),
            date=figures.as_of,
            registered=count(figures.webinar_registrations),
            attended=count(figures.webinar_attendances),
            hours=_hours(figures.webinar_minutes, count(figures.webinar_attendances)),
            certificates=count(figures.webinar_certificates),
        ),
        gatherings=[_gathering_row(row, count) for row in figures.gatherings],
        groups=_group_tables(figures, published=published),
        tracks=[TrackRow(key=row.key, title=row.title, people=count(len(row.people))) for row in figures.tracks],
        shortcomings=_shortcomings(figures),
    )


def text(value: Value | dt.date | str) -> str:
    """A value as text in the active language."""
    if value is Hidden.WITHHELD:
        return pgettext("a number that is not shown", "withheld")
    if isinstance(value, Hidden):
        return value.value
    if isinstance(value, Decimal | int):
        places = 2 if isinstance(value, Decimal) else 0
        return formats.number_format(value, decimal_pos=places, force_grouping=True)
    if isinstance(value, dt.date):
        return dates.day(value, year=True)
    return NOTHING if value is None else value


def labels() -> dict[str, str]:
    """The labels of the keys of `expected_report`."""
    return {
        "webinars_held": _("Webinars held"),
        "gatherings_held": _("Gatherings held"),
        "gathering_days_held": _("Gathering days held"),
        "individuals_attending_any": _("Individuals"),
        "individuals_attending_webinars": _("Individuals at webinars"),
        "webinar_registrations": _("Registrations for webinars"),
        "webinar_attendances": _("Attendances at webinars"),
        "webinar_minutes": _("Minutes at webinars"),
        "webinar_hours": _("Hours at webinars"),
        "women_share": _("Share of women"),
        "municipalities_with_participants": _("Municipalities"),
        "companies_attending": _("Companies"),
        "by_gender": _("Participants by gender"),
        "by_county": _("Participants by county"),
        "by_organisation_type": _("Participants by type of organisation"),
        "companies_by_size": _("Companies by number of employees"),
    }


def _key_figures(figures: Figures, targets: Sequence[ProgrammeTarget], *, published: bool) -> list[KeyFigure]:
    """Those with a target first, in the order of the targets."""
    values: dict[str, Value] = {
        "webinars_held": figures.webinars_held,
        "gatherings_held": figures.gatherings_held,
        "gathering_days_held": figures.gathering_days_held,
        "individuals_attending_any": figures.individuals_attending_any,
        "individuals_attending_webinars": figures.individuals_attending_webinars,
        "webinar_registrations": figures.webinar_registrations,
        "webinar_attendances": figures.webinar_attendances,
        "webinar_minutes": figures.webinar_minutes,
        "webinar_hours": figures.webinar_hours,
        "women_share": figures.women_share,
        "municipalities_with_participants": figures.municipalities_with_participants,
        "companies_attending": figures.companies_attending,
    }
    if published:
        for key in (
            "individuals_attending_any",
            "individuals_attending_webinars",
            "webinar_registrations",
            "webinar_attendances",
            "companies_attending",
        ):
            values[key] = published_count(int(getattr(figures, key)))
        if isinstance(values["webinar_attendances"], Hidden):
            values["webinar_minutes"] = values["webinar_hours"] = Hidden.WITHHELD
        values["women_share"] = published_gender(figures.by_gender, figures.women_share)[1]
    named = labels()
    expected = {target.figure: target for target in targets if target.figure in values}
    order = [*expected, *(key for key in values if key not in expected)]
    return [
        KeyFigure(
            key=key,
            label=named[key],
            value=values[key],
            target=expected[key].expected if key in expected else None,
            is_share=key == "women_share",
        )
        for key in order
    ]


def _hours(minutes: int, people: Value) -> Value:
    """Hours reveal the number of people who spent them, so they are withheld where that is hidden."""
    return Hidden.WITHHELD if isinstance(people, Hidden) else hours(minutes)


def _webinar_rows(rows: Sequence[WebinarFigures], *, published: bool) -> list[WebinarRow]:
    columns: dict[str, Mapping[str, Value]] = {}
    for name in ("registered", "attended", "certificates"):
        counts = {row.key: getattr(row, name) for row in rows}
        columns[name] = published_groups(counts) if published else counts
    return [
        WebinarRow(
            key=row.key,
            session=row.session,
            title=row.title,
            date=row.date,
            registered=columns["registered"][row.key],
            attended=columns["attended"][row.key],
            hours=_hours(row.minutes, columns["attended"][row.key]),
            certificates=columns["certificates"][row.key],
        )
        for row in rows
    ]


def _gathering_row(row: GatheringFigures, count: Callable[[int], Shown]) -> GatheringRow:
    return GatheringRow(
        key=row.key,
        session=row.session,
        title=row.title,
        date=row.date,
        days=row.days,
        registered=count(row.registered),
        present_by_day=[count(number) for number in row.present_by_day],
        present_all_days=count(row.present_all_days),
        certificates=count(row.certificates),
    )


def _group_tables(figures: Figures, *, published: bool) -> list[GroupTable]:
    unknown = _("Unknown")
    named = labels()
    people, companies = _("Persons"), _("Companies")
    tables: list[tuple[str, str, Mapping[str, int], Mapping[str, Any]]] = [
        ("by_organisation_type", people, figures.by_organisation_type, dict(OrganisationType.choices)),
        ("by_county", people, figures.by_county, {}),
        ("by_gender", people, figures.by_gender, dict(Gender.choices)),
        ("companies_by_size", companies, figures.companies_by_size, dict(SizeClass.choices)),
    ]
    answer = []
    for key, unit, counts, words in tables:
        shown: Mapping[str, Shown] = counts
        if published and key == "by_gender":
            shown = published_gender(counts, figures.women_share)[0]
        elif published:
            shown = published_groups(counts)
        total = sum(counts.values())
        names = _in_order(key, shown)
        answer.append(
            GroupTable(
                key=key,
                title=named[key],
                unit=unit,
                rows=[
                    GroupRow(
                        key=name,
                        label=str(words.get(name, unknown if name == UNKNOWN else name)),
                        value=shown[name],
                        share=counts[name] * 100 // total if not isinstance(shown[name], Hidden) else None,
                    )
                    for name in names
                ],
                total=published_count(total) if published else total,
            )
        )
    return answer


def _in_order(key: str, shown: Mapping[str, Shown]) -> list[str]:
    """Sizes by size, others by the number of people; unknown is always last.

    Hidden groups are ordered by name, as their order must not reveal which is larger.
    """
    if key == "companies_by_size":
        return [size for size in SizeClass.values if size in shown]

    def place(name: str) -> tuple[bool, bool, int, str]:
        count = shown[name]
        size = 0 if isinstance(count, Hidden) else count
        return name in (UNKNOWN, Gender.UNDISCLOSED), isinstance(count, Hidden), -size, name

    return sorted(shown, key=place)


def _shortcomings(figures: Figures) -> list[Shortcoming]:
    found = []
    for row in figures.recordings:
        if row.lacks_captions:
            found.append(
                Shortcoming(
                    key=row.key,
                    webinar=row.title,
                    what=_("Captions are missing"),
                    due=row.captions_due,
                    is_late=row.captions_are_late,
                )
            )
        if row.lacks_transcript:
            found.append(Shortcoming(key=row.key, webinar=row.title, what=_("The transcript is not approved")))
        if row.has_inaccessible_document:
            found.append(
                Shortcoming(key=row.key, webinar=row.title, what=_("A presentation cannot be read by everybody"))
            )
    return found
