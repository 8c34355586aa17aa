from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtailmedia.permissions import permission_policy

from content.colours import Choice, Palette, measured, refusal
from content.colours.passing import figure
from content.colours.space import normal
from content.colours.tokens import colours, tokens
from content.models import MediaFile
from content.serving import file_response

AN_HOUR = 60 * 60
A_YEAR = 365 * 24 * AN_HOUR
MARK = settings.BASE_DIR / "static" / "img" / "mark.svg"


@require_safe
@login_required
def media_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A media file, for those who may edit it in the admin. Others get 404."""
    media = get_object_or_404(MediaFile, pk=pk)
    actions = ["add", "change", "delete", "choose"]
    if not permission_policy.user_has_any_permission_for_instance(request.user, actions, media):
        raise Http404
    return file_response(request, media.file)


@require_safe
def public_picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture on a public page."""
    if not settings.STORAGE_BUCKET:
        return serve(request, path, document_root=str(settings.MEDIA_ROOT))
    address = storages["default"].signed_url(path, expire=2 * AN_HOUR)  # type: ignore[attr-defined]
    return HttpResponseRedirect(address, headers={"Cache-Control": f"public, max-age={AN_HOUR}"})


@require_safe
def site_colours(request: HttpRequest, version: str, colour: str, dark: str) -> HttpResponse:
    """The style sheet of a site with colours of its own. They are in the address, so no query is needed."""
    palette = Palette.of(_choice(colour, "" if dark == "auto" else dark))
    return _kept_by(version, HttpResponse(palette.style_sheet(), content_type="text/css"))


@require_safe
def site_mark(request: HttpRequest, version: str, colour: str) -> HttpResponse:
    """The site's logo mark in those colours, for the browser's tab."""
    turned = Palette.of(_choice(colour)).light
    drawn = _mark()
    for name, value in colours("light").items():
        if name.startswith("art-"):
            drawn = drawn.replace(value, turned.get(name, value))
    return _kept_by(version, HttpResponse(drawn, content_type="image/svg+xml"))


@cache
def _mark() -> str:
    return MARK.read_text()


def _choice(colour: str, dark: str = "") -> Choice:
    """The colours in the address. 404 unless they could have been chosen."""
    given = [(normal(text), scheme) for text, scheme in ((colour, "light"), (dark, "dark")) if text]
    if any(one is None or refusal(one, scheme) for one, scheme in given):
        raise Http404
    return Choice(*(one or "" for one, _scheme in given))


def _kept_by(version: str, response: HttpResponse) -> HttpResponse:
    """Cached forever if the address has the current version; another version, of an older page, gets the current file
    uncached."""
    if version == tokens().digest:
        patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    else:
        patch_cache_control(response, public=True, max_age=60)
    return response


def for_administrators(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A view for those who may change site settings. Others get 404."""

    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("content.change_sitesettings"):
            raise Http404
        return view(request)

    return asked


@require_safe
@for_administrators
@xframe_options_sameorigin
def look_preview(request: HttpRequest) -> HttpResponse:
    """A preview of the site in the colours that are being typed, light and dark, with the measured contrasts."""
    said = [_said(request.GET.get(name, ""), scheme) for name, scheme in (("colour", "light"), ("dark", "dark"))]
    passing = [one["colour"] if not one["refusal"] else "" for one in said]
    chosen = passing if passing[0] else ["", ""]
    context = {
        "said": [one for one in said if one["typed"]],
        "schemes": ["light", "dark"],
        "colour": chosen[0],
        "dark": chosen[1],
    }
    return render(request, "content/admin/look_preview.html", context)


@require_safe
@for_administrators
def look_samples(request: HttpRequest) -> HttpResponse:
    """The style sheet of the preview."""
    colour, dark = request.GET.get("colour", ""), request.GET.get("dark", "")
    palette = Palette.of(_choice(colour, dark)) if colour else Palette({}, {})
    return HttpResponse(palette.samples(), content_type="text/css")


def _said(typed: str, scheme: str) -> dict[str, Any]:
    colour = normal(typed) if typed else ""
    found = measured(colour, scheme) if colour else None
    return {
        "typed": typed,
        "colour": colour or "",
        "refusal": refusal(colour, scheme) if colour else typed,
        "is_dark": scheme == "dark",
        "text": figure(found.text) if found else "",
        "ground": figure(found.ground) if found else "",
    }
