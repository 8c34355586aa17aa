"""Who is not signed in, or not any more, signs in first and comes back to where they were."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

P = ParamSpec("P")
ADDRESS = "address"
"""Where the session keeps the address that somebody gave when registering, so that the sign-in need not ask again."""

View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def login_required(view: View[P]) -> View[P]:
    """As Django's, but what was sent by somebody signed out leads back to the page with the form, and says so."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            return redirect_to_login(request.get_full_path())
        messages.warning(request, _("You were signed out, so this was not saved. Sign in, then send it again."))
        return redirect_to_login(_page_with_the_form(request) or reverse("my_page"))

    return guarded


def not_sent(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose token is of another sign-in, or that another site sent. Nothing was done."""
    return render(request, "403_csrf.html", {"page_with_the_form": _page_with_the_form(request)}, status=403)


def _page_with_the_form(request: HttpRequest) -> str:
    """Where the form was sent from, if that is a page of ours. What it was sent to may be no page."""
    sent_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(sent_from, {request.get_host()}, require_https=request.is_secure()):
        return ""
    return urlsplit(sent_from)._replace(scheme="", netloc="", fragment="").geturl()
