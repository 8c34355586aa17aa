"""What programs ask of the site as such: a load balancer, search engines, browsers."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

# Pages that are somebody's own, or show nothing without signing in.
NOT_FOR_SEARCH_ENGINES = ("account", "my-page", "manage", "staff")


@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Answer a load balancer that this process takes requests."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read everything but what is somebody's own, in every language."""
    prefixes = ["" if code == settings.LANGUAGE_CODE else f"/{code}" for code, _name in settings.LANGUAGES]
    closed = ["/admin/", *(f"{prefix}/{folder}/" for prefix in prefixes for folder in NOT_FOR_SEARCH_ENGINES)]
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
@cache_control(public=True, max_age=3600)
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead a browser that asks for the mark where it has always been to where it is."""
    return HttpResponseRedirect(static("img/mark.svg"))
