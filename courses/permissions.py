"""Who may do what in which programme. Closed unless a role opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from courses.models import ActivityPage, ProgrammePage, ProgrammeRole, Role
from courses.models.roles import EDITOR_ROLES, STAFF_ROLES
from courses.requirements import PROGRAMME_DEPTH

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


def programmes_with_role(user: User | AnonymousUser, *roles: Role) -> QuerySet[ProgrammePage]:
    if not user.is_authenticated or not user.is_active:
        return ProgrammePage.objects.none()
    return ProgrammePage.objects.filter(roles__user=user, roles__role__in=roles).distinct()


def staff_programmes(user: User | AnonymousUser) -> QuerySet[ProgrammePage]:
    """The programmes whose people, attendance and figures this user may see. Every staff query starts here."""
    return programmes_with_role(user, *STAFF_ROLES).order_by("path")


def user_can_edit(user: User | AnonymousUser, activity: ActivityPage) -> bool:
    """Whether this user may change what an activity shows: page, recording, presentations.

    It follows the organisation in charge: a partner's editor has the activities of that organisation, a course owner
    and an administrator all of the programme, a superuser all there is. Nobody else has another programme's. The same
    people have the same activities in every language.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    activity = activity.as_original
    own = Q(role=Role.PARTNER_EDITOR, organisation=activity.responsible_id, organisation__isnull=False)
    programme = activity.path[: ActivityPage.steplen * PROGRAMME_DEPTH]
    return (
        ProgrammeRole.objects.filter(user=user, programme__path=programme)
        .filter(Q(role__in=EDITOR_ROLES) | own)
        .exists()
    )


def editable_activities(user: User | AnonymousUser) -> QuerySet[ActivityPage]:
    """The activities for which `user_can_edit` says yes, originals only."""
    if not user.is_authenticated or not user.is_active:
        return ActivityPage.objects.none()
    if user.is_superuser:
        return ActivityPage.objects.originals()
    mine = Q(pk__in=[])
    for path, role, organisation in user.programme_roles.values_list("programme__path", "role", "organisation"):
        if role in EDITOR_ROLES:
            mine |= Q(path__startswith=path)
        elif role == Role.PARTNER_EDITOR:
            mine |= Q(path__startswith=path, responsible=organisation)
    return ActivityPage.objects.originals().filter(mine)
