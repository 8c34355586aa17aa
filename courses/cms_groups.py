"""The groups that give editors access to the CMS, and their permissions there.

A group gets each kind of permission that it has none of: when it is made, and after a migration where it was made by an
earlier version. What an administrator has added to a group or taken out of it stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from content.models import BasePage
from courses.models import ProgrammePage

PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "view_page")
SNIPPETS = (
    ("content", "theme"),
    ("content", "factsbox"),
    ("content", "glossaryentry"),
    ("people", "contactperson"),
    ("people", "region"),
)
FILES = ("add_image", "choose_image", "add_document", "choose_document")
"""What editors may do with pictures and documents: use all, and change and delete those that they uploaded."""
PARTNERS = "Partner editors"
OWNERS = "Programme {}: course owners"
OWNERS_PATTERN = OWNERS.format(r"(\d+)")

shared_pages: list[Callable[[], Iterable[BasePage]]] = []
"""Functions that return the pages outside of programmes below which the owners of every programme write; upper apps
add theirs."""


@transaction.atomic
def owners_of(programme: ProgrammePage) -> Group:
    """The group that edits the pages of one programme, in every language."""
    group = Group.objects.get_or_create(name=OWNERS.format(programme.pk))[0]
    if not GroupPagePermission.objects.filter(group=group).exists():
        _open_pages(group, programme)
    if not group.permissions.exists():
        wanted = _door_of_the_cms() | Permission.objects.filter(codename="submit_translation")
        for app_label, model in SNIPPETS:
            wanted |= Permission.objects.filter(
                content_type__app_label=app_label, codename__in=(f"add_{model}", f"change_{model}", f"view_{model}")
            )
        group.permissions.set(wanted)
    _open_files(group)
    if not GroupApprovalTask.objects.filter(groups=group).exists():
        _approve(programme, group)
        for page in (page for give in shared_pages for page in give()):
            share(page, group)
    return group


def groups_of_owners() -> QuerySet[Group]:
    """The groups of the owners of all programmes."""
    return Group.objects.filter(name__regex=f"^{OWNERS_PATTERN}$")


def share(page: BasePage, owners: Group) -> None:
    """Let these owners of a programme write below a page outside of programmes, and approve what is submitted there.
    Idempotent."""
    _open_pages(owners, page)
    with translation.override(settings.LANGUAGE_CODE):
        name = _("the course owners")
    task = GroupApprovalTask.objects.get_or_create(name=name)[0]
    task.groups.add(owners)
    workflow = Workflow.objects.get_or_create(name=name)[0]
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    _use(workflow, page)


@transaction.atomic
def partner_editors() -> Group:
    """The group that gives access to the CMS and, in it, nothing but what `user_can_edit` allows."""
    group = Group.objects.get_or_create(name=PARTNERS)[0]
    if not group.permissions.exists():
        group.permissions.set(_door_of_the_cms())
    _open_files(group)
    return group


def bring_up_to_date(**kwargs: Any) -> None:
    """Receiver of `post_migrate`: add permissions that are new to existing groups. One query if there are none."""
    named = Q(name=PARTNERS) | Q(name__regex=f"^{OWNERS_PATTERN}$")
    lacking = Q(collection_permissions=None) | Q(~Q(name=PARTNERS), groupapprovaltask=None)
    for name in Group.objects.filter(named, lacking).values_list("name", flat=True).distinct():
        match = re.fullmatch(OWNERS_PATTERN, name)
        if match is None:
            partner_editors()
        elif programme := ProgrammePage.objects.filter(pk=match[1]).first():
            owners_of(programme)


def _open_pages(group: Group, original: BasePage) -> None:
    permissions = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS)
    for permission in permissions:
        for page in (original, *original.translations.all()):
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _open_files(group: Group) -> None:
    if GroupCollectionPermission.objects.filter(group=group).exists():
        return
    everywhere = Collection.get_first_root_node()
    for permission in Permission.objects.filter(codename__in=FILES):
        GroupCollectionPermission.objects.create(group=group, collection=everywhere, permission=permission)


def _approve(programme: ProgrammePage, owners: Group) -> None:
    """Make its owners the approvers of a programme's pages. Who may publish need not submit for approval."""
    with translation.override(settings.LANGUAGE_CODE):
        name = _("the course owners of %(programme)s") % {"programme": programme.short_title}
    task = GroupApprovalTask.objects.create(name=name)
    task.groups.set([owners])
    workflow = Workflow.objects.create(name=name)
    WorkflowTask.objects.create(workflow=workflow, task=task)
    _use(workflow, programme)


def _use(workflow: Workflow, original: BasePage) -> None:
    for page in (original, *original.translations.all()):
        WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})


def _door_of_the_cms() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
