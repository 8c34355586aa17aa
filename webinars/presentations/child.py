"""Reads a presentation in a separate process with limited memory and time, as files are not trusted.

    python -I child.py check LIMITS < FILE         one line of JSON: {"pages": 3, "tagged": true}
    python -I child.py read LIMITS FIRST < FILE    one line for each page from FIRST on, with its picture and text

If that fails, the line is {"problem": "locked"}, with the page if it is about one. `LIMITS` is JSON. It imports nothing
of ours, so that it starts quickly and has no secrets that a file could get hold of.
"""

from __future__ import annotations

import base64
import io
import json
import re
import resource
import signal
import sys
import zlib
from collections.abc import Iterator
from typing import Any

SPACE = rb"(?:[\x00\t\n\f\r ]|%[^\r\n]*[\r\n])*"


def name(word: str) -> bytes:
    """A pattern for a PDF name, any letter of which may be written as #xx."""
    return b"/" + b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in word.encode())


STREAM = re.compile(rb"(?<!end)stream\r?\n")
FILTER = re.compile(name("Filter") + SPACE + rb"(\[[^\]]*\]|/[^\s/<>\[\]()]+)")
FLATE = re.compile(rb"\A[\[\s]*" + b"(?:" + name("FlateDecode") + b"|" + name("Fl") + rb")(?![A-Za-z0-9])")
PACKED_OBJECTS = re.compile(name("ObjStm") + rb"(?![A-Za-z0-9])")
SCRIPT = re.compile(
    b"(?:" + name("S") + SPACE + b"|[0-9] +obj" + SPACE + b")" + name("JavaScript") + rb"(?![A-Za-z0-9])"
)

MOST_OF_A_STREAM = 16 * 1024**2
"""How much of a stream is unpacked at a time, and how much of one that holds objects is searched."""


class Problem(Exception):
    def __init__(self, code: str, page: int | None = None) -> None:
        super().__init__(code)
        self.code, self.page = code, page


def main(task: str, limits: dict[str, Any], first: int = 1) -> None:
    keep_within(limits)
    try:
        document = opened(sys.stdin.buffer.read(), limits)
        if task == "check":
            say(facts(*document, limits))
        else:
            for line in pages(document[0], first, limits):
                say(line)
                give_time(limits)
    except Problem as problem:
        say({"problem": problem.code, "page": problem.page})
    except MemoryError:
        say({"problem": "heavy"})


def say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def keep_within(limits: dict[str, Any]) -> None:
    """Limit memory, processor time and files. The parent process ends this one, so signals to the whole group are
    ignored."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    give_time(limits)


def give_time(limits: dict[str, Any]) -> None:
    """Allow a number of seconds beyond those used until now, so that an endless page is stopped even if nobody
    waits."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + limits["seconds"] + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def opened(data: bytes, limits: dict[str, Any]) -> tuple[Any, bytes]:
    import pypdfium2
    from pypdfium2 import raw

    if b"%PDF-" not in data[:1024]:
        raise Problem("broken")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Problem("locked" if error.err_code == raw.FPDF_ERR_PASSWORD else "broken") from None
    if len(document) == 0:
        raise Problem("broken")
    if len(document) > limits["pages"]:
        raise Problem("pages")
    return document, data


def facts(document: Any, data: bytes, limits: dict[str, Any]) -> dict[str, Any]:
    from pypdfium2 import raw

    for number in range(len(document)):
        width, height = document.get_page_size(number)
        if not (0 < width <= limits["points"] and 0 < height <= limits["points"]):
            raise Problem("page_size", number + 1)
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 or SCRIPT.search(data):
        raise Problem("script")
    if any(SCRIPT.search(objects) for objects in unpacked(data, limits)):
        raise Problem("script")
    return {"pages": len(document), "tagged": document.is_tagged()}


def unpacked(data: bytes, limits: dict[str, Any]) -> Iterator[bytes]:
    """The streams that hold objects, unpacked. Stops at a stream that unpacks to more than the limit.

    Only those long enough for that are tried: Flate makes at most 1,032 bytes of one.
    """
    for begin in STREAM.finditer(data):
        head = data[max(data.rfind(b"obj", 0, begin.start()), begin.start() - 4096) : begin.start()]
        filters = FILTER.search(head)
        if filters is None:
            continue
        passes, rest = 0, filters.group(1)
        while one := FLATE.search(rest):
            passes, rest = passes + 1, rest[one.end() :]
        end = data.find(b"endstream", begin.end())
        packed = data[begin.end() : end if end >= 0 else None]
        if passes > 1 or (passes == 1 and len(packed) * 1032 > limits["unpacked"]):
            measure(packed, passes, limits["unpacked"])
        if passes and PACKED_OBJECTS.search(head):
            yield b"".join(inflated([packed], MOST_OF_A_STREAM))


def measure(packed: bytes, passes: int, most: int) -> None:
    pieces: Iterator[bytes] = iter([packed])
    for _ in range(min(passes, 4)):
        pieces = inflated(pieces, most + 1)
    if sum(len(piece) for piece in pieces) > most:
        raise Problem("unpacks")


def inflated(pieces: Any, most: int) -> Iterator[bytes]:
    """The unpacked pieces, a little at a time, until there is more than `most`. Invalid data ends it."""
    inflate, length = zlib.decompressobj(), 0
    for piece in pieces:
        rest = piece
        while rest and not inflate.eof and length <= most:
            try:
                out = inflate.decompress(rest, min(MOST_OF_A_STREAM, most + 1))
            except zlib.error:
                return
            length, rest = length + len(out), inflate.unconsumed_tail
            yield out


def pages(document: Any, first: int, limits: dict[str, Any]) -> Iterator[dict[str, Any]]:
    import pypdfium2

    for number in range(first, len(document) + 1):
        try:
            yield {"number": number, **page(document, number, limits)}
        except (pypdfium2.PdfiumError, OSError, ValueError):
            raise Problem("page_broken", number) from None
        except MemoryError:
            raise Problem("page_heavy", number) from None


def page(document: Any, number: int, limits: dict[str, Any]) -> dict[str, Any]:
    leaf = document[number - 1]
    width, height = leaf.get_size()
    bitmap = leaf.render(scale=min(limits["width"] / width, limits["height"] / height))
    picture, packed = bitmap.to_pil().convert("RGB"), io.BytesIO()
    picture.save(packed, "WEBP", quality=80)
    words = leaf.get_textpage()
    length = min(words.count_chars(), limits["characters"])
    text = words.get_text_range(0, length, errors="replace") if length > 0 else ""
    return {
        "width": picture.width,
        "height": picture.height,
        "text": text,
        "image": base64.b64encode(packed.getvalue()).decode(),
    }


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]), *map(int, sys.argv[3:]))
