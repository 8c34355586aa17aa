#!/usr/bin/env python3
"""Cut the site's typeface to what the site writes: Inter with its optical size, Latin letters, weights 400 to 600.

The package's file weighs 73 kB, ours 32: the first visit stays under 100 kB and large type is still drawn for its size.
`make setup` calls this; the result is made anew from the package and never kept in the repository.
"""

import io
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules/@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2"
RESULT = ROOT / "static/fonts/inter-latin.woff2"
WEIGHTS = (400, 600)
# Letters and signs of Western European writing, and the spaces, dashes and quotation marks our texts use.
NEVER_WRITTEN = set(map(ord, "¢¤¥¦¨ª¬¯¶¸¹º"))
CHARACTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "‑–—‘’“”„…•€−×→ \u2009\u202f")]
FEATURES = ["kern", "calt", "locl", "tnum"]
# What these features draw: numbers of one width, and signs that stand higher between them, as the colon of 12:30 does.
# All that they could draw, arrows of many kinds for one, weighs 4 kB more.
DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
OF_ONE_WIDTH = [*DIGITS, "comma", "period", "colon", "hyphen", "plus", "minus", "space", "uni00A0", "colon.case"]
HIGHER = ["colon", "hyphen", "endash", "emdash", "parenleft", "parenright"]
GLYPHS = [*(f"{name}.tf" for name in OF_ONE_WIDTH), *(f"{name}.case" for name in HIGHER)]


def main() -> None:
    font = instancer.instantiateVariableFont(TTFont(SOURCE), {"wght": WEIGHTS})
    # The subsetter needs the narrowed tables as they are in a file.
    narrowed = io.BytesIO()
    font.flavor = None
    font.save(narrowed)
    narrowed.seek(0)
    font = TTFont(narrowed)
    options = subset.Options(layout_features=FEATURES, layout_closure=False, hinting=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=set(CHARACTERS) - NEVER_WRITTEN, glyphs=GLYPHS)
    cutter.subset(font)
    font.flavor = "woff2"
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    font.save(RESULT)


if __name__ == "__main__":
    main()
