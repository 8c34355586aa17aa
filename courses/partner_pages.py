"""Where a partner's editor finds the pages that their organisation is in charge of: in Wagtail's own list of pages.

Wagtail shows a page there, and its history, to those whose group has a permission on it. The one given here is to add
pages below an activity, of which there can be none: it opens the list and nothing else. What may be done with a page is
said by `courses.permissions.ActivityPermissions`, so a row too many shows a title and a row too few hides one.
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
    """Shows it to the editors of the organisation in charge now, and of no other. One query where there are none."""
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
