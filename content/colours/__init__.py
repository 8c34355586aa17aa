"""The colours of a site, made from the one that its owner has chosen.

`space` measures and turns colours, `tokens` reads those of the style sheet, `palette` makes a site's own of them, and
`passing` says whether a chosen colour can be read.
"""

from content.colours.palette import Choice, Palette
from content.colours.passing import Measured, measured, nearest, refusal

__all__ = ["Choice", "Measured", "Palette", "measured", "nearest", "refusal"]
