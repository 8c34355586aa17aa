"""Finds the tables of a report: where each begins, what its columns hold, and whether it is about people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from attendance.reports.columns import (
    KNOWN_OTHERS,
    MEET,
    RANK,
    TEAMS_PEOPLE,
    TEAMS_STAYS,
    Role,
    Roles,
    fitting,
    guessed_roles,
    is_complete,
    known_roles,
    looks_of,
    plain_header,
    signature_of,
)
from attendance.reports.durations import read_duration, read_number
from attendance.reports.moments import read_moment
from attendance.reports.people import is_telephone, read_address
from attendance.reports.records import Record

SAMPLE_ROWS = 200
SECTION = re.compile(r"([1-9])\. ")
PEOPLE_SECTION, STAYS_SECTION = 2, 3
NO_PEOPLE_SECTIONS = (1, 4)
OF_A_MEETING = {"topic", "meeting id", "meetingid", "webinar id"}
WIDE_ENOUGH = 6
"""The minimum number of cells in the header of Teams' second section."""
KNOWN_ENOUGH = 3
"""A row with this many known headers is a header anywhere."""


class Tool(StrEnum):
    TEAMS = "teams"
    ZOOM = "zoom"
    MEET = "meet"
    WEBEX = "webex"
    OTHER = "other"


@dataclass
class Table:
    """A table. `rows` is a sample; `first_row`, the number of its first row, identifies it."""

    headers: list[str]
    first_row: int
    section: int = 0
    title: str = ""
    rows: list[Record] = field(default_factory=list)
    count: int = 0
    roles: Roles = field(default_factory=dict)
    is_mapped: bool = False
    """Whether somebody has said what its columns hold."""
    is_cut: bool = False
    """Whether dates and times were split at commas that were not quoted."""

    @property
    def signature(self) -> str:
        return signature_of(self.headers)

    @property
    def is_of_people(self) -> bool:
        if not self.may_be_of_people or not is_complete(self.roles):
            return False
        # A line about the meeting has an address too, that of its host.
        is_of_meeting = not {Role.NAME, Role.FIRST_NAME} & {*self.roles.values()} and any(
            plain_header(header) in OF_A_MEETING for header in self.headers
        )
        return self.is_mapped or not is_of_meeting

    @property
    def may_be_of_people(self) -> bool:
        """Whether it has enough columns for somebody to say what they hold."""
        return self.count > 0 and self.section not in NO_PEOPLE_SECTIONS

    @cached_property
    def in_utc(self) -> set[int | None]:
        """The columns whose header says that their times are in UTC."""
        return {place for place, header in enumerate(self.headers) if "utc" in header.casefold()}

    @cached_property
    def places(self) -> dict[Role, int]:
        """The column of each role. To be used once the roles are final."""
        return {role: place for place, role in reversed(self.roles.items())}


@dataclass
class Found:
    """The result of a first pass over the whole file."""

    tables: list[Table] = field(default_factory=list)
    facts: list[Record] = field(default_factory=list)
    """Lines of a label and a value."""
    rows: int = 0
    is_narrow: bool = False
    """Whether lines of two cells are tables, as there are no others."""

    @property
    def of_people(self) -> list[Table]:
        return [table for table in self.tables if table.is_of_people]


@dataclass(frozen=True, slots=True)
class Placed:
    """A record, with the first row of the table that it belongs to; none for lines between tables."""

    record: Record
    table: int | None
    begins: bool = False
    section: int = 0
    title: str = ""


def placed(records: Iterable[Record], *, is_narrow: bool = False) -> Iterator[Placed]:
    """For every record, the table that it belongs to, by the number of its first row.

    It reads only one record ahead, so files may have any length.
    """
    place = _Place(is_narrow=is_narrow)
    waiting: Record | None = None
    for record in records:
        if waiting is not None:
            yield place.put(waiting, record)
        waiting = record
    if waiting is not None:
        yield place.put(waiting, None)


