"""The types of value in a programme file. Each parses and validates one node of the YAML tree.

The type is decided by the schema, never by YAML's implicit typing: depending on the YAML version, an unquoted `0106`
is an octal number or a code, `no` is a language or false, and `10:30` is a time or 630. Such ambiguous values are
reported as problems, with the advice to add quotes.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from stdnum.no import orgnr

from .problems import Path, Problems, did_you_mean, listed, quoted
from .reading import Mapping, Node, Scalar, Sequence
from .text import LANGUAGES, Text


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
    """The state of parsing one file: problems found so far, ids defined, references to resolve, current language."""

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


class Kind:
    """Base class of value types. `read` returns the parsed value; if it is invalid, it adds a problem to `check` and
    returns `None`."""

    def read(self, node: Node, check: Check, path: Path) -> Any:
        raise NotImplementedError

    def empty(self) -> Any:
        """The value of an optional key that is absent or null."""
        return None


@dataclass(frozen=True)
class Words(Kind):
    """A string on one line that is not translated: a name, a word, a code or an address.

    `pattern` is a regular expression that must match all of it; `must` describes it in the message of a problem.
    """

    pattern: str = ""
    must: str = ""
    longest: int = 255

    def read(self, node: Node, check: Check, path: Path) -> str | None:
        written = _string(node, check, path, longest=self.longest)
        if written is None:
            return None
        if self.pattern and not re.fullmatch(self.pattern, written):
            check.wrong(node.line, path, f"{quoted(written)} is not {self.must}.")
            return None
        return written


@dataclass(frozen=True)
class Choice(Kind):
    """One of a fixed set of words (an enumeration)."""

    words: tuple[str, ...]

    def read(self, node: Node, check: Check, path: Path) -> str | None:
        written = _string(node, check, path)
        if written is None or written in self.words:
            return written
        advice = did_you_mean(written, self.words) or f"Use one of: {listed(self.words)}."
        check.wrong(node.line, path, f"{quoted(written)} is not known here.", advice)
        return None


class OrganisationNumber(Kind):
    def read(self, node: Node, check: Check, path: Path) -> str | None:
        written = _string(node, check, path)
        if written is None:
            return None
        if not re.fullmatch(r"[0-9]{9}", written):
            check.wrong(node.line, path, f"{quoted(written)} is not an organisation number.", "Write nine digits.")
        elif not orgnr.is_valid(written):
            what = f"{quoted(written)} is not an organisation number: its last digit does not fit the others."
            check.wrong(node.line, path, what, "Look it up again; one digit is wrong.")
        else:
            return written
        return None


class Zone(Kind):
    def read(self, node: Node, check: Check, path: Path) -> zoneinfo.ZoneInfo | None:
        written = _string(node, check, path)
        if written is None:
            return None
        zones = zoneinfo.available_timezones()
        if written not in zones:
            advice = did_you_mean(written, zones) or "Write a name such as Europe/Oslo."
            check.wrong(node.line, path, f"There is no time zone {quoted(written)}.", advice)
            return None
        return zoneinfo.ZoneInfo(written)


class Date(Kind):
    """A calendar date. The year must be in a plausible range, so that typing errors are found."""

    def read(self, node: Node, check: Check, path: Path) -> datetime.date | None:
        if isinstance(node, Scalar) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.value):
            try:
                day = datetime.date.fromisoformat(node.value)
            except ValueError:
                check.wrong(node.line, path, f"There is no day {quoted(node.value)}.", "Check month and day.")
                return None
            if 1800 <= day.year < 2200:
                return day
            check.wrong(node.line, path, f"{quoted(node.value)} is far from our time.", "Check the year.")
            return None
        check.wrong(node.line, path, f"{_shown(node)} is not a date.", "Write it as 2026-09-01.")
        return None


class Time(Kind):
    def read(self, node: Node, check: Check, path: Path) -> datetime.time | None:
        written = _string(node, check, path, example='"09:00"')
        if written is None:
            return None
        if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", written):
            check.wrong(node.line, path, f"{quoted(written)} is not a time.", 'Write it as "09:00".')
            return None
        return datetime.time.fromisoformat(written)


class Clock(Kind):
    """A position in a recording, read as a whole number of seconds."""

    def read(self, node: Node, check: Check, path: Path) -> int | None:
        written = _string(node, check, path, example='"00:04:10"')
        if written is None:
            return None
        found = re.fullmatch(r"([0-9]{2}):([0-5][0-9]):([0-5][0-9])", written)
        if not found:
            what = f"{quoted(written)} is not a place in a recording."
            check.wrong(node.line, path, what, 'Write hours, minutes and seconds: "00:04:10".')
            return None
        hours, minutes, seconds = (int(part) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds


@dataclass(frozen=True)
class Number(Kind):
    """A whole number."""

    least: int = 0
    most: int = 2_000_000_000

    def read(self, node: Node, check: Check, path: Path) -> int | None:
        if not (isinstance(node, Scalar) and re.fullmatch(r"-?(0|[1-9][0-9]{0,11})", node.value)):
            check.wrong(node.line, path, f"{_shown(node)} is not a whole number.", "Write digits only, without quotes.")
        elif not node.plain:
            check.wrong(node.line, path, f"{_shown(node)} is a text.", "A number stands without quotes.")
        elif not self.least <= int(node.value) <= self.most:
            what = f"{_shown(node)} is outside what is possible here."
            check.wrong(node.line, path, what, f"Write a number from {self.least} to {self.most}.")
        else:
            return int(node.value)
        return None


class Share(Kind):
    """A share between 0 and 1."""

    def read(self, node: Node, check: Check, path: Path) -> Decimal | None:
        if isinstance(node, Scalar) and node.plain and re.fullmatch(r"[01]?\.?[0-9]{1,6}", node.value):
            share = Decimal(node.value)
            if share <= 1:
                return share
        check.wrong(node.line, path, f"{_shown(node)} is not a share.", "Write a number from 0 to 1, such as 0.75.")
        return None


class Truth(Kind):
    def read(self, node: Node, check: Check, path: Path) -> bool | None:
        if isinstance(node, Scalar) and node.plain and node.value.lower() in ("true", "false"):
            return node.value.lower() == "true"
        check.wrong(
            node.line, path, f"{_shown(node)} is neither true nor false.", "Write true or false, without quotes."
        )
        return None


@dataclass(frozen=True)
class Wording(Kind):
    """A translatable text: a mapping from language to string, or a plain string in the current language."""

    longest: int = 20_000
    lines: bool = True

    def read(self, node: Node, check: Check, path: Path) -> Text | None:
        original = check.original_language
        if not isinstance(node, Mapping):
            written = _string(node, check, path, longest=self.longest, lines=self.lines)
            return None if written is None else Text({original: written}, original)
        found = {}
        for language, wording in node.entries.items():
            if language not in LANGUAGES:
                advice = did_you_mean(language, LANGUAGES) or f"Use one of: {listed(LANGUAGES)}."
                if language == "no":
                    advice = "Norwegian is nb or nn."
                line = node.lines[language]
                check.wrong(line, (*path, language), f"{quoted(language)} is not a language here.", advice)
            elif not (isinstance(wording, Scalar) and wording.is_null):
                written = _string(wording, check, (*path, language), longest=self.longest, lines=self.lines)
                if written is not None:
                    found[language] = written
        if not found:
            if not node.entries or all(isinstance(one, Scalar) and one.is_null for one in node.entries.values()):
                check.wrong(node.line, path, "There is no text here.", f"Write it in {quoted(original)} at least.")
            return None
        return Text(found, original)


@dataclass(frozen=True)
class Id(Kind):
    def read(self, node: Node, check: Check, path: Path) -> str | None:
        return _id(node, check, path)


@dataclass(frozen=True)
class Ref(Kind):
    """A reference: an id defined in one of `sections`, or one of the special `words`."""

    sections: tuple[str, ...]
    words: tuple[str, ...] = ()

    def read(self, node: Node, check: Check, path: Path) -> str | None:
        written = _id(node, check, path)
        if written is not None and written not in self.words:
            check.references.append(Reference(written, self.sections, node.line, path))
        return written


@dataclass(frozen=True)
class Many(Kind):
    """A list of values. A duplicate in a list of words or references is reported as a problem."""

    of: Kind

    def empty(self) -> list[Any]:
        return []

    def read(self, node: Node, check: Check, path: Path) -> list[Any]:
        if not isinstance(node, Sequence):
            check.wrong(node.line, path, f"{_shown(node)} is not a list.", "Write a list: [one, two].")
            return []
        found = []
        seen: dict[str, int] = {}
        for position, item in enumerate(node.items, 1):
            here = (*path, step_of(item, position))
            value = self.of.read(item, check, here)
            if value is None:
                continue
            if isinstance(self.of, Ref | Choice) and seen.setdefault(value, position) != position:
                check.wrong(item.line, here, f"{quoted(value)} stands twice in the list.", "Keep one of the two.")
                continue
            found.append(value)
        return found


@dataclass(frozen=True)
class Table(Kind):
    """A mapping with typed keys and values, such as minutes by participant. Returned as a `LinedDict`."""

    keys: Kind
    values: Kind

    def empty(self) -> dict[Any, Any]:
        return {}

    def read(self, node: Node, check: Check, path: Path) -> dict[Any, Any]:
        if not isinstance(node, Mapping):
            check.wrong(node.line, path, f"{_shown(node)} is not a table.", "Write keys with values: {one: 1, two: 2}.")
            return {}
        found = LinedDict()
        for written, item in node.entries.items():
            here = (*path, written)
            line = node.lines[written]
            key = self.keys.read(Scalar(written, plain=False, line=line), check, here)
            if isinstance(item, Scalar) and item.is_null:
                check.wrong(item.line, here, "There is no value here.", "Write one, or delete the key.")
                continue
            value = self.values.read(item, check, here)
            if key is not None and value is not None:
                found[key] = value
                found.lines[key] = line
        return found


class LinedDict(dict[Any, Any]):
    """A dictionary that also stores the line number of each key."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Any, int] = {}


