"""Functions that draw shapes as SVG elements, coloured by CSS class."""

import random
from collections.abc import Sequence
from math import cos, pi, sin

Point = tuple[float, float]


def n(value: float) -> str:
    """A number with as few decimals as can be seen."""
    return str(round(value))


def ground(colour: str, width: int, height: int) -> str:
    return f'<path class="art-{colour}" d="M0 0h{width}v{height}H0z"/>'


def circle(colour: str, x: float, y: float, r: float) -> str:
    return f'<circle class="art-{colour}" cx="{n(x)}" cy="{n(y)}" r="{r:g}"/>'


def stroke(colour: str, weight: float, d: str) -> str:
    return f'<path class="ink-{colour}" stroke-width="{weight:g}" d="{d}"/>'


def arc(x: float, y: float, r: float, start: float, end: float) -> str:
    large = 1 if end - start > pi else 0
    return (
        f"M{n(x + r * cos(start))} {n(y + r * sin(start))}"
        f"A{n(r)} {n(r)} 0 {large} 1 {n(x + r * cos(end))} {n(y + r * sin(end))}"
    )


def quarter(x: float, y: float, size: int, corner: int) -> str:
    """A quarter of a circle whose centre is the given corner of the tile."""
    s = size
    moves = (
        f"M{n(x)} {n(y)}h{s}a{s} {s} 0 0 1 {-s} {s}z",
        f"M{n(x + s)} {n(y)}v{s}a{s} {s} 0 0 1 {-s} {-s}z",
        f"M{n(x + s)} {n(y + s)}h{-s}a{s} {s} 0 0 1 {s} {-s}z",
        f"M{n(x)} {n(y + s)}v{-s}a{s} {s} 0 0 1 {s} {s}z",
    )
    return moves[corner]


def wobble(rng: random.Random) -> list[tuple[int, float, float]]:
    """Three slow waves around a circle: (frequency, phase, amplitude)."""
    return [(n, rng.uniform(0, 2 * pi), s) for n, s in ((2, 1.0), (3, 0.7), (5, 0.22))]


def blob(
    x: float,
    y: float,
    radius: float,
    wobble: list[tuple[int, float, float]],
    strength: float,
    drift: float = 0.0,
) -> str:
    """A closed, soft outline around a centre. Outlines with the same `wobble` lie inside each other."""
    count = 12 if radius < 120 else 16
    points = []
    for index in range(count):
        angle = 2 * pi * index / count
        bend = sum(s * sin(n * angle + phase + drift * n) for n, phase, s in wobble)
        r = radius * (1 + strength * bend * 0.6)
        points.append((x + r * cos(angle), y + r * sin(angle)))
    first = points[0]
    middle = ((points[-1][0] + first[0]) / 2, (points[-1][1] + first[1]) / 2)
    d = [f"M{n(middle[0])} {n(middle[1])}Q"]
    for index, (px, py) in enumerate(points):
        nx, ny = points[(index + 1) % count]
        d.append(f"{n(px)} {n(py)} {n((px + nx) / 2)} {n((py + ny) / 2)}")
    return d[0] + " ".join(d[1:]) + "Z"


def curve(points: Sequence[Point]) -> str:
    """A soft line through the points (Catmull-Rom, written as cubic Bézier curves)."""
    d = [f"M{n(points[0][0])} {n(points[0][1])}"]
    last = len(points) - 1
    for i in range(last):
        before, start, end, after = (
            points[max(i - 1, 0)],
            points[i],
            points[i + 1],
            points[min(i + 2, last)],
        )
        c1 = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        c2 = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        d.append("C" + " ".join(f"{n(px)} {n(py)}" for px, py in (c1, c2, end)))
    return "".join(d)


def land(points: Sequence[Point], width: int, height: int) -> str:
    """The area below a soft line."""
    return f"{curve(points)}V{height}H0Z"
