"""Videos at other hosts: which are allowed, what the reader is told, and how they are embedded.

Nothing is loaded from another host before the reader presses a button that names it. Two hosts can be embedded, in the
variant that stores least about people; others are linked to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.conf import settings

YOUTUBE = {"youtube.com", "m.youtube.com", "youtu.be", "youtube-nocookie.com"}
VIMEO = {"vimeo.com", "player.vimeo.com"}
YOUTUBE_ID = re.compile(r"[\w-]{6,20}")
VIMEO_PATH = re.compile(r"/(?:video/)?(\d{4,12})(?:/([0-9a-f]{6,20}))?/?")
VIMEO_KEY = re.compile(r"[0-9a-f]{6,20}")


@dataclass(frozen=True)
class Elsewhere:
    """A video at another host. Without `embed` it can only be linked to."""

    host: str
    """The usual name, such as «YouTube», or the host name."""
    url: str
    embed: str = ""

    @property
    def origin(self) -> str:
        """The origin that the content security policy allows to be framed."""
        parts = urlsplit(self.embed)
        return f"{parts.scheme}://{parts.netloc}" if self.embed else ""


def is_allowed(url: str) -> bool:
    """Whether the address is http(s) at a host in `VIDEO_HOSTS`, or at a subdomain."""
    parts = _parts(url)
    return parts is not None and any(_is_at(parts, host) for host in settings.VIDEO_HOSTS)


def elsewhere(url: str, start: int = 0) -> Elsewhere | None:
    """The video at this address, from a second on. None if the host is not allowed (any more)."""
    parts = _parts(url)
    if parts is None or not is_allowed(url):
        return None
    name = _name(parts)
    if name in YOUTUBE:
        return _at_youtube(parts, url, start)
    if name in VIMEO:
        return _at_vimeo(parts, url, start)
    return Elsewhere(name, url)


def _at_youtube(parts: SplitResult, url: str, start: int) -> Elsewhere:
    last = parts.path.rstrip("/").rpartition("/")[2]
    video = last if last != "watch" else parse_qs(parts.query).get("v", [""])[0]
    if not YOUTUBE_ID.fullmatch(video):
        return Elsewhere("YouTube", url)
    return Elsewhere(
        "YouTube",
        f"https://www.youtube.com/watch?v={video}{f'&t={start}s' if start else ''}",
        f"https://www.youtube-nocookie.com/embed/{video}?rel=0&autoplay=1{f'&start={start}' if start else ''}",
    )


def _at_vimeo(parts: SplitResult, url: str, start: int) -> Elsewhere:
    match = VIMEO_PATH.fullmatch(parts.path)
    if not match:
        return Elsewhere("Vimeo", url)
    video, key = match.groups()
    # An unlisted video has a key in addition to its number.
    key = key or parse_qs(parts.query).get("h", [""])[0]
    key = key if VIMEO_KEY.fullmatch(key) else ""
    place = f"#t={start}s" if start else ""
    return Elsewhere(
        "Vimeo",
        f"https://vimeo.com/{video}{f'/{key}' if key else ''}{place}",
        f"https://player.vimeo.com/video/{video}?dnt=1&autoplay=1{f'&h={key}' if key else ''}{place}",
    )


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname else None


def _name(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")


def _is_at(parts: SplitResult, host: str) -> bool:
    name = _name(parts)
    return name == host or name.endswith(f".{host}")
