"""Timing of a call against a baseline. The two alternate, so that other load on the machine affects both alike."""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

Call = Callable[[], object]

ROUNDS = 15


@dataclass(frozen=True)
class Taken:
    """Median seconds per call, over the rounds."""

    processor: float
    wall: float


def beside(measured: Call, raw: Call, *, times: int, rounds: int = ROUNDS) -> tuple[Taken, Taken]:
    """Time both calls alternately, `times` calls per turn."""
    for call in (measured, raw):
        call()
    gc.collect()
    turns = [(_turn(measured, times), _turn(raw, times)) for _ in range(rounds)]
    first, second = zip(*turns, strict=True)
    return _middle(first), _middle(second)


def _turn(call: Call, times: int) -> Taken:
    processor, wall = time.process_time(), time.perf_counter()
    for _ in range(times):
        call()
    return Taken((time.process_time() - processor) / times, (time.perf_counter() - wall) / times)


def _middle(turns: tuple[Taken, ...]) -> Taken:
    return Taken(statistics.median(turn.processor for turn in turns), statistics.median(turn.wall for turn in turns))


def show(name: str, figure: float, unit: str, *, ratio: float | None = None, raw: str = "") -> None:
    """Print one JSON line; `ratio` is the figure divided by that of the baseline named in `raw`."""
    line: dict[str, object] = {"name": name, "figure": float(f"{figure:.4g}"), "unit": unit}
    if ratio is not None:
        line |= {"ratio": float(f"{ratio:.3g}"), "raw": raw}
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
