"""What can be wrong with a report: one kind of refusal for all of it, and warnings that stop nothing.

Neither carries anything that stands in a cell with a name, an address or a telephone number: rows are named by number.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ProblemCode(StrEnum):
    """Why a file is refused, with the values that a sentence about it needs."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"  # limit: bytes
    TOO_MANY = "too_many"  # limit: rows
    NOT_A_TABLE = "not_a_table"  # kind: what it looks like (pdf, word, old_excel, web_page, picture, archive) or ""
    UNREADABLE = "unreadable"  # the letters cannot be told
    NO_PEOPLE = "no_people"  # no table with somebody in it
    NO_TIMES = "no_times"  # tables: such as may hold people, to say which column is what
    AMBIGUOUS_DATE = "ambiguous_date"  # written, row, days: how it may be read
    OTHER_DAY = "other_day"  # days: of the file; session: its days
    NOBODY_JOINED = "nobody_joined"  # everybody in it is without times


class ReportProblem(Exception):
    """The one thing that reading a report raises, whatever the bytes."""

    def __init__(self, code: ProblemCode, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class WarningCode(StrEnum):
    """What somebody should know, with the values that a sentence about it needs."""

    COUNT_DIFFERS = "count_differs"  # said, found: people
    BAD_ROWS = "bad_rows"  # count, rows: the first of them
    NEVER_JOINED = "never_joined"  # count: people without times
    TOTALS = "totals"  # count: people with a length but no times
    OTHER_DAYS = "other_days"  # count: stays of another day
    DAY_FROM_NAME = "day_from_name"  # day: from the name of the file, for times without one
    DAY_OF_SESSION = "day_of_session"  # times without a day were read as of the session's
    STILL_THERE = "still_there"  # count: people who joined and of whom no leaving is told


@dataclass(frozen=True, slots=True)
class Warning:
    code: WarningCode
    values: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, code: WarningCode, **values: Any) -> Warning:
        return cls(code, tuple(sorted(values.items())))
