"""The cost of sending 1 MB of a video, including the permission check, compared to reading it from the file."""

from __future__ import annotations

import os
from http import HTTPStatus
from pathlib import Path

from django.core.files.base import ContentFile

from bench.measuring import beside, show
from bench.site import Site
from content.models import MediaFile
from tests.factories import ModulePageFactory
from tests.factories.programme import make_recording

MEGABYTE = 1024 * 1024


def run(site: Site) -> None:
    recording = make_recording(ModulePageFactory(), size=0, with_film=False)
    media = MediaFile(title="Video", type="video", duration=3600)
    media.file.save("video.mp4", ContentFile(os.urandom(16 * MEGABYTE)))
    recording.media = media
    recording.save()
    path = Path(media.file.path)
    ask = site.request("GET", f"/recordings/{recording.pk}/video/", HTTP_RANGE=f"bytes=4000-{4000 + MEGABYTE - 1}")
    status, body = ask()
    assert (status, len(body)) == (HTTPStatus.PARTIAL_CONTENT, MEGABYTE)

    def read() -> bytes:
        with path.open("rb") as file:
            file.seek(4000)
            return file.read(MEGABYTE)

    measured, raw = beside(ask, read, times=40)
    ratio = measured.processor / raw.processor
    nothing = "reading it from the file"
    show("1 MB of a video", measured.processor * 1000, "ms of processor time", ratio=ratio, raw=nothing)
    show("1 MB of a video", 1 / measured.wall, "MB a second", ratio=raw.wall / measured.wall, raw=nothing)
