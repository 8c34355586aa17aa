"""Refuses to delete or move pages with facts and to publish unfinished ones in bulk, and adds the screen of languages.

Wagtail's confirmation page does not know about facts, and `PROTECT` alone would end in a server error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from courses.approvals import publishing_refusal
from courses.permissions import has_activities_in_charge
from courses.protection import deletion_refusal, translation_refusal
from courses.querysets import within
from courses.versions import nynorsk
from courses.views import editing, languages, roles


@hooks.register("before_delete_page")
def refuse_to_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, [page], is_deletion=True)


@hooks.register("before_move_page")
def refuse_to_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    if not page.permissions_for_user(request.user).can_move_to(destination):
        # Wagtail itself checks this on POST only, and shows the confirmation page to everybody.
        raise PermissionDenied
    return _refuse(request, [page])


@hooks.register("before_bulk_action")
def refuse_in_bulk(request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any) -> HttpResponse | None:
    pages = [thing for thing in objects if isinstance(thing, Page)]
    if pages and action_type in ("delete", "move"):
        return _refuse(request, pages, is_deletion=action_type == "delete")
    if pages and action_type == "publish":
        return _refuse_to_publish(
            request, pages, with_drafts_below=action.cleaned_form.cleaned_data["include_descendants"]
        )
    return None


def _refuse_to_publish(request: HttpRequest, pages: list[Page], *, with_drafts_below: bool) -> HttpResponse | None:
    wanted = Page.objects.filter(pk__in=[page.pk for page in pages])
    if with_drafts_below:
        wanted |= Page.objects.filter(within(page.path for page in pages), live=False)
    refusal = publishing_refusal(wanted.specific())
    if refusal is None:
        return None
    messages.error(request, str(refusal))
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


def _refuse(request: HttpRequest, pages: list[Page], *, is_deletion: bool = False) -> HttpResponse | None:
    refusal = deletion_refusal(pages) or (translation_refusal(pages) if is_deletion else None)
    if refusal is None:
        return None
    messages.error(request, str(refusal))
    parent = pages[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk)


@hooks.register("before_edit_page", order=1000)
def edit_in_one_transaction(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hands what is submitted over to our own view, after all other hooks."""
    if request.method != "POST":
        return None
    kwargs = request.resolver_match.kwargs
    view = editing.PageRevertView if "revision_id" in kwargs else editing.PageEditView
    return view.as_view()(request, **kwargs)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("languages/", languages.languages, name="languages"),
        path("languages/<int:pk>/<slug:language>/", languages.translate, name="translate_page"),
        path("programme/<int:pk>/roles/", roles.programme_roles, name="programme_roles"),
        path("programme/<int:pk>/roles/<int:role>/revoke/", roles.revoke, name="revoke_role"),
    ]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("courses.role_granted", gettext_lazy("Grant a role"), gettext_lazy("Role granted"))
    actions.register_action("courses.role_revoked", gettext_lazy("Take back a role"), gettext_lazy("Role taken back"))


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return LanguagesMenuItem(
        gettext_lazy("Languages"), reverse("languages"), name="languages", icon_name="globe", order=160
    )


class LanguagesMenuItem(MenuItem):
    """Shown to those who edit pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_activities_in_charge(request.user)


@hooks.register("construct_homepage_panels")
def start_page(request: HttpRequest, panels: list[Component]) -> None:
    """Puts pages that wait for the user's approval before the panels that only inform."""
    for panel in panels:
        if getattr(panel, "name", "") == "workflow_objects_to_moderate":
            panel.order = 10
    panels.append(NynorskPanel())


class NynorskPanel(Component):
    """The share of each programme's pages that exist in nynorsk, for its owners."""

    order = 60
    template_name = "courses/languages/home_panel.html"

    class Media:
        css = {"all": ["css/publishing.css"]}

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> SafeString:
        assert parent_context is not None
        shares = nynorsk(parent_context["request"].user)
        if not shares:
            return mark_safe("")
        context = {"heading": _("Languages"), "shares": shares}
        return mark_safe(render_to_string(self.template_name, context))  # noqa: S308
