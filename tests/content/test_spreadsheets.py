"""Exports: every row is streamed, and CSV and XLSX have the same content (X4)."""

import csv
import io
from contextlib import closing

import openpyxl
import pytest

from content.spreadsheets import MEASURED, Sheet, csv_lines, xlsx_response

pytestmark = pytest.mark.django_db  # A response that is closed ends its request, and with that looks after connections.


def table(rows):
    """A table whose rows can be iterated once, as in a streamed export."""
    return Sheet("People", ["Name", "Minutes"], ((f"Person number {n}", n) for n in range(rows)))


def workbook(rows):
    with closing(xlsx_response([table(rows)], "people")) as response:
        return openpyxl.load_workbook(io.BytesIO(response.getvalue())).active


def test_workbook_holds_every_row_past_those_that_are_measured():
    rows = MEASURED + 1
    found = list(workbook(rows).iter_rows(values_only=True))
    lines = list(csv.reader("".join(csv_lines(table(rows))).removeprefix("\ufeff").splitlines(), delimiter=";"))
    assert len(found) == rows + 1
    assert [[str(cell) for cell in row] for row in found] == lines


def test_column_of_a_workbook_is_as_wide_as_what_it_holds():
    widths = [workbook(3).column_dimensions[letter].width for letter in "AB"]
    assert widths == [len("Person number 0") + 2, len("Minutes") + 2]
