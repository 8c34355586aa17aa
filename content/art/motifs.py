"""The nine motifs of covers, one for each theme, drawn to fit a frame."""

import random
from collections.abc import Callable, Sequence
from math import cos, hypot, pi, sin

from content.art import pen
from content.art.pen import Point

# A thumbnail is 76 pixels wide: fine lines are drawn further apart there.
COARSE = 488
LIGHT_GROUNDS = ("sage", "mist")


def _broken_arcs(rng: random.Random, width: int, height: int) -> list[str]:
    """Circular economy: rings that never quite close, round a sun."""
    ground = rng.choice(LIGHT_GROUNDS)
    x, y = width * rng.uniform(0.42, 0.6), height * rng.uniform(0.3, 0.56)
    order = ["moss", "leaf", "pine"]
    turn = rng.randrange(3)
    order = order[turn:] + order[:turn]
    shapes = [pen.ground(ground, width, height)]
    gaps: list[Point] = []
    reach = max(hypot(cx - x, cy - y) for cx in (0, width) for cy in (0, height))
    radius, index = 58.0, 0
    angle = rng.uniform(0, 2 * pi)
    count = rng.choice((1, 2))
    while radius < reach + 10:
        gap = rng.uniform(0.75, 1.5) * max(0.55, 58 / radius * 1.25)
        start, end = angle + gap / 2, angle - gap / 2 + 2 * pi
        shapes.append(pen.stroke(order[index % 3], 20, pen.arc(x, y, radius, start, end)))
        gaps.append((radius, angle))
        angle += rng.uniform(1.5, 2.6)
        radius, index = radius + 52, index + 1
    shapes.append(pen.circle("sun", x, y, 21))
    satellites = (("sun", gaps[1]), ("clay", gaps[2]))[:count]
    shapes += [pen.circle(colour, x + r * cos(a), y + r * sin(a), 12.5) for colour, (r, a) in satellites]
    return shapes


def _ribbons(rng: random.Random, width: int, height: int) -> list[str]:
    """Business models: ribbons that go out, turn and come back."""
    ground, bands, small = rng.choice(
        (
            ("sand", ("clay", "leaf", "moss", "pine"), ("sun", "leaf", "pine")),
            ("mist", ("sun", "moss", "leaf", "pine"), ("clay", "leaf", "moss")),
            ("sage", ("clay", "mist", "moss", "pine"), ("sun", "mist", "pine")),
        )
    )
    x, y = width * rng.uniform(0.58, 0.68), height * rng.uniform(0.4, 0.46)
    shapes = []
    for index, colour in enumerate(bands):
        r = 26 + 33 * index
        shapes.append(
            pen.stroke(
                colour,
                23,
                f"M-30 {pen.n(y - r)}H{pen.n(x)}A{r} {r} 0 0 1 {pen.n(x)} {pen.n(y + r)}H-30",
            )
        )
    corner_x, corner_y = width * 0.88, height + 4
    for index, colour in enumerate(small):
        shapes.append(
            f'<circle class="ink-{colour}" stroke-width="21" cx="{pen.n(corner_x)}" '
            f'cy="{corner_y}" r="{24 + 31 * index}"/>'
        )
    shapes.append(pen.circle("clay" if bands[0] != "clay" else "sun", width * 0.92, height * 0.17, 26))
    if rng.random() < 0.4:
        inner = "".join(shapes)
        shapes = [f'<g transform="matrix(-1 0 0 1 {width} 0)">{inner}</g>']
    return [pen.ground(ground, width, height), *shapes]


