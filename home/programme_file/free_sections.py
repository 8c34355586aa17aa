"""Sections without a schema: only the id and title of entries are validated, and references under well-known keys."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from .free_values import Free
from .kinds import Check, Reference, Wording, step_of
from .problems import Path
from .reading import Mapping, Node, Scalar, Sequence
from .schema import FREE_SECTIONS
from .schema.words import EMPLOYER
from .text import Text

_ORGANISATIONS = EMPLOYER.sections
_NAMES_SOMETHING = {
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


@dataclass(slots=True)
class FreeEntry:
    """An entry of a section without a schema: its id and title, its line, and the node with its contents."""

    section: str
    id: str
    title: Text
    line: int
    node: Mapping

    def values(self, shift: datetime.timedelta) -> Free:
        """Its contents, with dates moved by `shift` unless the entry is historical."""
        free = Free(self.node, self.title.original_language, shift)
        return free if free.word("historical") != "true" else Free(self.node, self.title.original_language)


@dataclass(slots=True)
class _Open:
    """A node that is still to be searched for ids and references; `under` is the key it is the value of."""

    node: Node
    section: str
    path: Path
    under: str = field(default="")


def read_free_section(section: str, node: Node, check: Check) -> list[FreeEntry]:
    """The entries of a section. Adds its ids, its references under well-known keys and any problems to `check`."""
    if isinstance(node, Scalar) and node.is_null:
        return []
    if not isinstance(node, Sequence):
        check.wrong(node.line, (section,), "This section is a list.", "Write entries that begin with “- id:”.")
        return []
    entries = []
    for position, item in enumerate(node.items, 1):
        path = (section, step_of(item, position))
        entry = _entry(section, item, check, path)
        if entry:
            entries.append(entry)
            _look_through(_Open(item, section, path), check)
    return entries


def _entry(section: str, node: Node, check: Check, path: Path) -> FreeEntry | None:
    if not isinstance(node, Mapping):
        check.wrong(node.line, path, "Keys with values should stand here.", "Write them as “key: value”.")
        return None
    id, title = node.entries.get("id"), node.entries.get("title")
    if not isinstance(id, Scalar) or not re.fullmatch(r"[a-z0-9-]{1,64}", id.value):
        line = node.lines.get("id", node.line)
        check.wrong(line, (*path, "id"), "This is missing or not an id.", "Use lower-case letters, digits and hyphens.")
        return None
    if title is None or (isinstance(title, Scalar) and title.is_null):
        check.wrong(node.lines.get("title", node.line), (*path, "title"), "This is missing.", "Write it, in quotes.")
        return None
    beside = node.entries.get("primary_language", node.entries.get("language"))
    with check.original(beside.value if isinstance(beside, Scalar) else None):
        wording = Wording(longest=255, lines=False).read(title, check, (*path, "title"))
    return FreeEntry(section, id.value, wording, node.line, node) if wording else None


def _look_through(top: _Open, check: Check) -> None:
    waiting = [top]
    while waiting:
        now = waiting.pop()
        match now.node:
            case Mapping():
                _take_id(now.node, now.section, check, now.path)
                for key, value in now.node.entries.items():
                    section = f"{top.section}.{key}" if isinstance(value, Sequence) else now.section
                    waiting.append(_Open(value, section, (*now.path, key), key))
            case Sequence():
                for position, item in enumerate(now.node.items, 1):
                    step = step_of(item, position)
                    waiting.append(_Open(item, now.section, (*now.path, step), now.under))
            case Scalar():
                sections = _NAMES_SOMETHING.get(now.under)
                if sections and not now.node.is_null:
                    check.references.append(Reference(now.node.value, sections, now.node.line, now.path))


def _take_id(node: Mapping, section: str, check: Check, path: Path) -> None:
    id = node.entries.get("id")
    if not isinstance(id, Scalar):
        return
    title = node.entries.get("title")
    if isinstance(title, Mapping):
        title = next(iter(title.entries.values()), None)
    check.name(id.value, section, node.lines["id"], path, title.value if isinstance(title, Scalar) else "")


__all__ = ["FREE_SECTIONS", "FreeEntry", "read_free_section"]