@dataclass
class _Place:
    """The current position: in which section and in which table."""

    section: int = 0
    title: str = ""
    table: int | None = None
    after_gap: bool = True
    is_narrow: bool = False

    def put(self, record: Record, following: Record | None) -> Placed:
        filled = record.filled
        if filled == 0:
            self.after_gap = True
            return Placed(record, None)
        if filled == 1 and record.cells[0] and self._is_title(record, following):
            section = SECTION.match(record.cells[0])
            self.section = int(section[1]) if section else self.section
            self.title, self.table, self.after_gap = record.cells[0], None, True
            return Placed(record, None)
        # A table without a header begins with its first row.
        if self._is_header(record) or (self.table is None and filled > 2 and looks_like_data(record)):
            self.table, self.after_gap = record.row, False
            return Placed(record, record.row, True, self.section, self.title)
        self.after_gap = False
        return Placed(record, self.table)

    def _is_title(self, record: Record, following: Record | None) -> bool:
        if SECTION.match(record.cells[0]) or self.table is None:
            return True
        if plain_header(record.cells[0]) in TITLES:
            return True
        return following is not None and following.filled >= KNOWN_ENOUGH and is_header_like(following)

    def _is_header(self, record: Record) -> bool:
        is_within = self.table is not None and not self.after_gap
        if is_within and not any(cell.casefold() in RANK for cell in record.cells[:2]) and not _is_first(record):
            return False
        if not is_header_like(record):
            return False
        known = set(known_roles(record.cells).values())
        if is_within or len(known - {Role.FIRST_NAME, Role.LAST_NAME}) >= KNOWN_ENOUGH:
            return len(known - {Role.FIRST_NAME, Role.LAST_NAME}) >= KNOWN_ENOUGH
        if self.section == PEOPLE_SECTION and self.table is None:
            return len(record.cells) >= WIDE_ENOUGH
        # Two cells may be a label and a value. With a known header among them they are a narrow table.
        is_narrow = self.table is None and self.section == 0 and (self.is_narrow or bool(known))
        return record.filled >= KNOWN_ENOUGH or is_narrow


TITLES = {"attendee report", "host details", "panelist details", "attendee details", "other attended", "participants"}


def is_header_like(record: Record) -> bool:
    """At least two cells with words, none of them an address, a time or a number."""
    return record.filled >= 2 and not looks_like_data(record)


def _is_first(record: Record) -> bool:
    """Whether it begins with a header that is not about people, as in some tables of these tools."""
    return record.cells[0].casefold() in KNOWN_OTHERS


def looks_like_data(record: Record) -> bool:
    return any(
        cell
        and (
            read_address(cell)
            or read_moment(cell) is not None
            or read_duration(cell) is not None
            or read_number(cell) is not None
            or is_telephone(cell)
        )
        for cell in record.cells
    )


def survey(records: Iterable[Record], mappings: Mapping[str, Roles] | None = None, *, is_narrow: bool = False) -> Found:
    """Find the tables, in one pass over the whole file.

    `mappings` are roles given by people for tables with these headers, by signature.
    """
    found = Found(is_narrow=is_narrow)
    for one in placed(records, is_narrow=is_narrow):
        found.rows += 1
        if one.table is None:
            if one.record.filled == 2 and len(found.facts) < SAMPLE_ROWS:
                found.facts.append(one.record)
            continue
        if one.begins:
            is_headed = is_header_like(one.record)
            headers = list(one.record.cells) if is_headed else []
            while headers and not headers[-1]:
                headers.pop()
            found.tables.append(Table(headers, one.record.row, one.section, one.title))
            if is_headed:
                continue
        table = found.tables[-1]
        table.count += 1
        if len(table.rows) < SAMPLE_ROWS:
            table.rows.append(one.record)
    for table in found.tables:
        table.is_cut = any(_is_cut(record, table) for record in table.rows)
        table.rows = [mended(record, table) for record in table.rows]
        table.is_mapped = table.signature in (mappings or {})
        table.roles = roles_of(table, mappings or {})
    return found


