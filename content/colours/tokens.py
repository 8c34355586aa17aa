"""The default colours of the site, read from the style sheet so that they are defined once."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import NamedTuple

from django.conf import settings

from content.colours.space import normal

FILE = settings.BASE_DIR / "static" / "css" / "tokens.css"
BEGINS_DARK = "@media screen and (prefers-color-scheme: dark)"
DECLARED = re.compile(r"^\s*--([\w-]+):\s*([^;]+);", re.MULTILINE)


class Tokens(NamedTuple):
    """The custom properties for the light and for the dark scheme, by name without the two dashes."""

    light: dict[str, str]
    dark: dict[str, str]
    digest: str
    """A hash of the style sheet."""


@cache
def tokens() -> Tokens:
    text = FILE.read_text()
    daylight, rest = text.split(BEGINS_DARK)
    night = rest[: rest.index("\n}")]
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return Tokens(dict(DECLARED.findall(daylight)), dict(DECLARED.findall(night)), digest)


def colours(scheme: str) -> dict[str, str]:
    """Those that are a single opaque colour."""
    declared = {name: normal(value) for name, value in getattr(tokens(), scheme).items() if value.startswith("#")}
    return {name: value for name, value in declared.items() if value}
