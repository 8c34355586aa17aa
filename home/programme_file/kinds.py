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
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from stdnum.no import orgnr

from .check import Check, Reference
from .problems import Path, did_you_mean, listed, quoted
from .reading import Mapping, Node, Scalar, Sequence
from .text import LANGUAGES, Text


class InvalidError(Exception):
    """A value is not of its type. The message says why."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what, remedy)


class Kind:
    """Base class of value types. Most override `parse` only; those that contain other values override `read`."""

    def read(self, node: Node, check: Check, path: Path) -> Any:
        """The value of a node, or `None` if it is invalid; then a problem is added to `check`."""
        try:
            return self.parse(node)
        except InvalidError as error:
            check.wrong(node.line, path, *error.args)
            return None

    def parse(self, node: Node) -> Any:
        """The value of a node. Raises InvalidError."""
        raise NotImplementedError

    def empty(self) -> Any:
        """The value of an optional key that is absent or null."""
        return None


@dataclass(frozen=True)
class Words(Kind):
    """A string that is not translated: a name, a word, a code or an address.

    `pattern` is a regular expression that must match all of it; `must` describes it in the message of a problem.
    `lines` allows line breaks.
    """

    pattern: str = ""
    must: str = ""
    longest: int = 255
    lines: bool = False

    def parse(self, node: Node) -> str:
        written = _string(node, longest=self.longest, lines=self.lines)
        if self.pattern and not re.fullmatch(self.pattern, written):
            raise InvalidError(f"{quoted(written)} is not {self.must}.")
        return written


@dataclass(frozen=True)
class Choice(Kind):
    """One of a fixed set of words (an enumeration)."""

    words: tuple[str, ...]

    def parse(self, node: Node) -> str:
        written = _string(node)
        if written not in self.words:
            advice = did_you_mean(written, self.words) or f"Use one of: {listed(self.words)}."
            raise InvalidError(f"{quoted(written)} is not known here.", advice)
        return written


class OrganisationNumber(Kind):
    """A Norwegian organisation number, with its check digit."""

    def parse(self, node: Node) -> str:
        written = _string(node)
        if not re.fullmatch(r"[0-9]{9}", written):
            raise InvalidError(f"{quoted(written)} is not an organisation number.", "Write nine digits.")
        if not orgnr.is_valid(written):
            what = f"{quoted(written)} is not an organisation number: its last digit does not fit the others."
            raise InvalidError(what, "Look it up again; one digit is wrong.")
        return written


class Zone(Kind):
    """A time zone by its name in the IANA database."""

    def parse(self, node: Node) -> zoneinfo.ZoneInfo:
        written = _string(node)
        zones = zoneinfo.available_timezones()
        if written not in zones:
            advice = did_you_mean(written, zones) or "Write a name such as Europe/Oslo."
            raise InvalidError(f"There is no time zone {quoted(written)}.", advice)
        return zoneinfo.ZoneInfo(written)


class Date(Kind):
    """A calendar date. The year must be in a plausible range, so that typing errors are found."""

    def parse(self, node: Node) -> datetime.date:
        if not (isinstance(node, Scalar) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", node.value)):
            raise InvalidError(f"{_shown(node)} is not a date.", "Write it as 2026-09-01.")
        try:
            day = datetime.date.fromisoformat(node.value)
        except ValueError as error:
            raise InvalidError(f"There is no day {quoted(node.value)}.", "Check month and day.") from error
        if not 1800 <= day.year < 2200:
            raise InvalidError(f"{quoted(node.value)} is far from our time.", "Check the year.")
        return day


class Time(Kind):
    """A time of day in hours and minutes."""

    def parse(self, node: Node) -> datetime.time:
        written = _string(node, example='"09:00"')
        if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", written):
            raise InvalidError(f"{quoted(written)} is not a time.", 'Write it as "09:00".')
        return datetime.time.fromisoformat(written)


class Clock(Kind):
    """A position in a recording, read as a whole number of seconds."""

    def parse(self, node: Node) -> int:
        written = _string(node, example='"00:04:10"')
        found = re.fullmatch(r"([0-9]{2}):([0-5][0-9]):([0-5][0-9])", written)
        if not found:
            what = f"{quoted(written)} is not a place in a recording."
            raise InvalidError(what, 'Write hours, minutes and seconds: "00:04:10".')
        hours, minutes, seconds = (int(part) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds


@dataclass(frozen=True)
class Number(Kind):
    """A whole number."""

    least: int = 0
    most: int = 2_000_000_000

    def parse(self, node: Node) -> int:
        if not (isinstance(node, Scalar) and re.fullmatch(r"-?(0|[1-9][0-9]{0,11})", node.value)):
            raise InvalidError(f"{_shown(node)} is not a whole number.", "Write digits only, without quotes.")
        if not node.plain:
            raise InvalidError(f"{_shown(node)} is a text.", "A number stands without quotes.")
        if not self.least <= int(node.value) <= self.most:
            advice = f"Write a number from {self.least} to {self.most}."
            raise InvalidError(f"{_shown(node)} is outside what is possible here.", advice)
        return int(node.value)


class Share(Kind):
    """A share between 0 and 1."""

    def parse(self, node: Node) -> Decimal:
        is_number = isinstance(node, Scalar) and node.plain and re.fullmatch(r"[01]?\.?[0-9]{1,6}", node.value)
        if not isinstance(node, Scalar) or not is_number or Decimal(node.value) > 1:
            raise InvalidError(f"{_shown(node)} is not a share.", "Write a number from 0 to 1, such as 0.75.")
        return Decimal(node.value)


class Truth(Kind):
    """True or false."""

    def parse(self, node: Node) -> bool:
        if not (isinstance(node, Scalar) and node.plain and node.value.lower() in ("true", "false")):
            raise InvalidError(f"{_shown(node)} is neither true nor false.", "Write true or false, without quotes.")
        return node.value.lower() == "true"


@dataclass(frozen=True)
class Wording(Kind):
    """A translatable text: a mapping from language to string, or a plain string in the current language."""

    longest: int = 20_000
    lines: bool = True

    def read(self, node: Node, check: Check, path: Path) -> Text | None:
        original = check.original_language
        string = Words(longest=self.longest, lines=self.lines)
        if not isinstance(node, Mapping):
            written = string.read(node, check, path)
            return None if written is None else Text({original: written}, original)
        found = {}
        for language, wording in node.entries.items():
            if language not in LANGUAGES:
                advice = did_you_mean(language, LANGUAGES) or f"Use one of: {listed(LANGUAGES)}."
                if language == "no":
                    advice = "Norwegian is nb or nn."
                line = node.lines[language]
                check.wrong(line, (*path, language), f"{quoted(language)} is not a language here.", advice)
            elif not is_null(wording):
                written = string.read(wording, check, (*path, language))
                if written is not None:
                    found[language] = written
        if not found:
            if all(is_null(one) for one in node.entries.values()):
                check.wrong(node.line, path, "There is no text here.", f"Write it in {quoted(original)} at least.")
            return None
        return Text(found, original)


class Id(Kind):
    """The id of an entry, by which other parts of the file and later loads refer to it."""

    def parse(self, node: Node) -> str:
        written = _string(node)
        if not is_id(written):
            advice = "Ids are lower-case letters a–z, digits and hyphens, 64 at most."
            raise InvalidError(f"{quoted(written)} is not an id.", advice)
        return written


@dataclass(frozen=True)
class Ref(Id):
    """A reference: an id defined in one of `sections`, or one of the special `words`."""

    sections: tuple[str, ...]
    words: tuple[str, ...] = ()

    def read(self, node: Node, check: Check, path: Path) -> str | None:
        written: str | None = super().read(node, check, path)
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
            if is_null(item):
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
    id = node.entries.get("id") if isinstance(node, Mapping) else None
    return id.value if isinstance(id, Scalar) and is_id(id.value) else f"#{position}"


def is_id(written: str) -> bool:
    return re.fullmatch(r"[a-z0-9-]{1,64}", written) is not None


def is_null(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null


def _string(node: Node, *, example: str = "", longest: int = 255, lines: bool = False) -> str:
    """The string value of a scalar. Raises InvalidError, also if YAML could interpret it as another type."""
    if not isinstance(node, Scalar):
        raise InvalidError(f"{_shown(node)} stands where a text should be.", "Write a text, in quotes.")
    if node.guessed_as != "str":
        read_as = _GUESSES.get(node.guessed_as)
        what = f"is read as {read_as}" if read_as else "may be read as something else than text"
        advice = f"Put quotes around it: {example or _in_quotes(node.value)}."
        raise InvalidError(f"{_shown(node)} {what}.", advice)
    text = node.value.strip()
    if not text:
        raise InvalidError("The text is empty.", "Write it, or delete the key.")
    if len(text) > longest:
        raise InvalidError(f"The text has {len(text)} characters.", f"{longest} are possible; shorten it.")
    if any(unicodedata.category(sign) in ("Cc", "Cs") and not (lines and sign in "\n\t") for sign in text):
        what = "There is a line break or an invisible character in the text."
        raise InvalidError(what, "Write it without, on one line.")
    return text


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
