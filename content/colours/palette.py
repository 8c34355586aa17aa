"""A site's own palette: the greens of the style sheet, rotated to the hue that its owner has chosen.

Paper, ink and warm colours stay as they are, and lightness is kept, so that the order from light to dark stays the
same. A rotated colour with too little contrast for its use is made darker or lighter until it has enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from content.colours.space import WHITE, Seen, contrast, seen, written
from content.colours.tokens import colours, tokens

BASE = "ds-color-accent-base-default"
ON_BASE = "ds-color-accent-base-contrast-default"
STATES = ("ds-color-accent-base-hover", "ds-color-accent-base-active")
PAGE = "ds-color-neutral-background-default"
SUNKEN = "ds-color-neutral-background-tinted"
CARD = "ds-color-neutral-surface-default"
INK = {"light": "ds-color-neutral-text-default", "dark": "ds-color-accent-base-contrast-default"}
KEPT = {"ds-color-accent-background-default", "ds-color-accent-surface-default", "ds-color-focus-outer"}
GREENS = (100.0, 200.0)
FAINT = 0.008
"""Colours with less chroma than this are grey and have no hue to rotate."""
MOST = 1.7
"""The most by which chroma is multiplied when the chosen colour is a strong one."""
TEXT, SHAPE = 4.5, 3.0
STEP = 0.01
NEARLY_BLACK = 0.25

MUST_BE_SEEN: list[tuple[str, list[str], float]] = [
    ("ds-color-accent-text-subtle", [PAGE, SUNKEN, CARD, "ds-color-accent-surface-tinted"], TEXT),
    ("ds-color-accent-text-default", [PAGE, CARD, "ds-color-accent-surface-active"], TEXT),
    ("ds-color-accent-border-default", [PAGE, CARD], SHAPE),
    ("ds-color-accent-border-strong", [PAGE, CARD], SHAPE),
    ("ds-color-brand2-text-subtle", ["ds-color-brand2-background-default", "loft-bar"], TEXT),
    ("loft-progress", [CARD, "loft-track"], SHAPE),
    ("loft-series-1", [CARD], SHAPE),
]
"""The required contrasts of colours on their backgrounds: WCAG's 4.5 for text and 3 for meaningful shapes."""


class Choice(NamedTuple):
    """The chosen colour, and the one for the dark scheme, which is derived from the first if empty."""

    colour: str
    dark: str = ""


@dataclass(frozen=True)
class Palette:
    """What differs from the style sheet: values by the names of custom properties."""

    light: dict[str, str]
    dark: dict[str, str]

    @classmethod
    def of(cls, choice: Choice) -> Palette:
        return _palette(choice)

    def style_sheet(self) -> str:
        """The custom properties as CSS that overrides `tokens.css`."""
        return (
            f':root,[data-color-scheme="auto"]{{{_declared(self.light)}}}\n'
            f'@media screen and (prefers-color-scheme:dark){{[data-color-scheme="auto"]{{{_declared(self.dark)}}}}}\n'
        )

    def samples(self) -> str:
        """Both schemes side by side, each under its `data-sample`, whatever the reader's scheme is."""
        return "\n".join(
            f'[data-sample="{scheme}"]{{{_declared(getattr(tokens(), scheme) | own)}}}'
            for scheme, own in (("light", self.light), ("dark", self.dark))
        )


@lru_cache(maxsize=64)
def _palette(choice: Choice) -> Palette:
    chosen = seen(choice.colour)
    return Palette(
        _turned("light", choice.colour),
        _turned("dark", choice.dark or written(_turn(colours("dark")[BASE], colours("light")[BASE], chosen))),
    )


def _turned(scheme: str, base: str) -> dict[str, str]:
    own = colours(scheme)
    chosen = seen(base)
    turned = {name: written(_turn(value, own[BASE], chosen)) for name, value in own.items() if _turns(name, value)}
    turned[BASE] = base
    turned[ON_BASE] = best_on(base, scheme)
    # Hover colours move away from the text colour, so that contrast grows. What is nearly black can only become
    # lighter.
    away = -1 if turned[ON_BASE] == WHITE and chosen.lightness > NEARLY_BLACK else 1
    for name in STATES:
        state, rest = seen(own[name]), seen(own[BASE])
        lightness = chosen.lightness + away * abs(state.lightness - rest.lightness)
        chroma = chosen.chroma * state.chroma / rest.chroma
        turned[name] = written(Seen(lightness, chroma, state.hue - rest.hue + chosen.hue))
    for name, grounds, ratio in MUST_BE_SEEN:
        under = [turned.get(ground, own.get(ground, "")) for ground in grounds]
        turned[name] = stands_out(turned.get(name, own[name]), under, ratio)
    return {name: value for name, value in turned.items() if value != own[name]}


def _turns(name: str, value: str) -> bool:
    if name.startswith("ds-color-neutral-") or name in KEPT:
        return False
    one = seen(value)
    return one.chroma >= FAINT and GREENS[0] <= one.hue <= GREENS[1]


def _turn(value: str, base: str, chosen: Seen) -> Seen:
    """The colour with the same difference in hue, and the same ratio of chroma, to the chosen colour as it has to the
    site's own."""
    one, own = seen(value), seen(base)
    return Seen(one.lightness, one.chroma * min(MOST, chosen.chroma / own.chroma), one.hue - own.hue + chosen.hue)


def best_on(base: str, scheme: str) -> str:
    """White or ink, whichever has more contrast on this colour."""
    ink = colours(scheme)[INK[scheme]]
    return max((WHITE, ink), key=lambda text: contrast(text, base))


def stands_out(colour: str, grounds: list[str], ratio: float) -> str:
    """The colour, made darker on light backgrounds or lighter on dark ones until it has this contrast."""
    one = seen(colour)
    away = -STEP if seen(grounds[0]).lightness > 0.5 else STEP
    while min(contrast(colour, ground) for ground in grounds) < ratio and 0 < one.lightness < 1:
        one = one._replace(lightness=one.lightness + away)
        colour = written(one)
    return colour


def _declared(values: dict[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in values.items())
