"""Withdrawing registrations, signed in or with the link of an e-mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from attendance.actions import withdraw_registration
from attendance.links import participant_of_token
from attendance.models import Registration
from attendance.refusals import withdrawal_refusal
from attendance.standing import standings
from courses.models import Phase
from courses.refusals import Refused
from people.models import Participant
from people.permissions import participant_of
from people.signing_in import login_required


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A confirmation page, and the withdrawal. Only of one's own registrations."""
    participant = participant_of(request.user)
    registration = get_object_or_404(_with_activity(Registration.objects.filter(participant=participant)), pk=pk)
    after = request.POST.get("next") or request.GET.get("next") or ""
    if not url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure()):
        after = ""
    if request.method == "POST":
        _withdraw(request, registration)
        return redirect(after or "my_page")
    context = {**_question(registration), "next": after, "back_url": after or reverse("my_page")}
    return render(request, "attendance/withdraw.html", context)


@never_cache
@require_safe
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """The registrations of the participant whom the link was sent to."""
    participant = participant_of_token(token)
    if participant is None:
        return _private(render(request, "attendance/manage_expired.html", status=404))
    told = [
        {"standing": standing, "refusal": withdrawal_refusal(standing.registration)}
        for standing in standings(coming_of(participant))
    ]
    context = {"registrations": told, "masked": masked(participant.email or ""), "token": token}
    return _private(render(request, "attendance/manage.html", context))


@never_cache
@require_http_methods(["GET", "POST"])
def manage_withdraw(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The same as `withdraw`, with the link."""
    participant = participant_of_token(token)
    if participant is None:
        return _private(render(request, "attendance/manage_expired.html", status=404))
    registration = get_object_or_404(_with_activity(participant.registrations.all()), pk=pk)
    if request.method == "POST":
        _withdraw(request, registration)
        return _private(redirect("manage", token=token))
    context = {**_question(registration), "next": "", "back_url": reverse("manage", args=[token])}
    return _private(render(request, "attendance/withdraw.html", context))


def masked(email: str) -> str:
    """«k•••@example.org»: enough to recognise one's own address."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"


def _withdraw(request: HttpRequest, registration: Registration) -> None:
    try:
        withdraw_registration(registration=registration, by=request.user if request.user.is_authenticated else None)
    except Refused as refused:
        messages.error(request, str(refused.refusal))
        return
    messages.success(request, _("You have withdrawn from %(title)s.") % {"title": registration.session})


def _question(registration: Registration) -> dict[str, Any]:
    return {"registration": registration, "refusal": withdrawal_refusal(registration)}


def _with_activity(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    return rows.select_related("session__activity__content_type")


def coming_of(participant: Participant) -> list[Registration]:
    """A participant's registrations for what is not over."""
    now = timezone.now()
    rows = _with_activity(participant.registrations.active()).order_by(
        "session__date", "session__starts_at", "session__order", "pk"
    )
    return [row for row in rows if row.session.phase(now) != Phase.AFTER]


def _private(response: HttpResponse) -> HttpResponse:
    """The address is secret: it must be in no search index, and not be sent to other sites as referrer."""
    # Not "no-referrer": browsers would then send no Origin either, and the form's POST would be refused.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
