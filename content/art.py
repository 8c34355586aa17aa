"""Cover art, hills and the site mark, drawn as inline SVG.

A cover is decoration: it is hidden from assistive technology and carries no information that is
not also written. Every shape takes its colour from a class (``art-<role>`` fills, ``ink-<role>``
strokes), so that light, dark and a county's own colours follow without a second drawing.

The same theme and seed always give the same picture. Neighbours in a theme share the motif and
differ in ground, centre and order. A picture is composed for its frame (wide, thumb or tall), so
that nothing that matters lies where a crop would take it.
"""

import hashlib
import random
from collections.abc import Callable, Sequence
from math import cos, hypot, pi, sin

from django.utils.safestring import SafeString, mark_safe

Point = tuple[float, float]

FRAMES = {"wide": (640, 360), "thumb": (488, 360), "tall": (360, 360)}
# A thumbnail is 76 pixels wide: fine lines are drawn further apart there.
COARSE = FRAMES["thumb"][0]

LIGHT_GROUNDS = ("sage", "mist")


def cover(theme_slug: str, seed: str, variant: str = "wide") -> SafeString:
    """The picture of an activity: motif by theme, details by seed, composed for the variant."""
    width, height = FRAMES[variant]
    rng = random.Random(_number(f"{theme_slug}/{seed}"))  # noqa: S311
    shapes = motif_of(theme_slug)(rng, width, height)
    return mark_safe(  # noqa: S308
        f'<svg class="cover cover--{variant}" viewBox="0 0 {width} {height}" '
        'preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">'
        f"{''.join(shapes)}</svg>"
    )


def motif_of(theme_slug: str) -> Callable[[random.Random, int, int], list[str]]:
    """The motif of a theme; a theme nobody has drawn for gets one of the nine, always the same."""
    if theme_slug in MOTIFS:
        return MOTIFS[theme_slug]
    motifs = list(MOTIFS.values())
    return motifs[_number(theme_slug) % len(motifs)]


# The motifs


def _broken_arcs(rng: random.Random, width: int, height: int) -> list[str]:
    """Circular economy: rings that never quite close, round a sun."""
    ground = rng.choice(LIGHT_GROUNDS)
    x, y = width * rng.uniform(0.42, 0.6), height * rng.uniform(0.3, 0.56)
    order = ["moss", "leaf", "pine"]
    turn = rng.randrange(3)
    order = order[turn:] + order[:turn]
    shapes = [_ground(ground, width, height)]
    gaps: list[Point] = []
    reach = max(hypot(cx - x, cy - y) for cx in (0, width) for cy in (0, height))
    radius, index = 58.0, 0
    angle = rng.uniform(0, 2 * pi)
    count = rng.choice((1, 2))
    while radius < reach + 10:
        gap = rng.uniform(0.75, 1.5) * max(0.55, 58 / radius * 1.25)
        start, end = angle + gap / 2, angle - gap / 2 + 2 * pi
        shapes.append(_stroke(order[index % 3], 20, _arc(x, y, radius, start, end)))
        gaps.append((radius, angle))
        angle += rng.uniform(1.5, 2.6)
        radius, index = radius + 52, index + 1
    shapes.append(_circle("sun", x, y, 21))
    satellites = (("sun", gaps[1]), ("clay", gaps[2]))[:count]
    shapes += [_circle(colour, x + r * cos(a), y + r * sin(a), 12.5) for colour, (r, a) in satellites]
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
            _stroke(
                colour,
                23,
                f"M-30 {_n(y - r)}H{_n(x)}A{r} {r} 0 0 1 {_n(x)} {_n(y + r)}H-30",
            )
        )
    corner_x, corner_y = width * 0.88, height + 4
    for index, colour in enumerate(small):
        shapes.append(
            f'<circle class="ink-{colour}" stroke-width="21" cx="{_n(corner_x)}" '
            f'cy="{corner_y}" r="{24 + 31 * index}"/>'
        )
    shapes.append(_circle("clay" if bands[0] != "clay" else "sun", width * 0.92, height * 0.17, 26))
    if rng.random() < 0.4:
        inner = "".join(shapes)
        shapes = [f'<g transform="matrix(-1 0 0 1 {width} 0)">{inner}</g>']
    return [_ground(ground, width, height), *shapes]


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
    shapes = [_ground(ground, width, height)]
    for ink, a, middle, c in zip(inks, starts, middles, ends, strict=True):
        slim = ink in ("clay", "sun")
        weight = 6.5 if slim else rng.choice((5.5, 6.5, 8, 11))
        b, q = middle + rng.uniform(-12, 12), width / 4
        d = f"M-12 {_n(a)}C{_n(q)} {_n(a)} {_n(q)} {_n(b)} {_n(2 * q)} {_n(b)}S{_n(3 * q)} {_n(c)} {width + 12} {_n(c)}"
        shapes.append(_stroke(ink, weight, d))
    places = ((0.16, 0.22), (0.84, 0.32), (0.16, 0.75), (0.84, 0.84))
    rng.shuffle(blocks)
    for colour, (px, py) in zip(blocks, places, strict=True):
        bx = width * px + rng.uniform(-6, 6) - 27
        by = height * py + rng.uniform(-10, 10) - 27
        shapes.append(f'<rect class="art-{colour}" x="{_n(bx)}" y="{_n(by)}" width="54" height="54" rx="10"/>')
    return shapes


