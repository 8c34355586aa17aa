"""Slides as data, and the parser of hand-written decks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import yaml

# The kinds of figures. Each is drawn by the function with that name in presentation.typ.
FIGURES = (
    "bars",
    "rows",
    "ring",
    "circle",
    "flow",
    "layers",
    "strata",
    "cards",
    "network",
    "steps",
    "timeline",
    "matrix",
    "table",
    "numbers",
    "form",
)
LAYOUTS = ("section", "quote", "ask", "end", "title")


@dataclass(frozen=True)
class Figure:
    """A diagram made from words and numbers. Which fields are used depends on the kind."""

    kind: str
    labels: tuple[str, ...] = ()
    values: tuple[float, ...] = ()
    # The values as they are displayed.
    shown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    # The index of the highlighted label, or -1.
    mark: int = -1
    centre: str = ""
    # Index of the first label, of the second label, and of the kind of link; and the names of the kinds.
    links: tuple[tuple[int, int, int], ...] = ()
    kinds: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    numbers: bool = False
    across: str = ""
    up: str = ""
    # The position of each label, in percent to the right and up.
    places: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Slide:
    """A slide. `second` is the time at which it is shown in the recording, if that is given."""

    layout: str
    title: str
    text: str = ""
    points: tuple[str, ...] = ()
    figure: Figure | None = None
    label: str = ""
    part: int = 0
    second: int | None = None


@dataclass(frozen=True)
class Deck:
    """A presentation. Equal objects give identical files."""

    id: str
    title: str
    author: str
    programme: str
    # The disclaimer that the webinar is fictitious.
    notice: str
    language: str
    is_accessible: bool
    cover: str = field(repr=False)
    slides: tuple[Slide, ...]

    @property
    def digest(self) -> str:
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def read_slides(path: Path) -> tuple[Slide, ...]:
    """Parse a hand-written deck: its slides after the title slide. Raises ValueError with the position of the error."""
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    slides = []
    for number, one in enumerate(written, 1):
        try:
            slides.append(_slide(dict(one)))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name}, slide {number}: {error}") from error
    return tuple(slides)


def _slide(written: dict[str, Any]) -> Slide:
    layout = next(name for name in (*LAYOUTS, "") if name in written or not name)
    if not layout:
        raise ValueError(f"one of {', '.join(LAYOUTS)} is wanted")
    title = str(written.pop(layout))
    figure = next((_figure(kind, written.pop(kind)) for kind in FIGURES if kind in written), None)
    slide = Slide(
        layout="content" if layout == "title" else layout,
        title=title,
        text=str(written.pop("text", "")),
        points=tuple(map(str, written.pop("points", ()))),
        figure=figure,
        label=str(written.pop("label", "")),
        second=second_of(written.pop("at")) if "at" in written else None,
    )
    if written:
        raise ValueError(f"what is {', '.join(map(str, written))}?")
    return slide


def _figure(kind: str, written: Mapping[str, Any]) -> Figure:
    values = dict(written)
    unit = str(values.pop("unit", ""))
    known = {one.name for one in fields(Figure)}
    if wrong := values.keys() - known:
        raise ValueError(f"{kind} has no {', '.join(sorted(wrong))}")
    figure = Figure(kind=kind, **{name: _frozen(value) for name, value in values.items()})
    if figure.values and not figure.shown:
        figure = replace(figure, shown=tuple(f"{value:g}\N{NO-BREAK SPACE}{unit}".strip() for value in figure.values))
    _check(figure)
    return figure


def _check(figure: Figure) -> None:
    """Check that lists with a value per label have the right length, so that drawing cannot fail. Raises ValueError."""
    count = len(figure.labels)
    needed: dict[str, int] = {
        "values": count if figure.kind in ("bars", "rows", "ring") else len(figure.values),
        "shown": count if figure.kind in ("bars", "rows", "ring", "numbers") else len(figure.shown),
        "notes": count if figure.notes else 0,
        "places": count if figure.kind == "matrix" else len(figure.places),
    }
    for name, number in needed.items():
        if len(getattr(figure, name)) != number:
            raise ValueError(f"{figure.kind}: {number} {name} are wanted, one for each label")
    if figure.kind == "table":
        if not figure.header or any(len(row) != len(figure.header) for row in figure.rows):
            raise ValueError("table: each row is as long as the header")
    elif not count:
        raise ValueError(f"{figure.kind}: labels are wanted")
    if any(not 0 <= place < count for link in figure.links for place in link[:2]):
        raise ValueError("links: each is [from, to, kind] by the places of labels")


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def second_of(written: str) -> int:
    """The number of seconds of a time in the form hh:mm:ss."""
    hours, minutes, seconds = map(int, written.split(":"))
    return hours * 3600 + minutes * 60 + seconds
