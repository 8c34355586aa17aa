"""What kind of file it is, by what is in it and not by its name alone."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

PDF = "pdf"
ZIPPED = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "zip"), (ZIPPED,)),
    **dict.fromkeys(("doc", "xls", "ppt"), (OLD_OFFICE,)),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "rtf": (b"{\\rtf",),
}
TEXTS = ("txt", "csv", "md", "ics")
ACCEPTED = (PDF, *BEGINNINGS, *TEXTS)
"""How the name of a file may end."""
PRESENTATIONS = ("pptx", "ppt", "odp")
"""What a presentation is made in. It is handed out as it is; its pages are shown once it is saved as PDF."""


def extension(name: str) -> str:
    return PurePosixPath(unicodedata.normalize("NFC", name)).suffix.lstrip(".").lower()


def kind_of(name: str, head: bytes) -> str:
    """The format, such as `pdf` or `xlsx`; empty for what is not handed out. `head` is how the file begins."""
    if b"%PDF-" in head[:1024]:
        return PDF
    ending = extension(name)
    if ending in TEXTS:
        return ending if b"\x00" not in head or head[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    return ending if head.startswith(BEGINNINGS.get(ending, ())) and ending in BEGINNINGS else ""
