"""Computes when each slide is shown: slides without a given time are spread between those that have one."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from .slides import Deck

# Slides change at a frame of the video, so times are rounded to frames and the stored times are exact.
SECONDS_PER_FRAME = 5
_LEAST_ROOM = 0.6


class Shown(NamedTuple):
    """The page of a deck that the video shows from this second on."""

    second: int
    deck: str
    page: int


def slides_shown(decks: Sequence[Deck], seconds: int) -> list[Shown]:
    """The pages shown, in order of time. Pages are left out if the video is too short for them."""
    pages = [(deck.id, page, slide.second) for deck in decks for page, slide in enumerate(deck.slides, 1)]
    frames = -(-seconds // SECONDS_PER_FRAME)
    known = _known([second for _, _, second in pages], frames)
    shown: list[Shown] = []
    for (deck, page, _), frame in zip(pages, _frames(known, frames, decks), strict=True):
        if frame < frames and (not shown or frame * SECONDS_PER_FRAME > shown[-1].second):
            shown.append(Shown(frame * SECONDS_PER_FRAME, deck, page))
    return shown


def _known(seconds: Sequence[int | None], frames: int) -> dict[int, int]:
    """The frames of slides with a given time, by position. Times that are out of order, or leave no time for the slides
    in between, are ignored."""
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
        # Vary the lengths, as a real speaker does.
        lengths = [_LEAST_ROOM + chance.random() for _ in range(next_place - place)]
        whole, passed = sum(lengths), 0.0
        for length in lengths:
            result.append(frame + round((next_frame - frame) * passed / whole))
            passed += length
    return result
