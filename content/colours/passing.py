"""Checks the contrast of a chosen colour as in WCAG 2.2, and suggests the nearest colour that passes."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from content.colours.palette import CARD, PAGE, SHAPE, STEP, TEXT, best_on
from content.colours.space import contrast, seen, written
from content.colours.tokens import colours


class Measured(NamedTuple):
    """The contrast of the best text colour on it, and its contrast to the page and to cards."""

    text: float
    ground: float

    @property
    def passes(self) -> bool:
        return self.text >= TEXT and self.ground >= SHAPE


def measured(colour: str, scheme: str) -> Measured:
    own = colours(scheme)
    return Measured(
        contrast(best_on(colour, scheme), colour),
        min(contrast(own[PAGE], colour), contrast(own[CARD], colour)),
    )


def refusal(colour: str, scheme: str) -> str | None:
    """Why it cannot be the colour of buttons, with the figures and a colour that can; None if it can."""
    found = measured(colour, scheme)
    if found.passes:
        return None
    if found.text < TEXT:
        reason = _("Text on %(colour)s has a contrast of %(found)s to 1, and %(needed)s to 1 is needed.")
        figures = {"found": figure(found.text), "needed": figure(TEXT)}
    elif scheme == "light":
        reason = _("%(colour)s against the light page has a contrast of %(found)s to 1, and %(needed)s to 1 is needed.")
        figures = {"found": figure(found.ground), "needed": figure(SHAPE)}
    else:
        reason = _("%(colour)s against the dark page has a contrast of %(found)s to 1, and %(needed)s to 1 is needed.")
        figures = {"found": figure(found.ground), "needed": figure(SHAPE)}
    advice = _("The nearest that passes: %(colour)s.") % {"colour": nearest(colour, scheme)}
    return f"{reason % ({'colour': colour} | figures)} {advice}"


def nearest(colour: str, scheme: str) -> str:
    """The nearest colour of the same hue that passes: darker or lighter by as little as possible."""
    one = seen(colour)
    for steps in range(1, int(1 / STEP) + 1):
        for away in (-steps, steps):
            other = written(one._replace(lightness=one.lightness + away * STEP))
            if measured(other, scheme).passes:
                return other
    return colours(scheme)["ds-color-accent-base-default"]


def figure(ratio: float) -> str:
    """A ratio rounded down: 4.49 does not pass, and must not be shown as 4.5."""
    return number_format(int(ratio * 100) / 100, decimal_pos=2)
