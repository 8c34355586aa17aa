"""Settings of cues and regions: the sections on them of the W3C WebVTT parsing algorithm.

What is not valid is skipped setting by setting, so nothing here fails. A later setting wins over an earlier one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from webinars.captions.times import whole_number

# ASCII white space only: other spaces of Unicode are part of a setting.
TOKEN = re.compile(r"[^ \t\n\f\r]+")
PERCENTAGE = re.compile(r"([0-9]++(?:\.[0-9]++)?)%")
NUMBER = re.compile(r"-?[0-9]++(?:\.[0-9]++)?")
DIGITS = re.compile(r"[0-9]+")

LINE_ALIGNMENTS = ("start", "center", "end")
POSITION_ALIGNMENTS = ("line-left", "center", "line-right")
TEXT_ALIGNMENTS = ("start", "center", "end", "left", "right")
VERTICAL_DIRECTIONS = ("rl", "lr")


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the picture that cues can be shown in. Width and anchors are percentages."""

    identifier: str = ""
    width: float = 100
    lines: int = 3
    anchor: tuple[float, float] = (0, 100)
    viewport_anchor: tuple[float, float] = (0, 100)
    scroll: str = ""


@dataclass(frozen=True, slots=True)
class CueSettings:
    """Where and how a cue is shown. A `line` or `position` of None is automatic; `vertical` "" is horizontal."""

    vertical: str = ""
    line: float | None = None
    snap_to_lines: bool = True
    line_align: str = "start"
    position: float | None = None
    position_align: str = "auto"
    size: float = 100
    align: str = "center"
    region: Region | None = None


DEFAULT = CueSettings()
DEFAULTS = {field.name: getattr(DEFAULT, field.name) for field in fields(CueSettings)}


def parse_region(text: str) -> Region:
    """Collect WebVTT region settings."""
    values: dict[str, Any] = {}
    for name, value in name_value_pairs(text):
        match name:
            case "id":
                values["identifier"] = value
            case "width":
                if (width := percentage(value)) is not None:
                    values["width"] = width
            case "lines":
                if DIGITS.fullmatch(value):
                    values["lines"] = whole_number(value)
            case "regionanchor":
                if anchor := pair_of_percentages(value):
                    values["anchor"] = anchor
            case "viewportanchor":
                if anchor := pair_of_percentages(value):
                    values["viewport_anchor"] = anchor
            case "scroll":
                if value == "up":
                    values["scroll"] = value
    return Region(**values)


def parse_cue_settings(text: str, regions: Mapping[str, Region]) -> CueSettings:
    """Parse the WebVTT cue settings: what follows the times of a cue."""
    values: dict[str, Any] | None = None
    for name, value in name_value_pairs(text):
        values = values or DEFAULTS.copy()
        match name:
            case "region":
                values["region"] = regions.get(value)
            case "vertical":
                if value in VERTICAL_DIRECTIONS:
                    values["vertical"] = value
                if values["vertical"]:
                    values["region"] = None
            case "line":
                values.update(line_settings(value))
            case "position":
                values.update(position_settings(value))
            case "size":
                if (size := percentage(value)) is not None:
                    values["size"] = size
                    if size != DEFAULT.size:
                        values["region"] = None
            case "align":
                if value in TEXT_ALIGNMENTS:
                    values["align"] = value
    return CueSettings(**values) if values else DEFAULT


def line_settings(value: str) -> dict[str, Any]:
    """Parse `line`: a number of lines or a percentage, and an alignment. A cue that has it is not in a region."""
    offset, comma, alignment = value.partition(",")
    number = percentage(offset) if offset.endswith("%") else plain_number(offset)
    if number is None or (comma and alignment not in LINE_ALIGNMENTS):
        return {}
    settings = {"line": number, "snap_to_lines": not offset.endswith("%"), "region": None}
    return settings | ({"line_align": alignment} if comma else {})


def position_settings(value: str) -> dict[str, Any]:
    offset, comma, alignment = value.partition(",")
    number = percentage(offset)
    if number is None or (comma and alignment not in POSITION_ALIGNMENTS):
        return {}
    return {"position": number} | ({"position_align": alignment} if comma else {})


def name_value_pairs(text: str) -> Iterator[tuple[str, str]]:
    for token in TOKEN.finditer(text):
        name, _, value = token.group().partition(":")
        if name and value:
            yield name, value


def percentage(text: str) -> float | None:
    """Parse a percentage string: 0 to 100."""
    found = PERCENTAGE.fullmatch(text)
    number = float(found[1]) if found else math.inf
    return number if number <= 100 else None


def plain_number(text: str) -> float | None:
    number = float(text) if NUMBER.fullmatch(text) else math.inf
    return number if math.isfinite(number) else None


def pair_of_percentages(text: str) -> tuple[float, float] | None:
    x, _, y = text.partition(",")
    across, down = percentage(x), percentage(y)
    return None if across is None or down is None else (across, down)
