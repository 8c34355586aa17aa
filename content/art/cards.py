"""The picture shown with a shared link: the title beside the page's cover, as a PNG."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from content.art.covers import motif_of, number_of
from content.art.painting import paint

WIDTH, HEIGHT = 1200, 630
"""The size that social media ask for."""
COVER_WIDTH = 490
FRAME_HEIGHT = 360
"""The height that motifs are composed for."""
MARGIN = 64
TEXT_WIDTH = WIDTH - COVER_WIDTH - 2 * MARGIN
TITLE_SIZES = (66, 58, 52, 46, 40, 34)
TITLE_HEIGHT = 350
GROUND, TEXT, QUIET, KIND = "#fbf9f4", "#17211c", "#4a5a51", "#1b4d3f"
FONT = settings.BASE_DIR / "static" / "fonts" / "inter-latin.woff2"
MARK = [
    '<rect class="art-deep" x="0" y="0" width="40" height="40" rx="9"/><circle class="art-sun" cx="27" cy="14" r="5"/>',
    '<path class="art-moss" d="M0 24C6 19 11 21 17 25S30 27 40 20V40H0Z"/>',
    '<path class="art-sage" d="M0 31C8 25 14 29 20 33S33 34 40 29V40H0Z"/>',
]


class Words(NamedTuple):
    """The texts on a card: the kind of page, its title, and whose it is."""

    kind: str
    title: str
    name: str
    owner: str = ""


def card(theme_slug: str, seed: str, words: Words, palette: Mapping[str, str]) -> bytes:
    """The card as a PNG file; always the same for the same words, theme, seed and palette of the site."""
    own = {name.removeprefix("art-"): value for name, value in palette.items() if name.startswith("art-")}
    own |= {"bright": own["sage"]} if "sage" in own else {}
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    scale = HEIGHT / FRAME_HEIGHT
    frame_width = round(COVER_WIDTH / scale)
    rng = random.Random(number_of(f"{theme_slug}/{seed}"))  # noqa: S311
    cover = paint(motif_of(theme_slug)(rng, frame_width, FRAME_HEIGHT), frame_width, FRAME_HEIGHT, scale, own)
    image.paste(cover, (WIDTH - COVER_WIDTH, 0))
    _write(image, words, own)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _write(image: Image.Image, words: Words, own: Mapping[str, str]) -> None:
    draw = ImageDraw.Draw(image)
    draw.text((MARGIN, MARGIN - 4), words.kind, font=_font(27, 600), fill=own.get("night", KIND))
    size, lines = _fitted(words.title)
    step = round(size * 1.14)
    for number, line in enumerate(lines):
        draw.text((MARGIN - 2, 118 + number * step), line, font=_font(size, 680), fill=TEXT)
    image.paste(_mark(own), (MARGIN, HEIGHT - MARGIN - 52))
    left = MARGIN + 72
    below = [_cut(line, _font(23, weight), TEXT_WIDTH - 72) for line, weight in ((words.name, 620), (words.owner, 430))]
    top = HEIGHT - MARGIN - (54 if words.owner else 40)
    draw.text((left, top), below[0], font=_font(23, 620), fill=TEXT)
    draw.text((left, top + 30), below[1], font=_font(23, 430), fill=QUIET)


def _mark(own: Mapping[str, str]) -> Image.Image:
    mark = paint(MARK, 40, 40, 1.3, own)
    corners = Image.new("RGB", mark.size, GROUND)
    mask = Image.new("L", mark.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mark.width - 1, mark.height - 1), 12, fill=255)
    return Image.composite(mark, corners, mask)


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest font size in which the title fits, and its lines. In the smallest size it is truncated."""
    lines: list[str] = []
    for size in TITLE_SIZES:
        font = _font(size, 680)
        lines = _wrapped(title, font)
        fits = all(font.getlength(line) <= TEXT_WIDTH for line in lines)
        if fits and len(lines) * size * 1.14 <= TITLE_HEIGHT:
            return size, lines
    most = int(TITLE_HEIGHT / (TITLE_SIZES[-1] * 1.14))
    rest = " ".join(lines[most - 1 :])
    font = _font(TITLE_SIZES[-1], 680)
    return TITLE_SIZES[-1], [_cut(line, font, TEXT_WIDTH) for line in [*lines[: most - 1], rest]]


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= TEXT_WIDTH:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1].rstrip()
    return f"{text}…"


@cache
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(FONT), size)
    # In the order of the axes in the font.
    wanted = {b"Optical size": size, b"Weight": weight}
    values = []
    for axis in font.get_variation_axes():
        least, most = axis["minimum"] or 0, axis["maximum"] or 0
        values.append(float(min(max(wanted[axis["name"]], least), most)))
    font.set_variation_by_axes(values)
    return font
