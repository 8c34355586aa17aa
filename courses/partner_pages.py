"""Gives editors of a partner access to their organisation's pages in Wagtail's page explorer.

Wagtail lists a page, and its history, for those whose group has a permission on it. The permission given here is to add
pages below an activity, where none can be added: it opens the list and nothing else. What may be done with a page is
decided by `courses.permissions.ActivityPermissions`, so a surplus permission only shows a title, and a missing one only
hides it.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission

from courses.models import ActivityPage, ProgrammeRole, Role
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH


def group_of(programme: int, organisation: int) -> Group:
    """The editors of one organisation in one programme."""
    return Group.objects.get_or_create(name=f"Programme {programme}: editors of {organisation}")[0]


def show(page: ActivityPage, programme: int, organisation: int) -> None:
    group, permission = group_of(programme, organisation), _permission()
    GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)


def page_saved(page: ActivityPage) -> None:
    """Update the permission when the organisation in charge of a page may have changed. One query if the organisation
    has no editors."""
    roles = ProgrammeRole.objects.filter(
        programme__path=page.path[: PATH_STEP * PROGRAMME_DEPTH], role=Role.PARTNER_EDITOR
    ).order_by()
    for programme, organisation in roles.values_list("programme", "organisation").distinct():
        if organisation == page.responsible_id:
            show(page, programme, organisation)
        else:
            GroupPagePermission.objects.filter(
                group__name=f"Programme {programme}: editors of {organisation}", page_id=page.pk
            ).delete()


def _permission() -> Permission:
    return Permission.objects.get(content_type__app_label="wagtailcore", codename="add_page")
