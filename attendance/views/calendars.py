"""A participant's own calendar: a file to download, or a secret address to subscribe to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from attendance.actions import give_calendar_address, renew_calendar_address, revoke_calendar_address
from attendance.calendar import calendar_file, entries_of
from attendance.descriptions import describe
from attendance.models import CalendarAddress, Registration
from attendance.views.managing import coming_of
from content.feeds import calendar_response
from people.models import Participant
from people.permissions import participant_of
from people.signing_in import login_required

KEPT = dt.timedelta(days=366)
"""Past entries stay this long in a subscribed calendar."""


@never_cache
@require_safe
@login_required
def my_calendar(request: HttpRequest) -> HttpResponse:
    """All future seats as one calendar file."""
    participant = participant_of(request.user)
    rows = coming_of(participant) if participant else []
    roots = [row for row in rows if row.session.parent_id is None and not row.session.is_cancelled]
    seats = [one for one in describe(roots) if one.standing.has_seat]
    return calendar_response(calendar_file(entries_of(seats)), "loft.ics")


@require_safe
def own_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar behind a secret address, in the participant's language, with moved and cancelled sessions."""
    address = get_object_or_404(CalendarAddress.objects.select_related("participant__user"), key=key)
    with translation.override(address.participant.language):
        response = calendar_response(_followed(address.participant), "loft.ics")
    # The answer is as secret as its address.
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _followed(participant: Participant) -> str:
    since = timezone.localdate() - KEPT
    rows = list(
        participant.registrations.filter(
            state=Registration.State.REGISTERED, session__parent__isnull=True, session__date__gte=since
        )
        .select_related("session__activity__content_type")
        .order_by("session__date", "session__starts_at", "pk")
    )
    described = describe(rows)
    roots = {row.session.activity_id: row.session for row in rows}
    entries = []
    for entry in entries_of(described):
        # Another place or link of the root session applies to each of its days.
        root = roots.get(entry.session.activity_id, entry.session)
        levels = {row.pk: row for row in (entry.session, root)}.values()
        entries.append(
            replace(
                entry,
                version=sum(row.calendar_version for row in levels),
                changed_at=max(row.calendar_changed_at for row in levels),
            )
        )
    names = {one.sender.name for one in described}
    name = names.pop() if len(names) == 1 else settings.WAGTAIL_SITE_NAME
    return calendar_file(entries, name=_("My seats, %(name)s") % {"name": name})


@never_cache
@require_safe
@login_required
def my_calendar_address(request: HttpRequest) -> HttpResponse:
    """Shows the secret address, with buttons to create, replace or revoke it."""
    participant = participant_of(request.user)
    row = CalendarAddress.objects.filter(participant=participant).first() if participant else None
    path = reverse("own_calendar", args=[row.key]) if row else ""
    address = f"{settings.WAGTAILADMIN_BASE_URL}{path}" if row else ""
    context = {
        "participant": participant,
        "row": row,
        "address": address,
        "follow_url": f"webcal:{address.partition(':')[2]}" if row else "",
    }
    response = render(request, "attendance/my_calendar.html", context)
    response["Referrer-Policy"] = "same-origin"
    return response


@require_POST
@login_required
def give(request: HttpRequest) -> HttpResponse:
    if participant := participant_of(request.user):
        give_calendar_address(participant=participant, by=participant.user)
    return redirect("my_calendar_address")


@require_POST
@login_required
def renew(request: HttpRequest) -> HttpResponse:
    if participant := participant_of(request.user):
        renew_calendar_address(participant=participant, by=participant.user)
        messages.success(request, _("You have a new address. The old one opens nothing any more."))
    return redirect("my_calendar_address")


@require_POST
@login_required
def revoke(request: HttpRequest) -> HttpResponse:
    if participant := participant_of(request.user):
        revoke_calendar_address(participant=participant, by=participant.user)
        messages.success(request, _("The address is gone. Calendars that follow it get nothing more."))
    return redirect("my_calendar_address")
