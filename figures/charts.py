"""Charts as SVG, rendered on the server, so that they need no script and can be printed. A table beside each has the
same data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content import dates
from figures.report import GroupTable, Value, WebinarRow, text
from figures.suppression import Hidden

HEIGHT, TOP, BASE = 320, 24, 288
LEFT, BAR, GAP, APART = 40, 22, 3, 26
STEPS = 4
ROUND_STEPS = (1, 2, 3, 4, 5, 6, 8, 10)


@dataclass(frozen=True)
class Bar:
    """A bar with its label; without height if the number is hidden."""

    series: int
    x: int
    y: int
    height: int
    text: str

    @property
    def middle(self) -> int:
        return self.x + BAR // 2


@dataclass(frozen=True)
class Column:
    """The bars of one item, and its label."""

    middle: int
    label: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Line:
    """A grid line with its number."""

    y: int
    label: str


@dataclass(frozen=True)
class ColumnChart:
    width: int
    columns: Sequence[Column]
    lines: Sequence[Line]

    height = HEIGHT
    left = LEFT
    base = BASE
    bar = BAR

    @property
    def view_box(self) -> str:
        return f"0 0 {self.width} {HEIGHT}"


def webinar_chart(rows: Sequence[WebinarRow]) -> ColumnChart | None:
    """Registered and attended for each webinar."""
    if not rows:
        return None
    numbers = [value for row in rows for value in (row.registered, row.attended) if isinstance(value, int)]
    step = _step(max(numbers, default=1))
    lines = [Line(y=_y(step * number, step), label=text(step * number)) for number in range(STEPS + 1)]
    columns = []
    x = LEFT + APART // 2
    for row in rows:
        bars = [_bar(2, x, row.registered, step), _bar(1, x + BAR + GAP, row.attended, step)]
        columns.append(Column(middle=x + BAR + GAP // 2, label=dates.day(row.date, short=True), bars=bars))
        x += 2 * BAR + GAP + APART
    return ColumnChart(width=x, columns=columns, lines=lines)


def group_bars(table: GroupTable) -> list[dict[str, object]]:
    """Rows for components/bar_row.html, with lengths relative to the largest group."""
    longest = max((row.value for row in table.rows if isinstance(row.value, int)), default=0)
    return [
        {
            "label": row.label,
            "text": in_picture(row.value),
            # A fifth of the width is left for the number beside the bar.
            "share": max(1, row.value * 80 // longest) if isinstance(row.value, int) and row.value else None,
        }
        for row in table.rows
    ]


def in_picture(value: Value) -> str:
    """A hidden number in words, as a sign alone is unclear beside a bar."""
    return _("fewer than 5") if value is Hidden.FEW else text(value)


def _bar(series: int, x: int, value: Value, step: int) -> Bar:
    y = _y(value, step) if isinstance(value, int) else BASE
    return Bar(series=series, x=x, y=y, height=BASE - y, text=text(value))


def _y(value: int, step: int) -> int:
    return BASE - value * (BASE - TOP) // (step * STEPS)


def _step(largest: int) -> int:
    """The distance of grid lines: a round number, four of which reach the largest value."""
    scale = 1
    while True:
        for step in ROUND_STEPS:
            if step * scale * STEPS >= largest:
                return step * scale
        scale *= 10
