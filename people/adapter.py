"""Adapts allauth: our texts, in the reader's language, and fewer messages."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from content import looks
from people.actions import link_participant
from people.models import Participant, User


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "incorrect_code": _("That is not the code. Look in the newest e-mail from us, and type it once more."),
        "invalid_login": _("Write an e-mail address."),
        "too_many_login_attempts": _("There have been too many tries. Wait a few minutes, then ask for a new code."),
        "rate_limited": _("There have been too many tries. Wait a few minutes, then try again."),
    }

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Leaves out messages that repeat what the next page says: that one is signed in, or that a code was sent."""
        text: Any = message
        if text is None and message_template == "account/messages/logged_out.txt":
            text = _("You are signed out.")
        elif text is None and message_template == "account/messages/login_code_sent.txt":
            text = _("A new code is on its way.") if request.POST.get("action") == "resend" else None
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        known = Participant.objects.with_email(email).first()
        with translation.override(known.language if known else translation.get_language()):
            look = looks.of_request(self.request)
            name = look.name or settings.WAGTAIL_SITE_NAME
            frame = {"language": translation.get_language(), "site_name": name, "look": look}
            super().send_mail(template_prefix, email, frame | context)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """There is no sign-up page: asking for a code creates the account."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Whether to redirect there after signing in. Not to the CMS, which redirects back those who have no access."""
        user = self.request.user
        if user.is_authenticated and url and url.startswith(reverse("wagtailadmin_home")):
            return user.has_perm("wagtailadmin.access_admin")
        return super().is_safe_url(url)

    def login(self, request: HttpRequest, user: User) -> None:
        self.is_first_sign_in = user.last_login is None
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: User, **hook: Any) -> HttpResponse:
        participant = link_participant(user=user)
        response = super().post_login(request, user, **hook)
        is_known = participant.name and participant.organisation_id if participant else user.get_full_name()
        if self.is_first_sign_in and not is_known:
            return HttpResponseRedirect(f"{reverse('my_details')}?{urlencode({'next': response.url})}")
        return response

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtail_serve", args=[""])
