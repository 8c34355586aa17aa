"""Uploads: begun, sent in pieces, finished, discarded. Each belongs to the user who began it.

Scripts use JSON. Without script, a plain form sends whole files, and the answer is a redirect to the screen.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from content import uploads
from content.models import Upload
from content.numbers import whole_number
from content.uploads import Announced, Incomplete, TooLarge, WrongOffset
from courses.refusals import Refused
from webinars.actions.taking import Question, announced_refusal, take_file
from webinars.views.publishing.desk import Desk, desk_view

PURPOSES = {"", "described"}
FORM = 64 * 1024
"""Bytes of a form in addition to its files."""


@require_POST
@desk_view
def begin(desk: Desk) -> HttpResponse:
    """Where to send a file and how much of it has arrived, before the first byte is sent."""
    post = desk.request.POST
    name, size, purpose = post.get("name", ""), whole_number(post.get("size", "")), post.get("purpose", "")
    if not name or size is None or purpose not in PURPOSES:
        return _said(_("The browser did not say which file it is."), status=422)
    if size == 0:
        return _said(_("“%(name)s” is empty.") % {"name": uploads.plain_name(name)}, status=422)
    if not purpose and (refusal := announced_refusal(name, size)):
        return _said(_("“%(name)s”: %(why)s") % {"name": uploads.plain_name(name), "why": refusal}, status=413)
    announced = Announced(name, size, post.get("changed", "")[:40])
    try:
        upload = uploads.begin(owner=desk.by, place=place_of(desk, purpose), announced=announced)
    except TooLarge:
        return _said(too_large(uploads.plain_name(name), size), status=413)
    return JsonResponse(_state(desk, upload) | {"piece": uploads.PIECE}, status=201)


@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
@desk_view
def upload(desk: Desk, key: uuid.UUID) -> HttpResponse:
    """GET: how much has arrived. PATCH: the next piece, from `Upload-Offset` on. DELETE: discard it."""
    request, row = desk.request, own(desk, key)
    if request.method == "DELETE":
        uploads.discard(row)
        return HttpResponse(status=204)
    if request.method != "PATCH":
        return JsonResponse(_state(desk, row))
    offset = whole_number(request.headers.get("Upload-Offset", ""))
    if offset is None:
        return _said(_("The browser did not say where the piece begins."), status=422)
    try:
        row = uploads.add_piece(row, offset=offset, source=request)
    except WrongOffset as wrong:
        return JsonResponse(_state(desk, wrong.upload), status=409)
    except Upload.DoesNotExist:
        raise Http404 from None
    return JsonResponse(_state(desk, row))


@require_POST
@desk_view
def finish(desk: Desk, key: uuid.UUID) -> HttpResponse:
    """Store a complete file where it belongs, or ask what must be known first. Idempotent."""
    row = own(desk, key)
    wants_page = "text/html" in desk.request.headers.get("Accept", "")
    if not row.is_finished and not row.is_whole:
        return _state_or_back(desk, row, wants_page)
    outcome = take(desk, row, replace=desk.request.POST.get("replace") == "yes")
    if not wants_page:
        return JsonResponse(outcome, status=200 if outcome["level"] != "error" else 422)
    return back(desk, [outcome])


@require_POST
@desk_view
def throw_away(desk: Desk, key: uuid.UUID) -> HttpResponse:
    """Discard an upload. Idempotent."""
    row = _own(desk).filter(pk=key).first()
    if row is not None:
        uploads.discard(row)
        desk.say("files", _("“%(name)s” is thrown away.") % {"name": row.name})
    return desk.back("files")


@csrf_exempt
@require_POST
@desk_view
def whole_files(desk: Desk) -> HttpResponseBase:
    """Whole files from the plain form. Permission and size are checked before the body is read.

    The CSRF token is in the body, so it is checked afterwards.
    """
    length = whole_number(desk.request.META.get("CONTENT_LENGTH") or "")
    if length is None or length > settings.MAX_UPLOAD_BYTES + FORM:
        return desk.refuse("files", too_large("", 0))
    return csrf_protect(_take_whole_files)(desk.request, desk)


def _take_whole_files(request: HttpRequest, desk: Desk) -> HttpResponse:
    purpose = request.POST.get("purpose", "")
    if purpose not in PURPOSES:
        raise Http404
    outcomes = []
    for file in request.FILES.getlist("file"):
        # A random key: without script it is unknown whether it is the same file as before.
        announced = Announced(file.name or "", file.size or 0, uuid.uuid4().hex)
        if not announced.size:
            outcomes.append(_outcome("files", "error", _("“%(name)s” is empty.") % {"name": announced.name}))
            continue
        try:
            row = uploads.begin(owner=desk.by, place=place_of(desk, purpose), announced=announced)
        except TooLarge:
            outcomes.append(_outcome("files", "error", too_large(uploads.plain_name(announced.name), announced.size)))
            continue
        row = uploads.add_whole(row, file)
        outcomes.append(take(desk, row))
    return back(desk, outcomes or [_outcome("files", "error", _("Choose a file first."))])


def take(desk: Desk, row: Upload, *, replace: bool = False) -> dict[str, Any]:
    """Store the file and return the result: `level`, `message`, and its section.

    The level is `question` if an answer is needed first; the upload waits for it.
    """
    if row.is_finished:
        return row.outcome
    described = row.place == place_of(desk, "described")
    try:
        with uploads.joined(row) as file:
            taken = take_file(
                recording=desk.recording,
                file=file,
                stem=row.pk.hex,
                by=desk.by,
                described=described,
                replace=replace,
            )
    except Incomplete:
        return _outcome("files", "error", _("A part of “%(name)s” was lost. Send it once more.") % {"name": row.name})
    except Refused as refused:
        outcome = _outcome("files", "error", _("“%(name)s”: %(why)s") % {"name": row.name, "why": refused.refusal})
    else:
        if isinstance(taken, Question):
            outcome = _outcome("files", "question", taken.message) | {"answer": taken.answer}
            uploads.note(row, outcome)
            return outcome
        outcome = _outcome(taken.section, "success", taken.message)
    uploads.finish(row, outcome)
    return outcome


def waiting(desk: Desk) -> list[dict[str, Any]]:
    """This user's unfinished uploads, for the screen."""
    return [
        {
            "name": row.name,
            "key": row.key,
            "received": row.received,
            "size": row.size,
            "is_whole": row.is_whole,
            "question": row.outcome.get("message", "") if row.is_whole else "",
            "answer": row.outcome.get("answer", ""),
            "finish_url": reverse("finish_upload", args=[desk.webinar.pk, row.pk]),
            "throw_away_url": reverse("throw_upload_away", args=[desk.webinar.pk, row.pk]),
        }
        for row in _own(desk).filter(finished_at=None)
    ]


