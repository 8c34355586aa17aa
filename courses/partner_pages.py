"""Gives editors of a partner access to their organisation's pages in Wagtail's page explorer.

Wagtail lists a page, and its history, for those whose group has a permission on it. The permission given here is to add
pages below an activity, where none can be added: it opens the list and nothing else. What may be done with a page is
decided by `courses.permissions.ActivityPermissions`, so a surplus permission only shows a title, and a missing one only
hides it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from wagtail.models import GroupPagePermission, Page

from courses.models import ActivityPage, ProgrammePage, ProgrammeRole, Role
from courses.requirements import programme_path

owned_elsewhere: list[Callable[[int], Iterable[Page]]] = []
"""Functions that return pages outside programmes that an organisation is in charge of; upper apps add theirs."""


def group_of(programme: int, organisation: int) -> Group:
    """The editors of one organisation in one programme."""
    return Group.objects.get_or_create(name=_name(programme, organisation))[0]


def _name(programme: int, organisation: int) -> str:
    return f"Programme {programme}: editors of {organisation}"


def show_all(programme: ProgrammePage, organisation: int) -> None:
    """Show every page that the organisation is in charge of now."""
    activities = ActivityPage.objects.originals().in_programme(programme).filter(responsible=organisation)
    for pages in (activities, *(give(organisation) for give in owned_elsewhere)):
        for page in pages:
            show(page, programme.pk, organisation)


def show(page: Page, programme: int, organisation: int) -> None:
    group, permission = group_of(programme, organisation), _permission()
    GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def page_saved(page: ActivityPage) -> None:
    """Update the permission when the organisation in charge of a page may have changed. One query if the organisation
    has no editors."""
    programme = programme_path(page.path)
    show_to_those_in_charge(page, page.responsible_id, ProgrammeRole.objects.filter(programme__path=programme))


def show_to_those_in_charge(page: Page, in_charge: int | None, roles: QuerySet[ProgrammeRole]) -> None:
    """The same for any page, among the editors with one of these roles."""
    editors = roles.filter(role=Role.PARTNER_EDITOR).order_by()
    for programme, organisation in editors.values_list("programme", "organisation").distinct():
        if organisation == in_charge:
            show(page, programme, organisation)
        else:
            GroupPagePermission.objects.filter(group__name=_name(programme, organisation), page_id=page.pk).delete()


def _permission() -> Permission:
    return Permission.objects.get(content_type__app_label="wagtailcore", codename="add_page")
