"""Keeps public pages as they were sent, and sends them again to visitors without a session.

A view declares with `same_for_everybody` that its answers depend on the address and the database alone.
`KeptAnswersMiddleware` keeps these answers in the memory of its process for as long as they are valid
(`content.validity`). It asks the database for the generation with every request, in one short query, so several
processes agree without telling each other anything.

Django's own cache middleware expires answers by time alone, and keeps one for every different `Cookie` header.
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
"""Values in the query string."""
LARGEST = 1024**2
"""Bytes of one answer, compressed where the browser accepts that."""
VARIES = {"accept-encoding", "accept-language", "cookie", "hx-request"}
"""What an answer may vary by. Encoding and htmx are part of the key; our languages are part of the address; and who
sends a cookie that matters gets no kept answer."""

View = Callable[..., HttpResponse]
_GZIP = re.compile(r"\bgzip\b")


class UnchangedPeriod:
    """A time in which the clock changes nothing that public pages show."""

    def __init__(self, since: dt.datetime) -> None:
        self.since = since

    @cached_property
    def until(self) -> dt.datetime:
        """One query, the first time: not in the request that makes an answer, which has enough to read."""
        return validity.next_scheduled_change(self.since)


_period: validity.Memo[UnchangedPeriod] = validity.Memo()


@dataclass(frozen=True)
class Kept:
    """An answer with what it takes to know whether it is still valid, and the name of its route for the log."""

    response: HttpResponse
    generation: int
    at: dt.datetime
    route: str

    def is_valid(self, snapshot: Snapshot) -> bool:
        if snapshot.generation.whole != self.generation:
            return False
        period = _period.get(snapshot.generation)
        return period is not None and period.since <= self.at and snapshot.at < period.until


class KeptAnswersMiddleware:
    """Stands outside the middleware that compresses answers and sets headers, so that none of that is done again."""

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
    """Declare that without a session the answers of a view depend on the address and the database alone.

    Only addresses with these query parameters are kept, so that nobody can fill the memory with addresses of their own
    making. Of the `typed` ones none may have a value: what somebody searches for is not kept.
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
    """A browser keeps the answer too, and asks each time whether it is still valid."""
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "no-cache"
    if not response.has_header("ETag"):
        set_response_etag(response)


def _key(request: HttpRequest) -> str | None:
    """The name that the answer is kept by, or None where it is for this visitor alone.

    Nothing is kept that is read within a transaction: it may be rolled back.
    """
    meta = request.META
    personal = {settings.SESSION_COOKIE_NAME, "messages"}
    by_htmx = [meta.get(f"HTTP_HX_{name}", "") for name in ("REQUEST", "BOOSTED", "HISTORY_RESTORE_REQUEST")]
    if (
        not personal.isdisjoint(request.COOKIES)
        or "HTTP_AUTHORIZATION" in meta
        # htmx sends nothing else. Each invented value would be one more answer in the memory.
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
    """An answer that sets a cookie may have a form with that visitor's CSRF token in it."""
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and varies <= VARIES
        and len(response.content) <= LARGEST
    )


def _or_not_modified(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The answer, or 304 where the browser has it already."""
    etag = response.get("ETag")
    return get_conditional_response(request, etag=etag, response=response) or response if etag else response
