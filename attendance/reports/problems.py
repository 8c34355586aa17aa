"""Problems that make a report unreadable, and warnings.

Neither contains names, addresses or telephone numbers: rows are referred to by number.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ProblemCode(StrEnum):
    """Why a file is refused. The comments name the values that its sentence needs."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"  # limit: bytes
    TOO_MANY = "too_many"  # limit: rows
    NOT_A_TABLE = "not_a_table"  # kind: what it looks like (pdf, word, old_excel, web_page, picture, archive) or ""
    UNREADABLE = "unreadable"  # the encoding is unknown
    NO_PEOPLE = "no_people"  # no table with people
    NO_TIMES = "no_times"  # tables: those that may be of people, to be asked what their columns hold
    AMBIGUOUS_DATE = "ambiguous_date"  # written, row, days: the possible readings
    OTHER_DAY = "other_day"  # days: of the file; session: its days
    NOBODY_JOINED = "nobody_joined"  # nobody in it has times


class ReportProblem(Exception):
    """The only exception that reading a report raises, whatever the bytes."""

    def __init__(self, code: ProblemCode, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class WarningCode(StrEnum):
    """What staff should know. The comments name the values that its sentence needs."""

    COUNT_DIFFERS = "count_differs"  # said, found: people
    BAD_ROWS = "bad_rows"  # count, rows: the first of them
    NEVER_JOINED = "never_joined"  # count: people without times
    TOTALS = "totals"  # count: people with a length but no times
    OTHER_DAYS = "other_days"  # count: stays of another day
    DAY_FROM_NAME = "day_from_name"  # day: taken from the name of the file, for times without a date
    DAY_OF_SESSION = "day_of_session"  # times without a date are on the day of the session
    STILL_THERE = "still_there"  # count: people who joined, and whose leaving is not in the file


@dataclass(frozen=True, slots=True)
class Warning:
    code: WarningCode
    values: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def of(cls, code: WarningCode, **values: Any) -> Warning:
        return cls(code, tuple(sorted(values.items())))
