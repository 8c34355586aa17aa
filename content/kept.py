"""Answers that are the same for everybody are kept, and given again as long as nothing has changed.

A view says that its answers are (`same_for_everybody`), and `KeptAnswersMiddleware` keeps them in the memory of its
process: only for visitors without a session, and only until something that public pages show is changed
(`content.changes`), or would look different by the clock. What holds is asked of the database with every request, in
one short query; so several processes agree, and none is told anything.
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
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag

from content import changes

LONGEST_ADDRESS = 300
MOST_VALUES = 6
LARGEST = 1024**2
"""Bytes of one answer, compressed where the browser takes that."""
VARIES = {"accept-encoding", "accept-language", "cookie", "hx-request"}
"""What an answer may depend on beside its address: each is part of the key, or said by the address, or not there."""

View = Callable[..., HttpResponse]
_GZIP = re.compile(r"\bgzip\b")


@dataclass(frozen=True)
class Kept:
    """An answer as it went out, and how long it holds."""

    generation: int
    until: dt.datetime
    headers: list[tuple[str, str]]
    body: bytes
    route: str

    def answer(self) -> HttpResponse:
        response = HttpResponse(self.body)
        response.headers._store = {name.lower(): (name, value) for name, value in self.headers}
        return response


@dataclass(frozen=True)
class Made:
    """What an answer was made from: asked before anything of it was read."""

    generation: changes.Generation
    at: dt.datetime


class KeptAnswersMiddleware:
    """Stands outside of what compresses answers and puts headers on them, so that none of it is done again."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _key(request)
        if key is None:
            return self.get_response(request)
        place = caches["filtered answers" if request.META.get("QUERY_STRING") else "answers"]
        kept: Kept | None = place.get(key)
        if kept is not None and timezone.now() < kept.until and kept.generation == changes.generation().whole:
            request.kept_route = kept.route  # type: ignore[attr-defined]
            return _unless_known(request, kept.answer())
        request.may_be_kept = True  # type: ignore[attr-defined]
        response = self.get_response(request)
        made: Made | None = getattr(response, "made", None)
        if made is None:
            return response
        if request.method == "GET" and _is_for_everybody(response):
            place.set(key, _kept(request, response, made))
        return _unless_known(request, response)


def same_for_everybody(*parameters: str, typed: tuple[str, ...] = ()) -> Callable[[View], View]:
    """Says that what a view answers without a session depends on the address alone, and on the database.

    An address with other parameters than these is answered and not kept, so that nobody can fill the memory with
    addresses of their own. Nor is one with `typed` words: what somebody searches for is kept nowhere.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if settings.SESSION_COOKIE_NAME in request.COOKIES:
                response = view(request, *args, **kwargs)
                if not response.has_header("Cache-Control"):
                    patch_cache_control(response, private=True, no_cache=True)
                return response
            if not getattr(request, "may_be_kept", False) or not _is_known(request):
                return view(request, *args, **kwargs)
            made = Made(changes.generation(), timezone.now())
            with changes.made_from(made.generation):
                response = view(request, *args, **kwargs)
                if isinstance(response, SimpleTemplateResponse):
                    response.render()
            if response.status_code == 200 and not response.streaming:
                _let_ask_again(response)
                response.made = made  # type: ignore[attr-defined]
            return response

        def _is_known(request: HttpRequest) -> bool:
            asked = request.GET
            return (
                all(name in parameters or (name in typed and not any(asked.getlist(name))) for name in asked)
                and sum(len(asked.getlist(name)) for name in asked) <= MOST_VALUES
            )

        return answered

    return decorated


def _let_ask_again(response: HttpResponse) -> None:
    """A browser keeps the answer too, and asks each time whether it still holds."""
    if not response.has_header("Cache-Control"):
        response["Cache-Control"] = "no-cache"
    if not response.has_header("ETag"):
        response["ETag"] = quote_etag(hashlib.blake2b(response.content, digest_size=12).hexdigest())


def _key(request: HttpRequest) -> str | None:
    """Names the answer; None where it is for this visitor alone.

    Within a transaction nothing is kept: what is read there may never have been.
    """
    meta = request.META
    personal = {settings.SESSION_COOKIE_NAME, "messages"}
    by_htmx = [meta.get(f"HTTP_HX_{name}", "") for name in ("REQUEST", "BOOSTED", "HISTORY_RESTORE_REQUEST")]
    if (
        request.method not in ("GET", "HEAD")
        or not personal.isdisjoint(request.COOKIES)
        or "HTTP_AUTHORIZATION" in meta
        # What htmx never says; each invented word would be one more answer in the memory.
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
    said = (
        request.scheme,
        host,
        address,
        str(bool(_GZIP.search(meta.get("HTTP_ACCEPT_ENCODING", "")))),
        *by_htmx,
    )
    return hashlib.blake2b("\n".join(said).encode(), digest_size=20).hexdigest()


def _is_for_everybody(response: HttpResponse) -> bool:
    """One that gives somebody a cookie has a form with a secret of theirs in it."""
    varies = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and varies <= VARIES
        and len(response.content) <= LARGEST
    )


def _kept(request: HttpRequest, response: HttpResponse, made: Made) -> Kept:
    return Kept(
        made.generation.whole,
        _holds_until(made),
        list(response.items()),
        response.content,
        request.resolver_match.view_name if request.resolver_match else "",
    )


_moments: changes.Held[tuple[dt.datetime, dt.datetime]] = changes.Held()


def _holds_until(made: Made) -> dt.datetime:
    """Sessions and recordings are looked through once for all answers, until what they say changes or comes."""
    since, until = _moments.get(made.generation) or (made.at, made.at)
    if not since <= made.at < until:
        since, until = _moments.put(made.generation, (made.at, changes.next_moment(made.at)))
    return until


def _unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """«Not changed», where the browser has the answer already."""
    etag = response.get("ETag")
    return get_conditional_response(request, etag=etag, response=response) or response if etag else response
