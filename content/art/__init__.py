"""Cover art, hills and the site mark, drawn as inline SVG.

A cover is decoration: it is hidden from assistive technology and carries no information that is
not also written. Every shape takes its colour from a class (``art-<role>`` fills, ``ink-<role>``
strokes), so that light, dark and a county's own colours follow without a second drawing.

The same theme and seed always give the same picture. Neighbours in a theme share the motif and
differ in ground, centre and order. A picture is composed for its frame (wide, thumb or tall), so
that nothing that matters lies where a crop would take it.
"""

from content.art.covers import FRAMES, cover, motif_of
from content.art.landscapes import footer_hill, hero_hills, mark, vignette
from content.art.motifs import MOTIFS

__all__ = ["FRAMES", "MOTIFS", "cover", "footer_hill", "hero_hills", "mark", "motif_of", "vignette"]
