"""CSV and XLSX files that open correctly in a Norwegian Excel, written row by row."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Cell = str | int | Decimal | dt.date | None

BOM = "\ufeff"
FORMULA_SIGNS = ("=", "+", "-", "@")
WIDEST = 60
"""Maximum width of a column in a workbook, in characters."""
MEASURED = 1000
"""Rows that column widths are measured on."""


@dataclass(frozen=True)
class Sheet:
    """A table with a header row; one sheet of a workbook."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]


class _Line:
    """A file object that returns what the CSV writer writes."""

    def write(self, text: str) -> str:
        return text


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """The lines of a CSV file for a Norwegian Excel: BOM, semicolons, CRLF, decimal comma."""
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    yield BOM + writer.writerow(sheet.head)
    for row in sheet.rows:
        yield writer.writerow([_csv_text(cell) for cell in row])


def csv_response(sheet: Sheet, name: str) -> StreamingHttpResponse:
    """Streams the table as `name`.csv."""
    lines = (line.encode() for line in csv_lines(sheet))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def xlsx_response(sheets: Iterable[Sheet], name: str) -> FileResponse:
    """The tables as the sheets of one workbook, `name`.xlsx."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _add(book, sheet)
    # The response closes the file, which deletes it.
    file = tempfile.TemporaryFile()  # noqa: SIM115
    book.save(file)
    file.seek(0)
    response = FileResponse(
        file,
        as_attachment=True,
        filename=f"{name}.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    response["Cache-Control"] = "no-store"
    return response


def _csv_text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return str(cell).replace(".", ",")
    if isinstance(cell, str):
        # A spreadsheet would execute such a text as a formula, and names come from the public.
        return f"'{cell}" if cell.lstrip().startswith(FORMULA_SIGNS) else cell
    return "" if cell is None else str(cell)


def _add(book: Workbook, sheet: Sheet) -> None:
    page = book.create_sheet(_sheet_title(sheet.title))
    page.freeze_panes = "A2"
    rows = iter(sheet.rows)
    # Column widths come before the rows in the file, so they are measured on the first rows.
    first = list(islice(rows, MEASURED))
    for number, head in enumerate(sheet.head):
        widest = max([len(head), *(len(str(row[number])) for row in first if row[number] is not None)])
        page.column_dimensions[get_column_letter(number + 1)].width = min(widest, WIDEST) + 2
    page.append([_cell(page, head, bold=True) for head in sheet.head])
    for row in chain(first, rows):
        page.append([_cell(page, value) for value in row])


def _cell(page: Any, value: Any, *, bold: bool = False) -> Any:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        # Store it as text even where it begins like a formula.
        cell.data_type = "s"
    elif isinstance(value, Decimal):
        cell.number_format = "0.00"
    elif isinstance(value, dt.date):
        cell.number_format = "yyyy-mm-dd"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _sheet_title(title: str) -> str:
    """At most 31 characters, without those that Excel forbids."""
    return "".join(" " if sign in r"[]:*?/\\" else sign for sign in title)[:31]
