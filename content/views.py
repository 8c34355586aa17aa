from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtailmedia.permissions import permission_policy

from content.models import MediaFile
from content.serving import file_response

AN_HOUR = 60 * 60


@require_safe
@login_required
def media_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A media file for those who may work with it in the admin; to all others it does not exist."""
    media = get_object_or_404(MediaFile, pk=pk)
    actions = ["add", "change", "delete", "choose"]
    if not permission_policy.user_has_any_permission_for_instance(request.user, actions, media):
        raise Http404
    return file_response(request, media.file)


@require_safe
def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture that editors have put on a page."""
    if not settings.STORAGE_BUCKET:
        return serve(request, path, document_root=str(settings.MEDIA_ROOT))
    address = storages["default"].signed_url(path, expire=2 * AN_HOUR)  # type: ignore[attr-defined]
    return HttpResponseRedirect(address, headers={"Cache-Control": f"public, max-age={AN_HOUR}"})
