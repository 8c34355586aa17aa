"""Speakers that are written into the text: Zoom begins each cue with "Kari Nordmann: ".

The rule: a prefix can be a name when it begins with a letter, has at most six words and sixty characters, none of
`?!;<>"`, and is followed by a colon, a space and more text. Prefixes are taken for names only when the whole file
agrees: no line has a speaker already, at least half of the lines have a prefix, and names come back (on average each
stands twice) or not a single line lacks one. So "Merk: husk fristen" in an ordinary file stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from webinars.captions.lines import Line, clean_speaker, clean_text

LONGEST_NAME = 60
MOST_WORDS = 6
PREFIX = re.compile(rf'([^\W\d_][^:?!;<>"\n]{{0,{LONGEST_NAME - 1}}}):\s+(?=\S)')


def with_names_taken_out(lines: Sequence[Line]) -> list[Line]:
    """The lines with names moved from the text to the speaker, where the file as a whole says they are names."""
    found = [name_before(line.text) for line in lines]
    if any(line.speaker for line in lines) or not are_names([match[1] for match in found if match], len(lines)):
        return list(lines)
    return [
        replace(line, speaker=clean_speaker(match[1]), text=clean_text(line.text[match.end() :])) if match else line
        for line, match in zip(lines, found, strict=True)
    ]


def name_before(text: str) -> re.Match[str] | None:
    found = PREFIX.match(text)
    return found if found and len(found[1].split()) <= MOST_WORDS else None


def are_names(prefixes: Sequence[str], lines: int) -> bool:
    if not prefixes or len(prefixes) * 2 < lines:
        return False
    return len(prefixes) == lines or len(set(prefixes)) * 2 <= len(prefixes)
