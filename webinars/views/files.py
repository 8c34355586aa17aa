from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from content.serving import ranged_response
from webinars.models import Recording
from webinars.permissions import user_can_watch


@require_safe
def video(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The video of a recording, in the pieces that a browser asks for. Without access it does not exist."""
    recording = get_object_or_404(Recording.objects.select_related("webinar", "media"), pk=pk, media__isnull=False)
    if not user_can_watch(request.user, recording):
        raise Http404
    file = recording.media.file
    return ranged_response(request, file, etag=recording.media.checksum or f"{recording.media_id}-{file.size}")
