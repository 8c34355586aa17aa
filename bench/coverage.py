"""The cost of merging reported playback ranges into those already watched, compared to sorting the same ranges."""

from __future__ import annotations

import random

from bench.measuring import beside, show
from bench.site import Site
from webinars.coverage import cleaned, extended, union

LENGTH = 2 * 60 * 60


def run(site: Site) -> None:
    for count in (5, 500):
        _run(count)


def _run(count: int) -> None:
    chance = random.Random(1)  # noqa: S311  # not used for security
    starts = chance.sample(range(0, LENGTH, 10), count)
    seen = union((start, start + 4) for start in starts)
    said = [[start + 1.5, start + 7.25] for start in chance.sample(range(0, LENGTH, 10), count)]
    pairs = [*seen, *((int(start), int(end)) for start, end in said)]
    measured, raw = beside(
        lambda: extended(seen, cleaned(said, LENGTH), LENGTH), lambda: sorted(pairs), times=20_000 // count
    )
    show(
        f"merge {count} played stretches into {count} seen",
        measured.processor * 1_000_000,
        "µs of processor time",
        ratio=measured.processor / raw.processor,
        raw="sorting the stretches",
    )
