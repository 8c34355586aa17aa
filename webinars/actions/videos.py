"""The video of a recording: stored, linked, replaced, removed; and its still picture.

When a video is replaced, `media_version` is incremented: what was watched of another video does not count for this one.
Completions stay.
"""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from content.models import MediaFile, private_storage
from content.uploads import WholeFile
from courses.refusals import Refusal, Refused
from webinars import hosts
from webinars.actions import removing
from webinars.actions.publishing import locked, note
from webinars.models import Recording, Removed
from webinars.refusals import IMAGE_TOO_LARGE, NOT_AN_IMAGE
from webinars.stills import delete_stills
from webinars.video_facts import VideoFacts

if TYPE_CHECKING:
    from people.models import User

POSTER_BYTES = 10 * 1024 * 1024
POSTER_PIXELS = 40_000_000
POSTER_WIDTH = 1280
POSTER_FORMATS = ("JPEG", "PNG", "WEBP")
POSTER_QUALITY = 82
SUFFIXES = {"MPEG-4": ".mp4", "WebM": ".webm", "Matroska": ".mkv", "AVI": ".avi", "Windows Media": ".wmv"}


@transaction.atomic
def take_video(
    *, recording: Recording, file: WholeFile, facts: VideoFacts, stem: str, by: User | None, described: bool = False
) -> MediaFile:
    """Create a media file from the upload and use it as the video. The same bytes again return the existing file.

    `stem` is the name in storage. It is the same for each attempt to finish an upload, so that an interrupted attempt
    leaves nothing behind when it is repeated.
    """
    row = locked(recording)
    current = row.described_media if described else row.media
    if current is not None and current.checksum == file.checksum:
        return current
    media = _kept(row, file, facts, stem)
    if described:
        set_described(recording=row, media=media, by=by)
    else:
        replace_video(recording=row, media=media, by=by)
    return media


def _kept(row: Recording, file: WholeFile, facts: VideoFacts, stem: str) -> MediaFile:
    suffix = ".mov" if facts.profile == "QuickTime" else SUFFIXES.get(facts.container, Path(file.name or "").suffix)
    name = f"media/{stem}{suffix.lower()}"
    # Left by an attempt that was killed before the row was written.
    if not MediaFile.objects.filter(file=name).exists():
        private_storage().delete(name)
    media = MediaFile(
        title=row.webinar.title,
        type="video",
        duration=facts.seconds,
        width=facts.width,
        height=facts.height,
        checksum=file.checksum,
        facts=facts.stored(),
    )
    media.file.name = private_storage().save(name, file)
    media.save()
    return media


@transaction.atomic
def replace_video(*, recording: Recording, media: MediaFile, by: User | None) -> Recording:
    """Use this as the video of the recording. The former one is deleted unless it is used elsewhere."""
    row = locked(recording)
    if row.media_id == media.pk:
        return row
    _leave_present_video(row)
    row.media, row.external_url, row.seconds = media, "", int(media.duration) or None
    row.save(update_fields=["media", "external_url", "seconds", "media_version"])
    note(row, "webinars.video_replaced", by, media=media.pk, version=row.media_version)
    return row


@transaction.atomic
def link_video(*, recording: Recording, url: str, by: User | None) -> Recording:
    """Use a video at another host as the video of the recording. Raises `Refused` if the host is not allowed."""
    row, url = locked(recording), url.strip()
    if not hosts.is_allowed(url):
        raise Refused(host_refusal())
    if row.external_url == url:
        return row
    _leave_present_video(row)
    row.media, row.external_url, row.seconds = None, url, None
    row.save(update_fields=["media", "external_url", "seconds", "media_version"])
    note(row, "webinars.video_linked", by, url=url)
    return row


@transaction.atomic
def remove_video(*, recording: Recording, by: User | None) -> Recording:
    """Remove the video, which can be restored for a while. Everything else of the recording stays."""
    row = locked(recording)
    if row.has_video:
        removing.set_aside(
            webinar=row.webinar,
            kind=Removed.Kind.VIDEO,
            title=row.media.title if row.media else row.external_url,
            media=row.media,
            external_url=row.external_url,
            seconds=row.seconds,
            media_version=row.media_version,
        )
        _leave_present_video(row)
        row.media, row.external_url, row.seconds = None, "", None
        row.save(update_fields=["media", "external_url", "seconds", "media_version"])
        note(row, "webinars.video_removed", by)
    return row


@transaction.atomic
def set_described(*, recording: Recording, media: MediaFile | None, by: User | None) -> Recording:
    """Use this as the audio-described version, or remove it. Whether there is an audio description depends on it."""
    row = locked(recording)
    old = row.described_media
    if old == media:
        return row
    row.described_media = media
    row.audio_description = Recording.AudioDescription.SEPARATE if media else Recording.AudioDescription.UNDECIDED
    row.audio_description_note = ""
    row.save(update_fields=["described_media", "audio_description", "audio_description_note"])
    removing.delete_unused(old)
    note(row, "webinars.description_decided", by, choice=str(row.audio_description), media=media.pk if media else None)
    return row


@transaction.atomic
def set_poster(*, recording: Recording, file: IO[bytes], by: User | None) -> Recording:
    """Use this as the still picture. It is re-encoded, to remove metadata. Raises `Refused`."""
    data = _picture(file)
    name = f"posters/{recording.pk}-{hashlib.sha256(data).hexdigest()[:16]}.webp"
    row = locked(recording)
    old = row.poster.name
    if old == name:
        return row
    private_storage().delete(name)
    row.poster.name = private_storage().save(name, ContentFile(data))
    row.save(update_fields=["poster"])
    if old:
        transaction.on_commit(lambda: _delete_poster(row.poster, old))
    note(row, "webinars.poster_set", by)
    return row


def host_refusal() -> Refusal:
    names = ", ".join(settings.VIDEO_HOSTS)
    return Refusal("host", _("We cannot link to a video there. These hosts are allowed: %(names)s.") % {"names": names})


def _leave_present_video(row: Recording) -> None:
    if row.has_video:
        row.media_version += 1
    removing.delete_unused(row.media)


def _delete_poster(poster: FieldFile, name: str) -> None:
    poster.storage.delete(name)
    delete_stills(poster, name)


def _picture(file: IO[bytes]) -> bytes:
    data = file.read(POSTER_BYTES + 1)
    if len(data) > POSTER_BYTES:
        raise Refused(IMAGE_TOO_LARGE)
    try:
        with Image.open(BytesIO(data), formats=POSTER_FORMATS) as image:
            too_large = image.width * image.height > POSTER_PIXELS
            picture = None if too_large else ImageOps.exif_transpose(image).convert("RGB")
    except Image.DecompressionBombError as error:
        raise Refused(IMAGE_TOO_LARGE) from error
    except Exception as error:
        # Pillow raises many kinds of exceptions for damaged files.
        raise Refused(NOT_AN_IMAGE) from error
    if picture is None:
        raise Refused(IMAGE_TOO_LARGE)
    picture.thumbnail((POSTER_WIDTH, POSTER_WIDTH))
    drawn = BytesIO()
    picture.save(drawn, "WEBP", quality=POSTER_QUALITY)
    return drawn.getvalue()
