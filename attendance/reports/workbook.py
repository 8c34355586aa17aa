"""Records of a workbook (.xlsx), for reports that somebody has saved in a spreadsheet program."""

from __future__ import annotations

import datetime as dt
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from attendance.reports.problems import ProblemCode, ReportProblem
from attendance.reports.records import MOST_CELLS, Record, tidy

MAGIC = b"PK\x03\x04"
MOST_UNPACKED = 400 * 1024**2
MOST_SHEETS = 20
LONGEST_CELL = 4000


def is_workbook(stream: BinaryIO) -> bool:
    stream.seek(0)
    if stream.read(len(MAGIC)) != MAGIC:
        return False
    return "xl/workbook.xml" in _entries(stream)


def _entries(stream: BinaryIO) -> dict[str, int]:
    """The files in the archive with their unpacked sizes; empty if it cannot be read."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as packed:
            return {entry.filename: entry.file_size for entry in packed.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError, OverflowError):
        return {}


def records_of_workbook(stream: BinaryIO) -> Iterator[Record]:
    """The records of all sheets, with an empty one after each; rows are numbered consecutively."""
    limit = MOST_UNPACKED
    if sum(_entries(stream).values()) > limit:
        raise ReportProblem(ProblemCode.TOO_LARGE, limit=limit)
    stream.seek(0)
    try:
        yield from _sheets(stream)
    except ReportProblem:
        raise
    except Exception as error:
        # openpyxl raises all kinds of exceptions for invalid files.
        raise ReportProblem(ProblemCode.NOT_A_TABLE, kind="") from error


def _sheets(stream: BinaryIO) -> Iterator[Record]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # openpyxl warns of styles and rules that it ignores.
        warnings.simplefilter("ignore")
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    try:
        row = 0
        for sheet in book.worksheets[:MOST_SHEETS]:
            for values in sheet.iter_rows(max_col=MOST_CELLS, values_only=True):
                row += 1
                yield Record(row, [_text(value) for value in values])
            row += 1
            yield Record(row, [""])
    finally:
        book.close()


def _text(value: Any) -> str:
    """A cell as a CSV report would have it."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        # Times are stored as fractions of a day, and may be slightly before the second.
        whole = value.replace(microsecond=0) + dt.timedelta(seconds=round(value.microsecond / 1e6))
        return whole.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, dt.timedelta):
        seconds = max(0, round(value.total_seconds()))
        return f"{seconds // 3600}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidy(str(value)[:LONGEST_CELL].replace("\0", ""))
