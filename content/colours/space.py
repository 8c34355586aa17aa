"""Colours as hexadecimal («#17543f»), in OKLCH (lightness, chroma, hue), and their contrast as in WCAG.

OKLCH is Björn Ottosson's OKLab in polar coordinates. Colours of the same lightness look equally light whatever their
hue, so rotating the hue of a palette nearly keeps its contrasts.
"""

from __future__ import annotations

import re
from math import atan2, cos, degrees, hypot, radians, sin
from typing import NamedTuple

WRITTEN = re.compile(r"#[0-9a-f]{6}")
WHITE = "#ffffff"
STEPS = 24


class Seen(NamedTuple):
    """OKLCH: lightness from 0 to 1, chroma from 0 (grey), hue in degrees."""

    lightness: float
    chroma: float
    hue: float


def normal(text: str) -> str | None:
    """The colour as «#17543f», from any way of writing it; None if it is no colour."""
    text = text.strip().lower()
    text = text if text.startswith("#") else f"#{text}"
    if re.fullmatch(r"#[0-9a-f]{3}", text):
        text = "#" + "".join(2 * digit for digit in text[1:])
    return text if WRITTEN.fullmatch(text) else None


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def seen(colour: str) -> Seen:
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return Seen(lightness, hypot(a, b), degrees(atan2(b, a)) % 360)


def written(colour: Seen) -> str:
    """The colour as hexadecimal. Chroma that sRGB cannot show is reduced until it can."""
    lightness = min(1.0, max(0.0, colour.lightness))
    if _fits(shown := _screen(lightness, colour.chroma, colour.hue)):
        return _hex(shown)
    low, high = 0.0, colour.chroma
    for _step in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _fits(_screen(lightness, middle, colour.hue)) else (low, middle)
    return _hex(_screen(lightness, low, colour.hue))


def _linear(colour: str) -> list[float]:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]


def _screen(lightness: float, chroma: float, hue: float) -> list[float]:
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return [
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    ]


def _fits(shares: list[float]) -> bool:
    return all(-0.0005 <= share <= 1.0005 for share in shares)


def _hex(shares: list[float]) -> str:
    whole = [min(1.0, max(0.0, share)) for share in shares]
    bent = [12.92 * share if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055 for share in whole]
    return "#" + "".join(f"{round(share * 255):02x}" for share in bent)
