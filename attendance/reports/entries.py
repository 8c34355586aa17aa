"""What one row says about a person, and a store in which rows are grouped by person."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import groupby
from typing import Any

Stay = tuple[int, int]
"""Begin and end, in UTC seconds since 1970."""


class Kind(IntEnum):
    STAY = 0
    TOTAL = 1
    """A duration, within a span if there is one, of a person who may have been away in between."""
    JOINED = 2
    LEFT = 3
    PRESENT = 4
    """Present, without times."""
    NOTHING = 5
    """In the file, and never present."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`telephone` is a running number among the callers of this file, not the telephone's number."""

    row: int
    name: str
    address: str
    kind: Kind
    start: int | None = None
    end: int | None = None
    seconds: int | None = None
    registration: str = ""
    is_registered: bool = False
    telephone: int = 0

    @property
    def key(self) -> str:
        """Identifies the person as far as the file does: by address, else by caller, else by name."""
        if self.registration:
            return f"registration:{self.registration}"
        if self.address:
            return f"address:{self.address}"
        if self.telephone:
            return f"telephone:{self.telephone}"
        return f"name:{' '.join(self.name.casefold().split())}"


@dataclass(frozen=True, slots=True)
class Person:
    """A person in a report with their stays, which may overlap.

    Instead of stays there may be a duration, `seconds`, within `span` if that is known. `present` means present with
    neither. Two people with the same name and no address are one person here.
    """

    key: str
    name: str
    address: str = ""
    registration: str = ""
    is_registered: bool = False
    """Whether the tool says that the person registered with this address."""
    telephone: int = 0
    stays: tuple[Stay, ...] = ()
    seconds: int | None = None
    span: Stay | None = None
    present: bool = False
    rows: int = 1
    first_row: int = 0

    @property
    def joined(self) -> bool:
        return bool(self.stays) or self.seconds is not None or self.present


COLUMNS = "key, row, name, address, registration, is_registered, telephone, kind, start, end, seconds"


def _empty() -> sqlite3.Connection:
    # SQLite with an empty name is a temporary file, deleted when it is closed.
    rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    rows.execute("PRAGMA journal_mode=OFF")
    rows.execute("PRAGMA synchronous=OFF")
    rows.execute("PRAGMA cache_size=-4000")
    rows.execute(f"CREATE TABLE entry ({COLUMNS})")
    return rows


@dataclass
class Gathered:
    """Groups entries by person in a temporary file, so that memory does not grow with the report."""

    _rows: sqlite3.Connection = field(default_factory=_empty)
    _waiting: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        self._waiting.append(
            (
                entry.key,
                entry.row,
                entry.name,
                entry.address,
                entry.registration,
                entry.is_registered,
                entry.telephone,
                int(entry.kind),
                entry.start,
                entry.end,
                entry.seconds,
            )
        )
        if len(self._waiting) >= 1000:
            self._write()

    def _write(self) -> None:
        self._rows.executemany(f"INSERT INTO entry ({COLUMNS}) VALUES ({', '.join('?' * 11)})", self._waiting)  # noqa: S608
        self._waiting.clear()

    def people(self) -> Iterator[Person]:
        """All people, in the order of the file."""
        self._write()
        last = self._rows.execute("SELECT max(start) FROM entry WHERE kind IN (2, 3)").fetchone()[0]
        query = f"SELECT {COLUMNS}, min(row) OVER (PARTITION BY key) AS first FROM entry ORDER BY first, key, row, kind"  # noqa: S608
        for _key, rows in groupby(self._rows.execute(query), key=lambda row: (row[11], row[0])):
            yield _person(list(rows), last)

    def close(self) -> None:
        self._rows.close()


def _person(rows: list[tuple[Any, ...]], last: int | None) -> Person:
    entries = [_entry(row) for row in rows]
    first = entries[0]
    stays = {(entry.start, entry.end) for entry in entries if entry.kind is Kind.STAY}
    stays |= set(_paired(entries, last))
    totals = [entry for entry in entries if entry.kind is Kind.TOTAL and entry.seconds is not None]
    longest = max(totals, key=lambda entry: (entry.seconds or 0, entry.start or 0), default=None)
    if stays:
        # The total covers the same time.
        longest = None
    span = None
    if longest and longest.start is not None and longest.end is not None:
        span = (longest.start, longest.end)
    times = [entry for entry in entries if entry.kind in (Kind.STAY, Kind.JOINED)]
    return Person(
        key=rows[0][0],
        name=next((entry.name for entry in entries if entry.name), ""),
        address=first.address,
        registration=first.registration,
        is_registered=any(entry.is_registered for entry in entries),
        telephone=first.telephone,
        stays=tuple(sorted(stays)),  # type: ignore[arg-type]  # a stay has both its ends
        seconds=longest.seconds if longest else None,
        span=span,
        present=any(entry.kind is Kind.PRESENT for entry in entries),
        rows=len(times) or len(totals) or 1,
        first_row=first.row,
    )


def _entry(row: tuple[Any, ...]) -> Entry:
    return Entry(
        row=row[1],
        name=row[2],
        address=row[3],
        registration=row[4],
        is_registered=bool(row[5]),
        telephone=row[6],
        kind=Kind(row[7]),
        start=row[8],
        end=row[9],
        seconds=row[10],
    )


def _paired(entries: list[Entry], last: int | None) -> Iterator[Stay]:
    """Stays from joining and leaving events: from when the first device joins until the last one has left."""
    events = sorted(
        (entry.start, entry.kind)
        for entry in entries
        if entry.kind in (Kind.JOINED, Kind.LEFT) and entry.start is not None
    )
    devices, since = 0, 0
    for moment, kind in events:
        if kind is Kind.JOINED:
            since = moment if devices == 0 else since
            devices += 1
        elif devices:
            devices -= 1
            if devices == 0:
                yield since, moment
    if devices and last is not None:
        yield since, max(since, last)


def day_of(seconds: int, zone: dt.tzinfo) -> dt.date:
    return dt.datetime.fromtimestamp(seconds, zone).date()
