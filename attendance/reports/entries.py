"""What one row of a table says about one person, and where that is gathered until the whole file is read."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import groupby
from typing import Any

Stay = tuple[int, int]
"""From and until, in UTC seconds since 1970."""


class Kind(IntEnum):
    STAY = 0
    TOTAL = 1
    """A length, within a span where there is one: of somebody who may have been away in between."""
    JOINED = 2
    LEFT = 3
    PRESENT = 4
    """There, and nothing about when."""
    NOTHING = 5
    """In the file, and never there."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`telephone` is the number of a caller among the callers of this file, not that of the telephone."""

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
        """Who it is about, as far as the file tells: an address, else a caller, else no more than a name."""
        if self.registration:
            return f"registration:{self.registration}"
        if self.address:
            return f"address:{self.address}"
        if self.telephone:
            return f"telephone:{self.telephone}"
        return f"name:{' '.join(self.name.casefold().split())}"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a report, with the stays it tells of; what is raw may overlap.

    Where it gives a length instead, `seconds` is that, and `span` what it lies within if that is known. `present` is
    somebody of whom it says no more than that. Two people of one name without addresses are one here.
    """

    key: str
    name: str
    address: str = ""
    registration: str = ""
    is_registered: bool = False
    """Whether the address is the one that somebody registered with, as the tool says."""
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
    # A database without a name is a file that goes when it is closed, or when we end.
    rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    rows.execute("PRAGMA journal_mode=OFF")
    rows.execute("PRAGMA synchronous=OFF")
    rows.execute("PRAGMA cache_size=-4000")
    rows.execute(f"CREATE TABLE entry ({COLUMNS})")
    return rows


@dataclass
class Gathered:
    """Entries on their way to people: in a file of its own that goes with it, so that memory does not grow."""

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
        """Everybody, in the order of the file."""
        self._write()
        last = self._rows.execute("SELECT max(start) FROM entry WHERE kind IN (2, 3)").fetchone()[0]
        query = f"SELECT {COLUMNS}, min(row) OVER (PARTITION BY key) AS first FROM entry ORDER BY first, key, row, kind"  # noqa: S608
        for _key, rows in groupby(self._rows.execute(query), key=lambda row: (row[11], row[0])):
            yield _person(list(rows), last)

    def close(self) -> None:
        self._rows.close()


def _person(rows: list[tuple[Any, ...]], last: int | None) -> Person:
    entries = [
        Entry(
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
        for row in rows
    ]
    first = entries[0]
    stays = {(entry.start, entry.end) for entry in entries if entry.kind is Kind.STAY}
    stays |= set(_paired(entries, last))
    totals = [entry for entry in entries if entry.kind is Kind.TOTAL and entry.seconds is not None]
    longest = max(totals, key=lambda entry: (entry.seconds or 0, entry.start or 0), default=None)
    if stays:
        # The total is of the same time.
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


def _paired(entries: list[Entry], last: int | None) -> Iterator[Stay]:
    """Stays of who joined and left, one event each: from the first device that joins until the last has left."""
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
