"""Reads a report: from bytes to people with their stays, or a `ReportProblem`.

It reads the file three times without keeping it in memory: to find the tables, to decide about dates, to read the rows.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from attendance.reports.columns import Role, Roles
from attendance.reports.days import DaysSeen, SessionDays
from attendance.reports.decoding import encoding_of, lines_of
from attendance.reports.entries import Gathered, Kind, Person
from attendance.reports.moments import Order
from attendance.reports.people import address_of_account, key_of_name
from attendance.reports.problems import ProblemCode, ReportProblem, Warning, WarningCode
from attendance.reports.records import Record, records_of
from attendance.reports.rows import Accounts, RowReader, address_in, cell_of, name_in, times_in
from attendance.reports.tables import PEOPLE_SECTION, STAYS_SECTION, Found, Tool, rows_of, survey, tool_of
from attendance.reports.workbook import is_workbook, records_of_workbook

MOST_BYTES = 100 * 1024**2
MOST_ROWS = 500_000
CHUNK = 500
DAY_IN_NAME = re.compile(r"(?<!\d)(20\d{2})[-_.](\d{2})[-_.](\d{2})(?!\d)")


@dataclass(frozen=True, kw_only=True)
class About:
    """What is known before a report is read: the days of the session, and the time zone.

    `mappings` are the roles of columns, by signature of a table. `known` returns those of some addresses that belong to
    participants: an account name is only used as address if it is one of them.
    """

    zone: dt.tzinfo
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    file_name: str = ""
    mappings: Mapping[str, Roles] = field(default_factory=dict)
    known: Callable[[Sequence[str]], Collection[str]] = lambda addresses: ()


@dataclass(frozen=True)
class Shape:
    """A table, and what its columns were found to hold."""

    signature: str
    headers: tuple[str, ...]
    roles: Mapping[int, Role]
    title: str
    rows: int
    is_mapped: bool


@dataclass
class Report:
    """The content of a file. A context manager: its temporary file is deleted at the end."""

    tool: Tool
    digest: str
    shapes: list[Shape]
    warnings: list[Warning]
    days: tuple[dt.date, ...]
    rows: int
    _gathered: Gathered

    def people(self) -> Iterator[Person]:
        """Everybody who joined, in the order of the file."""
        return (person for person in self._gathered.people() if person.joined)

    def __enter__(self) -> Report:
        return self

    def __exit__(self, *error: object) -> None:
        self._gathered.close()


def read_report(
    source: bytes | BinaryIO, about: About, progress: Callable[[float], None] = lambda part: None
) -> Report:
    """Read a report. Raises `ReportProblem`, and nothing else, if that is not possible."""
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    digest = _digest(stream)
    records = _source(stream)
    found = survey(_limited(records()), about.mappings)
    if not found.tables:
        found = survey(records(), about.mappings, is_narrow=True)
    if not found.of_people:
        raise _no_people(found)
    progress(0.2)
    seen, accounts = _look(records(), found, about)
    order, warnings = seen.decided(SessionDays(about.first_day, about.last_day, about.zone))
    day = _day_for_clocks(seen, about, warnings)
    progress(0.4)
    reader = RowReader(
        order=order,
        zone=about.zone,
        day=day,
        accounts=accounts,
        has_stays=any(table.section == STAYS_SECTION for table in found.of_people),
    )
    gathered = Gathered()
    try:
        for number, (table, record) in enumerate(rows_of(records(), found)):
            for entry in reader.entries(table, record):
                gathered.add(entry)
            if number % 1000 == 0:
                progress(0.4 + 0.6 * number / max(1, found.rows))
        warnings += _warnings(reader, gathered, found)
    except BaseException:
        gathered.close()
        raise
    shapes = [
        Shape(table.signature, tuple(table.headers), table.roles, table.title, table.count, table.is_mapped)
        for table in found.of_people
    ]
    days = seen.days_by(order) or ((day,) if day else ())
    return Report(tool_of(found), digest, shapes, warnings, tuple(days), found.rows, gathered)


def digest_of(source: bytes | BinaryIO) -> str:
    """The hash by which a file is recognised when the file itself is not kept."""
    return _digest(io.BytesIO(source) if isinstance(source, bytes) else source)


def _digest(stream: BinaryIO) -> str:
    stream.seek(0, io.SEEK_END)
    if stream.tell() > MOST_BYTES:
        raise ReportProblem(ProblemCode.TOO_LARGE, limit=MOST_BYTES)
    if stream.tell() == 0:
        raise ReportProblem(ProblemCode.EMPTY)
    stream.seek(0)
    digest = hashlib.sha256()
    while chunk := stream.read(1024**2):
        digest.update(chunk)
    return digest.hexdigest()


def _source(stream: BinaryIO) -> Callable[[], Iterator[Record]]:
    """A function that reads the file from its beginning each time."""
    if is_workbook(stream):
        return lambda: records_of_workbook(stream)
    encoding = encoding_of(stream)
    return lambda: records_of(lines_of(stream, encoding))


def _limited(records: Iterator[Record]) -> Iterator[Record]:
    for number, record in enumerate(records):
        if number >= MOST_ROWS:
            raise ReportProblem(ProblemCode.TOO_MANY, limit=MOST_ROWS)
        yield record


def _no_people(found: Found) -> ReportProblem:
    tables = [
        Shape(table.signature, tuple(table.headers), table.roles, table.title, table.count, is_mapped=False)
        for table in found.tables
        if table.may_be_of_people
    ]
    if tables:
        return ReportProblem(ProblemCode.NO_TIMES, tables=tables)
    return ReportProblem(ProblemCode.NO_PEOPLE)


def _look(records: Iterator[Record], found: Found, about: About) -> tuple[DaysSeen, Accounts]:
    """The possible days, and the account names that are addresses of participants."""
    seen = DaysSeen(about.zone)
    for record in [*found.facts, *(record for table in found.tables for record in table.rows)]:
        seen.take_beside(record)
    accounts: dict[str, set[str]] = {}
    for table, record in rows_of(records, found):
        for written, in_utc, row, text in times_in(table, record):
            seen.take(written, in_utc=in_utc, row=row, text=text)
        if Role.ACCOUNT in table.places and not address_in(table, record)[0]:
            account = address_of_account(cell_of(table, record, Role.ACCOUNT))
            accounts.setdefault(key_of_name(name_in(table, record)), set()).add(account)
    wanted = sorted({address for held in accounts.values() for address in held if address})
    known: set[str] = set()
    for start in range(0, len(wanted), CHUNK):
        known.update(about.known(wanted[start : start + CHUNK]))
    alone = {name: next(iter(held)) for name, held in accounts.items() if len(held) == 1}
    return seen, Accounts(known, {name: address for name, address in alone.items() if address in known})


def _day_for_clocks(seen: DaysSeen, about: About, warnings: list[Warning]) -> dt.date | None:
    """The day for times without a date: from the name of the file, else of the session."""
    if not seen.clocks:
        return None
    if match := DAY_IN_NAME.search(about.file_name):
        try:
            day = dt.date(*(int(part) for part in match.groups()))
        except ValueError:
            day = None
        if day is not None:
            SessionDays(about.first_day, about.last_day, about.zone).check([day])
            warnings.append(Warning.of(WarningCode.DAY_FROM_NAME, day=day))
            return day
    if about.first_day is None:
        raise ReportProblem(ProblemCode.OTHER_DAY, days=[], session=[])
    warnings.append(Warning.of(WarningCode.DAY_OF_SESSION, day=about.first_day))
    return about.first_day


def _warnings(reader: RowReader, gathered: Gathered, found: Found) -> list[Warning]:
    """Warnings about what was read. Raises `ReportProblem` if nobody was present."""
    people = joined = never = totals = 0
    for person in gathered.people():
        people += 1
        joined += person.joined
        never += not person.joined
        totals += person.seconds is not None
    if not joined:
        raise ReportProblem(ProblemCode.NOBODY_JOINED if people else ProblemCode.NO_PEOPLE)
    warnings = list(reader.warnings())
    if never:
        warnings.append(Warning.of(WarningCode.NEVER_JOINED, count=never))
    if totals:
        warnings.append(Warning.of(WarningCode.TOTALS, count=totals))
    listed = sum(table.count for table in found.of_people if table.section == PEOPLE_SECTION)
    said = next((int(fact.cells[-1]) for fact in _counts(found)), None)
    if said is not None and said not in {people, joined, listed}:
        warnings.append(Warning.of(WarningCode.COUNT_DIFFERS, said=said, found=listed or people))
    return warnings


def _counts(found: Found) -> Iterator[Record]:
    """The lines of the summary with a number; the first is the number of participants."""
    for fact in found.facts:
        cells = [cell for cell in fact.cells if cell]
        if len(cells) == 2 and cells[1].isascii() and cells[1].isdigit() and len(cells[1]) < 7:
            yield Record(fact.row, cells)


__all__ = ["About", "Kind", "Order", "Report", "Shape", "digest_of", "read_report"]
