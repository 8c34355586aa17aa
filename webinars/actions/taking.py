"""Finds out what an uploaded file is, by its content and name, and where it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.dates import timecode
from content.uploads import WholeFile
from courses.refusals import Refusal, Refused
from webinars.actions import captions, chapters, handouts, videos
from webinars.captions.chapters import read_chapters
from webinars.models import Recording
from webinars.video_facts import NotAVideo, VideoFacts, read

if TYPE_CHECKING:
    from people.models import User

HEAD = 4096
VIDEO_SUFFIXES = {
    ".3gp", ".asf", ".avi", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".ogv", ".ts",
    ".webm", ".wmv",
}  # fmt: skip
CAPTION_SUFFIXES = {".srt", ".vtt"}
# The first bytes of videos: Matroska and WebM, Windows Media.
VIDEO_BEGINNINGS = (b"\x1aE\xdf\xa3", b"0&\xb2u\x8ef\xcf\x11")
CAPTION_BEGINNINGS = (b"WEBVTT", b"\xef\xbb\xbfWEBVTT")


@dataclass(frozen=True)
class Taken:
    """Where a file was stored, and the message about it."""

    section: str
    message: str


@dataclass(frozen=True)
class Question:
    """What has to be answered before a file is stored, and the name of the answer."""

    message: str
    answer: str


def take_file(
    *, recording: Recording, file: WholeFile, stem: str, by: User | None, described: bool = False, replace: bool = False
) -> Taken | Question:
    """Store a file where it belongs. Idempotent for the same bytes. Raises `Refused`.

    `described` marks it as the audio-described version of the video. An existing video, and captions that were
    corrected by hand, are replaced only if `replace` is set.
    """
    kind = "video" if described else kind_of(file)
    name = file.name or ""
    if kind == "video":
        return _take_video(recording, file, stem, by, described=described, replace=replace)
    file.seek(0)
    if kind == "captions":
        return _take_captions(recording, file, by, replace=replace)
    handout = handouts.add_handout(webinar=recording.webinar, file=file, name=name, by=by)
    return Taken("presentations", _("“%(title)s” is in place.") % {"title": handout.title})


def announced_refusal(name: str, size: int) -> Refusal | None:
    """Why a file of this name and size would not be accepted. Checked before it is sent."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in CAPTION_SUFFIXES:
        return captions.size_refusal(size)
    if suffix in VIDEO_SUFFIXES or not suffix:
        return None
    return handouts.size_refusal(size)


def _take_captions(recording: Recording, file: WholeFile, by: User | None, *, replace: bool) -> Taken | Question:
    """Captions. A list of chapters becomes the chapters, if there are none."""
    try:
        track = captions.take_caption_file(recording=recording, file=file, name=file.name or "", replace=replace, by=by)
    except Refused as refused:
        if refused.refusal.code == "corrected":
            return Question(str(refused.refusal), _("Replace the captions"))
        if refused.refusal.code != "chapters" or recording.chapters.exists():
            raise
    else:
        return Taken("captions", _("Captions are in place: %(language)s.") % {"language": track.get_language_display()})
    file.seek(0)
    rows = read_chapters(file.read(), int((recording.seconds or 0) * 1000) or None).chapters
    there = chapters.set_chapters(recording=recording, chapters=rows, by=by)
    text = ngettext("%(count)s chapter is in place.", "%(count)s chapters are in place.", len(there))
    return Taken("chapters", text % {"count": len(there)})


def kind_of(file: WholeFile) -> str:
    """`video`, `captions` or `handout`."""
    file.seek(0)
    head = file.read(HEAD)
    suffix = PurePosixPath(file.name or "").suffix.lower()
    if suffix in CAPTION_SUFFIXES or head.startswith(CAPTION_BEGINNINGS):
        return "captions"
    if suffix in VIDEO_SUFFIXES or head.startswith(VIDEO_BEGINNINGS) or _is_film(head):
        return "video"
    return "handout"


def _is_film(head: bytes) -> bool:
    return head[4:8] == b"ftyp" or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")


def _take_video(
    recording: Recording, file: WholeFile, stem: str, by: User | None, *, described: bool, replace: bool
) -> Taken | Question:
    section = "access" if described else "video"
    current = recording.described_media if described else recording.media
    if current is not None and current.checksum == file.checksum:
        return Taken(section, _("This video is in place already."))
    try:
        facts = read(file.path)
    except NotAVideo as error:
        raise Refused(Refusal(error.code, error.reason)) from error
    if not described and recording.has_video and not replace:
        return Question(
            _(
                "There is a video already. If this one takes its place, those who are in the middle of it start over. "
                "Whoever has completed the webinar has still completed it."
            ),
            _("Replace the video"),
        )
    videos.take_video(recording=recording, file=file, facts=facts, stem=stem, by=by, described=described)
    return Taken(section, _in_place(facts, described))


def _in_place(facts: VideoFacts, described: bool) -> str:
    length = timecode(facts.seconds)
    if described:
        return _("The described version is in place: %(length)s.") % {"length": length}
    if not facts.plays:
        return _("The video is in place: %(length)s. Not everybody can play it; see below.") % {"length": length}
    return _("The video is in place: %(length)s.") % {"length": length}
