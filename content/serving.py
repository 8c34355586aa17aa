"""Sends files from private storage. The caller has checked permission.

The setting `FILE_DELIVERY` says who sends the bytes: this process, with HTTP Range, which browsers need to seek in a
video; the web server in front; or the object storage.
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
"""Bytes that are handed to the web server at once, which then sends them at the reader's pace. A longer answer is sent
in pieces and occupies a thread until the reader has received it."""
SHOWN = ("video/", "audio/", "application/pdf", "image/avif", "image/gif", "image/jpeg", "image/png", "image/webp")
"""Types that a browser may display. Any other file is sent as an attachment."""
FEW_MINUTES = 5 * 60


def file_response(
    request: HttpRequest, file: FieldFile, *, save_as: str = "", may_keep: bool = False, lasts: int = FEW_MINUTES
) -> HttpResponseBase:
    """The file for display, or as an attachment under a name. `may_keep` lets the reader's browser cache it.

    `lasts` is the number of seconds for which the signed address of an object storage is valid.
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
    """Answers 200, 206, 304, 412 or 416. A request for several ranges gets the whole file, as HTTP allows."""
    name = str(file.name)
    try:
        size, changed = file.storage.size(name), file.storage.get_modified_time(name)
    except FileNotFoundError:
        raise Http404 from None
    # The name is enough: a stored file never changes, and a new version gets a new name.
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
    """The first and last byte asked for, either of which may be empty; None unless it is exactly one range."""
    match = RANGE.fullmatch(request.headers.get("Range", ""))
    if request.method != "GET" or not match or not any(match.groups()):
        return None
    if request.headers.get("If-Range", headers["ETag"]) not in (headers["ETag"], headers["Last-Modified"]):
        return None
    first, last = match.groups()
    return None if first and last and int(first) > int(last) else (first, last)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """The bytes to send. Without an end in the request that may be less than the rest; the browser then asks for
    more."""
    if not first:
        return max(0, size - int(last)), size - 1
    end = int(last) if last else int(first) + AT_ONCE - 1
    return int(first), min(end, size - 1)


class _Pieces:
    """Iterates over a number of bytes of a file in pieces. Closed together with the response."""

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
    """A header with the name only: the web server in front, such as nginx, sends the file from an internal location."""
    return HttpResponse(headers=headers | {"X-Accel-Redirect": settings.FILE_PREFIX + quote(str(file.name))})


def _by_object_storage(request: HttpRequest, file: FieldFile, headers: dict[str, str], lasts: int) -> HttpResponseBase:
    """A redirect to a signed address that expires."""
    asked = {"ResponseContentType": headers["Content-Type"], "ResponseCacheControl": headers["Cache-Control"]}
    if "Content-Disposition" in headers:
        asked["ResponseContentDisposition"] = headers["Content-Disposition"]
    storage: Any = file.storage
    address = storage.url(str(file.name), parameters=asked, expire=lasts, http_method=request.method)
    return HttpResponseRedirect(address, headers={"Cache-Control": "private, no-store"})


_DELIVERIES = {"direct": _by_ourselves, "x-accel": _by_web_server, "redirect": _by_object_storage}
