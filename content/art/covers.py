"""The cover of an activity: its theme decides the motif, a seed the details, and the variant the frame."""

import hashlib
import random
from collections.abc import Callable
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from content.art.motifs import COARSE, MOTIFS

FRAMES = {"wide": (640, 360), "thumb": (COARSE, 360), "tall": (360, 360)}


@lru_cache(maxsize=1000)
def cover(theme_slug: str, seed: str, variant: str = "wide") -> SafeString:
    """The picture of an activity: motif by theme, details by seed, composed for the variant."""
    width, height = FRAMES[variant]
    rng = random.Random(number_of(f"{theme_slug}/{seed}"))  # noqa: S311
    shapes = motif_of(theme_slug)(rng, width, height)
    return mark_safe(  # noqa: S308
        f'<svg class="cover cover--{variant}" viewBox="0 0 {width} {height}" '
        'preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">'
        f"{''.join(shapes)}</svg>"
    )


def motif_of(theme_slug: str) -> Callable[[random.Random, int, int], list[str]]:
    """The motif of a theme. An unknown theme always gets the same one of the nine."""
    if theme_slug in MOTIFS:
        return MOTIFS[theme_slug]
    motifs = list(MOTIFS.values())
    return motifs[number_of(theme_slug) % len(motifs)]


def number_of(text: str) -> int:
    """A number derived from a text, the same in every process."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