def rows_of(records: Iterable[Record], found: Found) -> Iterator[tuple[Table, Record]]:
    """A second pass: every row of the tables about people."""
    tables = {table.first_row: table for table in found.of_people}
    for one in placed(records, is_narrow=found.is_narrow):
        table = tables.get(one.table) if one.table is not None else None
        if table is not None and not (one.begins and table.headers):
            yield table, mended(one.record, table)


def _is_cut(record: Record, table: Table) -> bool:
    """Whether a row is longer than its header, with dates and times in adjacent cells."""
    if not table.headers or len(_without_end(record)) <= len(table.headers):
        return False
    return any(_is_day_and_time(one, other) for one, other in pairwise(record.cells))


def _is_day_and_time(one: str, other: str) -> bool:
    day, time = read_moment(one), read_moment(other)
    return day is not None and day.time is None and time is not None and time.day is None


def _without_end(record: Record) -> list[str]:
    cells = list(record.cells)
    while cells and not cells[-1]:
        cells.pop()
    return cells


def mended(record: Record, table: Table) -> Record:
    """Join what was split at unquoted commas: a date and its time, a family name and a first name."""
    if not table.is_cut:
        return record
    joined: list[str] = []
    for cell in _without_end(record):
        if joined and _is_day_and_time(joined[-1], cell):
            joined[-1] = f"{joined[-1]}, {cell}"
        else:
            joined.append(cell)
    surplus = len(joined) - len(table.headers)
    if surplus > 0 and not looks_like_data(Record(record.row, joined[: surplus + 1])):
        joined[: surplus + 1] = [", ".join(joined[: surplus + 1])]
    return Record(record.row, joined)


def roles_of(table: Table, mappings: Mapping[str, Roles]) -> Roles:
    """The roles of the columns: those given by people, else by header, position and cells."""
    if (said := mappings.get(table.signature)) is not None:
        return dict(said)
    width = max([len(table.headers), *(len(row.cells) for row in table.rows)], default=0)
    looks = looks_of(table.rows, width)
    roles = known_roles(table.headers)
    if is_complete(roles):
        return guessed_roles(table.headers, table.rows, roles)
    shapes = {PEOPLE_SECTION: TEAMS_PEOPLE, STAYS_SECTION: TEAMS_STAYS}
    if table.section in shapes and (by_place := fitting(shapes[table.section], looks)):
        return guessed_roles(table.headers, table.rows, by_place | roles)
    if width == len(MEET) and (by_place := fitting(MEET, looks)) and looks[4].mostly("clocks"):
        return by_place
    return guessed_roles(table.headers, table.rows, roles)


def tool_of(found: Found) -> Tool:
    """The tool that wrote it."""
    tables = found.of_people
    names = {plain_header(header) for table in tables for header in table.headers}
    titles = {plain_header(table.title) for table in found.tables}
    if any(table.section for table in tables) or any(" upn" in f" {name}".replace("(", " ") for name in names):
        return Tool.TEAMS
    if names & {"user action", "utceventtimestamp"}:
        return Tool.TEAMS
    zoom = {"time in session (minutes)", "recording consent", "nameoriginalname", "total duration (minutes)"}
    if any("(original name)" in name for name in names) or names & zoom or titles & TITLES - {"participants"}:
        return Tool.ZOOM
    if {"time joined", "time exited"} <= names or any(_is_meet(table) for table in tables):
        return Tool.MEET
    if names & {"nome de exibição", "hora da entrada", "connection type", "tipo de conexão"}:
        return Tool.WEBEX
    return Tool.OTHER


def _is_meet(table: Table) -> bool:
    return [table.roles.get(place) for place in range(len(MEET))] == MEET