def _contours(rng: random.Random, width: int, height: int) -> list[str]:
    """Climate accounts: a map of heights, the highest point lit."""
    ground, valley = rng.choice((("pine", "night"), ("night", "deep"), ("pine", "night")))
    mirrored = rng.random() < 0.5
    fx, gx = (0.3, 0.8) if mirrored else (0.69, 0.2)
    x, y = width * (fx + rng.uniform(-0.04, 0.04)), height * rng.uniform(0.32, 0.44)
    wobble = _wobble(rng)
    shapes = [_ground(ground, width, height)]
    reach = max(hypot(cx - x, cy - y) for cx in (0, width) for cy in (0, height))
    radius, index = 78.0, 0
    while radius < reach + 40:
        strong = index % 3 == 1
        shapes.append(
            _stroke(
                "bright" if strong else "leaf",
                3.6 if strong else 2,
                _blob(x, y, radius, wobble, 0.24, index * 0.11),
            )
        )
        radius, index = radius + (40 if width == COARSE else 27) + index * 1.5, index + 1
    x2, y2 = width * gx, height * rng.uniform(0.54, 0.66)
    wobble2 = _wobble(rng)
    rim = _blob(x2, y2, 104, wobble2, 0.26)
    shapes.append(f'<path class="art-{valley}" d="{rim}"/>')
    for index, radius in enumerate((104, 72, 40) if width == COARSE else (104, 82, 60, 38, 20)):
        shapes.append(
            _stroke(
                "bright" if index % 2 == 0 else "leaf",
                3.6 if index % 2 == 0 else 2,
                _blob(x2, y2, radius, wobble2, 0.26, index * 0.14),
            )
        )
    shapes.append(f'<path class="art-sun" d="{_blob(x, y, 50, wobble, 0.2, -0.1)}"/>')
    return shapes


