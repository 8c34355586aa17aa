"""Names by which pages, and the headings on them, are reached."""

from __future__ import annotations

from collections import Counter

from django.utils.text import slugify

LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "đ": "d", "ŧ": "t", "ŋ": "ng"})


def in_addresses(text: str) -> str:
    """«Mål og veier» is «mal-og-veier» in an address."""
    return slugify(text.lower().translate(LETTERS))


def anchor(heading: str, used: Counter[str]) -> str:
    """«Mål og veier» is reached by `#mal-og-veier`, the second of that name by `#mal-og-veier-2`."""
    name = in_addresses(str(heading)) or "del"
    used[name] += 1
    return name if used[name] == 1 else f"{name}-{used[name]}"
