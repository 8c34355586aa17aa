"""Generates small videos: a grey picture that gets lighter, with silent audio."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av

SIZE = (320, 180)
RATE = 5
SAMPLES = 48000
FRAME = 960


def film(
    path: Path,
    *,
    seconds: int = 3,
    picture: str | None = "libvpx-vp9",
    sound: str | None = "libopus",
    pixels: str = "yuv420p",
    **options: str,
) -> Path:
    """Write a video; `options` are those of the container, for example `movflags="faststart"`."""
    with av.open(str(path), "w", options=options) as container:
        film_stream: Any = container.add_stream(picture, rate=RATE) if picture else None
        if film_stream is not None:
            film_stream.width, film_stream.height, film_stream.pix_fmt = *SIZE, pixels
        sound_stream: Any = container.add_stream(sound, rate=SAMPLES) if sound else None
        if film_stream is not None:
            for number in range(seconds * RATE):
                frame = av.VideoFrame(*SIZE, "rgb24")
                shade = 40 + number * 160 // (seconds * RATE)
                frame.planes[0].update(bytes([shade]) * frame.planes[0].buffer_size)
                frame = frame.reformat(format=pixels)
                frame.pts, frame.time_base = number, Fraction(1, RATE)
                container.mux(film_stream.encode(frame))
            container.mux(film_stream.encode())
        if sound_stream is not None:
            for start in range(0, seconds * SAMPLES, FRAME):
                silence = av.AudioFrame(format=sound_stream.format.name, layout="stereo", samples=FRAME)
                for plane in silence.planes:
                    plane.update(bytes(plane.buffer_size))
                silence.sample_rate, silence.pts = SAMPLES, start
                container.mux(sound_stream.encode(silence))
            container.mux(sound_stream.encode())
    return path
