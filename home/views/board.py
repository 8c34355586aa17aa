"""CMS views for course owners: the board of a programme, adding pages to it, and copying it for the next year."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from content import dates
from courses.models import ProgrammePage
from courses.permissions import grantable_roles
from courses.refusals import Refused
from home.board import board, programmes_of
from home.copying import copy_programme, copy_refusal
from home.new_pages import parents
from people.permissions import signed_in

YEAR = re.compile(r"\d{4}")


@require_safe
def programme_board(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """The board of the chosen programme, by default the latest."""
    programmes = list(programmes_of(request.user))
    programme = next((one for one in programmes if pk in (None, one.pk)), None)
    if programme is None and pk is not None:
        raise Http404
    context: dict[str, Any] = {
        "programme": programme,
        "programmes": programmes if len(programmes) > 1 else [],
        "page_title": _("Programme"),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Programme")},
        ],
        "header_icon": "list-ul",
    }
    if programme is not None:
        with timezone.override(programme.zone):
            context |= _columns(request, programme)
            return render(request, "home/admin/board.html", context)
    return render(request, "home/admin/board.html", context)


def _columns(request: HttpRequest, programme: ProgrammePage) -> dict[str, Any]:
    columns = board(request.user, programme)
    cards = [card for column in columns for card in column.cards]
    may_copy = programme.permissions_for_user(request.user).can_edit()
    return {
        "columns": columns,
        "total": len(cards),
        "waiting": len([card for card in cards if card.action]),
        "urgent": len([card for card in cards if card.is_urgent]),
        "may_copy": may_copy,
        "may_grant": bool(grantable_roles(request.user, programme)),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[programme.pk]) if may_copy else "",
    }


@require_safe
def add_to_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """The pages below which webinars, gatherings and articles can be added."""
    programme = _programme_in_charge(request, pk)
    found = parents(programme, request.user)
    context = {
        "programme": programme,
        "parents": found,
        "kinds": list({kind.label: kind for parent in found for kind in parent.kinds}.values()),
        "page_title": _("New page"),
        "breadcrumbs_items": [
            {"url": reverse("programme_board", args=[programme.pk]), "label": programme.short_title},
            {"url": "", "label": _("New page")},
        ],
        "header_icon": "plus",
    }
    return render(request, "home/admin/new.html", context)


def _programme_in_charge(request: HttpRequest, pk: int) -> ProgrammePage:
    """A programme that the user may edit as a whole; else 404, for example for partner editors."""
    programme = next((one for one in programmes_of(request.user) if one.pk == pk), None)
    if programme is None or not programme.permissions_for_user(request.user).can_edit():
        raise Http404
    return programme


class CopyForm(forms.Form):
    """The title of the copy, and by how many weeks it is later."""

    short_title = forms.CharField(
        label=gettext_lazy("Short title of the copy"),
        max_length=80,
        help_text=gettext_lazy("Its address is made of it. The rest of the pages keep their titles."),
    )
    weeks = forms.IntegerField(
        label=gettext_lazy("Weeks later"),
        min_value=1,
        max_value=520,
        help_text=gettext_lazy("Whole weeks, so that a Thursday stays a Thursday. 52 is a year."),
    )

    def __init__(self, *args: Any, programme: ProgrammePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme

    def clean_short_title(self) -> str:
        title = self.cleaned_data["short_title"]
        if refusal := copy_refusal(self.programme, title):
            raise forms.ValidationError(str(refusal))
        return title


@require_http_methods(["GET", "HEAD", "POST"])
def copy_as_next(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy a programme for the next year."""
    programme = _programme_in_charge(request, pk)
    initial = {"short_title": _next_title(programme.short_title), "weeks": 52}
    form = CopyForm(request.POST or None, programme=programme, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        by = signed_in(request.user)
        try:
            copy = copy_programme(programme=programme, short_title=said["short_title"], weeks=said["weeks"], by=by)
        except Refused as refused:
            form.add_error("short_title", str(refused.refusal))
        else:
            messages.success(request, _("The programme is copied, as drafts. Publish page by page when it is ready."))
            return redirect("programme_board", copy.pk)
    year = dt.timedelta(weeks=52)
    context = {
        "form": form,
        "programme": programme,
        "period": dates.date_range(programme.period_from, programme.period_to),
        "next_period": dates.date_range(programme.period_from + year, programme.period_to + year),
        "page_title": _("Copy as next year's"),
        "breadcrumbs_items": [
            {"url": reverse("programme_board", args=[programme.pk]), "label": programme.short_title},
            {"url": "", "label": _("Copy as next year's")},
        ],
        "header_icon": "copy",
    }
    return render(request, "home/admin/copy.html", context, status=422 if form.is_bound else 200)


def _next_title(title: str) -> str:
    """«Løft 2026» becomes «Løft 2027»; without a year, the next one is added."""
    if YEAR.search(title):
        return YEAR.sub(lambda year: str(int(year[0]) + 1), title)[:80]
    return f"{title[:75]} {timezone.localdate().year + 1}"
