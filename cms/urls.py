"""All addresses of the site. Each app defines its own in its urls.py, with the full path, and is included here."""

from allauth.account import urls as account_urls
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from cms.views import favicon, health, robots, security
from content.views import public_picture
from courses.views.editing import ApprovalView
from home.urls import page_patterns
from home.views.machines import sitemap_index, sitemap_section
from webinars.urls import reading_patterns


def closed(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Replaces allauth's pages about passwords and signing up. A code by e-mail is the only way in."""
    raise Http404


OPEN_ACCOUNT_PAGES = {
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_logout",
    "account_inactive",
}


def _account_patterns() -> list[URLPattern]:
    """The pages of allauth that signing in by code needs. allauth reverses the names of others too, so these exist,
    closed."""
    return [
        pattern if pattern.name in OPEN_ACCOUNT_PAGES else URLPattern(pattern.pattern, closed, name=pattern.name)
        for pattern in account_urls.urlpatterns
        if isinstance(pattern, URLPattern)
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security, name="security"),
    path("sitemap.xml", sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_section, name="sitemap_section"),
    path("favicon.ico", favicon, name="favicon"),
    path(
        # Before Wagtail's own view with this address.
        "admin/pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/",
        require_admin_access(ApprovalView.as_view()),
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("content.urls")),
    path("", include("webinars.urls")),
]

if settings.SERVE_MEDIA:
    # Documents are in the same storage, and are served only by Wagtail's view, which checks permission.
    urlpatterns.append(re_path(r"^media/(?P<path>(?:original_)?images/[^/]+)$", public_picture, name="media"))

# The main language has no prefix; the others have /nn/, /sv/ and /en/. Wagtail's pages come last, as they match any
# path.
urlpatterns += i18n_patterns(
    path("account/", include(_account_patterns())),
    path("", include("people.urls")),
    path("", include("progress.urls")),
    path("", include("attendance.urls")),
    path("", include("gatherings.urls")),
    path("", include("figures.urls")),
    path("", include(reading_patterns)),
    path("", include("home.urls")),
    path("", include(page_patterns)),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
