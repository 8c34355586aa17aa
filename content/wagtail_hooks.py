"""The admin's list of facts boxes, and the preview of a site's colours."""

from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from content import views
from content.models import FactsBox
from content.usage import UsedSnippetViewSet


class FactsBoxViewSet(UsedSnippetViewSet):
    model = FactsBox
    icon = "info-circle"


register_snippet(FactsBoxViewSet)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("site-look/", views.look_preview, name="look_preview"),
        path("site-look/samples.css", views.look_samples, name="look_samples"),
    ]
