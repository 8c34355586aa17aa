"""Generates the video of a fictitious webinar: its slides, the active speaker, and a progress line.

Used for demonstration programmes only. Needs PyAV and Typst, which are development dependencies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from .pacing import SECONDS_PER_FRAME, Shown, slides_shown
from .presentation import can_write, drawing_digest
from .slides import Deck

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.packet import Packet
    from av.video.reformatter import VideoReformatter

# Incremented when the video of the same slides would look different.
DRAWING_VERSION = 3
SIZE = (640, 360)
POSTER_SIZE = (1280, 720)
# There is a keyframe at each new slide, and at least after this number of frames.
FRAMES_BETWEEN_KEYS = 24

# A silent audio track, as the videos that owners upload have audio. At this sample rate a frame of silence has four
# bytes and the longest duration.
SOUND_RATE = 8_000
SAMPLES_PER_FRAME = 1024
SILENCE = b"\0\0\0\7"

# The rectangle that shows the speaker. Even numbers, as colour is stored for blocks of two by two pixels (4:2:0).
TILE = (508, 18, 616, 86)
LINE_HEIGHT = 4
_FINER = 4

_PAPER = (251, 249, 244)
_DEEP = (17, 60, 48)
_EDGE = (86, 143, 115)
_SUN = (240, 180, 94)
_TRACK = (223, 216, 202)
_SEEN = (44, 122, 94)
_CHAPTER = (87, 89, 80)
_PEOPLE = (
    ((200, 221, 206), (146, 188, 163)),
    ((241, 230, 210), (203, 116, 67)),
    ((227, 237, 227), (86, 143, 115)),
    ((248, 230, 208), (240, 180, 94)),
    ((191, 214, 200), (36, 102, 80)),
)
_LEVELS = ((4, 9, 6), (8, 5, 11), (11, 8, 4), (6, 12, 9), (9, 4, 7))

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Voiced:
    """An interval in which somebody speaks, in seconds."""

    start: float
    end: float
    name: str


@dataclass(frozen=True)
class Video:
    """The content of a video. Equal objects give identical files."""

    title: str
    seconds: int
    chapters: tuple[int, ...]
    decks: tuple[Deck, ...]
    voices: tuple[Voiced, ...] = ()

    @property
    def digest(self) -> str:
        voices = [(one.start, one.end, one.name) for one in self.voices]
        decks = [deck.digest for deck in self.decks]
        shown = [DRAWING_VERSION, drawing_digest(), self.title, self.seconds, self.chapters, decks, voices]
        return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()

    @property
    def shown(self) -> list[Shown]:
        return slides_shown(self.decks, self.seconds)


def can_draw() -> bool:
    return can_write() and find_spec("av") is not None


def draw_video(video: Video, presentations: Mapping[str, bytes], path: Path, typeface: Path | None = None) -> None:
    """Write the video to `path` as MP4 with H.264, with the index at the front, so that browsers can start and seek
    immediately.

    `presentations` are the PDFs by the id of their deck; the video shows their rendered pages.
    """
    import av
    from av.video.frame import PictureType

    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}) as container:
        stream = container.add_stream("libx264", rate=Fraction(1, SECONDS_PER_FRAME))
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        stream.options = {"preset": "ultrafast", "crf": "23", "g": str(FRAMES_BETWEEN_KEYS), "threads": "1"}
        silence = _silence(container.add_stream("aac", rate=SOUND_RATE, layout="mono"), video.seconds)
        faces = _Faces(video.voices, typeface)
        line = _Line(video)
        for page, seconds in _pages(video, presentations):
            planes = [bytearray(plane) for plane in _planes(page)]
            corner = page.crop(TILE)
            for second in seconds:
                _put(planes, faces.on(corner, second), TILE[0], TILE[1], TILE[2] - TILE[0])
                _put(planes, line.at(second), 0, SIZE[1] - LINE_HEIGHT, SIZE[0])
                frame = av.VideoFrame(*SIZE, "yuv420p")
                for target, plane in zip(frame.planes, planes, strict=True):
                    target.update(bytes(plane))
                if second == seconds[0]:
                    frame.pict_type = PictureType.I
                container.mux(stream.encode(frame))
                container.mux(list(islice(silence, SOUND_RATE * SECONDS_PER_FRAME // SAMPLES_PER_FRAME)))
        container.mux(stream.encode(None))
        container.mux(list(silence))


def _silence(stream: AudioStream, seconds: int) -> Iterator[Packet]:
    """The packets of a silent audio track as long as the video."""
    from av.packet import Packet

    for number in range(seconds * SOUND_RATE // SAMPLES_PER_FRAME):
        packet = Packet(SILENCE)
        packet.stream, packet.time_base = stream, Fraction(1, SOUND_RATE)
        packet.pts = packet.dts = number * SAMPLES_PER_FRAME
        packet.duration = SAMPLES_PER_FRAME
        yield packet


def draw_poster(presentation: bytes) -> bytes:
    """The poster image: the first page as WebP, large enough for a wide screen."""
    target = BytesIO()
    _rendered(presentation, [1], POSTER_SIZE)[1].save(target, "WEBP", quality=82, method=4)
    return target.getvalue()


def _pages(video: Video, presentations: Mapping[str, bytes]) -> Iterator[tuple[Image.Image, range]]:
    """Each page shown, as an image, with the seconds of the frames that show it."""
    shown = video.shown
    ends = [one.second for one in shown[1:]] + [video.seconds]
    wanted = {deck: [one.page for one in shown if one.deck == deck] for deck in presentations}
    pages = {deck: _rendered(data, wanted[deck], SIZE) for deck, data in presentations.items()}
    for one, end in zip(shown, ends, strict=True):
        yield pages[one.deck][one.page], range(one.second, end, SECONDS_PER_FRAME)


def _rendered(presentation: bytes, numbers: Sequence[int], size: tuple[int, int]) -> dict[int, Image.Image]:
    document = pdfium.PdfDocument(presentation)
    try:
        pictures = {}
        for number in numbers:
            page = document[number - 1]
            picture = page.render(scale=size[0] / page.get_width()).to_pil().convert("RGB")
            pictures[number] = picture if picture.size == size else picture.resize(size)
        return pictures
    finally:
        document.close()


# Parts of the picture that change between frames


def _planes(picture: Image.Image) -> list[bytes]:
    """An image as YUV 4:2:0 planes: luma, and two chroma planes with half the resolution, row by row."""
    import av

    width, height = picture.size
    frame = _reformatter(picture.size).reformat(av.VideoFrame.from_image(picture), format="yuv420p")
    planes = []
    for plane, across in zip(frame.planes, (width, width // 2, width // 2), strict=True):
        stored = bytes(plane)
        rows = range(0, plane.line_size * (height * across // width), plane.line_size)
        # Rows of a small image are stored with padding.
        planes.append(b"".join(stored[row : row + across] for row in rows))
    return planes


@cache
def _reformatter(size: tuple[int, int]) -> VideoReformatter:
    """A reformatter for images of a size; cached, as creating one takes longer than using it."""
    from av.video.reformatter import VideoReformatter

    return VideoReformatter()


def _put(planes: list[bytearray], part: list[bytes], left: int, top: int, width: int) -> None:
    """Copy a small part into the planes of a whole frame. Converting the whole frame each time would be much slower."""
    for plane, small, share in zip(planes, part, (1, 2, 2), strict=True):
        across, whole = width // share, SIZE[0] // share
        for row in range(len(small) // across):
            start = (top // share + row) * whole + left // share
            plane[start : start + across] = small[row * across : (row + 1) * across]


class _Faces:
    """The active speaker in a corner of the slide: an abstract shape and the role, not a real person."""

    def __init__(self, voices: Sequence[Voiced], typeface: Path | None) -> None:
        self.voices = voices
        names = list(dict.fromkeys(one.name for one in voices if one.name))
        font = ImageFont.truetype(typeface, 9 * _FINER) if typeface else ImageFont.load_default(9 * _FINER)
        self.tiles = {name: _tile(name, place, font) for place, name in enumerate(names)}
        self.next = 0
        self.name = names[0] if names else ""
        self.made: dict[tuple[bytes, str, int], list[bytes]] = {}

    def on(self, corner: Image.Image, second: int) -> list[bytes]:
        """The planes of the corner with the speaker at a second. Must be called with increasing seconds."""
        is_heard = False
        while self.next < len(self.voices) and self.voices[self.next].start < second + SECONDS_PER_FRAME:
            one = self.voices[self.next]
            if one.name and one.end > second:
                self.name, is_heard = one.name, True
            if one.end > second + SECONDS_PER_FRAME:
                break
            self.next += 1
        level = 1 + second // SECONDS_PER_FRAME % len(_LEVELS) if is_heard else 0
        key = (corner.tobytes(), self.name, level)
        if key not in self.made:
            self.made[key] = _planes(self._drawn(corner, level))
        return self.made[key]

    def _drawn(self, corner: Image.Image, level: int) -> Image.Image:
        if self.name not in self.tiles:
            return corner
        tile = self.tiles[self.name]
        picture = corner.copy()
        picture.paste(tile, (0, 0), tile)
        if level:
            draw = ImageDraw.Draw(picture)
            for place, height in enumerate(_LEVELS[level - 1]):
                left = tile.width - 24 + 5 * place
                draw.rounded_rectangle((left, 20 - height, left + 2, 20), 1, fill=_SUN)
        return picture


def _tile(name: str, place: int, font: Font) -> Image.Image:
    width, height = TILE[2] - TILE[0], TILE[3] - TILE[1]
    size = (width * _FINER, height * _FINER)
    skin, clothes = _PEOPLE[place % len(_PEOPLE)]
    tile = Image.new("RGBA", size, (*_DEEP, 255))
    draw = ImageDraw.Draw(tile)
    x, y = size[0] / 2, size[1] * 0.40
    head, wide = (13 + place % 2) * _FINER, (29 + 3 * (place % 3)) * _FINER
    draw.ellipse((x - wide, y + head * 0.95, x + wide, y + head * 5.2), fill=clothes)
    draw.ellipse((x - head, y - head, x + head, y + head), fill=skin)
    draw.rectangle((0, size[1] - 15 * _FINER, *size), fill=(*_DEEP, 255))
    text = _fitted(name, font, size[0] - 12 * _FINER)
    draw.text((size[0] / 2, size[1] - 7.5 * _FINER), text, font=font, fill=_PAPER, anchor="mm")
    draw.rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), 9 * _FINER, outline=_EDGE, width=_FINER)
    shape = Image.new("L", size, 0)
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, size[0] - 1, size[1] - 1), 9 * _FINER, fill=255)
    tile.putalpha(shape)
    return tile.resize((width, height), Image.Resampling.LANCZOS)


def _fitted(name: str, font: Font, width: float) -> str:
    """The name if it fits the width, else only the role without the organisation."""
    role = name.split(", ", maxsplit=1)[0]
    for text in (name, role, *(role[:length].rstrip() + "…" for length in range(len(role), 0, -1))):
        if font.getlength(text) <= width:
            return text
    return ""


class _Line:
    """The thin progress line at the bottom, with a notch for each chapter."""

    def __init__(self, video: Video) -> None:
        self.seconds = video.seconds
        self.chapters = [self._across(second) for second in video.chapters if 0 < second < video.seconds]

    def at(self, second: int) -> list[bytes]:
        picture = Image.new("RGB", (SIZE[0], LINE_HEIGHT), _TRACK)
        draw = ImageDraw.Draw(picture)
        here = self._across(second)
        draw.rectangle((0, 0, here, LINE_HEIGHT), fill=_SEEN)
        for left in self.chapters:
            draw.rectangle((left, 0, left + 1, LINE_HEIGHT), fill=_PAPER if left < here else _CHAPTER)
        draw.rectangle((max(0, here - 5), 0, here + 6, LINE_HEIGHT), fill=_SUN)
        return _planes(picture)

    def _across(self, second: int) -> int:
        return round(second / self.seconds * (SIZE[0] - 1))
