"""Makes a title from a file name, and matches it with planned titles."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import unquote

LONGEST = 200
COPIES = re.compile(r"\s*(\(\d{1,3}\)|[-–]\s*(kopi|copy|kopia)(\s*\(\d{1,3}\))?)\s*$", re.IGNORECASE)


def readable_title(name: str) -> str:
    """«2026-11-12_Sirkulær%20økonomi_v2 (1).pdf» becomes «2026-11-12 Sirkulær økonomi v2»."""
    stem = PurePosixPath(unicodedata.normalize("NFC", unquote(name)).replace("\\", "/")).name
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", stem)
    shown = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in stem)
    while COPIES.search(shown):
        shown = COPIES.sub("", shown)
    shown = re.sub(r"[_+]", " ", shown)
    if " " not in shown.strip():
        # Hyphens and full stops separate words only if there is no other separator.
        shown = re.sub(r"(?<=[^\W\d])[-.](?=\w)|(?<=\w)[-.](?=[^\W\d])", " ", shown)
    shown = " ".join(shown.split()).strip(" .-–")
    return (shown[:1].upper() + shown[1:])[:LONGEST].rstrip()


def is_announced(title: str, announced: str) -> bool:
    """Whether it is the planned title: it has all its words, or has at least two words, all of them in it."""
    mine, theirs = words_of(title), words_of(announced)
    return bool(theirs) and (theirs <= mine or (len(mine) > 1 and mine <= theirs))


def words_of(title: str) -> frozenset[str]:
    """Words without diacritics, which file names often lack."""
    plain = title.casefold().replace("ø", "o").replace("æ", "ae")
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return frozenset(re.findall(r"\w+", plain.replace("_", " ")))
