"""Files from private storage, with HTTP Range: without it a browser cannot seek in a video."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator

from django.core.files.base import File
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import http_date

RANGE = re.compile(r"bytes=(\d*)-(\d*)$")
PIECE = 64 * 1024


def ranged_response(request: HttpRequest, file: File, *, etag: str) -> HttpResponseBase:
    """The file, or the one range of bytes asked for: 200, 206, or 416 where there are no such bytes.

    Permission is the caller's business. Several ranges at once are answered with the whole, as HTTP allows.
    """
    size = file.size
    content_type = mimetypes.guess_type(file.name or "")[0] or "application/octet-stream"
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{etag}"', "Cache-Control": "private, max-age=3600"}
    wanted = request.headers.get("Range", "")
    if_range = request.headers.get("If-Range")
    if if_range and if_range != headers["ETag"]:
        wanted = ""
    match = RANGE.match(wanted)
    if not match or not any(match.groups()):
        return FileResponse(file.open("rb"), content_type=content_type, headers=headers)
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end or start >= size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", **headers})
    response = StreamingHttpResponse(_pieces(file, start, end), status=206, content_type=content_type, headers=headers)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end - start + 1)
    response["Date"] = http_date()
    return response


def _pieces(file: File, start: int, end: int) -> Iterator[bytes]:
    with file.open("rb") as opened:
        opened.seek(start)
        left = end - start + 1
        while left and (piece := opened.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
