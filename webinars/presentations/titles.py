"""A title out of a file's name, and whether it is one that was announced."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import unquote

LONGEST = 200
COPIES = re.compile(r"\s*(\(\d{1,3}\)|[-–]\s*(kopi|copy|kopia)(\s*\(\d{1,3}\))?)\s*$", re.IGNORECASE)


def readable_title(name: str) -> str:
    """«2026-11-12_Sirkulær%20økonomi_v2 (1).pdf» is called «2026-11-12 Sirkulær økonomi v2»."""
    stem = PurePosixPath(unicodedata.normalize("NFC", unquote(name)).replace("\\", "/")).name
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", stem)
    shown = "".join(letter if unicodedata.category(letter)[0] != "C" else " " for letter in stem)
    while COPIES.search(shown):
        shown = COPIES.sub("", shown)
    shown = re.sub(r"[_+]", " ", shown)
    if " " not in shown.strip():
        # Only where nothing else parts the words is a hyphen or a full stop more than itself.
        shown = re.sub(r"(?<=[^\W\d])[-.](?=\w)|(?<=\w)[-.](?=[^\W\d])", " ", shown)
    shown = " ".join(shown.split()).strip(" .-–")
    return (shown[:1].upper() + shown[1:])[:LONGEST].rstrip()


def is_announced(title: str, announced: str) -> bool:
    """Whether this title is the announced one: all its words are there, or what is there is two of them or more."""
    mine, theirs = words_of(title), words_of(announced)
    return bool(theirs) and (theirs <= mine or (len(mine) > 1 and mine <= theirs))


def words_of(title: str) -> frozenset[str]:
    """Letters as they sound without their marks: a file's name often lacks them."""
    plain = title.casefold().replace("ø", "o").replace("æ", "ae")
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    return frozenset(re.findall(r"\w+", plain.replace("_", " ")))
