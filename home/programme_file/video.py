"""Draws the recording of a webinar that never took place: a title card, its chapters and a mark that moves.

Only demonstration programmes get one. PyAV is needed, which is installed for development and tests alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

# Counted up when a video of the same webinar would come to look different.
DRAWING_VERSION = 1
SIZE = (640, 360)
SECONDS_PER_FRAME = 5
FRAMES_BETWEEN_KEYS = 24
MOST_CHAPTERS = 9
MARGIN = 36
# Where the bar is, and from where on down pictures of the same chapter differ.
BAR = 322
STRIP = 312

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

_PAPER = (247, 244, 236)
_INK = (26, 43, 40)
_FAINT = (122, 135, 130)
_MARK = (17, 94, 78)
_LINE = (214, 208, 193)


@dataclass(frozen=True)
class Video:
    """What a video shows. Two that show the same are the same file."""

    title: str
    programme: str
    note: str
    minutes: int
    chapters: tuple[tuple[int, str], ...]

    @property
    def seconds(self) -> int:
        return self.minutes * 60

    @property
    def digest(self) -> str:
        shown = json.dumps([DRAWING_VERSION, asdict(self)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(shown.encode()).hexdigest()


def can_draw() -> bool:
    return find_spec("av") is not None


def draw_video(video: Video, path: Path, typeface: Path | None = None) -> None:
    """Writes the video as MP4 with H.264, its index first so that a browser can start and seek at once."""
    import av

    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}) as container:
        stream = container.add_stream("libx264", rate=Fraction(1, SECONDS_PER_FRAME))
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "28", "g": str(FRAMES_BETWEEN_KEYS), "threads": "1"}
        for card, seconds in _cards(video, typeface):
            still = _planes(card)
            for second in seconds:
                strip = card.crop((0, STRIP, SIZE[0], SIZE[1]))
                _draw_mark(ImageDraw.Draw(strip), second / video.seconds)
                frame = av.VideoFrame(*SIZE, "yuv420p")
                # Only the lowest part differs from picture to picture: turning all of it into video takes longest.
                for plane, above, below in zip(frame.planes, still, _planes(strip), strict=True):
                    plane.update(above[: len(above) - len(below)] + below)
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _planes(picture: Image.Image) -> list[bytes]:
    """A picture as video stores it: brightness, and two planes of colour with half the detail."""
    import av

    return [bytes(plane) for plane in av.VideoFrame.from_image(picture).reformat(format="yuv420p").planes]


def _cards(video: Video, typeface: Path | None) -> Iterator[tuple[Image.Image, range]]:
    """A picture for each chapter, and the seconds at which it is shown anew."""
    fonts = {size: _font(typeface, size) for size in (11, 14, 15, 24)}
    starts = [second for second, _ in video.chapters if second < video.seconds]
    for begin, end in pairwise(sorted({0, *starts, video.seconds})):
        current = max((place for place, second in enumerate(starts) if second <= begin), default=-1)
        first = -(-begin // SECONDS_PER_FRAME) * SECONDS_PER_FRAME
        yield _card(video, current, fonts), range(first, end, SECONDS_PER_FRAME)


def _card(video: Video, current: int, fonts: dict[int, Font]) -> Image.Image:
    picture = Image.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 10, SIZE[1]), fill=_MARK)
    draw.text((MARGIN, 24), video.programme, font=fonts[14], fill=_MARK)
    top = 48
    for line in wrap(video.title, 44)[:2]:
        draw.text((MARGIN, top), line, font=fonts[24], fill=_INK)
        top += 30
    top += 10
    for place, (second, title) in _shown(video.chapters, current):
        is_now = place == current
        if is_now:
            draw.rectangle((MARGIN, top + 3, MARGIN + 4, top + 17), fill=_MARK)
        label = f"{second // 3600}:{second % 3600 // 60:02}:{second % 60:02}   {title}"
        draw.text((50, top), label[:70], font=fonts[15], fill=_INK if is_now else _FAINT)
        top += 20
    for place, line in enumerate(wrap(video.note, 96)[:2]):
        draw.text((MARGIN, 333 + 13 * place), line, font=fonts[11], fill=_FAINT)
    draw.rectangle((MARGIN, BAR, SIZE[0] - MARGIN, BAR + 4), fill=_LINE)
    for second in (start for start, _ in video.chapters):
        left = _across(second / video.seconds)
        draw.rectangle((left, BAR - 2, left + 1, BAR + 6), fill=_FAINT)
    return picture


def _shown(chapters: tuple[tuple[int, str], ...], current: int) -> list[tuple[int, tuple[int, str]]]:
    """The chapters there is room for, around the one that is on."""
    first = max(0, min(current - MOST_CHAPTERS // 2, len(chapters) - MOST_CHAPTERS))
    return list(enumerate(chapters))[first : first + MOST_CHAPTERS]


def _draw_mark(draw: ImageDraw.ImageDraw, share: float) -> None:
    """The mark that moves, on the lowest part of a picture."""
    at, bar = _across(share), BAR - STRIP
    draw.rectangle((MARGIN, bar, at, bar + 4), fill=_MARK)
    draw.ellipse((at - 6, bar - 4, at + 6, bar + 8), fill=_MARK)


def _across(share: float) -> int:
    return MARGIN + round(share * (SIZE[0] - 2 * MARGIN))


def _font(typeface: Path | None, size: int) -> Font:
    return ImageFont.truetype(typeface, size) if typeface else ImageFont.load_default(size)
