"""What views ask of a request."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest


def query_without(request: HttpRequest, *names: str) -> str:
    """The query string without some parameters, ready to append another one: "q=x&" or empty."""
    kept = [(name, value) for name, value in request.GET.items() if name not in names and value]
    return urlencode(kept) + "&" if kept else ""


def is_part(request: HttpRequest) -> bool:
    """Whether it is a request of htmx, which replaces a part of the page. Going back needs the whole page."""
    return bool(request.htmx) and not request.htmx.history_restore_request  # type: ignore[attr-defined]
