"""Admin screen: which page exists in which language."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from content.languages import OWN_NAMES
from courses.actions import translate_page
from courses.versions import overviews
from people.permissions import signed_in


@require_safe
def languages(request: HttpRequest) -> HttpResponse:
    """Which pages exist in which language, with links to translate them."""
    user = signed_in(request.user)
    context = {
        "overviews": overviews(user),
        "languages": [(code, OWN_NAMES[code]) for code, _name in settings.LANGUAGES],
        "next": urlencode({"next": reverse("languages")}),
        "page_title": _("Languages"),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Languages")},
        ],
        "header_icon": "globe",
    }
    return render(request, "courses/languages/overview.html", context)


@require_POST
def translate(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Open the translation of a page, which is created as a draft if it does not exist."""
    user = signed_in(request.user)
    page: Any = get_object_or_404(Page, id=pk).specific
    if language not in OWN_NAMES or not hasattr(page, "versions") or not page.permissions_for_user(user).can_edit():
        raise Http404
    translation = translate_page(page=page, language=language, by=user)
    edit = reverse("wagtailadmin_pages:edit", args=[translation.pk])
    return redirect(f"{edit}?{urlencode({'next': reverse('languages')})}")
