"""The admin's list of facts boxes, the protection of themes in use, and the preview of a site's colours."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from content import views
from content.models import FactsBox
from content.usage import UsedSnippetViewSet, is_chosen_on_pages


class FactsBoxViewSet(UsedSnippetViewSet):
    model = FactsBox
    icon = "info-circle"


register_snippet(FactsBoxViewSet)


@hooks.register("before_delete_snippet")
def refuse_to_delete(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    chosen = [f"“{thing}”" for thing in instances if is_chosen_on_pages(thing)]
    if not chosen:
        return None
    text = _("Pages have %(titles)s. Take it away there before you delete it.")
    messages.error(request, text % {"titles": ", ".join(chosen)})
    return redirect(instances[0].snippet_viewset.get_url_name("list"))


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("site-look/", views.look_preview, name="look_preview"),
        path("site-look/samples.css", views.look_samples, name="look_samples"),
    ]
