"""The checklist, the preview, and publishing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content import dates
from courses.refusals import Refused
from webinars.actions import publishing
from webinars.checklist import checklist
from webinars.missed import missed
from webinars.refusals import publishing_refusal
from webinars.views.publishing.desk import Desk, desk_view


def section(desk: Desk, *, at: str = "", error: str = "") -> dict[str, Any]:
    recording, now = desk.recording, timezone.now()
    items = checklist(recording, desk.webinar, desk.session)
    return {
        "todo": [item for item in items if item.state != "ok"],
        "done": [item for item in items if item.state == "ok"],
        "is_public": recording.is_published(now),
        "has_video": recording.has_video,
        "missed": len(missed(recording)),
        "is_scheduled": recording.published_at is not None and recording.published_at > now,
        "refusal": publishing_refusal(recording, desk.session),
        "at": at,
        "error": error,
        "earliest": dates.local(now).strftime("%Y-%m-%dT%H:%M"),
        "zone": desk.programme.timezone,
    }


@require_POST
@desk_view
def publish(desk: Desk) -> HttpResponse:
    """Publish now, or at a time in the programme's time zone."""
    typed = desk.request.POST.get("at", "").strip()
    is_later = desk.request.POST.get("when") == "later"
    at = moment(typed, desk) if is_later else None
    if is_later and at is None:
        error = _("Give a date and a time.")
        return desk.show(status=422, checklist=section(desk, at=typed, error=error))
    try:
        publishing.publish(recording=desk.recording, at=at, by=desk.by)
    except Refused as refused:
        return desk.show(status=422, checklist=section(desk, at=typed, error=str(refused.refusal)))
    if at is None:
        desk.say("checklist", _("The recording is public."))
    else:
        when = dates.session_time(at, year=True)
        desk.say("checklist", _("The recording comes out %(when)s.") % {"when": when[:1].lower() + when[1:]})
    return desk.back("checklist")


@require_POST
@desk_view
def unpublish(desk: Desk) -> HttpResponse:
    publishing.unpublish(recording=desk.recording, by=desk.by)
    desk.say("checklist", _("The recording is not public any more."))
    return desk.back("checklist")


@require_POST
@desk_view
def approve(desk: Desk) -> HttpResponse:
    publishing.approve_transcript(recording=desk.recording, by=desk.by)
    desk.say("captions", _("The transcript is approved."))
    return desk.back("captions")


def moment(text: str, desk: Desk) -> dt.datetime | None:
    """The time in the programme's time zone; None if it is invalid."""
    try:
        parsed = parse_datetime(text)
    except ValueError:
        return None
    if parsed is None:
        return None
    return parsed if timezone.is_aware(parsed) else parsed.replace(tzinfo=desk.programme.zone)
