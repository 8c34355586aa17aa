"""Splits lines into records of cells, at whatever separator the file has, with quotes as in CSV."""

from __future__ import annotations

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

SEPARATORS = "\t;,|"
SAMPLE_LINES = 300
LONGEST_CELL_LINES = 20
MOST_CELLS = 200
SPACES = re.compile(r"[\s\u200b\u200e\u200f\u2028\u2029]+")
SAID = re.compile(r'"?sep=(.)"?\Z', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """`row` is the number of its first line, from 1. Cells are stripped, and white space within them is a single
    space."""

    row: int
    cells: list[str]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)

    @property
    def filled(self) -> int:
        return sum(1 for cell in self.cells if cell)


def tidy(cell: str) -> str:
    """Collapse white space within the cell, and remove it at both ends."""
    if cell.isascii() and cell.isprintable():
        # The fast path, for most cells.
        return " ".join(cell.split()) if "  " in cell else cell.strip()
    return SPACES.sub(" ", cell).strip()


def records_of(lines: Iterator[str]) -> Iterator[Record]:
    """The records of a text. A quote that is never closed is an ordinary character, so it swallows no rows."""
    head = list(islice(lines, SAMPLE_LINES))
    separator = separator_of(head)
    source = _Lines(head, lines)
    while (first := source.take()) is not None:
        row = source.row
        if row == 1 and SAID.match(first):
            continue
        cells = _quoted(source, first, separator) if '"' in first else first.split(separator)
        if len(cells) == 1 and separator in cells[0]:
            # A spreadsheet that did not know the separator has put the whole line into one cell.
            cells = _plain(cells[0], separator)
        yield Record(row, [tidy(cell) for cell in cells[:MOST_CELLS]])


def separator_of(lines: list[str]) -> str:
    """The separator that splits most lines into the same number of cells, with more cells preferred."""
    if lines and (said := SAID.match(lines[0])):
        return said[1]
    best, best_score = SEPARATORS[0], 0
    for separator in SEPARATORS:
        counts = Counter(len(_plain(line, separator)) for line in lines if separator in line)
        score = max((width * number for width, number in counts.items() if width > 1), default=0)
        if score > best_score:
            best, best_score = separator, score
    return best


def _plain(line: str, separator: str) -> list[str]:
    if '"' not in line:
        return line.split(separator)
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return line.split(separator)


def _quoted(source: _Lines, first: str, separator: str) -> list[str]:
    """A record with a quoted cell that may continue on the next lines."""
    taken = source.lend(first)
    try:
        cells = next(csv.reader(taken, delimiter=separator), [])
    except csv.Error:
        cells = None
    if cells is None or taken.ran_out:
        source.give_back(taken.lent)
        return first.split(separator)
    return cells


class _Lent:
    """Lines read ahead tentatively: the first, and the following as long as a quoted cell may continue."""

    def __init__(self, source: _Lines, first: str) -> None:
        self.source, self.first, self.begun = source, first, False
        self.lent: list[str] = []
        self.ran_out = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self.begun:
            self.begun = True
            return self.first + "\n"
        line = self.source.take() if len(self.lent) < LONGEST_CELL_LINES else None
        if line is None:
            self.ran_out = True
            raise StopIteration
        self.lent.append(line)
        return line + "\n"


class _Lines:
    """Numbered lines that can be pushed back."""

    def __init__(self, head: list[str], rest: Iterator[str]) -> None:
        self.waiting: deque[str] = deque(head)
        self.rest = rest
        self.row = 0

    def take(self) -> str | None:
        line = self.waiting.popleft() if self.waiting else next(self.rest, None)
        if line is not None:
            self.row += 1
        return line

    def lend(self, first: str) -> _Lent:
        return _Lent(self, first)

    def give_back(self, lines: list[str]) -> None:
        self.waiting.extendleft(reversed(lines))
        self.row -= len(lines)
