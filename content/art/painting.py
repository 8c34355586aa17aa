"""Paints the same drawings as pixels, for link previews, which cannot show SVG.

It understands only the SVG that `pen` and the motifs write; anything else is an error, so a new kind of shape must be
added here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import atan2, ceil, cos, pi, sin, sqrt
from xml.etree import ElementTree as ET

from PIL import Image, ImageDraw

Point = tuple[float, float]

# The colours of the light scheme, as in static/css/tokens.css; a test compares them.
COLOURS = {
    "sand": "#f1e6d2",
    "mist": "#e3ede3",
    "sage": "#c8ddce",
    "leaf": "#92bca3",
    "moss": "#568f73",
    "pine": "#246650",
    "night": "#1b4d3f",
    "deep": "#113c30",
    "sun": "#f0b45e",
    "clay": "#cb7443",
    "paper": "#fbf3e6",
    "bright": "#c8ddce",
}
NONE: Mapping[str, str] = {}
FINER = 2
"""Painted this many times as large and then scaled down, for smooth edges."""
ROUNDED_FROM = 16
STEPS = 20
TOKEN = re.compile(r"[A-Za-z]|-?\d+(?:\.\d+)?")
TAKES = {"M": 2, "H": 1, "V": 1, "h": 1, "v": 1, "A": 7, "a": 7, "C": 6, "S": 4, "Q": 4, "Z": 0, "z": 0}


def paint(shapes: list[str], width: int, height: int, scale: float, own: Mapping[str, str] = NONE) -> Image.Image:
    """The shapes in a frame of this size, scaled. `own` are the colours of a site with a palette of its own."""
    fine = scale * FINER
    image = Image.new("RGB", (ceil(width * fine), ceil(height * fine)))
    root = ET.fromstring(f"<svg>{''.join(shapes)}</svg>")  # noqa: S314
    painter = _Painter(ImageDraw.Draw(image), fine, {**COLOURS, **own})
    for shape in root:
        painter.shape(shape, 0)
    return image.resize((round(width * scale), round(height * scale)), Image.Resampling.BOX)


class _Painter:
    def __init__(self, draw: ImageDraw.ImageDraw, scale: float, colours: Mapping[str, str]) -> None:
        self.draw = draw
        self.scale = scale
        self.colours = colours

    def shape(self, tag: ET.Element, mirror: float) -> None:
        """`mirror` is the width of the frame if the shape is mirrored about its middle, else 0."""
        if tag.tag == "g":
            width = re.fullmatch(r"matrix\(-1 0 0 1 (\d+) 0\)", tag.get("transform", ""))
            if width is None:
                raise ValueError(tag.get("transform"))
            for inner in tag:
                self.shape(inner, float(width[1]))
            return
        how, _dash, name = tag.get("class", "").partition("-")
        lines = [[self._at(point, mirror) for point in line] for line in _lines(tag)]
        for line in lines:
            if how == "art":
                self.draw.polygon(line, fill=self.colours[name])
            else:
                self._stroke(line, self.colours[name], float(tag.get("stroke-width", "1")) * self.scale)

    def _at(self, point: Point, mirror: float) -> Point:
        x, y = point
        return ((mirror - x if mirror else x) * self.scale, y * self.scale)

    def _stroke(self, line: list[Point], colour: str, weight: float) -> None:
        """A line with round ends and joints. Thin lines need round ends only."""
        self.draw.line(line, fill=colour, width=round(weight), joint="curve")
        r = weight / 2
        for x, y in line if weight > ROUNDED_FROM else (line[0], line[-1]):
            self.draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)


def _lines(tag: ET.Element) -> list[list[Point]]:
    def number(name: str) -> float:
        return float(tag.get(name, "0"))

    if tag.tag == "circle":
        x, y, r = number("cx"), number("cy"), number("r")
        return [[*_around(x, y, r, 0, 2 * pi, 72)]]
    if tag.tag == "rect":
        x, y, w, h, r = (number(name) for name in ("x", "y", "width", "height", "rx"))
        corners = ((x + w - r, y + h - r), (x + r, y + h - r), (x + r, y + r), (x + w - r, y + r))
        return [
            [point for i, (cx, cy) in enumerate(corners) for point in _around(cx, cy, r, i * pi / 2, (i + 1) * pi / 2)]
        ]
    if tag.tag == "path":
        return _path(tag.get("d", ""))
    raise ValueError(tag.tag)


def _path(d: str) -> list[list[Point]]:
    """The lines of an SVG path, with curves as short straight segments."""
    lines: list[list[Point]] = []
    x = y = 0.0
    bend: Point = (0.0, 0.0)
    """The last control point, from which a smooth curve (S or T) continues."""
    for command, numbers in _commands(d):
        line = lines[-1] if lines else []
        if command == "M":
            lines.append([(numbers[0], numbers[1])])
        elif command in "HhVv":
            value = numbers[0] + ((x if command == "h" else y) if command.islower() else 0)
            line.append((value, y) if command in "Hh" else (x, value))
        elif command in "Aa":
            end = (numbers[5] + (x if command == "a" else 0), numbers[6] + (y if command == "a" else 0))
            line += _arc((x, y), numbers[0], bool(numbers[3]), bool(numbers[4]), end)
        elif command == "Q":
            bend, end = (numbers[0], numbers[1]), (numbers[2], numbers[3])
            line += _curve([(x, y), bend, end])
        elif command in "CS":
            first = (numbers[0], numbers[1]) if command == "C" else (2 * x - bend[0], 2 * y - bend[1])
            bend, end = (numbers[-4], numbers[-3]), (numbers[-2], numbers[-1])
            line += _curve([(x, y), first, bend, end])
        else:
            line.append(line[0])
        x, y = lines[-1][-1]
    return lines


def _commands(d: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; a command letter may be followed by several sets of numbers."""
    if re.sub(r"[A-Za-z\d\s.-]", "", d):
        raise ValueError(d)
    tokens = TOKEN.findall(d)
    command, at = "", 0
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        count = TAKES[command]
        yield command, [float(token) for token in tokens[at : at + count]]
        at += count


def _curve(points: list[Point]) -> list[Point]:
    """The points of a Bézier curve after the first."""
    found = []
    for step in range(1, STEPS + 1):
        t, rest = step / STEPS, points
        while len(rest) > 1:
            rest = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(rest)]
        found.append(rest[0])
    return found


def _arc(start: Point, r: float, is_large: bool, is_clockwise: bool, end: Point) -> list[Point]:
    """The points of a circular arc after the first. The two flags are those of SVG."""
    dx, dy = (end[0] - start[0]) / 2, (end[1] - start[1]) / 2
    half = sqrt(dx * dx + dy * dy)
    r = max(r, half)
    rise = sqrt(max(0.0, r * r - half * half)) * (1 if is_large == is_clockwise else -1) / (half or 1)
    x, y = start[0] + dx + dy * rise, start[1] + dy - dx * rise
    since, until = atan2(start[1] - y, start[0] - x), atan2(end[1] - y, end[0] - x)
    if is_clockwise and until <= since:
        until += 2 * pi
    elif not is_clockwise and until >= since:
        until -= 2 * pi
    return [*_around(x, y, r, since, until, 96)][1:]


def _around(x: float, y: float, r: float, since: float, until: float, steps: int = 12) -> Iterator[Point]:
    for step in range(steps + 1):
        angle = since + (until - since) * step / steps
        yield (x + r * cos(angle), y + r * sin(angle))
