"""Addresses for programs: a load balancer, search engines, browsers."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from content import looks

# Pages that are personal, or show nothing to visitors.
NOT_FOR_SEARCH_ENGINES = ("account", "my-page", "manage", "staff")


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """For load balancers: this process accepts requests."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read everything that is not personal, in every language."""
    prefixes = ["" if code == settings.LANGUAGE_CODE else f"/{code}" for code, _name in settings.LANGUAGES]
    closed = ["/admin/", *(f"{prefix}/{folder}/" for prefix in prefixes for folder in NOT_FOR_SEARCH_ENGINES)]
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=3600)
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole in the site (RFC 9116)."""
    if not settings.SECURITY_CONTACTS:
        raise Http404
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACTS]
    lines.append(f"Expires: {settings.SECURITY_EXPIRES.isoformat()}T00:00:00Z")
    lines.append(f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}")
    lines.append(f"Canonical: {request.build_absolute_uri(request.path)}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=3600)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead a browser that asks for the mark where it has always been to where it is."""
    return HttpResponseRedirect(looks.of_request(request).icon_url)
