"""Access to values in sections without a schema. Values of an unexpected type are treated as absent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .reading import Mapping, Node, Scalar, Sequence
from .text import LANGUAGES, Text


@dataclass(frozen=True)
class Free:
    """A mapping in a section without a schema, with methods that read a key as a certain type."""

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

    def part(self, name: str) -> Free:
        """A nested mapping, empty if there is none."""
        node = self.node.entries.get(name)
        return Free(node if isinstance(node, Mapping) else Mapping(self.node.line), self.language, self.shift)

    def parts(self, name: str) -> list[Free]:
        items = _items(self.node.entries.get(name))
        return [Free(item, self.language, self.shift) for item in items if isinstance(item, Mapping)]

    def _text(self, node: Node | None) -> Text | None:
        if isinstance(node, Mapping):
            said = {code: _written(node.entries.get(code)) for code in LANGUAGES}
        else:
            said = {self.language: _written(node)}
        said = {code: words for code, words in said.items() if words}
        return Text(said, self.language) if said else None


def _written(node: Node | None) -> str:
    return node.value if isinstance(node, Scalar) and not node.is_null else ""


def _items(node: Node | None) -> list[Node]:
    return list(node.items) if isinstance(node, Sequence) else []
