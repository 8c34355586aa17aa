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
from webinars.forms.publishing import DescriptionForm
from webinars.models import Recording
from webinars.views.publishing.desk import Desk, desk_view


def section(desk: Desk, form: DescriptionForm | None = None) -> dict[str, Any]:
    """`form` is the one with errors."""
    recording = desk.recording
    stored = {"choice": recording.audio_description, "burden": recording.audio_description_note}
    form = form or DescriptionForm(initial=stored)
    chosen = form["choice"].value()
    return {
        "choices": [
            {"value": value, "label": label, "chosen": value == chosen}
            for value, label in Recording.AudioDescription.choices
            if value
        ],
        "burden": form["burden"].value() or "",
        "errors": [error for errors in form.errors.values() for error in errors],
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
    form = DescriptionForm(desk.request.POST)
    if form.is_valid():
        try:
            publishing.decide_description(recording=desk.recording, by=desk.by, **form.cleaned_data)
        except Refused as refused:
            form.add_error("burden", str(refused.refusal))
    if form.errors:
        return desk.show(status=422, access=section(desk, form))
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
