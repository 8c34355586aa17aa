"""Middleware of ours: the request log, compression, the content security policy and redirects."""

import time
import uuid
from collections.abc import Callable

import structlog
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_from_path
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

log = structlog.get_logger(__name__)
TEXT = ("text/", "application/json", "application/xml", "application/atom+xml")
LANGUAGES = [code for code, _name in settings.LANGUAGES]


class RequestLogMiddleware:
    """Give each request an id that every line of its log carries, and log what came of it.

    The name of the route is logged, never the address: an address can hold a person's private link or a search.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            response = self.get_response(request)
            route = request.resolver_match.view_name if request.resolver_match else getattr(request, "kept_route", "")
            log.info(
                "request",
                method=request.method,
                route=route,
                status=response.status_code,
                milliseconds=round((time.perf_counter() - started) * 1000),
            )
        finally:
            structlog.contextvars.clear_contextvars()
        response["X-Request-ID"] = request_id
        return response


class CompressTextMiddleware(GZipMiddleware):
    """Compresses text only. A part of a file stays the bytes that were asked for, and videos are compressed already."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.get("Content-Type", "").startswith(TEXT)
        if not is_text or response.has_header("Content-Range"):
            return response
        return super().process_response(request, response)


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy everywhere, except that the admin gets the one that Wagtail's editor needs.

    A preview in the editor is the public page with the strict policy, and only our own admin may frame it.
    """

    @cached_property
    def admin_path(self) -> str:
        return reverse("wagtailadmin_home")

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None and request.path_info.startswith(self.admin_path):
            parts.config = settings.ADMIN_CONTENT_SECURITY_POLICY
        if not report_only and getattr(request, "is_dummy", False):
            # Wagtail's preview is a dummy request to the address of the page.
            parts.replace = {**(parts.replace or {}), "frame-ancestors": ["'self'"]}
        return parts


class AnyLanguageRedirectMiddleware(RedirectMiddleware):
    """Redirects that Wagtail stored for a moved page in one language work in all languages."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response = super().process_response(request, response)
        if response.status_code != 404 or "\0" in request.path_info:
            return response
        path, language = request.path_info, get_language_from_path(request.path_info)
        if language:
            path = path.removeprefix(f"/{language}")
        former = [Redirect.normalise_path(f"{prefix}{path}") for prefix in ("", *(f"/{code}" for code in LANGUAGES))]
        rows = Redirect.get_for_site(Site.find_for_request(request)).select_related("redirect_page")
        found = rows.filter(old_path__in=former).first()
        if found is None or not found.link:
            return response
        return HttpResponsePermanentRedirect(found.link) if found.is_permanent else HttpResponseRedirect(found.link)
