"""Who may do what in which programme. Closed unless a role opens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from courses.models import ProgrammePage, Role
from courses.models.roles import STAFF_ROLES

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
