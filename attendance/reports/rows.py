"""Turns a row into entries: who it is about, and the stay, duration or event that it contains."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from attendance.reports.columns import A_MINUTE_AND_A_HALF, DASHES, JOINING, LEAVING, Role
from attendance.reports.durations import LONGEST, read_duration, read_number
from attendance.reports.entries import Entry, Kind
from attendance.reports.moments import Order, Written, read_moment
from attendance.reports.people import address_of_account, is_telephone, key_of_name, read_address, short_name
from attendance.reports.problems import Warning, WarningCode
from attendance.reports.records import Record
from attendance.reports.tables import PEOPLE_SECTION, Table

FIRST_BAD_ROWS = 10
A_DAY = 86400
LONGEST_DASH = 5
NO = {*DASHES, "no", "nei", "nej", "nein", "false", "0", "n", "não", "absent"}
TIMES = (Role.JOINED, Role.LEFT, Role.MOMENT)
LONGEST_REGISTRATION = 40


def cell_of(table: Table, record: Record, role: Role) -> str:
    place = table.places.get(role)
    cell = record.cells[place] if place is not None and place < len(record.cells) else ""
    return "" if len(cell) < LONGEST_DASH and cell.casefold() in DASHES else cell


def name_in(table: Table, record: Record) -> str:
    name = cell_of(table, record, Role.NAME)
    if not name:
        name = f"{cell_of(table, record, Role.FIRST_NAME)} {cell_of(table, record, Role.LAST_NAME)}".strip()
    return short_name(name)


def address_in(table: Table, record: Record) -> tuple[str, bool]:
    """The address, and whether the person registered with it."""
    for role in (Role.REGISTERED_ADDRESS, Role.ADDRESS):
        if address := read_address(cell_of(table, record, role)):
            return address, role is Role.REGISTERED_ADDRESS
    return "", False


def times_in(table: Table, record: Record) -> Iterator[tuple[Written, bool, int, str]]:
    """The times of a row: the time, whether it is in UTC, the number of the row, and the text."""
    for role in TIMES:
        if (text := cell_of(table, record, role)) and (written := read_moment(text)):
            yield written, table.places.get(role) in table.in_utc, record.row, text


@dataclass(frozen=True)
class Accounts:
    """Account names that are addresses of participants; and the one account of a name that has only one."""

    known: Collection[str] = ()
    by_name: Mapping[str, str] = field(default_factory=dict)


@dataclass
class RowReader:
    """Reads rows one by one, and counts what is irregular about them."""

    order: Order
    zone: dt.tzinfo
    day: dt.date | None
    accounts: Accounts
    has_stays: bool
    """Whether another table of the file has the stays of the people in Teams' second section."""
    bad_rows: list[int] = field(default_factory=list)
    bad_count: int = 0
    open_count: int = 0
    callers: dict[str, int] = field(default_factory=dict)

    def entries(self, table: Table, record: Record) -> Iterator[Entry]:
        name = name_in(table, record)
        address, is_registered = address_in(table, record)
        if not address:
            address = self._address_of_account(table, record, name)
        registration = cell_of(table, record, Role.REGISTRATION)[:LONGEST_REGISTRATION]
        telephone = 0
        if is_telephone(name):
            telephone = 0 if address or registration else self.callers.setdefault(name, len(self.callers) + 1)
            name = ""
        elif name == "" and not address and not registration:
            return
        elif read_address(name):
            # Some write an address or an account name in place of the name; the part before the @ serves as name.
            name = name if read_address(name) == address else name.partition("@")[0]
        for kind, start, end, seconds in self._times(table, record):
            yield Entry(
                row=record.row,
                name=name,
                address=address,
                kind=kind,
                start=start,
                end=end,
                seconds=seconds,
                registration=registration,
                is_registered=is_registered,
                telephone=telephone,
            )

    def _address_of_account(self, table: Table, record: Record, name: str) -> str:
        """The address in an account name, if it is a participant's; by the name if the table has no account names."""
        if Role.ACCOUNT not in table.places:
            return self.accounts.by_name.get(key_of_name(name), "")
        address = address_of_account(cell_of(table, record, Role.ACCOUNT))
        return address if address in self.accounts.known else ""

    def _times(self, table: Table, record: Record) -> Iterator[tuple[Kind, int | None, int | None, int | None]]:
        if Role.EVENT in table.places and Role.MOMENT in table.places:
            yield from self._event(table, record)
            return
        start, end = (self._moment(table, record, role) for role in (Role.JOINED, Role.LEFT))
        seconds = self._length(table, record)
        if start is not None and end is not None and end < start:
            # Only times without a date can pass midnight; with dates, the end is never before the begin.
            if self.day is not None and _is_clock(table, record):
                end += A_DAY
            else:
                self._bad(record)
                start = end = None
        if start is not None and end is not None:
            is_merged = seconds is not None and end - start - seconds > A_MINUTE_AND_A_HALF
            if is_merged or (table.section == PEOPLE_SECTION and self.has_stays):
                # A row that sums up all stays of a person: the duration may be less than from the first begin to the
                # last end.
                yield Kind.TOTAL, start, end, min(end - start, end - start if seconds is None else seconds)
            else:
                yield Kind.STAY, start, end, None
        elif seconds is not None and (start is not None or end is not None):
            start = end - seconds if start is None and end is not None else start
            yield Kind.STAY, start, (start or 0) + seconds, None
        elif seconds is not None:
            yield Kind.TOTAL, None, None, seconds
        elif start is not None or end is not None:
            self.open_count += 1
            moment = start if start is not None else end
            yield Kind.STAY, moment, moment, None
        elif cell_of(table, record, Role.PRESENT).casefold() not in NO:
            yield Kind.PRESENT, None, None, None
        else:
            yield Kind.NOTHING, None, None, None

    def _event(self, table: Table, record: Record) -> Iterator[tuple[Kind, int | None, int | None, int | None]]:
        moment = self._moment(table, record, Role.MOMENT)
        word = cell_of(table, record, Role.EVENT).casefold()
        if moment is None:
            return
        if word in JOINING:
            yield Kind.JOINED, moment, None, None
        elif word in LEAVING:
            yield Kind.LEFT, moment, None, None
        else:
            self._bad(record)

    def _moment(self, table: Table, record: Record, role: Role) -> int | None:
        text = cell_of(table, record, role)
        if not text:
            return None
        written = read_moment(text)
        zone = dt.UTC if table.places.get(role) in table.in_utc else self.zone
        moment = written.at(self.order, zone, self.day) if written else None
        if moment is None:
            self._bad(record)
        return moment

    def _length(self, table: Table, record: Record) -> int | None:
        for role, unit in ((Role.LENGTH, 60), (Role.MINUTES, 60), (Role.SECONDS, 1)):
            if text := cell_of(table, record, role):
                seconds = read_duration(text)
                if seconds is None and (number := read_number(text)) is not None:
                    seconds = int(number * unit) if number * unit <= LONGEST else None
                if seconds is None:
                    self._bad(record)
                return seconds
        return None

    def _bad(self, record: Record) -> None:
        if self.bad_rows[-1:] != [record.row]:
            self.bad_count += 1
            self.bad_rows = [*self.bad_rows, record.row] if len(self.bad_rows) < FIRST_BAD_ROWS else self.bad_rows

    def warnings(self) -> Iterator[Warning]:
        if self.bad_count:
            yield Warning.of(WarningCode.BAD_ROWS, count=self.bad_count, rows=tuple(self.bad_rows))
        if self.open_count:
            yield Warning.of(WarningCode.STILL_THERE, count=self.open_count)


def _is_clock(table: Table, record: Record) -> bool:
    written = [read_moment(cell_of(table, record, role)) for role in (Role.JOINED, Role.LEFT)]
    return all(one is not None and one.day is None for one in written)
