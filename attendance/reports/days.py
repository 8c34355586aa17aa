"""Decides which day the dates of a report mean, and whether it is a day of the session."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from attendance.reports.moments import Order, Written, read_moment
from attendance.reports.problems import ProblemCode, ReportProblem, Warning, WarningCode
from attendance.reports.records import Record

MOST_DAYS = 1000
FIRST_SHOWN = 3


@dataclass(frozen=True)
class SessionDays:
    """The days of a session, if it has any."""

    first: dt.date | None
    last: dt.date | None
    zone: dt.tzinfo

    def has(self, day: dt.date) -> bool:
        return self.first is not None and self.first <= day <= (self.last or self.first)

    def check(self, days: Iterable[dt.date]) -> None:
        """Raises `ReportProblem` if none of the days is a day of the session."""
        days = sorted(days)
        if self.first is not None and days and not any(self.has(day) for day in days):
            session = [self.first] if self.last in (None, self.first) else [self.first, self.last]
            raise ReportProblem(ProblemCode.OTHER_DAY, days=days[:FIRST_SHOWN], session=session)


@dataclass
class DaysSeen:
    """The days that the times of a report may be on, for each order of day and month."""

    zone: dt.tzinfo
    clocks: int = 0
    """The number of times without a date."""
    first_open: tuple[int, str] | None = None
    """Row and text of the first ambiguous date."""
    impossible: Counter[Order] = field(default_factory=Counter)
    by_order: dict[Order, Counter[dt.date]] = field(default_factory=lambda: {order: Counter() for order in Order})

    def take(self, written: Written, *, in_utc: bool, row: int, text: str) -> None:
        if written.day is None:
            self.clocks += 1
            return
        if written.day.is_open and self.first_open is None and all(written.day):
            self.first_open = (row, text)
        for order in Order:
            day = written.day.by(order)
            if day is None:
                self.impossible[order] += 1
            elif len(self.by_order[order]) < MOST_DAYS:
                self.by_order[order][self._local(written, day, in_utc=in_utc)] += 1

    def take_beside(self, record: Record) -> None:
        """Dates of other columns only tell which order is possible."""
        for cell in record.cells:
            written = read_moment(cell)
            if written and written.day and written.time:
                self.impossible.update(order for order in Order if written.day.by(order) is None)

    def _local(self, written: Written, day: dt.date, *, in_utc: bool) -> dt.date:
        """The local day at the session."""
        offset = written.offset or (dt.UTC if in_utc else None)
        if offset is None or written.time is None:
            return day
        return dt.datetime.combine(day, written.time, offset).astimezone(self.zone).date()

    def days_by(self, order: Order) -> list[dt.date]:
        return sorted(self.by_order[order])

    def decided(self, session: SessionDays) -> tuple[Order, list[Warning]]:
        """The order of day and month, by another row or the day of the session. Raises `ReportProblem` if neither
        tells."""
        order = self._decided(session)
        days = self.by_order[order]
        session.check(days)
        others = sum(count for day, count in days.items() if session.first and not session.has(day))
        return order, [Warning.of(WarningCode.OTHER_DAYS, count=others)] if others else []

    def _decided(self, session: SessionDays) -> Order:
        one, other = Order
        if self.by_order[one] == self.by_order[other] and not self.impossible:
            return one
        if self.impossible[one] != self.impossible[other]:
            return min(Order, key=lambda order: self.impossible[order])
        fits = {order: sum(n for day, n in self.by_order[order].items() if session.has(day)) for order in Order}
        if fits[one] != fits[other]:
            return max(Order, key=lambda order: fits[order])
        row, text = self.first_open or (0, "")
        readings = sorted({day for order in Order for day in self.days_by(order)[:1]})
        if session.first is not None and not fits[one]:
            session.check([day for order in Order for day in self.by_order[order]])
        raise ReportProblem(ProblemCode.AMBIGUOUS_DATE, row=row, written=text, days=readings)
