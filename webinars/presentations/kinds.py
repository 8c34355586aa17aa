"""The format of a file, by its content and not only by its name."""

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
"""Accepted file extensions."""
PRESENTATIONS = ("pptx", "ppt", "odp")
"""Formats of presentation programs. They are handed out as they are; pages are shown for PDF only."""


def extension(name: str) -> str:
    return PurePosixPath(unicodedata.normalize("NFC", name)).suffix.lstrip(".").lower()


def kind_of(name: str, head: bytes) -> str:
    """The format, such as `pdf` or `xlsx`; empty if it is not accepted. `head` are the first bytes of the file."""
    if b"%PDF-" in head[:1024]:
        return PDF
    ending = extension(name)
    if ending in TEXTS:
        return ending if b"\x00" not in head or head[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    return ending if head.startswith(BEGINNINGS.get(ending, ())) else ""
