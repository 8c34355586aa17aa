"""Caches public pages as rendered, and returns them to visitors without a session.

A view declares with `same_for_everybody` that its responses depend on the URL and the database alone.
`PageCacheMiddleware` caches these responses in process memory for as long as they are valid (`content.validity`).
Each request reads the generation from the database with one short query, so processes need no invalidation messages.

Django's own cache middleware expires by time alone, and stores one response per `Cookie` header.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.utils.functional import cached_property

from content import validity
from content.validity import Snapshot

LONGEST_ADDRESS = 300
MOST_VALUES = 6
"""Maximum number of values in the query string."""
LARGEST = 1024**2
"""Maximum size of a response in bytes, after compression if the browser accepts it."""
VARIES = {"accept-encoding", "accept-language", "cookie", "hx-request"}
"""Headers a cached response may vary by. Encoding and htmx are part of the key, the language is part of the URL, and
requests with a relevant cookie are not answered from the cache.
"""

View = Callable[..., HttpResponse]
_GZIP = re.compile(r"\bgzip\b")


class UnchangedPeriod:
    """A period without scheduled changes of public pages."""

    def __init__(self, since: dt.datetime) -> None:
        self.since = since

    @cached_property
    def until(self) -> dt.datetime:
        """One query, on first use: when a response is first served from the cache, not while it is rendered."""
        return validity.next_scheduled_change(self.since)


_period: validity.Memo[UnchangedPeriod] = validity.Memo()


@dataclass(frozen=True)
class Kept:
    """A cached response, what is needed to check its validity, and the name of its route for the log."""

    response: HttpResponse
    generation: int
    at: dt.datetime
    route: str

    def is_valid(self, snapshot: Snapshot) -> bool:
        if snapshot.generation.whole != self.generation:
            return False
        period = _period.get(snapshot.generation)
        return period is not None and period.since <= self.at and snapshot.at < period.until


class PageCacheMiddleware:
    """Must be outside the middleware that compresses responses and sets headers, so that none of that is repeated."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        snapshot = Snapshot()
        with validity.answering_from(snapshot):
            key = _key(request)
            return self.get_response(request) if key is None else self._answer(request, key, snapshot)

    def _answer(self, request: HttpRequest, key: str, snapshot: Snapshot) -> HttpResponse:
        cache = caches["filtered answers" if request.META.get("QUERY_STRING") else "answers"]
        kept: Kept | None = cache.get(key)
        if kept is not None and kept.is_valid(snapshot):
            request.kept_route = kept.route  # type: ignore[attr-defined]
            return _or_not_modified(request, kept.response)
        request.snapshot = snapshot  # type: ignore[attr-defined]
        response = self.get_response(request)
        if not snapshot.will_be_kept:
            return response
        if request.method == "GET" and _may_be_sent_to_others(response):
            route = request.resolver_match.view_name if request.resolver_match else ""
            cache.set(key, Kept(response, snapshot.generation.whole, snapshot.at, route))
            period = _period.get(snapshot.generation)
            if period is None or period.until <= snapshot.at:
                _period.put(snapshot.generation, UnchangedPeriod(snapshot.at))
        return _or_not_modified(request, response)


def same_for_everybody(*parameters: str, typed: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Declare that without a session the responses of a view depend on the URL and the database alone.

    Only URLs with no other query parameters than these are cached, so that invented URLs cannot fill the memory.
    Parameters in `typed` must be empty: responses to typed search text are not cached.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                response = view(request, *args, **kwargs)
                if not response.has_header("Cache-Control"):
                    patch_cache_control(response, private=True, no_cache=True)
                return response
            snapshot: Snapshot | None = getattr(request, "snapshot", None)
            if snapshot is None or not _has_only(request, parameters, typed):
                return view(request, *args, **kwargs)
            snapshot.keep()
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            snapshot.will_be_kept = response.status_code == 200 and not response.streaming
            if snapshot.will_be_kept:
                _let_browsers_ask_again(response)
            return response

        return answered

    return decorated


def _has_only(request: HttpRequest, parameters: tuple[str, ...], typed: tuple[str, ...]) -> bool:
    lists = dict(request.GET.lists())
    are_known = all(name in parameters or (name in typed and not any(values)) for name, values in lists.items())
    return are_known and sum(map(len, lists.values())) <= MOST_VALUES


def _let_browsers_ask_again(response: HttpResponse) -> None:
    """Let browsers cache the response too, but revalidate it on every request."""
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "no-cache"
    if not response.has_header("ETag"):
        set_response_etag(response)


def _key(request: HttpRequest) -> str | None:
    """The cache key, or None if the response may be personal.

    Also None within a transaction: what is read there may be rolled back.
    """
    meta = request.META
    personal = {settings.SESSION_COOKIE_NAME, "messages"}
    by_htmx = [meta.get(f"HTTP_HX_{name}", "") for name in ("REQUEST", "BOOSTED", "HISTORY_RESTORE_REQUEST")]
    if (
        not personal.isdisjoint(request.COOKIES)
        or "HTTP_AUTHORIZATION" in meta
        # htmx sends no other values. Each invented value would be one more cache entry.
        or not {"", "true"}.issuperset(by_htmx)
        or connection.in_atomic_block
    ):
        return None
    address = request.get_full_path()
    if len(address) > LONGEST_ADDRESS:
        return None
    try:
        host = request.get_host()
    except DisallowedHost:
        return None
    accepts_gzip = bool(_GZIP.search(meta.get("HTTP_ACCEPT_ENCODING", "")))
    parts = (request.scheme, host, address, str(accepts_gzip), *by_htmx)
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=20).hexdigest()


def _may_be_sent_to_others(response: HttpResponse) -> bool:
    """A response that sets a cookie may contain a form with the visitor's CSRF token."""
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and varies <= VARIES
        and len(response.content) <= LARGEST
    )


def _or_not_modified(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response, or 304 if the browser's copy is current."""
    etag = response.get("ETag")
    return get_conditional_response(request, etag=etag, response=response) or response if etag else response
