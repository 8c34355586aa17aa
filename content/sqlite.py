"""Norwegian text in SQLite, which by itself compares and sorts ASCII letters only.

Without this, `icontains="ÅPEN"` does not find «åpen», and «Æ», «Ø» and «Å» sort in the wrong order.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

# «aa» is not sorted as «å»: that is right for some Norwegian names only.
_ORDER = {"æ": "z{", "ä": "z{", "ø": "z|", "ö": "z|", "å": "z}"}


def on_connection_created(sender: Any, connection: Any, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        register(connection)


def register(connection: Any) -> None:
    """Registers `upper`, `lower`, `like` and the collation `nb` on an open SQLite connection."""
    raw = connection.connection
    raw.create_function("upper", 1, lambda text: _text(text, str.upper), deterministic=True)
    raw.create_function("lower", 1, lambda text: _text(text, str.lower), deterministic=True)
    raw.create_function("like", 2, like, deterministic=True)
    raw.create_function("like", 3, like, deterministic=True)
    raw.create_collation("nb", compare_nb)


def like(pattern: str | None, value: Any, escape: str = "") -> bool | None:
    """SQL LIKE, case-insensitive for all alphabets."""
    if pattern is None or value is None:
        return None
    return _pattern(str(pattern), escape).fullmatch(str(value)) is not None


def compare_nb(left: str, right: str) -> int:
    """-1, 0 or 1. æ, ø and å come after z; accents and case only decide between otherwise equal texts."""
    one, two = sort_key_nb(left), sort_key_nb(right)
    return (one > two) - (one < two)


@functools.lru_cache(maxsize=10_000)
def sort_key_nb(text: str) -> tuple[str, str]:
    letters = []
    for letter in text.casefold():
        if letter in _ORDER:
            letters.append(_ORDER[letter])
        else:
            letters.append(unicodedata.normalize("NFD", letter)[0])
    return "".join(letters), text


def _text(value: Any, change: Any) -> Any:
    return change(value) if isinstance(value, str) else value


@functools.lru_cache(maxsize=512)
def _pattern(pattern: str, escape: str) -> re.Pattern[str]:
    parts, letters = [], iter(pattern)
    for letter in letters:
        if escape and letter == escape:
            parts.append(re.escape(next(letters, escape)))
        elif letter == "%":
            parts.append(".*")
        elif letter == "_":
            parts.append(".")
        else:
            parts.append(re.escape(letter))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)
