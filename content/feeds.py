"""Answers that machines fetch again and again: the same until something has changed, and then told apart by a tag."""

from __future__ import annotations

import hashlib

from django.http import HttpResponse
from django.utils.http import quote_etag


def calendar_response(text: str, filename: str) -> HttpResponse:
    """A calendar file, with the tag by which whoever fetched it before knows that it is the same."""
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["ETag"] = quote_etag(hashlib.sha256(text.encode()).hexdigest()[:24])
    return response
