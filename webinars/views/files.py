"""Files of a recording. Without access to the recording, they do not exist (404)."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from content.serving import file_response
from courses.permissions import user_can_edit
from webinars import stills
from webinars.models import CaptionTrack, Handout, Recording, Slide, WebinarPage
from webinars.permissions import is_out, user_can_watch
from webinars.transcripts import transcript_text

AN_HOUR = 60 * 60


@require_safe
def video(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The video, with HTTP Range."""
    recording = get_object_or_404(_recordings().select_related("media"), pk=pk, media__isnull=False)
    may_keep = _let_in(request, recording.webinar, recording)
    return file_response(request, recording.media.file, may_keep=may_keep, lasts=_watching(recording))


@require_safe
def described(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The audio-described version."""
    recordings = _recordings().select_related("described_media")
    recording = get_object_or_404(recordings, pk=pk, described_media__isnull=False)
    may_keep = _let_in(request, recording.webinar, recording)
    return file_response(request, recording.described_media.file, may_keep=may_keep, lasts=_watching(recording))


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The still picture, as chosen or in one of the widths that cards use."""
    recording = get_object_or_404(_recordings().exclude(poster=""), pk=pk)
    may_keep = _let_in(request, recording.webinar, recording)
    file, width = recording.poster, request.GET.get("width", "")
    # Named explicitly: browsers that accept any picture may be older than this format.
    accepted = request.headers.get("Accept", "")
    if width in map(str, stills.WIDTHS):
        file = stills.still(file, int(width), "AVIF" if "image/avif" in accepted else "WEBP")
    response = file_response(request, file, may_keep=may_keep)
    patch_vary_headers(response, ["Accept"])
    return response


@require_safe
def captions(request: HttpRequest, pk: int, language: str) -> HttpResponseBase:
    """The captions in one language, as WebVTT for the player."""
    track, may_keep = _track(request, pk, language)
    return _text(request, track.vtt, "text/vtt", may_keep)


@require_safe
def transcript(request: HttpRequest, pk: int, language: str) -> HttpResponseBase:
    """The transcript as a text file."""
    track, may_keep = _track(request, pk, language)
    response = _text(request, transcript_text(track), "text/plain", may_keep)
    name = f"{track.recording.webinar.title} ({track.language}).txt"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@require_safe
def slide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The picture of a page of a presentation."""
    row = get_object_or_404(Slide.objects.select_related("handout__webinar__recording"), pk=pk)
    return file_response(request, row.image, may_keep=_let_in(request, row.handout.webinar))


@require_safe
def handout(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A presentation is displayed if the browser can do so; an attachment is downloaded."""
    handouts = Handout.objects.select_related("webinar__recording").exclude(file="")
    row = get_object_or_404(handouts, pk=pk, is_planned=False)
    may_keep = _let_in(request, row.webinar)
    shown = row.kind == Handout.Kind.SLIDES and row.format == "pdf"
    name = row.title + PurePath(str(row.file.name)).suffix
    return file_response(request, row.file, save_as="" if shown else name, may_keep=may_keep)


def _recordings() -> QuerySet[Recording]:
    return Recording.objects.select_related("webinar")


def _let_in(request: HttpRequest, page: WebinarPage, recording: Recording | None = None) -> bool:
    """404 for those who may neither watch the recording nor edit its page. Returns whether everybody may watch it."""
    recording = recording or getattr(page, "recording", None)
    closed = list(page.restrictions())
    may_watch = recording is not None and user_can_watch(request.user, recording)
    if not (may_watch and all(row.accept_request(request) for row in closed)) and not user_can_edit(request.user, page):
        raise Http404
    return recording is not None and is_out(recording) and not recording.is_restricted and not closed


def _watching(recording: Recording) -> int:
    """For how long a reader may continue to request parts of the video."""
    return (recording.seconds or 0) + AN_HOUR


def _track(request: HttpRequest, pk: int, language: str) -> tuple[CaptionTrack, bool]:
    tracks = CaptionTrack.objects.select_related("recording__webinar").exclude(vtt="")
    track = get_object_or_404(tracks, recording=pk, language=language)
    return track, _let_in(request, track.recording.webinar, track.recording)


def _text(request: HttpRequest, text: str, content_type: str, may_keep: bool) -> HttpResponseBase:
    etag = quote_etag(hashlib.sha256(text.encode()).hexdigest()[:24])
    headers = {"Cache-Control": "private, no-cache" if may_keep else "private, no-store", "ETag": etag}
    response = HttpResponse(text, content_type=f"{content_type}; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response
