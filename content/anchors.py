"""Names by which the headings of a page are reached."""

from __future__ import annotations

from collections import Counter

from django.utils.text import slugify

LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "Æ": "ae", "Ø": "o", "Å": "a"})


def anchor(heading: str, used: Counter[str]) -> str:
    """«Mål og veier» is reached by `#mal-og-veier`, the second of that name by `#mal-og-veier-2`."""
    name = slugify(str(heading).translate(LETTERS)) or "del"
    used[name] += 1
    return name if used[name] == 1 else f"{name}-{used[name]}"
