"""Presentations as PDF: tagged as PDF/UA-1 asks for, or without tags where the file says that not all can read it.

Typst is needed, which is installed for development and tests alone.
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
    """Changes when the same slides would come to look different."""
    return hashlib.sha256(TEMPLATE.read_bytes()).hexdigest()


def write_presentation(deck: Deck, fonts: Path | None = None) -> bytes:
    """The same bytes for the same slides. `fonts` is a folder; without one the typeface that Typst brings is used."""
    import typst

    return bytes(
        typst.compile(
            str(TEMPLATE),
            format="pdf",
            font_paths=[str(fonts)] if fonts else [],
            ignore_system_fonts=True,
            # Data, never source: what somebody wrote is not read as markup.
            sys_inputs={"deck": json.dumps(asdict(deck), ensure_ascii=False)},
            pdf_standards="ua-1" if deck.is_accessible else [],
            pdf_tags=deck.is_accessible,
        )
    )


@contextmanager
def fonts_of(typeface: Path | None) -> Iterator[Path | None]:
    """A folder with the typeface as Typst reads it. What browsers get is packed."""
    if typeface is None or not typeface.exists():
        yield None
        return
    from fontTools.ttLib import TTFont

    with TemporaryDirectory() as folder:
        # Without the moment at which it is unpacked, which would stand in every presentation.
        font = TTFont(typeface, recalcTimestamp=False)
        font.flavor = None
        font.save(Path(folder) / f"{typeface.stem}.ttf")
        yield Path(folder)