def back(desk: Desk, outcomes: list[dict[str, Any]]) -> HttpResponse:
    """Redirect to the screen, with each result in its section. A question is shown beside its file."""
    levels = {"success": messages.SUCCESS, "error": messages.ERROR, "question": messages.WARNING}
    for outcome in outcomes:
        desk.say(outcome["section"], outcome["message"], level=levels[outcome["level"]])
    return desk.back(outcomes[-1]["section"])


def own(desk: Desk, key: uuid.UUID) -> Upload:
    """An upload that this user began for this recording, or 404."""
    return get_object_or_404(_own(desk), pk=key)


def _own(desk: Desk) -> QuerySet[Upload]:
    return Upload.objects.filter(owner=desk.by, place__in=[place_of(desk, purpose) for purpose in PURPOSES])


def place_of(desk: Desk, purpose: str) -> str:
    return f"recording:{desk.recording.pk}:{purpose}"


def too_large(name: str, size: int) -> str:
    most = filesizeformat(settings.MAX_UPLOAD_BYTES)
    if not name:
        return _("That is too large: at most %(most)s at a time.") % {"most": most}
    return _("“%(name)s” is %(size)s, and at most %(most)s is taken. Export it smaller.") % {
        "name": name,
        "size": filesizeformat(size),
        "most": most,
    }


def _state(desk: Desk, row: Upload) -> dict[str, Any]:
    return {
        "key": row.key,
        "url": reverse("upload", args=[desk.webinar.pk, row.pk]),
        "finish_url": reverse("finish_upload", args=[desk.webinar.pk, row.pk]),
        "offset": row.received,
        "size": row.size,
        "finished": row.is_finished,
    }


def _state_or_back(desk: Desk, row: Upload, wants_page: bool) -> HttpResponse:
    if wants_page:
        return desk.refuse("files", _("“%(name)s” has not arrived to its end.") % {"name": row.name})
    return JsonResponse(_state(desk, row), status=409)


def _outcome(section: str, level: str, message: str) -> dict[str, Any]:
    return {"section": section, "level": level, "message": message}


def _said(message: str, *, status: int) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)
