"""The problems found in a programme file, with messages for the person who wrote it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

MOST_PROBLEMS = 100
LONGEST_QUOTE = 60

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: where it is (file, line, path of keys), what is wrong, and how to correct it."""

    file: str
    line: int | None
    path: Path
    what: str
    remedy: str

    def __str__(self) -> str:
        places = [self.file]
        if self.line is not None:
            places.append(f"line {self.line}")
        if self.path:
            places.append(" › ".join(self.path))
        return f"{', '.join(places)}: {self.what} {self.remedy}".rstrip()


class ProgrammeFileError(Exception):
    """The file cannot be loaded. `problems` holds all problems found, sorted by line; `cut_short` tells that there were
    more than are listed."""

    def __init__(self, problems: list[Problem], *, cut_short: bool = False) -> None:
        self.problems = problems
        self.cut_short = cut_short
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems]
        if self.cut_short:
            lines.append(f"Only the first {MOST_PROBLEMS} problems are listed. Put these right, then try again.")
        return "\n".join(lines)


class TooManyProblemsError(Exception):
    """Raised to stop parsing when `MOST_PROBLEMS` have been found."""


class Problems:
    """Collects problems and warnings while a file is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.warnings: list[Problem] = []
        self._found: list[Problem] = []
        self._places: set[tuple[int | None, Path]] = set()
        self._cut_short = False

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, line: int | None, path: Path, what: str, remedy: str = "") -> None:
        """Add a problem, unless there is one at the same line and path already: later ones there are consequences of
        the first.

        Raises TooManyProblemsError if `MOST_PROBLEMS` have been found.
        """
        if path and (line, path) in self._places:
            return
        self._places.add((line, path))
        if len(self._found) == MOST_PROBLEMS:
            self._cut_short = True
            raise TooManyProblemsError
        self._found.append(Problem(self.file, line, path, what, remedy))

    def warn(self, line: int | None, path: Path, what: str, remedy: str = "") -> None:
        if len(self.warnings) < MOST_PROBLEMS:
            self.warnings.append(Problem(self.file, line, path, what, remedy))

    def error(self) -> ProgrammeFileError:
        in_order = sorted(self._found, key=lambda problem: problem.line or 0)
        return ProgrammeFileError(in_order, cut_short=self._cut_short)

    def raise_if_any(self) -> None:
        if self._found:
            raise self.error()


def quoted(value: object) -> str:
    """A value in quotation marks for use in a message: on one line, printable and truncated."""
    text = "".join(sign if sign.isprintable() else " " for sign in str(value))
    if len(text) > LONGEST_QUOTE:
        text = f"{text[: LONGEST_QUOTE - 1]}…"
    return f"“{text}”"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A suggestion if a known word is similar to `word`, else an empty string."""
    close = difflib.get_close_matches(word[:LONGEST_QUOTE], list(known), n=1, cutoff=0.7)
    return f"Did you mean {quoted(close[0])}?" if close else ""


def listed(words: Iterable[str]) -> str:
    return ", ".join(words)