def _tree_rings(rng: random.Random, width: int, height: int) -> list[str]:
    """Life cycle and declarations: rings of a tree, thick years and thin."""
    ground, core = rng.choice((("sand", "clay"), ("mist", "sun"), ("sand", None), ("sage", "clay")))
    x, y = width * rng.uniform(0.44, 0.58), height * rng.uniform(0.44, 0.56)
    wobble = _wobble(rng)
    shapes = [_ground(ground, width, height)]
    reach = max(hypot(cx - x, cy - y) for cx in (0, width) for cy in (0, height))
    radius, year = (58.0 if core else 34.0), 0
    thick = rng.randrange(2, 4)
    while radius < reach + 30:
        if year % 4 == thick - 2:
            ink, weight = "pine", 8.0
        else:
            ink, weight = rng.choice((("moss", 3.5), ("leaf", 3.0), ("leaf", 4.5), ("moss", 2.5)))
        shapes.append(_stroke(ink, weight, _blob(x, y, radius, wobble, 0.09, year * 0.035)))
        radius += rng.uniform(17, 29) * (1.35 if width == COARSE else 1)
        year += 1
    if core:
        shapes.append(f'<path class="art-{core}" d="{_blob(x, y, 36, wobble, 0.1)}"/>')
    return shapes


def _strata(rng: random.Random, width: int, height: int) -> list[str]:
    """Sustainability reporting: layers laid down one by one, under a low sun."""
    ground, sun = rng.choice((("sand", "clay"), ("sand", "sun"), ("mist", "clay")))
    left = rng.random() < 0.6
    sun_x = width * (0.27 if left else 0.7) + rng.uniform(-16, 16)
    order = ["sage", "leaf", "sage", "leaf", "pine", "moss", "pine", "deep"]
    if rng.random() < 0.5:
        order[2], order[5] = "mist", "leaf"
    shapes = [_ground(ground, width, height)]
    top = height * rng.uniform(0.38, 0.44)
    slope = (-1 if left else 1) * rng.uniform(10, 34)
    phase = rng.uniform(0, 2 * pi)
    shapes.append(_circle(sun, sun_x, top + slope * (0.5 - sun_x / width) * 1.2 - 10, 66))
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
        shapes.append(f'<path class="art-{colour}" d="{_land(points, width, height)}"/>')
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
            dots.append(_circle(warm[column, row], x + size / 2, y + size / 2, 24))
        elif kind < 0.58:
            paths[colour].append(_quarter(x, y, size, corner))
        elif kind < 0.72:
            a, b = f"A{size} {size} 0 0 1 ", f"{_n(x + size)} {_n(y + size)}"
            if corner % 2:
                d = f"M{_n(x)} {_n(y)}{a}{b}{a}{_n(x)} {_n(y)}Z"
            else:
                d = f"M{_n(x + size)} {_n(y)}{a}{_n(x)} {_n(y + size)}{a}{_n(x + size)} {_n(y)}Z"
            paths[colour].append(d)
        elif kind < 0.86:
            dots.append(_circle(colour, x + size / 2, y + size / 2, 26))
    drawn = [f'<path class="art-{c}" d="{"".join(d)}"/>' for c, d in paths.items() if d]
    return [_ground(ground, width, height), *drawn, *dots]


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
            levels.setdefault(key, []).append(f"M{_n(x)} {_n(y)}h0")
    return [
        _ground(ground, width, height),
        *(_stroke(ink, weight * fat, "".join(d)) for (ink, weight), d in sorted(levels.items())),
    ]


def _hills(rng: random.Random, width: int, height: int) -> list[str]:
    """Regional development, and whatever has no theme: a land of hills behind hills."""
    ground, sun = rng.choice((("sand", "sun"), ("mist", "sun"), ("sand", "clay")))
    sun_x = width * rng.choice((rng.uniform(0.3, 0.42), rng.uniform(0.58, 0.7)))
    top = height * rng.uniform(0.5, 0.56)
    shapes = [_ground(ground, width, height), _circle(sun, sun_x, top - 40, 60)]
    for index, colour in enumerate(("sage", "leaf", "moss", "pine")):
        y = top + index * (height - top) * 0.27
        phase, swell = rng.uniform(0, 2 * pi), 24 - index * 2
        stretch = rng.uniform(1.3, 1.9)
        points = [
            (width * t, y + swell * sin(phase + t * stretch * pi) + swell * 0.3 * sin(phase + 9 * t))
            for t in (0, 0.2, 0.4, 0.6, 0.8, 1)
        ]
        shapes.append(f'<path class="art-{colour}" d="{_land(points, width, height)}"/>')
    return shapes


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


