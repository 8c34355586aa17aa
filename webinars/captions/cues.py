"""What a parser of captions gives, whichever format it reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from webinars.captions.cue_settings import CueSettings


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue. `start` and `end` are whole milliseconds; nothing says that the end comes after the start.

    `text` is the payload as WebVTT writes it, with tags and character references: `cue_text` reads it.
    `line_number` is where its times stand in the file, from 1.
    """

    identifier: str
    start: int
    end: int
    settings: CueSettings
    text: str
    line_number: int


class DropReason(StrEnum):
    """Why a block of the file gave nothing."""

    TIMINGS = "timings"
    DECIMAL_COMMA = "decimal_comma"
    NO_TIMINGS = "no_timings"
    STYLE_AFTER_CUE = "style_after_cue"
    REGION_AFTER_CUE = "region_after_cue"
    NO_TEXT = "no_text"
    TEXT_TOO_LONG = "text_too_long"
    TIME_TOO_LATE = "time_too_late"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A block that was left out: the line of the file it is about, from 1, and why."""

    line_number: int
    reason: DropReason
