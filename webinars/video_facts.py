"""Reads facts about a video file, and tells what will not play in browsers.

The file is read in a separate process, because the library is not Python: if a file makes it crash or hang, no request
is affected, and as files are not trusted.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from webinars.readers import reader

PATIENCE = 120
"""Seconds that reading may take, also on a slow disk."""
LIMITS = {"memory": 1024**3, "seconds": PATIENCE}
CHILD = Path(__file__).with_name("video_child.py")

CONTAINERS = {"MPEG-4", "WebM"}
PICTURE_CODECS = {"AVC", "VP8", "VP9", "AV1"}
SOUND_CODECS = {"AAC", "Opus", "Vorbis", "MPEG Audio"}
EIGHT_BITS = 8
NAMES = {
    "AVC": "H.264",
    "HEVC": "H.265 (HEVC)",
    "MPEG-4": "MP4",
    "MPEG-4 Visual": "MPEG-4 Part 2",
    "MPEG Video": "MPEG-2",
    "MPEG Audio": "MP3",
    "Windows Media": "WMV",
}
"""Common names of codecs and formats."""


@dataclass(frozen=True)
class VideoFacts:
    """What was read from a video file; empty where the file does not tell."""

    container: str = ""
    profile: str = ""
    picture: str = ""
    sound: str = ""
    seconds: float = 0
    width: int = 0
    height: int = 0
    bit_depth: int = 0
    chroma: str = ""
    size: int = 0
    fast_start: bool | None = None
    """Whether the index comes before the data, so that playing can start early. None for containers without such an
    order."""
    cut_off: bool = False

    @classmethod
    def of(cls, stored: dict[str, Any]) -> VideoFacts | None:
        """From the facts stored with a media file; None if nothing was read."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known}) if stored else None

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def container_name(self) -> str:
        if self.profile == "QuickTime":
            return "QuickTime"
        return NAMES.get(self.container, self.container)

    @property
    def picture_name(self) -> str:
        return NAMES.get(self.picture, self.picture)

    @property
    def sound_name(self) -> str:
        return NAMES.get(self.sound, self.sound)

    @property
    def problems(self) -> list[Problem]:
        """Problems with playing it in browsers, most serious first."""
        found = [(self.cut_off, CUT_OFF), (not self.seconds, NO_LENGTH)]
        if self.container not in CONTAINERS:
            found.append((True, CONTAINER))
        elif self.picture not in PICTURE_CODECS:
            found.append((True, HEVC if self.picture == "HEVC" else PICTURE))
        elif self.picture == "AVC" and (self.bit_depth > EIGHT_BITS or self.chroma not in ("", "4:2:0")):
            found.append((True, COLOURS))
        elif self.profile == "QuickTime":
            found.append((True, QUICKTIME))
        found += [
            (bool(self.sound) and self.sound not in SOUND_CODECS, SOUND),
            (not self.sound and not self.cut_off, SILENT),
            (self.fast_start is False, SLOW_START),
        ]
        return [problem for there, problem in found if there]

    @property
    def plays(self) -> bool:
        """Whether all current browsers play it, picture and sound."""
        return not any(problem.stops for problem in self.problems)


@dataclass(frozen=True)
class Problem:
    """A problem with a video. `stops` means that some browsers will not play it, or not all of it."""

    code: str
    stops: bool
    what: str | Promise
    todo: str | Promise


_EXPORT = _("Export it again as MP4 with H.264 and AAC, and drop it here. It takes this one's place.")

CUT_OFF = Problem(
    "cut_off",
    True,
    _("The file ends in the middle: it was not copied or downloaded to its end."),
    _("Download it once more and drop it here. It takes this one's place."),
)
NO_LENGTH = Problem(
    "no_length",
    True,
    _("The file does not say how long it is, so nobody can jump in it, and what is seen of it cannot be measured."),
    _EXPORT,
)
CONTAINER = Problem("container", True, _("This kind of file does not play in all browsers."), _EXPORT)
QUICKTIME = Problem(
    "quicktime",
    True,
    _("A QuickTime file does not play in all browsers."),
    _("Save it as MP4; the picture need not be made anew. Drop it here, and it takes this one's place."),
)
HEVC = Problem("hevc", True, _("The picture is coded as HEVC (H.265), which stays black in many browsers."), _EXPORT)
PICTURE = Problem("picture", True, _("The picture is coded in a way that browsers do not know."), _EXPORT)
COLOURS = Problem(
    "colours", True, _("The picture has more colours (10 bits, or 4:2:2) than browsers can show."), _EXPORT
)
SOUND = Problem("sound", True, _("The sound is coded in a way that some browsers do not know."), _EXPORT)
SILENT = Problem(
    "silent",
    False,
    _("There is no sound."),
    _("If people speak in it, export it again with the sound on."),
)
SLOW_START = Problem(
    "slow_start",
    False,
    _("It starts slowly: a player must fetch the end of the file before the beginning."),
    _("It can be published so. Better is to export it for the web (“fast start”)."),
)


class NotAVideo(Exception):
    """The file is not a video. `reason` is a sentence."""

    def __init__(self, code: str, reason: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


EMPTY = ("empty", _("The file is empty."))
NO_VIDEO = ("no_video", _("This is not a video, or it is broken: no picture was found in it."))
SOUND_ONLY = ("sound_only", _("There is sound in this file and no picture."))


def read(path: str | Path) -> VideoFacts:
    """The facts about a local file. Raises `NotAVideo`."""
    if not Path(path).stat().st_size:
        raise NotAVideo(*EMPTY)
    try:
        with reader(CHILD, json.dumps(LIMITS), str(path)) as process:
            said, _nothing = process.communicate(timeout=PATIENCE)
        tracks = json.loads(b"" if process.returncode else said)
    except (subprocess.SubprocessError, ValueError) as error:
        raise NotAVideo(*NO_VIDEO) from error
    general, picture, sound = tracks.get("General", {}), tracks.get("Video"), tracks.get("Audio", {})
    if picture is None or not picture.get("width"):
        raise NotAVideo(*(SOUND_ONLY if sound else NO_VIDEO))
    container = general.get("format", "")
    streamable = general.get("isstreamable")
    return VideoFacts(
        container=container,
        profile=general.get("format_profile", ""),
        picture=picture.get("format", ""),
        sound=sound.get("format", ""),
        seconds=round(_number(general.get("duration")) / 1000, 3),
        width=int(_number(picture.get("width"))),
        height=int(_number(picture.get("height"))),
        bit_depth=int(_number(picture.get("bit_depth"))),
        chroma=picture.get("chroma_subsampling", ""),
        size=Path(path).stat().st_size,
        fast_start=streamable == "Yes" if streamable and container == "MPEG-4" else None,
        cut_off=general.get("istruncated") == "Yes",
    )


def _number(value: Any) -> float:
    try:
        return float(value or 0)
    except ValueError:
        return 0
