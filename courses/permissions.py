"""Who may do what in which programme. Without a role, nothing is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import PagePermissionTester

from content.versions import base_of
from courses.models import ActivityPage, ProgrammePage, ProgrammeRole, Role
from courses.models.roles import STAFF_ROLES, WRITING_ROLES
from courses.refusals import Refusal
from courses.requirements import programme_path

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


def programmes_with_role(user: User | AnonymousUser, *roles: Role) -> QuerySet[ProgrammePage]:
    """The programmes in which the user has one of these roles.

    The role of an administrator counts only as long as the account is a superuser, which is decided under Users.
    """
    if not user.is_authenticated or not user.is_active:
        return ProgrammePage.objects.none()
    counting = [role for role in roles if user.is_superuser or role != Role.ADMINISTRATOR]
    return ProgrammePage.objects.filter(roles__user=user, roles__role__in=counting).distinct()


def staff_programmes(user: User | AnonymousUser) -> QuerySet[ProgrammePage]:
    """The programmes whose participants, attendance and figures this user may see. Every staff query starts here."""
    return programmes_with_role(user, *STAFF_ROLES).order_by("path")


def programmes_written_by(user: User | AnonymousUser, *, in_part: bool = False) -> QuerySet[ProgrammePage]:
    """The programmes of which the user may edit all pages; `in_part`: or those that an organisation is in charge of."""
    if user.is_active and user.is_superuser:
        return ProgrammePage.objects.originals().order_by("path")
    return programmes_with_role(user, *(WRITING_ROLES if in_part else (Role.COURSE_OWNER,))).order_by("path")


def grantable_roles(user: User | AnonymousUser, programme: ProgrammePage) -> tuple[Role, ...]:
    """The roles of a programme that this user may grant and revoke.

    A course owner sees nobody's attendance, and so lets in those who write only. An administrator's role holds for the
    whole installation and is given there, not in a programme.
    """
    if not user.is_authenticated or not user.is_active:
        return ()
    if user.is_superuser:
        return (*WRITING_ROLES, Role.COUNTY_STAFF, Role.DOOR)
    return WRITING_ROLES if programme.roles.filter(user=user, role=Role.COURSE_OWNER).exists() else ()


def revocation_refusal(row: ProgrammeRole, *, by: User, grantable: Sequence[Role]) -> Refusal | None:
    """Why somebody who may grant these roles may not revoke this one."""
    if row.role == Role.ADMINISTRATOR and row.user.is_superuser:
        return Refusal("administrator", _("An administrator is one of the whole site: change that under Users."))
    if row.role not in grantable and not (row.role == Role.ADMINISTRATOR and by.is_superuser):
        return Refusal("role", _("An administrator grants this role and takes it back."))
    if row.user_id == by.pk:
        return Refusal("own", _("This role is your own: somebody else must take it back."))
    return None


def user_can_edit(user: User | AnonymousUser, activity: ActivityPage) -> bool:
    """Whether this user may edit what an activity shows: page, recording, presentations.

    A partner's editor may edit the activities that their organisation is in charge of, a course owner all of the
    programme, and an administrator all. The answer is the same for all languages of an activity.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    activity = activity.as_original
    own = Q(role=Role.PARTNER_EDITOR, organisation=activity.responsible_id, organisation__isnull=False)
    programme = programme_path(activity.path)
    return (
        ProgrammeRole.objects.filter(user=user, programme__path=programme)
        .filter(Q(role=Role.COURSE_OWNER) | own)
        .exists()
    )


def editable_activities(user: User | AnonymousUser) -> QuerySet[ActivityPage]:
    """The activities for which `user_can_edit` is true, originals only."""
    if not user.is_authenticated or not user.is_active:
        return ActivityPage.objects.none()
    if user.is_superuser:
        return ActivityPage.objects.originals()
    mine = Q(pk__in=[])
    for path, role, organisation in user.programme_roles.values_list("programme__path", "role", "organisation"):
        if role == Role.COURSE_OWNER:
            mine |= Q(path__under=path)
        elif role == Role.PARTNER_EDITOR:
            mine |= Q(path__under=path, responsible=organisation)
    return ActivityPage.objects.originals().filter(mine)


def has_activities_in_charge(user: User | AnonymousUser) -> bool:
    """Whether this user may edit any activity. Cached, as several menu items ask for it."""
    if not user.is_authenticated or user.is_superuser:
        return user.is_authenticated
    known: bool | None = user.__dict__.get("_has_activities_in_charge")
    if known is None:
        writing = user.programme_roles.filter(role__in=WRITING_ROLES)
        known = user.__dict__["_has_activities_in_charge"] = writing.exists()
    return known


class PartnerPermissions(PagePermissionTester):
    """Wagtail's page permissions for pages that an organisation is in charge of, in every language.

    Who may edit the original may edit its translations. A partner's editor may edit, publish and unpublish the pages
    that their organisation is in charge of according to the database, whatever a draft says. They may not delete, move,
    copy, lock or restrict them, which Wagtail otherwise allows to those who edit.
    """

    permissions: set[str]

    def __init__(self, user: User | AnonymousUser, page: Any) -> None:
        super().__init__(user, page)
        self.is_partner = False
        if not user.is_active or user.is_superuser or page.pk is None or "change" in self.permissions:
            return
        stored = base_of(page)._default_manager.select_related("original").get(pk=page.pk)
        if stored.original is not None:
            self.permissions |= PagePermissionTester(user, stored.original).permissions
        if "change" not in self.permissions and self.is_in_charge(user, stored):
            self.permissions = {"change", "publish"}
            self.is_partner = True

    def is_in_charge(self, user: User | AnonymousUser, stored: Any) -> bool:
        """Whether somebody's organisation is in charge of the page."""
        raise NotImplementedError

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self.is_partner and super().can_delete(ignore_bulk)

    def can_copy(self) -> bool:
        return not self.is_partner and super().can_copy()

    def can_lock(self) -> bool:
        return not self.is_partner and super().can_lock()

    def can_set_view_restrictions(self) -> bool:
        return not self.is_partner and super().can_set_view_restrictions()


class ActivityPermissions(PartnerPermissions):
    """Wagtail's page permissions for activities."""

    def is_in_charge(self, user: User | AnonymousUser, stored: ActivityPage) -> bool:
        return user_can_edit(user, stored)


def is_partner_of(user: User | AnonymousUser | None, page: Any) -> bool:
    """Whether the user may edit the page only because their organisation is in charge of it."""
    return user is not None and page.pk is not None and page.permissions_for_user(user).is_partner
