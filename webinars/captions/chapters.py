"""Chapters of a recording: from a WebVTT file, or from lines such as "00:17:35 Tittel" that somebody pasted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from webinars.captions import subrip, webvtt
from webinars.captions.cue_text import plain_text
from webinars.captions.cues import Cue, Dropped
from webinars.captions.encodings import decode
from webinars.captions.lines import Line, clean_text
from webinars.captions.times import milliseconds

MOST_CHAPTERS = 200
LONGEST_TITLE = 200
LONGEST_ROW = 500
SHORTEST_CHAPTER = 45_000
LONGEST_NAME = 120
"""How a list of chapters is told from captions: longer intervals, and shorter texts."""

TIME = r"(?:([0-9]{1,3})[:.])?([0-9]{1,3})[:.]([0-9]{2})(?:[.,][0-9]{1,3})?(?![0-9:])"
DASHES = "–—‒−-"
# Possessive quantifiers, so that no row causes backtracking.
BULLET = re.compile(rf"[\s*•·‣▪>#{DASHES}]*+(?:[0-9]{{1,3}}[.)]\s++)?+[\s{DASHES}]*+")
TIME_FIRST = re.compile(rf"[(\[]?\s*+{TIME}(?:\s*+[{DASHES}]>?\s*+[0-9]{{1,3}}(?:[:.][0-9]{{2}}){{1,2}}(?![0-9:]))?")
TIME_LAST = re.compile(rf"(?<![0-9:.]){TIME}[)\]]?\Z")
AFTER_TIME = f" )]:.,|={DASHES}"
BEFORE_TIME = f" ([,|={DASHES}"


class Chapter(NamedTuple):
    """Where a chapter begins, in whole seconds, and what it is called."""

    second: int
    title: str


class ChapterProblemCode(StrEnum):
    """Problems of rows. Rows that are out of order are sorted; all others are left out."""

    NO_TIME = "no_time"
    NO_TITLE = "no_title"
    BAD_TIME = "bad_time"
    TITLE_TOO_LONG = "title_too_long"
    SAME_TIME = "same_time"
    OUT_OF_ORDER = "out_of_order"
    AFTER_END = "after_end"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class ChapterProblem:
    line_number: int
    code: ChapterProblemCode
    text: str = ""


@dataclass(frozen=True, slots=True)
class Chapters:
    """Chapters in order of time, and what was wrong with the rows, in order of the rows."""

    chapters: tuple[Chapter, ...]
    problems: tuple[ChapterProblem, ...]


class Row(NamedTuple):
    """A row that may be a chapter: number, text, time and title. A negative time is invalid."""

    line_number: int
    text: str
    second: int
    title: str


Found = Row | ChapterProblem


def read_chapters(source: bytes | str, duration_ms: int | None = None) -> Chapters:
    """The chapters in a file or a pasted text."""
    text = webvtt.normalised(decode(source).text if isinstance(source, bytes) else source.removeprefix("\ufeff"))
    return collected(rows_of(text), duration_ms)


def looks_like_chapters(lines: Sequence[Line]) -> bool:
    """Whether an uploaded caption file is probably a list of chapters."""
    times = sorted(line.end_ms - line.start_ms for line in lines)
    return (
        1 < len(lines) <= MOST_CHAPTERS
        and times[len(times) // 2] >= SHORTEST_CHAPTER
        and all(len(line.text) <= LONGEST_NAME and not line.speaker for line in lines)
    )


def read_time(text: str) -> int | None:
    """The second of a single time: `17:35`, `1.02.03`."""
    found = re.fullmatch(TIME, text.strip())
    return None if found is None else whole_second(*found.groups())


def whole_second(hours: str | None, minutes: str, seconds: str) -> int | None:
    """The second of a time's parts; None if it is not a time. Without hours, minutes may exceed 59."""
    if int(seconds) > 59 or (hours and int(minutes) > 59):
        return None
    return milliseconds(int(hours or 0), int(minutes), int(seconds)) // 1000


def rows_of(text: str) -> Iterator[Found]:
    try:
        return rows_of_blocks(webvtt.parse_blocks(text))
    except webvtt.NotWebVTT:
        return rows_of_blocks(subrip.parse_blocks(text)) if "-->" in text else pasted_rows(text)


def rows_of_blocks(blocks: Iterable[webvtt.Block]) -> Iterator[Found]:
    for block in blocks:
        if isinstance(block, Dropped):
            yield ChapterProblem(block.line_number, ChapterProblemCode.BAD_TIME)
        elif isinstance(block, Cue):
            title = clean_text(plain_text(block.text)).replace("\n", " ")
            yield Row(block.line_number, title, block.start // 1000, title)


def pasted_rows(text: str) -> Iterator[Found]:
    for line_number, line in enumerate(text.split("\n"), 1):
        if row := clean_text(line[: LONGEST_ROW + 1]):
            yield pasted_row(line_number, row)


def pasted_row(line_number: int, text: str) -> Found:
    """A row with its time before the title or, in brackets or not, after it."""
    if len(text) > LONGEST_ROW:
        return ChapterProblem(line_number, ChapterProblemCode.TITLE_TOO_LONG, text[:LONGEST_TITLE])
    text_without_bullet = BULLET.sub("", text, count=1)
    found = TIME_FIRST.match(text_without_bullet) or TIME_LAST.search(text_without_bullet)
    if not found:
        return ChapterProblem(line_number, ChapterProblemCode.NO_TIME, text[:LONGEST_TITLE])
    second = whole_second(*found.groups())
    if second is None:
        return ChapterProblem(line_number, ChapterProblemCode.BAD_TIME, text[:LONGEST_TITLE])
    before, after = text_without_bullet[: found.start()], text_without_bullet[found.end() :]
    title = before.rstrip(BEFORE_TIME) or after.lstrip(AFTER_TIME)
    return Row(line_number, text, second, title)


def collected(rows: Iterable[Found], duration_ms: int | None) -> Chapters:
    chapters: dict[int, Chapter] = {}
    problems: list[ChapterProblem] = []
    previous = -1
    for row in rows:
        if len(chapters) + len(problems) >= MOST_CHAPTERS:
            problems.append(ChapterProblem(row.line_number, ChapterProblemCode.TOO_MANY))
            break
        if isinstance(row, ChapterProblem):
            problems.append(row)
            continue
        code = refusal(row, chapters, duration_ms)
        if not code:
            chapters[row.second] = Chapter(row.second, row.title)
            code = ChapterProblemCode.OUT_OF_ORDER if row.second < previous else None
            previous = row.second
        if code:
            problems.append(ChapterProblem(row.line_number, code, row.text[:LONGEST_TITLE]))
    return Chapters(tuple(sorted(chapters.values())), tuple(problems))


def refusal(row: Row, chapters: dict[int, Chapter], duration_ms: int | None) -> ChapterProblemCode | None:
    if not row.title:
        return ChapterProblemCode.NO_TITLE
    if len(row.title) > LONGEST_TITLE:
        return ChapterProblemCode.TITLE_TOO_LONG
    if row.second in chapters:
        return ChapterProblemCode.SAME_TIME
    if duration_ms and row.second * 1000 >= duration_ms:
        return ChapterProblemCode.AFTER_END
    return None
