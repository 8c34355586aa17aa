"""A participant marks an activity as done, or withdraws that. Always about themselves."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.models import ActivityPage
from courses.refusals import Refused
from people.actions import claim_participant
from people.models import Participant
from people.permissions import signed_in
from progress.actions import declare_done, undo_declaration


@require_POST
def mark_done(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _activity(pk)
    if not request.user.is_authenticated:
        return redirect_to_login(activity.get_url(request))
    participant = _participant(request)
    try:
        declare_done(participant=participant, activity=activity, by=participant.user)
    except Refused as refused:
        messages.error(request, str(refused.refusal))
    else:
        messages.success(request, _("Marked as done: %(title)s.") % {"title": activity.shown_title})
    return _back(request, activity)


@require_POST
def undo_done(request: HttpRequest, pk: int) -> HttpResponse:
    activity = _activity(pk)
    if not request.user.is_authenticated:
        return redirect_to_login(activity.get_url(request))
    participant = _participant(request)
    undo_declaration(participant=participant, activity=activity, by=participant.user)
    messages.success(request, _("Not marked as done any more: %(title)s.") % {"title": activity.shown_title})
    return _back(request, activity)


def _participant(request: HttpRequest) -> Participant:
    user = signed_in(request.user)
    participant = claim_participant(user=user, by=user)
    if participant is None:
        raise PermissionDenied
    return participant


def _activity(pk: int) -> ActivityPage:
    activities = ActivityPage.objects.live().known_as(pk).select_related("content_type")
    return get_object_or_404(activities)


def _back(request: HttpRequest, activity: ActivityPage) -> HttpResponse:
    address = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        address = activity.get_url(request)
    return redirect(address)
