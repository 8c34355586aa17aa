"""The video: its facts, the still picture, or the address of one elsewhere."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.refusals import Refused
from webinars.actions import videos
from webinars.forms.publishing import AddressForm
from webinars.hosts import elsewhere
from webinars.models import Recording, Removed
from webinars.video_facts import VideoFacts
from webinars.views.publishing.desk import Desk, desk_view


def section(desk: Desk, *, url: str = "", error: str = "") -> dict[str, Any]:
    recording = desk.recording
    media = recording.media
    facts = VideoFacts.of(media.facts) if media else None
    return {
        "media": media,
        "removed": desk.removed(Removed.Kind.VIDEO),
        "facts": facts,
        "problems": facts.problems if facts else [],
        # With the id of the file, as browsers do not reload a video from the same address.
        "video_url": f"{reverse('recording_video', args=[recording.pk])}?{media.pk}" if media else "",
        "poster_url": _poster_url(recording),
        "elsewhere": elsewhere(recording.external_url) if recording.external_url else None,
        "hosts": settings.VIDEO_HOSTS,
        "url": url,
        "error": error,
    }


def _poster_url(recording: Recording) -> str:
    """With the name of the picture, so that a new one is loaded."""
    name = recording.poster.name
    return f"{reverse('recording_poster', args=[recording.pk])}?{PurePosixPath(name).stem}" if name else ""


@require_POST
@desk_view
def link(desk: Desk) -> HttpResponse:
    """Use a video elsewhere. An existing file is replaced only if that is confirmed."""
    form = AddressForm(desk.request.POST)
    if form.is_valid() and desk.recording.media_id and desk.request.POST.get("replace") != "yes":
        form.add_error("url", _("There is a video already. Say that this address takes its place."))
    if form.is_valid():
        try:
            videos.link_video(recording=desk.recording, by=desk.by, **form.cleaned_data)
        except Refused as refused:
            form.add_error("url", str(refused.refusal))
    if form.errors:
        return desk.show(status=422, video=section(desk, url=form["url"].value(), error=str(form.errors["url"][0])))
    desk.say("video", _("The video elsewhere is in place."))
    return desk.back("video")


@require_POST
@desk_view
def remove(desk: Desk) -> HttpResponse:
    videos.remove_video(recording=desk.recording, by=desk.by)
    desk.say("video", _("The video is removed. It can be brought back for a week."))
    return desk.back("video")


@require_POST
@desk_view
def poster(desk: Desk) -> HttpResponse:
    """A still picture: a frame of the playing video, or an uploaded file."""
    file = desk.request.FILES.get("picture")
    if file is None:
        return desk.refuse("video", _("Choose a picture first."))
    try:
        videos.set_poster(recording=desk.recording, file=file, by=desk.by)
    except Refused as refused:
        return desk.refuse("video", refused.refusal)
    desk.say("video", _("The still picture is in place."))
    return desk.back("video")
