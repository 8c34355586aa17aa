"""Redirects to the sign-in page, and back afterwards, also when a form was sent after signing out."""

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
"""The session key of the address given when registering, which the sign-in form suggests."""

View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def login_required(view: View[P]) -> View[P]:
    """Like Django's, but after a POST the user is led back to the page with the form, with a message."""

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
    """The answer to a POST that was not carried out: its CSRF token is from before signing in, or from another site."""
    return render(request, "403_csrf.html", {"page_with_the_form": _page_with_the_form(request)}, status=403)


def _page_with_the_form(request: HttpRequest) -> str:
    """The page that the form was sent from, if it is ours. The address it was sent to may accept POST only."""
    sent_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(sent_from, {request.get_host()}, require_https=request.is_secure()):
        return ""
    return urlsplit(sent_from)._replace(scheme="", netloc="", fragment="").geturl()
