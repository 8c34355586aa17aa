"""Receives the reports of players."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from content.numbers import whole_number
from courses.refusals import Refusal, Refused
from webinars.actions.watching import NOT_THERE, OUT_OF_DATE, record_viewing
from webinars.coverage import WatchProgress
from webinars.tokens import ViewToken

MOST_BYTES = 64 * 1024
TOO_LARGE = Refusal("too_large", _("That is more than a player has to say."))
NOT_UNDERSTOOD = Refusal("not_understood", _("That is not what a player says."))
NOT_YOURS = Refusal("not_yours", _("Load the page again: somebody else is signed in now, or nobody."))
STATUS = {
    TOO_LARGE.code: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    NOT_UNDERSTOOD.code: HTTPStatus.BAD_REQUEST,
    NOT_YOURS.code: HTTPStatus.FORBIDDEN,
    NOT_THERE.code: HTTPStatus.NOT_FOUND,
    OUT_OF_DATE.code: HTTPStatus.GONE,
}


@require_POST
def watched(request: HttpRequest, pk: int) -> HttpResponse:
    """Record one message of a player: all that it has played since the page was opened. Answers with the reader's
    progress.

    It is sent every few seconds by every viewer, so the account is not loaded: the token names it, and is compared with
    the session. The answer is the HTML of the page's status if requested, else numbers.
    """
    try:
        progress = record_viewing(view=_view(request, pk), **_message(request))
    except Refused as refused:
        refusal = refused.refusal
        return JsonResponse({"refused": refusal.code, "message": str(refusal)}, status=STATUS[refusal.code])
    if "text/html" in request.headers.get("Accept", ""):
        return HttpResponse(render_to_string("webinars/includes/watch_status.html", {"progress": progress}))
    return JsonResponse(_numbers(progress))


def _view(request: HttpRequest, pk: int) -> ViewToken:
    """The page view of the token, if it is for this recording and the account that is signed in."""
    if (whole_number(request.META.get("CONTENT_LENGTH") or "") or 0) > MOST_BYTES:
        raise Refused(TOO_LARGE)
    try:
        view = ViewToken.read(request.POST.get("token", ""))
    except signing.SignatureExpired:
        raise Refused(OUT_OF_DATE) from None
    except signing.BadSignature:
        raise Refused(NOT_YOURS) from None
    if view.recording != pk or str(view.user) != request.session.get(SESSION_KEY):
        raise Refused(NOT_YOURS)
    return view


def _message(request: HttpRequest) -> dict[str, Any]:
    """The ranges played, the position, and the number of the message, unchecked."""
    try:
        return {
            "ranges": json.loads(request.POST.get("ranges", "")),
            "position": json.loads(request.POST.get("position", "null")),
            "seq": max(0, int(request.POST.get("seq", "0")[:9])),
        }
    except (ValueError, RecursionError):
        raise Refused(NOT_UNDERSTOOD) from None


def _numbers(progress: WatchProgress) -> dict[str, object]:
    return {
        "percent": progress.percent,
        "seen": progress.seen,
        "duration": progress.duration,
        "missing": progress.missing,
        "seconds_left": progress.seconds_left,
        "is_complete": progress.is_complete,
    }
