"""Readable names for addresses: the slug of a page and the fragment of a heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.utils.text import slugify

LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "đ": "d", "ŧ": "t", "ŋ": "ng", "–": "-"})


def in_addresses(text: str) -> str:
    """The text as a slug: "Mål og veier" becomes "mal-og-veier"."""
    return slugify(text.lower().translate(LETTERS))


def first_free(slug: str, is_taken: Callable[[str], bool]) -> str:
    """The slug itself, or the first of "mal-2", "mal-3" and so on that is not taken."""
    candidate, number = slug, 1
    while is_taken(candidate):
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def anchor(heading: str, used: Counter[str]) -> str:
    """The fragment of a heading: "mal-og-veier", and "mal-og-veier-2" for the second of that name on a page. `used`
    counts those given so far."""
    name = in_addresses(str(heading)) or "del"
    used[name] += 1
    return name if used[name] == 1 else f"{name}-{used[name]}"