@dataclass(frozen=True)
class Pair(Kind):
    """A list of exactly two values, such as the time and the title of a chapter."""

    first: Kind
    second: Kind
    example: str

    def read(self, node: Node, check: Check, path: Path) -> tuple[Any, Any] | None:
        if not (isinstance(node, Sequence) and len(node.items) == 2):
            check.wrong(node.line, path, f"{_shown(node)} is not a pair.", f"Write two values: {self.example}.")
            return None
        one = self.first.read(node.items[0], check, path)
        two = self.second.read(node.items[1], check, path)
        return None if one is None or two is None else (one, two)


def step_of(node: Node, position: int) -> str:
    """The path component for an item of a list: its id, or else its position."""
    if isinstance(node, Mapping):
        written = node.entries.get("id")
        if isinstance(written, Scalar) and re.fullmatch(_ID, written.value):
            return written.value
    return f"#{position}"


_ID = r"[a-z0-9-]{1,64}"


def _id(node: Node, check: Check, path: Path) -> str | None:
    written = _string(node, check, path)
    if written is not None and not re.fullmatch(_ID, written):
        advice = "Ids are lower-case letters a–z, digits and hyphens, 64 at most."
        check.wrong(node.line, path, f"{quoted(written)} is not an id.", advice)
        return None
    return written


