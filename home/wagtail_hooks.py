"""What this app adds to the Wagtail admin: the board of a programme, and pages that are made with others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from courses.permissions import has_activities_in_charge
from home.actions import make_site_pages, open_to_owners
from home.document_links import SizedDocumentLink
from home.models import HomePage, NewsIndexPage
from home.views import board
from initiatives.models import InitiativeIndexPage


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("programme/", board.programme_board, name="programme_board"),
        path("programme/<int:pk>/", board.programme_board, name="programme_board"),
        path("programme/<int:pk>/new/", board.add_to_programme, name="add_to_programme"),
        path("programme/<int:pk>/copy/", board.copy_as_next, name="copy_programme"),
    ]


@hooks.register("insert_global_admin_css")
def admin_colours() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("construct_main_menu")
def leave_out_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Remove Wagtail's “Help” menu, which links to external pages in English. Our help texts are beside the fields."""
    items[:] = [item for item in items if item.name != "help"]


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("home.programme_copied", _("Copy programme"), _("Programme copied from another"))


class ProgrammeMenuItem(MenuItem):
    """The menu item for users who are in charge of activities."""

    def is_shown(self, request: HttpRequest) -> bool:
        return has_activities_in_charge(request.user)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return ProgrammeMenuItem(
        _("Programme"), reverse("programme_board"), name="programme", icon_name="list-ul", order=50
    )


@hooks.register("after_create_page")
def let_owners_write_there(request: HttpRequest, page: Page) -> None:
    """When an index page of news or initiatives is created, give all editors of programmes access to it."""
    if isinstance(page, NewsIndexPage | InitiativeIndexPage):
        open_to_owners(index=page)


@hooks.register("after_create_page")
def make_pages_of_the_site(request: HttpRequest, page: Page) -> None:
    """When a home page is created, create the pages on accessibility, privacy and contact."""
    if isinstance(page, HomePage) and page.original_id is None:
        make_site_pages(home=page)


@hooks.register("register_rich_text_features", order=1)
def size_links_to_files(features: FeatureRegistry) -> None:
    """Replace Wagtail's handler of document links, which is registered before."""
    features.register_link_type(SizedDocumentLink)