def _flows(rng: random.Random, width: int, height: int) -> list[str]:
    """Industrial symbiosis: what flows between four blocks, crossing on its way."""
    if rng.random() < 0.5:
        ground, inks = "night", ["bright", "leaf", "leaf", "bright", "moss", "moss", "pine", "leaf"]
        blocks = ["bright", "sun", "clay", "leaf"]
    else:
        ground, inks = "sage", ["pine", "moss", "deep", "moss", "pine", "deep", "moss", "pine"]
        blocks = ["paper", "sun", "clay", "pine"]
    inks = ["clay", *inks, "sun"]
    count = len(inks)
    rows = [height * (0.06 + 0.88 * i / (count - 1)) for i in range(count)]
    waist = [height * (0.36 + 0.28 * i / (count - 1)) for i in range(count)]
    starts, middles, ends = (_stirred(rng, order) for order in (rows, waist[::-1], rows))
    rng.shuffle(inks)
    shapes = [pen.ground(ground, width, height)]
    for ink, a, middle, c in zip(inks, starts, middles, ends, strict=True):
        slim = ink in ("clay", "sun")
        weight = 6.5 if slim else rng.choice((5.5, 6.5, 8, 11))
        b, q = middle + rng.uniform(-12, 12), width / 4
        first = f"M-12 {pen.n(a)}C{pen.n(q)} {pen.n(a)} {pen.n(q)} {pen.n(b)} {pen.n(2 * q)} {pen.n(b)}"
        second = f"S{pen.n(3 * q)} {pen.n(c)} {width + 12} {pen.n(c)}"
        shapes.append(pen.stroke(ink, weight, first + second))
    places = ((0.16, 0.22), (0.84, 0.32), (0.16, 0.75), (0.84, 0.84))
    rng.shuffle(blocks)
    for colour, (px, py) in zip(blocks, places, strict=True):
        bx = width * px + rng.uniform(-6, 6) - 27
        by = height * py + rng.uniform(-10, 10) - 27
        shapes.append(f'<rect class="art-{colour}" x="{pen.n(bx)}" y="{pen.n(by)}" width="54" height="54" rx="10"/>')
    return shapes


def _contours(rng: random.Random, width: int, height: int) -> list[str]:
    """Climate accounts: a map of heights, the highest point lit."""
    ground, valley = rng.choice((("pine", "night"), ("night", "deep"), ("pine", "night")))
    mirrored = rng.random() < 0.5
    fx, gx = (0.3, 0.8) if mirrored else (0.69, 0.2)
    x, y = width * (fx + rng.uniform(-0.04, 0.04)), height * rng.uniform(0.32, 0.44)
    wobble = pen.wobble(rng)
    shapes = [pen.ground(ground, width, height)]
    reach = max(hypot(cx - x, cy - y) for cx in (0, width) for cy in (0, height))
    radius, index = 78.0, 0
    while radius < reach + 40:
        strong = index % 3 == 1
        shapes.append(
            pen.stroke(
                "bright" if strong else "leaf",
                3.6 if strong else 2,
                pen.blob(x, y, radius, wobble, 0.24, index * 0.11),
            )
        )
        radius, index = radius + (40 if width == COARSE else 27) + index * 1.5, index + 1
    x2, y2 = width * gx, height * rng.uniform(0.54, 0.66)
    wobble2 = pen.wobble(rng)
    rim = pen.blob(x2, y2, 104, wobble2, 0.26)
    shapes.append(f'<path class="art-{valley}" d="{rim}"/>')
    for index, radius in enumerate((104, 72, 40) if width == COARSE else (104, 82, 60, 38, 20)):
        shapes.append(
            pen.stroke(
                "bright" if index % 2 == 0 else "leaf",
                3.6 if index % 2 == 0 else 2,
                pen.blob(x2, y2, radius, wobble2, 0.26, index * 0.14),
            )
        )
    shapes.append(f'<path class="art-sun" d="{pen.blob(x, y, 50, wobble, 0.2, -0.1)}"/>')
    return shapes


