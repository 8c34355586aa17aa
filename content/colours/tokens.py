"""The colours that the site has when nobody has chosen any: read from the style sheet, so that they stand once."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import NamedTuple

from django.conf import settings

from content.colours.space import normal

FILE = settings.BASE_DIR / "static" / "css" / "tokens.css"
BEGINS_DARK = "@media (prefers-color-scheme: dark)"
DECLARED = re.compile(r"^\s*--([\w-]+):\s*([^;]+);", re.MULTILINE)


class Tokens(NamedTuple):
    """What is declared for daylight and for the dark, by name without the two dashes."""

    light: dict[str, str]
    dark: dict[str, str]
    digest: str
    """Another one for another style sheet."""


@cache
def tokens() -> Tokens:
    text = FILE.read_text()
    daylight, rest = text.split(BEGINS_DARK)
    night = rest[: rest.index("\n}")]
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Tokens(dict(DECLARED.findall(daylight)), dict(DECLARED.findall(night)), digest)


def colours(scheme: str) -> dict[str, str]:
    """Only what is one opaque colour."""
    declared = {name: normal(value) for name, value in getattr(tokens(), scheme).items() if value.startswith("#")}
    return {name: value for name, value in declared.items() if value}
