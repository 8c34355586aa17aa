"""Decodes a file: by its byte-order mark, else by its zero bytes (UTF-16), else as UTF-8, else as Windows-1252."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO

from attendance.reports.problems import ProblemCode, ReportProblem

SAMPLE = 64 * 1024
LONGEST_LINE = 256 * 1024
MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
# The first bytes of other file types that people upload by mistake.
OTHER_KINDS = [
    (b"%PDF", "pdf"),
    (b"\xd0\xcf\x11\xe0", "old_excel"),
    (b"{\\rtf", "word"),
    (b"<!DOCTYPE", "web_page"),
    (b"<html", "web_page"),
    (b"<?xml", "web_page"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "archive"),
    (b"PK\x03\x04", "archive"),
]
FEW_ZEROS, MANY_ZEROS = 0.02, 0.2
"""The share of zeros among every second byte: in single-byte encodings, and in UTF-16 of Western text."""
CONTROLS = {*range(0x20)} - {*b"\0\t\n\r\v\f\x1a"}
MOST_CONTROLS = 0.005


def encoding_of(stream: BinaryIO) -> str:
    """The encoding. Raises `ReportProblem` if it is not text."""
    stream.seek(0)
    head = stream.read(SAMPLE)
    if not head.strip(b"\0 \t\r\n"):
        raise ReportProblem(ProblemCode.EMPTY)
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    for mark, kind in OTHER_KINDS:
        if head.lstrip()[: len(mark)].upper() == mark.upper():
            raise ReportProblem(ProblemCode.NOT_A_TABLE, kind=kind)
    even, odd = (head[side::2].count(0) / max(1, len(head) // 2) for side in (0, 1))
    if odd >= MANY_ZEROS and even <= FEW_ZEROS:
        return "utf-16-le"
    if even >= MANY_ZEROS and odd <= FEW_ZEROS:
        return "utf-16-be"
    if sum(head.count(byte) for byte in CONTROLS) > MOST_CONTROLS * len(head):
        raise ReportProblem(ProblemCode.NOT_A_TABLE, kind="")
    # Spreadsheets on a Norwegian Windows save text as Windows-1252.
    for name in ("utf-8", "cp1252"):
        if _is_all(stream, name):
            return name
    raise ReportProblem(ProblemCode.UNREADABLE)


def _is_all(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    try:
        while chunk := stream.read(SAMPLE):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def lines_of(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """The lines without their line breaks, never more than one in memory."""
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding, errors="replace", newline=None)
    try:
        while line := text.readline(LONGEST_LINE):
            if len(line) >= LONGEST_LINE and not line.endswith("\n"):
                raise ReportProblem(ProblemCode.NOT_A_TABLE, kind="")
            yield line.rstrip("\n").replace("\0", "").replace("\ufeff", "")
    except UnicodeError:
        # Only reached by a byte-order mark that is followed by something else.
        raise ReportProblem(ProblemCode.UNREADABLE) from None
    finally:
        # The caller's stream stays open, to be read again.
        text.detach()
