"""Renders decks to PDF: tagged according to PDF/UA-1, or untagged if the programme file says that it is not accessible.

Needs Typst, which is a development dependency.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from .slides import Deck

TEMPLATE = Path(__file__).with_suffix(".typ")


def can_write() -> bool:
    return find_spec("typst") is not None


@cache
def drawing_digest() -> str:
    """A digest of the template; it changes if the same slides would be rendered differently."""
    return hashlib.sha256(TEMPLATE.read_bytes()).hexdigest()


def write_presentation(deck: Deck, fonts: Path | None = None) -> bytes:
    """The PDF of a deck, deterministic. `fonts` is a folder with fonts; without it, Typst's own font is used."""
    import typst

    return bytes(
        typst.compile(
            str(TEMPLATE),
            format="pdf",
            font_paths=[str(fonts)] if fonts else [],
            ignore_system_fonts=True,
            # Passed as data and not as Typst source, so that text is never interpreted as markup.
            sys_inputs={"deck": json.dumps(asdict(deck), ensure_ascii=False)},
            pdf_standards="ua-1" if deck.is_accessible else [],
            pdf_tags=deck.is_accessible,
        )
    )


@contextmanager
def fonts_of(typeface: Path | None) -> Iterator[Path | None]:
    """A temporary folder with the font in a format that Typst reads, converted from WOFF2."""
    if typeface is None or not typeface.exists():
        yield None
        return
    from fontTools.ttLib import TTFont

    with TemporaryDirectory() as folder:
        # Do not update the timestamp of the font, which would be embedded in every PDF.
        font = TTFont(typeface, recalcTimestamp=False)
        font.flavor = None
        font.save(Path(folder) / f"{typeface.stem}.ttf")
        yield Path(folder)
