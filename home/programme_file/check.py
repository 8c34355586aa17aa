"""What is known while a programme file is checked: problems, ids, references and the current language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from .problems import Path, Problems, quoted


@dataclass(frozen=True, slots=True)
class Reference:
    """A use of an id, and the sections in which that id may be defined."""

    id: str
    sections: tuple[str, ...]
    line: int
    path: Path


@dataclass(slots=True)
class Named:
    """The definition of an id: its section, its line and the title of the entry."""

    section: str
    line: int
    title: str = ""


@dataclass(slots=True)
class Check:
    """What is known so far of one file: its problems, the ids defined in it, the references to be resolved."""

    problems: Problems
    original_language: str
    languages: dict[str, str] = field(default_factory=dict)  # by section, if it differs from that of the file
    named: dict[str, Named] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)

    def wrong(self, line: int | None, path: Path, what: str, remedy: str = "") -> None:
        self.problems.add(line, path, what, remedy)

    @contextmanager
    def original(self, language: str | None) -> Iterator[None]:
        """Context manager that sets the language of plain strings. `None` keeps the current language."""
        before = self.original_language
        self.original_language = language or before
        yield
        self.original_language = before

    def name(self, id: str, section: str, line: int, path: Path, title: str = "") -> None:
        if before := self.named.get(id):
            what = f"The id {quoted(id)} is taken: {before.section} uses it on line {before.line}."
            self.wrong(line, path, what, "Ids are unique in the whole file; choose another.")
        else:
            self.named[id] = Named(section, line, title)
