"""Parses the text of a cue: the cue text tokenizer and parsing rules of WebVTT, giving plain text and speakers.

The tree of the algorithm is yielded in document order, as nodes that open and close: a million nested tags cost no
more than a million in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5

from webinars.captions.times import collect_timestamp

CHARACTER_REFERENCE = re.compile(r"&(?:#([0-9]++);?|#[xX]([0-9a-fA-F]++);?|([0-9A-Za-z]{1,32};?))")
START_TAG = re.compile(r"([^\t\n\f .]*)((?:\.[^\t\n\f .]*)*)(.*)", re.DOTALL)
ASCII_SPACES = re.compile(r"[ \t\n\f\r]+")
SHORTEST_NAME = 2
MOST_DIGITS = 8
REPLACEMENT = "\ufffd"
# As in HTML, numbers of these control characters mean those of Windows-1252.
WINDOWS_1252 = {number: bytes([number]).decode("cp1252", "ignore") for number in range(0x80, 0xA0)}

NESTABLE = frozenset({"c", "i", "b", "u", "ruby", "v", "lang"})


@dataclass(frozen=True, slots=True)
class Text:
    value: str


@dataclass(frozen=True, slots=True)
class Open:
    """A node that contains others begins. For "v" the annotation is who speaks, for "lang" the language."""

    name: str
    classes: tuple[str, ...] = ()
    annotation: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    name: str


@dataclass(frozen=True, slots=True)
class Timestamp:
    """What follows is said from this time on, in milliseconds."""

    time: int


Node = Text | Open | Close | Timestamp


@dataclass(frozen=True, slots=True)
class TimestampTag:
    value: str


def tokens(text: str) -> Iterator[Text | Open | Close | TimestampTag]:
    """The WebVTT cue text tokenizer. A tag that never ends reaches to the end of the text."""
    position = 0
    while position < len(text):
        if text[position] != "<":
            end = text.find("<", position)
            end = len(text) if end < 0 else end
            yield Text(unescape(text[position:end]))
            position = end
            continue
        end = text.find(">", position)
        end = len(text) if end < 0 else end
        yield tag(text[position + 1 : end])
        position = end + 1


def tag(body: str) -> Open | Close | TimestampTag:
    """The tag with this between its angle brackets."""
    if body.startswith("/"):
        return Close(body[1:])
    if body[:1].isascii() and body[:1].isdigit():
        return TimestampTag(body)
    found = START_TAG.fullmatch(body)
    assert found is not None
    name, classes, annotation = found.groups()
    return Open(
        name,
        tuple(filter(None, classes.split("."))),
        ASCII_SPACES.sub(" ", unescape(annotation)).strip(" "),
    )


def nodes(text: str) -> Iterator[Node]:
    """The WebVTT cue text parsing rules. What is still open at the end is not closed."""
    stack: list[str] = []
    for token in tokens(text):
        current = stack[-1] if stack else ""
        match token:
            case Text():
                yield token
            case Open(name=name) if name in NESTABLE or (name == "rt" and current == "ruby"):
                stack.append(name)
                yield token
            case Close(name=name) if stack and name == current:
                stack.pop()
                yield token
            case Close(name="ruby") if current == "rt":
                del stack[-2:]
                yield Close("rt")
                yield token
            case TimestampTag(value=value):
                collected = collect_timestamp(value, 0)
                if collected and collected[1] == len(value):
                    yield Timestamp(collected[0])


def unescape(text: str) -> str:
    """The text with HTML character references replaced by what they stand for.

    `html.unescape` raises for a number of thousands of digits, and leaves characters out that HTML keeps.
    """
    return CHARACTER_REFERENCE.sub(referred, text) if "&" in text else text


def referred(reference: re.Match[str]) -> str:
    decimal, hexadecimal, name = reference.groups()
    if name:
        return named(name)
    digits = (decimal or hexadecimal).lstrip("0")
    if len(digits) > MOST_DIGITS:
        return REPLACEMENT
    number = int(digits or "0", 10 if decimal else 16)
    if number in WINDOWS_1252:
        return WINDOWS_1252[number] or chr(number)
    if number == 0 or 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
        return REPLACEMENT
    return chr(number)


def named(name: str) -> str:
    """What a named reference stands for: the longest name that fits counts, and a few need no semicolon."""
    for length in range(len(name), SHORTEST_NAME - 1, -1):
        if name[:length] in html5:
            return html5[name[:length]] + name[length:]
    return f"&{name}"


@dataclass(slots=True)
class Utterance:
    """What one speaker says in a cue, in plain text; "" where the cue does not say who."""

    speaker: str
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def is_nothing(self) -> bool:
        """Without words and speaker: the dash, space or line end between two speakers."""
        return not self.speaker and not any(character.isalnum() for part in self.parts for character in part)


def utterances(text: str) -> list[Utterance]:
    """Who says what in a cue, in order. Reading aids over characters (ruby text) are not said."""
    found: list[Utterance] = []
    voices: list[str] = []
    ruby_texts = 0
    for node in nodes(text):
        match node:
            case Open(name="v", annotation=annotation):
                voices.append(annotation)
            case Close(name="v"):
                voices.pop()
            case Open(name="rt"):
                ruby_texts += 1
            case Close(name="rt"):
                ruby_texts -= 1
            case Text(value=value) if not ruby_texts:
                add(found, Utterance(voices[-1] if voices else "", [value]))
    return found


def add(found: list[Utterance], said: Utterance) -> None:
    if not found:
        found.append(said)
    elif said.speaker == found[-1].speaker or said.is_nothing:
        found[-1].parts += said.parts
    elif len(found) == 1 and found[0].is_nothing:
        found[0].speaker = said.speaker
        found[0].parts += said.parts
    else:
        found.append(said)


def plain_text(text: str) -> str:
    """The text of a cue without tags, as the algorithm extracts the title of a chapter."""
    return "".join(said.text for said in utterances(text))


def speakers(text: str) -> list[str]:
    """Those who speak in a cue, in order of their first word."""
    return list(dict.fromkeys(said.speaker for said in utterances(text) if said.speaker))