def _string(
    node: Node,
    check: Check,
    path: Path,
    *,
    example: str = "",
    longest: int = 255,
    lines: bool = False,
) -> str | None:
    """The string value of a scalar, or `None` with a problem if YAML could interpret it as another type."""
    if not isinstance(node, Scalar):
        check.wrong(node.line, path, f"{_shown(node)} stands where a text should be.", "Write a text, in quotes.")
        return None
    if node.guessed_as != "str":
        read_as = _GUESSES.get(node.guessed_as)
        what = f"is read as {read_as}" if read_as else "may be read as something else than text"
        advice = f"Put quotes around it: {example or _in_quotes(node.value)}."
        check.wrong(node.line, path, f"{_shown(node)} {what}.", advice)
        return None
    text = node.value.strip()
    if not text:
        check.wrong(node.line, path, "The text is empty.", "Write it, or delete the key.")
    elif len(text) > longest:
        advice = f"{longest} are possible; shorten it."
        check.wrong(node.line, path, f"The text has {len(text)} characters.", advice)
    elif any(unicodedata.category(sign) in ("Cc", "Cs") and not (lines and sign in "\n\t") for sign in text):
        what = "There is a line break or an invisible character in the text."
        check.wrong(node.line, path, what, "Write it without, on one line.")
    else:
        return text
    return None


_GUESSES = {"bool": "true or false", "int": "a number", "float": "a number", "timestamp": "a date"}


def _in_quotes(value: str) -> str:
    return f'"{quoted(value)[1:-1]}"'


def _shown(node: Node) -> str:
    match node:
        case Scalar():
            return quoted(node.value) if node.value else "Nothing"
        case Sequence():
            return "A list"
        case Mapping():
            return "A mapping"