# The land of the front page and the footer, and the mark

HERO_RIDGES: tuple[tuple[str, str, Sequence[int]], ...] = (
    ("sage", "leaf", (29, 20, 14, 12, 16, 25, 34, 44, 54, 74, 87)),
    ("leaf", "moss", (67, 79, 81, 78, 78, 90, 107, 118, 120, 116, 113)),
    ("moss", "leaf", (136, 128, 122, 118, 116, 115, 118, 134, 156, 170, 164)),
    ("pine", "moss", (208, 188, 166, 169, 188, 199, 212, 224, 226, 219, 226)),
    ("band", "", (230, 224, 222, 233, 255, 266, 272, 271, 270, 273, 281)),
)


def hero_hills() -> SafeString:
    """The hills under the sky of the front page; the last is the colour of the band below."""
    width, height = 1280, 290
    shapes = []
    for colour, line, heights in HERO_RIDGES:
        points = [(width * i / 10, float(y)) for i, y in enumerate(heights)]
        shapes.append(f'<path class="art-{colour}" d="{_land(points, width, height)}"/>')
        if line:
            for drop in (1, 2):
                furrow = [(x, y + drop * 22 + (x / width) * drop * -8) for x, y in points]
                shapes.append(f'<path class="ink-{line} furrow" stroke-width="1.4" d="{_curve(furrow)}"/>')
    return mark_safe(  # noqa: S308
        f'<svg class="hero__hills" viewBox="0 0 {width} {height}" '
        'preserveAspectRatio="xMinYMax slice" aria-hidden="true" focusable="false">'
        f"{''.join(shapes)}</svg>"
    )


def footer_hill() -> SafeString:
    """The slope by which the footer rises."""
    width, height = 1280, 72
    far = [(width * i / 10, float(y)) for i, y in enumerate((14, 7, 6, 12, 23, 35, 43, 46, 38, 31, 19))]
    near = [(width * i / 10, float(y)) for i, y in enumerate((35, 43, 50, 56, 59, 58, 53, 47, 38, 32, 28))]
    return mark_safe(  # noqa: S308
        f'<svg class="footer-hill" viewBox="0 0 {width} {height}" '
        'preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<path class="art-sage" d="{_land(far, width, height)}"/>'
        f'<path class="art-band" d="{_land(near, width, height)}"/></svg>'
    )


def vignette() -> SafeString:
    """The small landscape on top of the contact card: always the same."""
    width, height = 520, 190
    ridges = (
        ("sage", (74, 62, 74, 70, 82, 110)),
        ("leaf", (96, 92, 104, 122, 108, 84)),
        ("moss", (136, 144, 138, 150, 122, 132)),
        ("pine", (168, 172, 168, 176, 172, 158)),
    )
    shapes = [_ground("sand", width, height), _circle("sun", width * 0.78, 70, 32)]
    for colour, heights in ridges:
        points = [(width * i / 5, float(y)) for i, y in enumerate(heights)]
        shapes.append(f'<path class="art-{colour}" d="{_land(points, width, height)}"/>')
    return mark_safe(  # noqa: S308
        f'<svg class="cover cover--vignette" viewBox="0 0 {width} {height}" '
        'preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false">'
        f"{''.join(shapes)}</svg>"
    )


def mark() -> SafeString:
    """The site's own mark: a low sun over two hills, on deep green. The corners are the style sheet's."""
    far = "M0 24C6 19 11 21 17 25S30 27 40 20V40H0Z"
    near = "M0 31C8 25 14 29 20 33S33 34 40 29V40H0Z"
    return mark_safe(  # noqa: S308
        '<svg class="mark" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" '
        'focusable="false"><rect class="mark__ground" width="40" height="40"/>'
        '<circle class="mark__sun" cx="27" cy="14" r="5"/>'
        f'<path class="mark__far" d="{far}"/><path class="mark__near" d="{near}"/></svg>'
    )


