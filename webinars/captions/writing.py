"""Writes captions as WebVTT, always in the same form. Reading the result gives the same lines."""

from __future__ import annotations

from collections.abc import Iterable

from webinars.captions.lines import Line, clean_speaker, clean_text
from webinars.captions.times import clock

ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def write_webvtt(lines: Iterable[Line]) -> str:
    """A file of these lines, numbered from 1. No text can end its cue, hold a tag or be taken for a time."""
    blocks = ["WEBVTT"]
    for line in lines:
        if text := clean_text(line.text):
            blocks.append(
                f"{len(blocks)}\n{clock(line.start_ms)} --> {clock(line.end_ms)}\n{payload(line.speaker, text)}"
            )
    return "\n\n".join(blocks) + "\n"


def payload(speaker: str, text: str) -> str:
    escaped = text.translate(ESCAPES)
    name = clean_speaker(speaker).translate(ESCAPES)
    return f"<v {name}>{escaped}</v>" if name else escaped
