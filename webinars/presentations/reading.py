"""Reads facts, pictures and texts of a presentation. It always returns, whatever the file does.

The file is opened in a separate process (`child.py`), which is killed if it takes too long.
"""

from __future__ import annotations

import base64
import json
import os
import selectors
import signal
import subprocess
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File

from webinars.readers import reader

CHILD = Path(__file__).with_name("child.py")
MOST_PAGES = 500
WIDTH, HEIGHT = 640, 1280
"""A page is shown 320 pixels wide, on screens of double density; a tall one is limited by its height."""
CHARACTERS = 10_000
"""Of the text of one page."""
LIMITS = {
    "memory": 1024**3,
    "seconds": 20,
    "pages": MOST_PAGES,
    # Five metres, the maximum in the specification of PDF.
    "points": 14_400,
    "unpacked": 256 * 1024**2,
    "width": WIDTH,
    "height": HEIGHT,
    "characters": CHARACTERS,
}
PATIENCE = 30.0
"""Seconds of wall-clock time until the next line; processor time is limited by `LIMITS`."""
LONGEST_LINE = 8 * 1024**2


class Unreadable(Exception):
    """A presentation that cannot be read. `code` has a sentence in `problems.py`; `page` is set if it is about one
    page."""

    def __init__(self, code: str, page: int | None = None) -> None:
        super().__init__(code)
        self.code, self.page = code, page


@dataclass(frozen=True)
class Facts:
    pages: int
    is_tagged: bool


@dataclass(frozen=True)
class PageRead:
    number: int
    width: int
    height: int
    text: str
    image: bytes
    """WebP."""


def facts_of(file: File) -> Facts:
    """The number of pages, and whether they are tagged. Raises `Unreadable` if the file must not be handed out."""
    with _lines(file, "check") as lines:
        line = next(lines)
    return Facts(pages=int(line["pages"]), is_tagged=bool(line["tagged"]))


def read_pages(file: File, first: int) -> Iterator[PageRead]:
    """The pages from `first` on, as soon as each is rendered. Raises `Unreadable` at a page that fails."""
    with _lines(file, "read", str(first), first=first) as lines:
        for line in lines:
            yield PageRead(
                number=int(line["number"]),
                width=int(line["width"]),
                height=int(line["height"]),
                text=cleaned(line["text"]),
                image=base64.b64decode(line["image"]),
            )


def cleaned(text: str) -> str:
    """The text of a page without control characters, hyphenation and empty lines."""
    # Pdfium marks a hyphen at the end of a line with U+0002 or U+FFFE.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for mark in ("\x02\n", "\x02", "\ufffe\n", "\ufffe", "\xad\n", "\xad"):
        text = text.replace(mark, "")
    text = unicodedata.normalize("NFC", text)
    kept = "".join(
        letter if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs", "Co", "Cn") else " "
        for letter in text
    )
    lines = (" ".join(line.split()) for line in kept.splitlines())
    return "\n".join(line for line in lines if line)[:CHARACTERS]


@contextmanager
def _lines(file: File, task: str, *arguments: str, first: int | None = None) -> Iterator[Iterator[dict[str, Any]]]:
    """The output of the process, line by line. The process has ended when the block is left."""
    with _copy_of(file) as copy, reader(CHILD, task, json.dumps(LIMITS), *arguments, file=copy) as process:
        yield _said(process, first)


@contextmanager
def _copy_of(file: File) -> Iterator[IO[bytes]]:
    """A local copy of the file, deleted afterwards."""
    with tempfile.TemporaryFile() as copy:
        file.seek(0)
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        copy.seek(0)
        yield copy


def _said(process: subprocess.Popen[bytes], page: int | None) -> Iterator[dict[str, Any]]:
    """`page` is the first page expected, if the output is by page."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        waiting, due = b"", time.monotonic() + PATIENCE
        while True:
            if not selector.select(max(0.0, due - time.monotonic())):
                raise Unreadable("page_slow" if page else "slow", page)
            piece = os.read(process.stdout.fileno(), 1024**2)
            if not piece:
                break
            *lines, waiting = (waiting + piece).split(b"\n")
            if len(waiting) > LONGEST_LINE:
                raise Unreadable("heavy", page)
            for line in lines:
                said = json.loads(line)
                if "problem" in said:
                    raise Unreadable(said["problem"], said["page"] or page)
                page = page + 1 if page else None
                due = time.monotonic() + PATIENCE
                yield said
                due = time.monotonic() + PATIENCE
    status = process.wait()
    if status:
        code = {-signal.SIGXCPU: "slow", -signal.SIGSEGV: "broken", 1: "broken"}.get(status, "heavy")
        raise Unreadable(f"page_{code}" if page else code, page)