# Drawing


def _stirred(rng: random.Random, values: Sequence[float]) -> list[float]:
    """The same values with each a few places from where it was."""
    return [v for _, v in sorted((i + rng.uniform(-2.6, 2.6), v) for i, v in enumerate(values))]


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _n(value: float) -> str:
    """A number as short as the eye allows."""
    return str(round(value))


def _ground(colour: str, width: int, height: int) -> str:
    return f'<path class="art-{colour}" d="M0 0h{width}v{height}H0z"/>'


def _circle(colour: str, x: float, y: float, r: float) -> str:
    return f'<circle class="art-{colour}" cx="{_n(x)}" cy="{_n(y)}" r="{r:g}"/>'


def _stroke(colour: str, weight: float, d: str) -> str:
    return f'<path class="ink-{colour}" stroke-width="{weight:g}" d="{d}"/>'


def _arc(x: float, y: float, r: float, start: float, end: float) -> str:
    large = 1 if end - start > pi else 0
    return (
        f"M{_n(x + r * cos(start))} {_n(y + r * sin(start))}"
        f"A{_n(r)} {_n(r)} 0 {large} 1 {_n(x + r * cos(end))} {_n(y + r * sin(end))}"
    )


def _quarter(x: float, y: float, size: int, corner: int) -> str:
    """A quarter of a circle whose centre is the given corner of the tile."""
    s = size
    moves = (
        f"M{_n(x)} {_n(y)}h{s}a{s} {s} 0 0 1 {-s} {s}z",
        f"M{_n(x + s)} {_n(y)}v{s}a{s} {s} 0 0 1 {-s} {-s}z",
        f"M{_n(x + s)} {_n(y + s)}h{-s}a{s} {s} 0 0 1 {s} {-s}z",
        f"M{_n(x)} {_n(y + s)}v{-s}a{s} {s} 0 0 1 {s} {s}z",
    )
    return moves[corner]


def _wobble(rng: random.Random) -> list[tuple[int, float, float]]:
    """Three slow waves round a circle: (times round, phase, strength)."""
    return [(n, rng.uniform(0, 2 * pi), s) for n, s in ((2, 1.0), (3, 0.7), (5, 0.22))]


def _blob(
    x: float,
    y: float,
    radius: float,
    wobble: list[tuple[int, float, float]],
    strength: float,
    drift: float = 0.0,
) -> str:
    """A closed, soft line round a centre. Rings of one wobble lie inside each other."""
    count = 12 if radius < 120 else 16
    points = []
    for index in range(count):
        angle = 2 * pi * index / count
        bend = sum(s * sin(n * angle + phase + drift * n) for n, phase, s in wobble)
        r = radius * (1 + strength * bend * 0.6)
        points.append((x + r * cos(angle), y + r * sin(angle)))
    first = points[0]
    middle = ((points[-1][0] + first[0]) / 2, (points[-1][1] + first[1]) / 2)
    d = [f"M{_n(middle[0])} {_n(middle[1])}Q"]
    for index, (px, py) in enumerate(points):
        nx, ny = points[(index + 1) % count]
        d.append(f"{_n(px)} {_n(py)} {_n((px + nx) / 2)} {_n((py + ny) / 2)}")
    return d[0] + " ".join(d[1:]) + "Z"


def _curve(points: Sequence[Point]) -> str:
    """A soft line through the points (Catmull-Rom as cubic curves)."""
    d = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
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
        d.append("C" + " ".join(f"{_n(px)} {_n(py)}" for px, py in (c1, c2, end)))
    return "".join(d)


def _land(points: Sequence[Point], width: int, height: int) -> str:
    """Everything below a soft line."""
    return f"{_curve(points)}V{height}H0Z"
