"""Records: mappings with known keys, declared as dataclasses. The declaration is both the file schema and the type."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass, field
from typing import Any, TypeVar

from .check import Check
from .kinds import Id, Kind, Pair, Truth, Wording, Words, is_null
from .problems import Path, did_you_mean, listed
from .reading import Mapping, Node, Scalar

R = TypeVar("R", bound="Record")

_KIND, _REQUIRED, _FIXED, _WRITTEN = "kind", "required", "fixed", "written"


@dataclass(frozen=True, slots=True)
class Place:
    """The position of a record in the file: its first line, the line of each key, and the path of keys to it."""

    line: int
    lines: dict[str, int]
    path: Path

    def line_of(self, key: str) -> int:
        return self.lines.get(key, self.line)


NOWHERE = Place(0, {}, ())


_AS_THE_KIND = object()


def key(
    kind: Kind, *, required: bool = False, fixed: bool = False, default: Any = _AS_THE_KIND, written: str = ""
) -> Any:
    """Declare a key of a record; returns a dataclass field.

    `fixed`: dates in it are never shifted. `default`: the value if the key is absent or null (else the empty value of
    the kind). `written`: the key in the file, if it cannot be a Python name.
    """
    metadata = {_KIND: kind, _REQUIRED: required, _FIXED: fixed, _WRITTEN: written}
    return field(default_factory=kind.empty if default is _AS_THE_KIND else lambda: default, metadata=metadata)


@dataclass(kw_only=True)
class Record:
    """Base class of records. If `historical` is true, its dates and those of nested records are never shifted."""

    historical: bool = key(Truth(), default=False)
    place: Place = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Of(Kind):
    """A value that is a record. `section` is the section in which its id is defined, if it has one."""

    record: type[Record]
    section: str = ""

    def read(self, node: Node, check: Check, path: Path) -> Record | None:
        if not isinstance(node, Mapping):
            check.wrong(node.line, path, "Keys with values should stand here.", "Write them as “key: value”.")
            return None
        keys = {one.metadata[_WRITTEN] or one.name: one for one in dataclasses.fields(self.record) if one.metadata}
        for written, line in node.lines.items():
            if written not in keys:
                advice = did_you_mean(written, keys) or f"Use one of: {listed(keys)}."
                check.wrong(line, (*path, written), "There is no such key here.", advice)
        with check.original(_language_beside(node) or check.languages.get(self.section)):
            values = {one.name: _value(node, written, one, check, (*path, written)) for written, one in keys.items()}
        if self.section and values.get("id"):
            title = next((values[name] for name in ("title", "name", "label", "term") if values.get(name)), "")
            check.name(values["id"], self.section, node.lines["id"], path, str(title))
        return self.record(**values, place=Place(node.line, node.lines, path))


def _value(node: Mapping, written: str, one: dataclasses.Field[Any], check: Check, path: Path) -> Any:
    assert callable(one.default_factory)
    kind: Kind = one.metadata[_KIND]
    value = node.entries.get(written)
    if value is None or is_null(value):
        if one.metadata[_REQUIRED]:
            check.wrong(node.lines.get(written, node.line), path, "This is missing.", _how_to_write(kind))
        return one.default_factory()
    found = kind.read(value, check, path)
    return one.default_factory() if found is None else found


def _how_to_write(kind: Kind) -> str:
    if isinstance(kind, Wording | Words | Pair):
        return "Write it, in quotes."
    return "Give the id, in lower-case letters, digits and hyphens." if isinstance(kind, Id) else "Write it."


def _language_beside(node: Mapping) -> str | None:
    for name in ("language", "primary_language"):
        written = node.entries.get(name)
        if isinstance(written, Scalar) and not written.is_null:
            return written.value
    return None


def shifted(record: R, by: datetime.timedelta) -> R:
    """A copy of the record with its dates moved by `by`, except fixed and historical dates."""
    if record.historical or not by:
        return record
    changes = {
        one.name: _moved(getattr(record, one.name), by)
        for one in dataclasses.fields(record)
        if one.metadata and not one.metadata[_FIXED]
    }
    return dataclasses.replace(record, **changes)


def _moved(value: Any, by: datetime.timedelta) -> Any:
    match value:
        case datetime.date():
            return value + by
        case Record():
            return shifted(value, by)
        case list():
            return [_moved(one, by) for one in value]
        case dict():
            return {name: _moved(one, by) for name, one in value.items()}
        case _:
            return value