def _tree_rings(rng: random.Random, width: int, height: int) -> list[str]:
    """Life cycle and declarations: rings of a tree, thick years and thin."""
    ground, core = rng.choice((("sand", "clay"), ("mist", "sun"), ("sand", None), ("sage", "clay")))
    x, y = width * rng.uniform(0.44, 0.58), height * rng.uniform(0.44, 0.56)
    wobble = pen.wobble(rng)
    shapes = [pen.ground(ground, width, height)]
    reach = max(hypot(cx - x, cy - y) for cx in (0, width) for cy in (0, height))
    radius, year = (58.0 if core else 34.0), 0
    thick = rng.randrange(2, 4)
    while radius < reach + 30:
        if year % 4 == thick - 2:
            ink, weight = "pine", 8.0
        else:
            ink, weight = rng.choice((("moss", 3.5), ("leaf", 3.0), ("leaf", 4.5), ("moss", 2.5)))
        shapes.append(pen.stroke(ink, weight, pen.blob(x, y, radius, wobble, 0.09, year * 0.035)))
        radius += rng.uniform(17, 29) * (1.35 if width == COARSE else 1)
        year += 1
    if core:
        shapes.append(f'<path class="art-{core}" d="{pen.blob(x, y, 36, wobble, 0.1)}"/>')
    return shapes


def _strata(rng: random.Random, width: int, height: int) -> list[str]:
    """Sustainability reporting: layers laid down one by one, under a low sun."""
    ground, sun = rng.choice((("sand", "clay"), ("sand", "sun"), ("mist", "clay")))
    left = rng.random() < 0.6
    sun_x = width * (0.27 if left else 0.7) + rng.uniform(-16, 16)
    order = ["sage", "leaf", "sage", "leaf", "pine", "moss", "pine", "deep"]
    if rng.random() < 0.5:
        order[2], order[5] = "mist", "leaf"
    shapes = [pen.ground(ground, width, height)]
    top = height * rng.uniform(0.38, 0.44)
    slope = (-1 if left else 1) * rng.uniform(10, 34)
    phase = rng.uniform(0, 2 * pi)
    shapes.append(pen.circle(sun, sun_x, top + slope * (0.5 - sun_x / width) * 1.2 - 10, 66))
    for index, colour in enumerate(order):
        y = top + index * (height - top) / (len(order) - 0.6)
        tilt = slope * (1 - index / len(order) * 1.3)
        swell = 12 - index * 0.7
        points = [
            (
                width * t,
                y + tilt * (0.5 - t) * 2 + swell * sin(phase + index * 0.55 + t * 2.1 * pi),
            )
            for t in (0, 0.2, 0.4, 0.6, 0.8, 1)
        ]
        shapes.append(f'<path class="art-{colour}" d="{pen.land(points, width, height)}"/>')
    return shapes


def _tiles(rng: random.Random, width: int, height: int) -> list[str]:
    """Taxonomy: everything has its tile; quarters of a circle, here and there a whole one."""
    ground = rng.choice(("mist", "sand", "mist"))
    size, columns, rows = 90, 8, height // 90
    offset = (width - columns * size) / 2
    paths: dict[str, list[str]] = {"leaf": [], "moss": [], "pine": []}
    dots: list[str] = []
    cells = [(column, row) for row in range(rows) for column in range(columns)]
    central = [(c, r) for c, r in cells if 2 <= c < 6]
    warm = dict(zip(rng.sample(central, 2), ("sun", "clay"), strict=True))
    for column, row in cells:
        x, y = offset + column * size, float(row * size)
        outside = x + size <= 0 or x >= width
        colour = rng.choice(("leaf", "moss", "pine", "leaf", "moss"))
        kind, corner = rng.random(), rng.randrange(4)
        if outside:
            continue
        if (column, row) in warm:
            dots.append(pen.circle(warm[column, row], x + size / 2, y + size / 2, 24))
        elif kind < 0.58:
            paths[colour].append(pen.quarter(x, y, size, corner))
        elif kind < 0.72:
            a, b = f"A{size} {size} 0 0 1 ", f"{pen.n(x + size)} {pen.n(y + size)}"
            if corner % 2:
                d = f"M{pen.n(x)} {pen.n(y)}{a}{b}{a}{pen.n(x)} {pen.n(y)}Z"
            else:
                d = f"M{pen.n(x + size)} {pen.n(y)}{a}{pen.n(x)} {pen.n(y + size)}{a}{pen.n(x + size)} {pen.n(y)}Z"
            paths[colour].append(d)
        elif kind < 0.86:
            dots.append(pen.circle(colour, x + size / 2, y + size / 2, 26))
    drawn = [f'<path class="art-{c}" d="{"".join(d)}"/>' for c, d in paths.items() if d]
    return [pen.ground(ground, width, height), *drawn, *dots]


