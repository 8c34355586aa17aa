"""Wagtail's own confirm page does not see facts, and `PROTECT` alone ends in a server error: refuse here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.models import Page

from courses.protection import deletion_refusal, translation_refusal


@hooks.register("before_delete_page")
def refuse_to_delete(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, [page], is_deletion=True)


@hooks.register("before_move_page")
def refuse_to_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    if not page.permissions_for_user(request.user).can_move_to(destination):
        # Wagtail asks this when it is sent, and shows the page that asks for it to anybody.
        raise PermissionDenied
    return _refuse(request, [page])


@hooks.register("before_bulk_action")
def refuse_in_bulk(request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any) -> HttpResponse | None:
    pages = [thing for thing in objects if isinstance(thing, Page)]
    if not pages or action_type not in ("delete", "move"):
        return None
    return _refuse(request, pages, is_deletion=action_type == "delete")


def _refuse(request: HttpRequest, pages: list[Page], *, is_deletion: bool = False) -> HttpResponse | None:
    refusal = deletion_refusal(pages) or (translation_refusal(pages) if is_deletion else None)
    if refusal is None:
        return None
    messages.error(request, str(refusal))
    parent = pages[0].get_parent()
    return redirect("wagtailadmin_explore", parent.pk)
