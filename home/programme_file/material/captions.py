"""Generates captions for a recording without a hand-written transcript: a few dozen, spread over its length."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from itertools import cycle, pairwise
from textwrap import wrap
from typing import NamedTuple

from .phrases import phrases_in
from .subject import Subject

WIDEST = 42
_LINES = 2
_SHORTEST, _LONGEST = 2_000, 7_000
_BETWEEN = 250
# The number of remarks between two pauses, and the shortest and longest pause.
_REMARKS_AT_ONCE = 2
_SILENCE = (100_000, 190_000)


class Caption(NamedTuple):
    """One caption with start and end in milliseconds, and the speaker, if it is speech and not a sound."""

    start: int
    end: int
    speaker: str
    text: str


def plain_captions(subject: Subject, language: str) -> list[Caption]:
    """Captions in order of time, within the length of the recording. Texts that the programme file does not have in
    `language` are in their original language."""
    return list(_Captioning(subject, language))


class _Captioning:
    """Generates captions from the start of a recording to its end, with pauses."""

    def __init__(self, subject: Subject, language: str) -> None:
        self.subject = subject
        self.language = language
        self.phrases = phrases_in(language)
        self.names = [voice.name(language) for voice in subject.voices]
        # The seed does not depend on the language, so that captions in all languages have the same times.
        self.chance = random.Random(hashlib.sha256(subject.id.encode()).digest())  # noqa: S311
        order = list(range(len(self.phrases.remarks)))
        self.chance.shuffle(order)
        self.remarks = cycle([self.phrases.remarks[place] for place in order])
        self.pauses = cycle(self.phrases.pauses)

    def __iter__(self) -> Iterator[Caption]:
        subject = self.subject
        chapters = [*subject.chapters] or [(0, subject.title.get(self.language))]
        ends = [second for second, _ in chapters[1:]] + [subject.seconds]
        begin = cycle(self.phrases.begin)
        host, *others = self.names or [""]
        speakers = cycle(others or [host])
        for place, ((start, title), end) in enumerate(zip(chapters, ends, strict=True)):
            is_first, is_last = place == 0, place == len(chapters) - 1
            speaker = host if is_first or is_last else next(speakers)
            words = self._welcome() if is_first else [next(begin).format(chapter=title)]
            if place == min(1, len(chapters) - 1):
                words += [self.subject.abstract.get(self.language)]
            yield from self._chapter(start * 1000, end * 1000, speaker, words, is_last=is_last)

    def _welcome(self) -> list[str]:
        values = {
            "title": self.subject.title.get(self.language),
            "programme": self.subject.programme.get(self.language),
            "speakers": "; ".join(self.names[1:] or self.names),
        }
        first, second, third = self.phrases.welcome
        return [one.format(**values) for one in ([first, second, third] if self.names else [first, second])]

    def _chapter(self, start: int, end: int, speaker: str, words: list[str], *, is_last: bool) -> Iterator[Caption]:
        goodbye = self._said(0, speaker, list(self.phrases.goodbye)) if is_last else []
        room = goodbye[-1].end + _BETWEEN if goodbye else 0
        until = max(start, end - room)
        now = start + 1_500
        while now < until:
            spoken = [one for one in self._said(now, speaker, words) if one.end < until]
            yield from spoken
            after = (spoken[-1].end if spoken else now) + _BETWEEN
            silence = self.chance.randint(*_SILENCE)
            # A long pause gets a caption that says so.
            if after + _SHORTEST * 2 + silence < until:
                yield Caption(after, after + _SHORTEST * 2, "", next(self.pauses))
            now = after + silence
            words = [next(self.remarks) for _ in range(_REMARKS_AT_ONCE)]
        if goodbye and until > start:
            yield from (one._replace(start=until + one.start, end=until + one.end) for one in goodbye)

    def _said(self, now: int, speaker: str, words: list[str]) -> list[Caption]:
        captions = []
        for text in (part for one in words for part in cue_texts(one)):
            end = now + min(_LONGEST, max(_SHORTEST, 900 + 60 * len(text)))
            captions.append(Caption(now, end, speaker, text))
            now = end + _BETWEEN
        return captions


def cue_texts(text: str) -> list[str]:
    """A text split into captions of at most two lines each, at the ends of sentences if possible."""
    return [piece for sentence in re.split(r"(?<=[.!?])\s+", text.strip()) for piece in _pieces(sentence)]


def _pieces(sentence: str) -> Iterator[str]:
    lines = wrap(sentence, WIDEST, break_on_hyphens=False)
    if len(lines) <= _LINES:
        yield balanced(sentence)
        return
    marks = [*range(0, len(lines), _LINES), len(lines)]
    for first, last in pairwise(marks):
        yield balanced(" ".join(lines[first:last]))


def balanced(text: str) -> str:
    """The text on one line, or broken into two of about the same length."""
    if len(text) <= WIDEST:
        return text
    for width in range(-(-len(text) // 2), WIDEST + 1):
        lines = wrap(text, width, break_on_hyphens=False)
        if len(lines) <= _LINES:
            return "\n".join(lines)
    return "\n".join(wrap(text, WIDEST)[:_LINES])
