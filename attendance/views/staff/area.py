"""Access to the staff area, and the context that all of its pages need."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from attendance.models import Objection
from attendance.roster import Roster, tree_of
from courses.models import ProgrammePage, Session
from courses.permissions import staff_programmes
from courses.requirements import rule_over
from people.signing_in import login_required

P = ParamSpec("P")
StaffView = Callable[Concatenate[HttpRequest, ProgrammePage, P], HttpResponseBase]


def staff_view(view: StaffView[P]) -> Callable[..., HttpResponseBase]:
    """Restricts a view to staff of the programme in its address. To others, the page does not exist (404).

    Times are shown in the programme's time zone, and responses are not cached.
    """

    @login_required
    @cache_control(private=True, no_store=True)
    @wraps(view)
    def guarded(request: HttpRequest, programme: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        programmes = staff_programmes(request.user).select_related("completion_rule").filter(slug=programme)
        page = programmes.annotate(open_objections=Objection.objects.waiting().number_below("path")).first()
        if page is None:
            raise Http404
        with timezone.override(page.zone):
            return view(request, page, *args, **kwargs)

    return guarded


def session_of(programme: ProgrammePage, pk: int) -> Session:
    """A session of the programme, or 404."""
    joined = ("activity__content_type", "activity__completion_rule", "parent")
    session = Session.objects.in_programme(programme).select_related(*joined).filter(pk=pk).first()
    if session is None:
        raise Http404
    return session


def roster_of(programme: ProgrammePage, session: Session) -> Roster:
    """The roster of a session from `session_of`, with the rule, which is joined already."""
    return Roster(session, tree_of(session), rule_over(programme, session.activity))


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def home(request: HttpRequest) -> HttpResponse:
    """The user's programmes; a redirect if there is only one."""
    programmes = list(staff_programmes(request.user))
    if not programmes:
        raise Http404
    if len(programmes) == 1:
        return redirect("staff_sessions", programmes[0].slug)
    context = {
        "programmes": programmes,
        "staff_programme": _("Programmes"),
        "staff_nav": [],
        "account": account(request),
        "demo_notice": "",
    }
    return render(request, "attendance/staff/programmes.html", context)


def page_context(request: HttpRequest, programme: ProgrammePage, current: str) -> dict[str, Any]:
    """The context of the frame. `current` is the URL name of the marked menu item."""
    menu = [
        ("staff_sessions", _("Sessions"), 0),
        ("staff_matrix", _("Participants"), 0),
        ("staff_objections", _("Objections"), getattr(programme, "open_objections", 0)),
        ("staff_recordings", _("Recordings"), 0),
        ("staff_figures", _("Figures"), 0),
    ]
    return {
        "programme": programme,
        "site_name": programme.shown_short_title,
        "demo_notice": programme.notice,
        "staff_programme": programme.shown_short_title,
        "staff_nav": [
            {"label": label, "url": reverse(name, args=[programme.slug]), "current": name == current, "count": count}
            for name, label, count in menu
        ],
        "account": account(request),
    }


def account(request: HttpRequest) -> dict[str, Any]:
    """The user's name, and the link to sign out."""
    return {"label": str(request.user), "url": reverse("account_logout"), "signed_in": True}
