"""Files from private storage, once somebody has been let in: permission is the caller's business.

`FILE_DELIVERY` says who sends the bytes: Løft itself, with HTTP Range, without which a browser cannot seek in a video;
or the web server in front; or the object storage they lie in.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.files.base import File
from django.db.models.fields.files import FieldFile
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag

RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,99})\s*-\s*(\d{0,99})\s*", re.IGNORECASE)
PIECE = 64 * 1024
AT_ONCE = 8 * 1024 * 1024
"""So much is handed to the web server in one go, which then sends it at the reader's pace. More is read piece by piece,
and that holds one of a few threads until the reader has taken it."""
SHOWN = ("video/", "audio/", "application/pdf", "image/avif", "image/gif", "image/jpeg", "image/png", "image/webp")
"""What a browser may show by itself. All else is saved, whatever the page asks for."""
FEW_MINUTES = 5 * 60


def file_response(
    request: HttpRequest, file: FieldFile, *, save_as: str = "", may_keep: bool = False, lasts: int = FEW_MINUTES
) -> HttpResponseBase:
    """The file to be shown, or to be saved under a name. `may_keep` says that the reader's browser may keep a copy.

    `lasts` is for how many seconds an address of the object storage stays good, where there is one.
    """
    content_type = mimetypes.guess_type(str(file.name))[0] or "application/octet-stream"
    headers = {
        "Content-Type": content_type,
        "Cache-Control": "private, max-age=3600" if may_keep else "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    if save_as or not content_type.startswith(SHOWN):
        name = save_as or PurePath(str(file.name)).name
        headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _DELIVERIES[settings.FILE_DELIVERY](request, file, headers, lasts)


def _by_ourselves(request: HttpRequest, file: FieldFile, headers: dict[str, str], lasts: int) -> HttpResponseBase:
    """200, 206, 304, 412 or 416. Several ranges at once are answered with the whole, as HTTP allows."""
    name = str(file.name)
    try:
        size, changed = file.storage.size(name), file.storage.get_modified_time(name)
    except FileNotFoundError:
        raise Http404 from None
    # A stored file never changes: another one gets another name.
    etag = quote_etag(hashlib.sha256(f"{name}:{size}".encode()).hexdigest()[:24])
    modified = int(changed.timestamp())
    headers |= {"Accept-Ranges": "bytes", "ETag": etag, "Last-Modified": http_date(modified)}
    whole = HttpResponse(headers=headers)
    answer = get_conditional_response(request, etag=etag, last_modified=modified, response=whole)
    if answer is not None and answer is not whole:
        return answer
    start, end, status = 0, size - 1, 200
    if found := _range(request, headers):
        start, end = _bounds(*found, size)
        if start > end:
            return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
        headers["Content-Range"], status = f"bytes {start}-{end}/{size}", 206
    length = end - start + 1
    headers["Content-Length"] = str(length)
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    opened = file.storage.open(name, "rb")
    opened.seek(start)
    if length <= AT_ONCE:
        with opened:
            return HttpResponse(opened.read(length), status=status, headers=headers)
    return StreamingHttpResponse(_Pieces(opened, length), status=status, headers=headers)


def _range(request: HttpRequest, headers: dict[str, str]) -> tuple[str, str] | None:
    """The first and last byte asked for, either of which may be left open; None for all that is not one range."""
    match = RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or not match or not any(match.groups()):
        return None
    if request.headers.get("If-Range", headers["ETag"]) not in (headers["ETag"], headers["Last-Modified"]):
        return None
    first, last = match.groups()
    return None if first and last and int(first) > int(last) else (first, last)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """The bytes to send. Where no end was asked for it may be less than the rest: the browser asks on by itself."""
    if not first:
        return max(0, size - int(last)), size - 1
    end = int(last) if last else int(first) + AT_ONCE - 1
    return int(first), min(end, size - 1)


class _Pieces:
    """The next so many bytes of a file, read piece by piece; it is closed when the response is."""

    def __init__(self, opened: File, length: int) -> None:
        self.opened, self.left = opened, length

    def __iter__(self) -> Iterator[bytes]:
        with self.opened:
            while self.left and (piece := self.opened.read(min(PIECE, self.left))):
                self.left -= len(piece)
                yield piece

    def close(self) -> None:
        self.opened.close()


def _by_web_server(request: HttpRequest, file: FieldFile, headers: dict[str, str], lasts: int) -> HttpResponseBase:
    """Nothing but the name: the web server in front, nginx for one, sends the bytes of a place that only it reaches."""
    return HttpResponse(headers=headers | {"X-Accel-Redirect": settings.FILE_PREFIX + quote(str(file.name))})


def _by_object_storage(request: HttpRequest, file: FieldFile, headers: dict[str, str], lasts: int) -> HttpResponseBase:
    """Sends on to an address that is signed, and good for a while only."""
    asked = {"ResponseContentType": headers["Content-Type"], "ResponseCacheControl": headers["Cache-Control"]}
    if "Content-Disposition" in headers:
        asked["ResponseContentDisposition"] = headers["Content-Disposition"]
    storage: Any = file.storage
    address = storage.url(str(file.name), parameters=asked, expire=lasts, http_method=request.method)
    return HttpResponseRedirect(address, headers={"Cache-Control": "private, no-store"})


_DELIVERIES = {"direct": _by_ourselves, "x-accel": _by_web_server, "redirect": _by_object_storage}
