"""Sections of a programme file without a schema: plans, forums, initiatives, events and projects.

Only ids, titles and references under well-known keys are validated. Other values are read when they are loaded, and
those of an unexpected type are treated as absent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass
from typing import Any

from .check import Check, Reference
from .kinds import Wording, is_id, is_null, step_of
from .problems import Path
from .reading import Mapping, Node, Scalar, Sequence
from .schema.words import EMPLOYER
from .text import LANGUAGES, Text

_ORGANISATIONS = EMPLOYER.sections
_SECTIONS_OF_KEYS = {
    "owner": _ORGANISATIONS,
    "organisation": _ORGANISATIONS,
    "coordinator": _ORGANISATIONS,
    "organiser": _ORGANISATIONS,
    "parties": _ORGANISATIONS,
    "partners": _ORGANISATIONS,
    "contact": ("people",),
    "manager": ("people",),
    "person": ("people",),
    "themes": ("themes",),
    "webinar": ("webinars",),
    "gathering": ("gatherings",),
    "mission": ("missions",),
    "facts_boxes": ("facts_boxes",),
    "plan": ("plans",),
    "milestone_of": ("plans",),
    "forum": ("forums",),
    "initiatives": ("initiatives",),
    "event": ("events",),
    "project": ("projects",),
}
"""The keys whose values are references, with the sections in which the ids may be defined."""


@dataclass(frozen=True)
class Values:
    """A mapping, with methods that read a key as a certain type."""

    node: Mapping
    language: str
    """The language of texts that are plain strings."""
    shift: dt.timedelta = dt.timedelta()
    """The amount by which its dates are moved."""

    def word(self, name: str) -> str:
        """A string that is not translated (an id, a word or a name), or an empty string."""
        return _written(self.node.entries.get(name))

    def words(self, name: str) -> list[str]:
        return [word for word in map(_written, _items(self.node.entries.get(name))) if word]

    def choice(self, name: str, choices: Any, otherwise: str, synonyms: MappingOf[str, str] | None = None) -> str:
        """A word, or its synonym, if it is one of the choices of an enumeration of Django, else `otherwise`."""
        word = self.word(name)
        word = (synonyms or {}).get(word, word)
        return word if word in choices.values else otherwise

    def text(self, name: str) -> Text | None:
        return self._text(self.node.entries.get(name))

    def texts(self, name: str) -> list[Text]:
        """A list of texts. Each item is a text, or a mapping with a `text` or `title`."""
        found = []
        for item in _items(self.node.entries.get(name)):
            named = item.entries.get("text", item.entries.get("title")) if isinstance(item, Mapping) else None
            text = self._text(named if named is not None else item)
            if text:
                found.append(text)
        return found

    def day(self, name: str) -> dt.date | None:
        """A date, shifted, or `None`. A month or year alone gives its first day."""
        written = self.word(name)
        for whole in (written, f"{written}-01", f"{written}-01-01"):
            try:
                return dt.date.fromisoformat(whole) + self.shift
            except ValueError:
                continue
        return None

    def year(self, name: str) -> int | None:
        written = self.word(name)[:4]
        return int(written) if written.isdigit() else None

    def part(self, name: str) -> Values:
        """A nested mapping, empty if there is none."""
        node = self.node.entries.get(name)
        return Values(node if isinstance(node, Mapping) else Mapping(self.node.line), self.language, self.shift)

    def parts(self, name: str) -> list[Values]:
        items = _items(self.node.entries.get(name))
        return [Values(item, self.language, self.shift) for item in items if isinstance(item, Mapping)]

    def _text(self, node: Node | None) -> Text | None:
        if isinstance(node, Mapping):
            said = {code: _written(node.entries.get(code)) for code in LANGUAGES}
        else:
            said = {self.language: _written(node)}
        said = {code: words for code, words in said.items() if words}
        return Text(said, self.language) if said else None


@dataclass(frozen=True, kw_only=True)
class Entry(Values):
    """An entry of a section without a schema."""

    id: str
    title: Text

    @property
    def is_historical(self) -> bool:
        return self.word("historical") == "true"


def read_section(section: str, node: Node, check: Check) -> list[Entry]:
    """The entries of a section. Adds its ids, its references under well-known keys and any problems to `check`."""
    if is_null(node):
        return []
    if not isinstance(node, Sequence):
        check.wrong(node.line, (section,), "This section is a list.", "Write entries that begin with “- id:”.")
        return []
    entries = []
    for position, item in enumerate(node.items, 1):
        path = (section, step_of(item, position))
        entry = _entry(item, check, path)
        if entry:
            entries.append(entry)
            _collect(item, section, check, path)
    return entries


def _entry(node: Node, check: Check, path: Path) -> Entry | None:
    if not isinstance(node, Mapping):
        check.wrong(node.line, path, "Keys with values should stand here.", "Write them as “key: value”.")
        return None
    id, title = node.entries.get("id"), node.entries.get("title")
    if not isinstance(id, Scalar) or not is_id(id.value):
        line = node.lines.get("id", node.line)
        check.wrong(line, (*path, "id"), "This is missing or not an id.", "Use lower-case letters, digits and hyphens.")
        return None
    if title is None or is_null(title):
        check.wrong(node.lines.get("title", node.line), (*path, "title"), "This is missing.", "Write it, in quotes.")
        return None
    language = node.entries.get("primary_language", node.entries.get("language"))
    with check.original(language.value if isinstance(language, Scalar) else None):
        text = Wording(longest=255, lines=False).read(title, check, (*path, "title"))
    return Entry(node, text.original_language, id=id.value, title=text) if text else None


def _collect(node: Node, section: str, check: Check, path: Path, key: str = "") -> None:
    """Add the ids in a node, and its references under well-known keys, to `check`. `key` is that of the node.

    Recursive, as `reading` has limited the depth.
    """
    match node:
        case Mapping():
            _take_id(node, section, check, path)
            for name, value in node.entries.items():
                inner = f"{path[0]}.{name}" if isinstance(value, Sequence) else section
                _collect(value, inner, check, (*path, name), name)
        case Sequence():
            for position, item in enumerate(node.items, 1):
                _collect(item, section, check, (*path, step_of(item, position)), key)
        case Scalar():
            if key in _SECTIONS_OF_KEYS and not node.is_null:
                check.references.append(Reference(node.value, _SECTIONS_OF_KEYS[key], node.line, path))


def _take_id(node: Mapping, section: str, check: Check, path: Path) -> None:
    id = node.entries.get("id")
    if not isinstance(id, Scalar):
        return
    title = node.entries.get("title")
    if isinstance(title, Mapping):
        title = next(iter(title.entries.values()), None)
    check.name(id.value, section, node.lines["id"], path, title.value if isinstance(title, Scalar) else "")


def _written(node: Node | None) -> str:
    return node.value if isinstance(node, Scalar) and not node.is_null else ""


def _items(node: Node | None) -> list[Node]:
    return list(node.items) if isinstance(node, Sequence) else []
