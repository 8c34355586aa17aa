"""Captions, a track for each language: findings, and required languages that are missing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from courses.refusals import Refused
from webinars.actions import captions
from webinars.checklist import captions_clock
from webinars.models import CaptionTrack, Removed
from webinars.proofreading import Proof, proofs_of
from webinars.views.publishing.desk import Desk, desk_view

FORMATS = {"webvtt": "WebVTT", "subrip": "SubRip"}
ENCODINGS = {
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "windows-1252": "Windows-1252",
}
"""Encodings worth mentioning; UTF-8 is expected."""
ACCEPTED = ".vtt,.srt,text/vtt"


def section(desk: Desk, *, refused: str = "", at: str = "") -> dict[str, Any]:
    """`refused` is why a file was not accepted, `at` the language that it was for."""
    recording = desk.recording
    tracks = list(recording.captions.order_by("pk"))
    proofs = proofs_of(tracks, recording.seconds)
    there = {track.language for track in tracks}
    return {
        "tracks": [_shown(proof, refused if at == proof.track.language else "") for proof in proofs],
        "removed": desk.removed(Removed.Kind.CAPTIONS),
        "missing": _missing(desk),
        "languages": settings.LANGUAGES,
        "free": [(code, name) for code, name in settings.LANGUAGES if code not in there],
        "accepted": ACCEPTED,
        "has_text": any(track.has_text for track in tracks),
        "error": refused if at not in there else "",
        "chosen": at if at not in there else "",
    }


def _shown(proof: Proof, refused: str) -> dict[str, Any]:
    track = proof.track
    facts = track.facts
    return {
        "track": track,
        "lines": len(proof.rows),
        "found": proof.found,
        "speakers": len({row.speaker for row in proof.rows if row.speaker}),
        "format": FORMATS.get(facts.get("format", ""), ""),
        "encoding": ENCODINGS.get(facts.get("encoding", ""), ""),
        "asks_language": facts.get("language") in ("text", "webinar"),
        "told_by_text": facts.get("language") == "text",
        "error": refused,
    }


def _missing(desk: Desk) -> list[dict[str, str]]:
    """Required languages without captions, with their deadlines."""
    recording, names = desk.recording, dict(settings.LANGUAGES)
    due = recording.captions_due(desk.session.date if desk.session else None)
    today = timezone.localdate()
    missing = []
    for language in recording.captions_missing(today):
        state, text = captions_clock(str(names.get(language, language)), due, today)
        missing.append({"language": language, "state": state, "text": text})
    return missing


@require_POST
@desk_view
def take(desk: Desk) -> HttpResponse:
    """An uploaded file, in the given language or the one detected."""
    language, file = desk.request.POST.get("language", ""), desk.request.FILES.get("file")
    if file is None:
        return desk.show(status=422, captions=section(desk, refused=_("Choose a file first."), at=language))
    try:
        track = captions.take_caption_file(
            recording=desk.recording,
            file=file,
            name=file.name or "",
            language=language or None,
            replace=desk.request.POST.get("replace") == "yes",
            by=desk.by,
        )
    except Refused as refused:
        return desk.show(status=422, captions=section(desk, refused=str(refused.refusal), at=language))
    count = track.cues.count()
    text = ngettext("%(language)s: %(count)s line is in place.", "%(language)s: %(count)s lines are in place.", count)
    desk.say("captions", text % {"language": track.get_language_display(), "count": count})
    return desk.back("captions")


@require_POST
@desk_view
def change(desk: Desk, language: str) -> HttpResponse:
    """Change the language of captions, or remove them; the latter is idempotent."""
    if desk.request.POST.get("do") == "remove":
        for gone in _with_text(desk, language):
            captions.remove_captions(track=gone, by=desk.by)
            desk.say("captions", _("%(language)s captions are removed.") % {"language": gone.get_language_display()})
        return desk.back("captions")
    track = track_of(desk, language)
    try:
        track = captions.change_language(track=track, language=desk.request.POST.get("language", ""), by=desk.by)
    except Refused as refused:
        return desk.refuse("captions", refused.refusal)
    desk.say("captions", _("The captions are in %(language)s.") % {"language": track.get_language_display().lower()})
    return desk.back("captions")


@require_safe
@desk_view
def download(desk: Desk, language: str) -> HttpResponse:
    """The current captions as WebVTT."""
    track = track_of(desk, language)
    response = HttpResponse(track.vtt, content_type="text/vtt; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{desk.webinar.slug}.{language}.vtt"'
    return response


def track_of(desk: Desk, language: str) -> CaptionTrack:
    """The captions in this language, with text, or 404."""
    track = get_object_or_404(_with_text(desk, language))
    track.recording = desk.recording
    return track


def _with_text(desk: Desk, language: str) -> QuerySet[CaptionTrack]:
    return desk.recording.captions.filter(language=language).exclude(vtt="")
