"""The videos of a demonstration programme: drawn before anything is stored, and only once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage
from django.db import transaction
from django.db.models import QuerySet

from content.models import MediaFile
from courses.models import FileId
from home.programme_file.document import ProgrammeFile
from home.programme_file.material.captions import plain_captions
from home.programme_file.material.decks import decks_of
from home.programme_file.material.slides import Slide, read_slides
from home.programme_file.material.subject import Subject, subjects_of
from home.programme_file.material.video import Video, Voiced, can_draw, draw_all
from webinars.models import Recording

Videos = Mapping[str, Video]


def videos_of(file: ProgrammeFile) -> dict[str, Video]:
    """By webinar, what its video is to show. A real programme has recordings of its own, and none is drawn."""
    if not file.sections.meta.demo:
        return {}
    written = _written_slides(settings.BASE_DIR / "demo" / file.id / "decks")
    return {id: _video(subject, written) for id, subject in subjects_of(file).items()}


def _written_slides(folder: Path) -> dict[str, tuple[Slide, ...]]:
    return {path.stem: read_slides(path) for path in sorted(folder.glob("*.yaml"))}


def _video(subject: Subject, written: Mapping[str, tuple[Slide, ...]]) -> Video:
    said = plain_captions(subject, subject.language)
    return Video(
        title=subject.title.get(subject.language),
        seconds=subject.seconds,
        chapters=tuple(second for second, _ in subject.chapters),
        decks=decks_of(subject, written),
        voices=tuple(Voiced(one.start / 1000, one.end / 1000, one.speaker) for one in said),
    )


def draw_videos(file: ProgrammeFile, say: Callable[[str], None], notes: list[str]) -> Videos:
    """Draws what recordings lack and storage does not hold. Without PyAV they have no video until it is there."""
    wanted = videos_of(file)
    if not wanted:
        return {}
    have = _recordings(file).filter(media__isnull=False).values_list("webinar_id", flat=True)
    done = {id for id, pk in _webinars(file).items() if pk in set(have)}
    wanted = {id: video for id, video in wanted.items() if id not in done}
    missing = {id: video for id, video in wanted.items() if not _storage().exists(_name(video))}
    if missing and not can_draw():
        notes.append(f"{len(missing)} recordings have no video: PyAV or Typst, which draw them, is not installed.")
        return {id: video for id, video in wanted.items() if id not in missing}
    with tempfile.TemporaryDirectory() as folder:
        drawn = draw_all(list(missing.values()), Path(folder), _typeface())
        for number, (id, video) in enumerate(missing.items(), 1):
            say(f"drawing the video of {id}, {video.seconds // 60} minutes ({number} of {len(missing)})")
            with next(drawn).open("rb") as data:
                _storage().save(_name(video), File(data))
    return wanted


def _typeface() -> Path | None:
    path = Path(settings.NODE_MODULES / "@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2")
    return path if path.exists() else None


@transaction.atomic
def attach_videos(file: ProgrammeFile, videos: Videos) -> None:
    """Gives recordings without a video the one that was drawn. A video that an owner has put there stays."""
    if not videos:
        return
    digests = [video.digest for video in videos.values()]
    rows = {row.checksum: row for row in MediaFile.objects.filter(checksum__in=digests)}
    webinars = _webinars(file)
    for id, video in videos.items():
        if video.digest not in rows:
            row = MediaFile(title=video.title, type="video", duration=video.seconds, checksum=video.digest)
            row.file.name = _name(video)
            row.save()
            rows[video.digest] = row
        Recording.objects.filter(webinar=webinars[id], media__isnull=True).update(media=rows[video.digest])


def _webinars(file: ProgrammeFile) -> dict[str, int]:
    ids = FileId.objects.filter(programme_file__file_id=file.id, section="webinars")
    return dict(ids.values_list("file_id", "object_id"))


def _recordings(file: ProgrammeFile) -> QuerySet[Recording]:
    return Recording.objects.filter(webinar__in=_webinars(file).values())


def _name(video: Video) -> str:
    return f"media/{video.digest[:32]}.mp4"


def _storage() -> Storage:
    return MediaFile._meta.get_field("file").storage
