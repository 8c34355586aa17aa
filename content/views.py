from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtailmedia.permissions import permission_policy

from content.models import MediaFile
from content.serving import file_response


@require_safe
@login_required
def media_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A media file for those who may work with it in the admin; to all others it does not exist."""
    media = get_object_or_404(MediaFile, pk=pk)
    actions = ["add", "change", "delete", "choose"]
    if not permission_policy.user_has_any_permission_for_instance(request.user, actions, media):
        raise Http404
    return file_response(request, media.file)
