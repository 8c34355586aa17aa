"""From lines to records: cells cut at whatever the file cuts them at, with quotes as spreadsheets write them."""

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
    """`row` is the number of the line it begins in, from 1. Cells are without space around and within run together."""

    row: int
    cells: list[str]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)

    @property
    def filled(self) -> int:
        return sum(1 for cell in self.cells if cell)


def tidy(cell: str) -> str:
    """One space where there were many or strange ones, none around."""
    if cell.isascii() and cell.isprintable():
        # By far the most.
        return " ".join(cell.split()) if "  " in cell else cell.strip()
    return SPACES.sub(" ", cell).strip()


def records_of(lines: Iterator[str]) -> Iterator[Record]:
    """The records of a text. A quote that nothing closes is a letter like others, and swallows no row."""
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
    """What cuts the most lines into the same number of cells, the more cells the better."""
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
    """A record that may go on in the lines below."""
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
    """A few lines on trial: the first, then the next ones as long as a cell may go on."""

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
    """Lines with their number, that can be given back."""

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
