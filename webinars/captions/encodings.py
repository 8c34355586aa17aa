"""Which encoding a caption file is in. Programs write UTF-8, UTF-16 and Windows-1252, and most do not say which."""

from __future__ import annotations

import codecs
from typing import NamedTuple

SAMPLE = 4096
MARKS = [
    # The mark of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]


class Decoded(NamedTuple):
    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text and the encoding it was read by. Never fails: what cannot be read becomes U+FFFD."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, "replace"), encoding)
    encoding = by_zero_bytes(data[:SAMPLE]) or by_content(data)
    return Decoded(data.decode(encoding, "replace"), encoding)


def by_zero_bytes(sample: bytes) -> str:
    """The wide encoding that has its zero bytes where these are, or "": times and line ends are ASCII everywhere."""

    def zeros(first: int, step: int) -> float:
        part = sample[first::step]
        return part.count(0) / len(part) if part else 0

    if len(sample) < 4:
        return ""
    if zeros(1, 4) > 0.9 and zeros(2, 4) > 0.9:
        return "utf-32-le" if zeros(3, 4) > zeros(0, 4) else "utf-32-be"
    even, odd = zeros(0, 2), zeros(1, 2)
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    if even > 0.4 and odd < 0.1:
        return "utf-16-be"
    return ""


def by_content(data: bytes) -> str:
    """UTF-8, or Windows-1252 when that reads better. Text with one damaged letter in it is still UTF-8."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        damaged = text.count("\ufffd")
        beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
        return "utf-8" if beyond_ascii > 2 * damaged else "windows-1252"
    return "utf-8"
