"""When each slide is shown: evenly between the moments that are known."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .slides import Deck

# A slide comes on with a frame of the video, so that what is written about it is true to the second.
SECONDS_PER_FRAME = 5
_LEAST_ROOM = 0.6


class Shown(NamedTuple):
    """From this second on, this page of this presentation is what the video shows."""

    second: int
    deck: str
    page: int


def slides_shown(decks: Sequence[Deck], seconds: int) -> list[Shown]:
    """In order, from the first second to the last. A page that there is no time for is left out."""
    pages = [(deck.id, page, slide.second) for deck in decks for page, slide in enumerate(deck.slides, 1)]
    frames = -(-seconds // SECONDS_PER_FRAME)
    known = _known([second for _, _, second in pages], frames)
    shown: list[Shown] = []
    for (deck, page, _), frame in zip(pages, _frames(known, frames, decks), strict=True):
        if frame < frames and (not shown or frame * SECONDS_PER_FRAME > shown[-1].second):
            shown.append(Shown(frame * SECONDS_PER_FRAME, deck, page))
    return shown


def _known(seconds: Sequence[int | None], frames: int) -> dict[int, int]:
    """By place, the frames that are known. One that would go backwards or leave no time in between is left out."""
    known = {0: 0}
    last = 0
    for place, second in enumerate(seconds):
        if second is None or not place:
            continue
        frame = -(-second // SECONDS_PER_FRAME)
        if known[last] + (place - last) <= frame < frames:
            known[place] = frame
            last = place
    return known


def _frames(known: dict[int, int], frames: int, decks: Sequence[Deck]) -> list[int]:
    count = sum(len(deck.slides) for deck in decks)
    seed = "/".join(deck.id for deck in decks)
    chance = random.Random(hashlib.sha256(seed.encode()).digest())  # noqa: S311
    marks = [*known.items(), (count, frames)]
    result: list[int] = []
    for (place, frame), (next_place, next_frame) in pairwise(marks):
        # Nobody speaks equally long about every slide.
        lengths = [_LEAST_ROOM + chance.random() for _ in range(next_place - place)]
        whole, passed = sum(lengths), 0.0
        for length in lengths:
            result.append(frame + round((next_frame - frame) * passed / whole))
            passed += length
    return result
