"""Responses to programs that fetch the same address again and again, such as calendar apps."""

from __future__ import annotations

import hashlib

from django.http import HttpResponse
from django.utils.http import quote_etag


def calendar_response(text: str, filename: str) -> HttpResponse:
    """A calendar file with an ETag, so that an unchanged one need not be fetched again."""
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["ETag"] = quote_etag(hashlib.sha256(text.encode()).hexdigest()[:24])
    return response