def _dots(rng: random.Random, width: int, height: int) -> list[str]:
    """Digital transition: a field of points with a wave going through it."""
    ground = rng.choice(("mist", "mist", "sage"))
    step, fat = (38, 1.25) if width == COARSE else (30, 1.0)
    hot_x = width * rng.uniform(0.3, 0.7)
    hot_y = height * rng.choice((0.08, 0.5, 0.92))
    lean = rng.choice((-1, 1)) * rng.uniform(0.35, 0.8)
    length = rng.uniform(0.8, 1.05)
    levels: dict[tuple[str, float], list[str]] = {}
    warm = 0
    for row in range(-1, height // step + 2):
        for column in range(-1, width // step + 2):
            x = column * step + (step / 2 if row % 2 else 0)
            y = row * step * 0.9
            wave = 0.5 + 0.5 * cos(((x - hot_x) + (y - hot_y) * lean) / (width * length) * 2 * pi)
            wave *= 1 - 0.38 * abs(y - hot_y) / height
            near = hypot(x - hot_x, y - hot_y)
            if near < step * 1.55 and warm < 8:
                key = ("clay", 24.0)
                warm += 1
            elif wave > 0.72:
                key = ("pine", 22.0)
            elif wave > 0.6:
                key = ("pine", 19.0)
            elif wave > 0.47:
                key = ("moss", 17.0)
            elif wave > 0.33:
                key = ("moss", 13.5)
            elif wave > 0.18:
                key = ("leaf", 11.0)
            else:
                key = ("leaf", 7.0)
            levels.setdefault(key, []).append(f"M{pen.n(x)} {pen.n(y)}h0")
    return [
        pen.ground(ground, width, height),
        *(pen.stroke(ink, weight * fat, "".join(d)) for (ink, weight), d in sorted(levels.items())),
    ]


def _hills(rng: random.Random, width: int, height: int) -> list[str]:
    """Regional development, and anything without a theme: hills behind hills."""
    ground, sun = rng.choice((("sand", "sun"), ("mist", "sun"), ("sand", "clay")))
    sun_x = width * rng.choice((rng.uniform(0.3, 0.42), rng.uniform(0.58, 0.7)))
    top = height * rng.uniform(0.5, 0.56)
    shapes = [pen.ground(ground, width, height), pen.circle(sun, sun_x, top - 40, 60)]
    for index, colour in enumerate(("sage", "leaf", "moss", "pine")):
        y = top + index * (height - top) * 0.27
        phase, swell = rng.uniform(0, 2 * pi), 24 - index * 2
        stretch = rng.uniform(1.3, 1.9)
        points = [
            (width * t, y + swell * sin(phase + t * stretch * pi) + swell * 0.3 * sin(phase + 9 * t))
            for t in (0, 0.2, 0.4, 0.6, 0.8, 1)
        ]
        shapes.append(f'<path class="art-{colour}" d="{pen.land(points, width, height)}"/>')
    return shapes


def _stirred(rng: random.Random, values: Sequence[float]) -> list[float]:
    """The same values in a slightly shuffled order: each moves a few places."""
    return [v for _, v in sorted((i + rng.uniform(-2.6, 2.6), v) for i, v in enumerate(values))]


MOTIFS: dict[str, Callable[[random.Random, int, int], list[str]]] = {
    "sirkularokonomi": _broken_arcs,
    "forretningsmodeller": _ribbons,
    "industriell-symbiose": _flows,
    "klimaregnskap": _contours,
    "lca-epd": _tree_rings,
    "barekraftsrapportering": _strata,
    "taksonomi": _tiles,
    "digital-omstilling": _dots,
    "regional-utvikling": _hills,
}
