"""Audio description, required languages of captions, and who may see the recording."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.refusals import Refused
from webinars.actions import publishing, videos
from webinars.models import Recording
from webinars.views.publishing.desk import Desk, desk_view

Description = Recording.AudioDescription
MOST_TEXT = 2000


def section(desk: Desk, *, choice: str | None = None, burden: str = "", error: str = "") -> dict[str, Any]:
    recording = desk.recording
    chosen = recording.audio_description if choice is None else choice
    return {
        "choices": [
            {"value": value, "label": label, "chosen": value == chosen} for value, label in Description.choices if value
        ],
        "burden": burden if choice is not None else recording.audio_description_note,
        "error": error,
        "described": recording.described_media,
        "begin_url": reverse("begin_upload", args=[desk.webinar.pk]),
        "whole_url": reverse("upload_whole_files", args=[desk.webinar.pk]),
        "languages": [
            {"code": code, "label": label, "chosen": code in recording.captions_required}
            for code, label in settings.LANGUAGES
        ],
    }


@require_POST
@desk_view
def description(desk: Desk) -> HttpResponse:
    choice, burden = desk.request.POST.get("choice", ""), desk.request.POST.get("burden", "")[:MOST_TEXT]
    if choice not in Description.values:
        choice = ""
    try:
        publishing.decide_description(recording=desk.recording, choice=choice, burden=burden, by=desk.by)
    except Refused as refused:
        typed = section(desk, choice=choice, burden=burden, error=str(refused.refusal))
        return desk.show(status=422, access=typed)
    desk.say("access", _("The decision is stored."))
    return desk.back("access")


@require_POST
@desk_view
def remove_described(desk: Desk) -> HttpResponse:
    videos.set_described(recording=desk.recording, media=None, by=desk.by)
    desk.say("access", _("The described version is removed."))
    return desk.back("access")


@require_POST
@desk_view
def access(desk: Desk) -> HttpResponse:
    languages = set(desk.request.POST.getlist("captions")) & {code for code, _label in settings.LANGUAGES}
    publishing.decide_access(
        recording=desk.recording,
        is_restricted=desk.request.POST.get("restricted") == "yes",
        captions_required=languages,
        by=desk.by,
    )
    desk.say("access", _("It is stored."))
    return desk.back("access")
