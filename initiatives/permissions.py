"""Who writes plans, projects, forums and initiatives: course owners all of them, a partner's editor their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from courses import partner_pages
from courses.models import ProgrammeRole, Role
from courses.permissions import PartnerPermissions
from initiatives.models import ForumPage, InitiativePage, PlanPage, ProjectPage
from initiatives.models.owned import OwnedPage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User

KINDS: tuple[type[OwnedPage], ...] = (PlanPage, ProjectPage, ForumPage, InitiativePage)


class OwnedPermissions(PartnerPermissions):
    def is_in_charge(self, user: User | AnonymousUser, stored: OwnedPage) -> bool:
        """An editor of the organisation, in whichever programme they have that role."""
        in_charge = stored.as_original.in_charge_id
        if in_charge is None or not user.is_authenticated:
            return False
        return user.programme_roles.filter(role=Role.PARTNER_EDITOR, organisation=in_charge).exists()


def pages_of(organisation: int) -> Iterator[OwnedPage]:
    for kind in KINDS:
        yield from kind._default_manager.filter(original=None, **{kind.owned_by: organisation})


def page_saved(page: OwnedPage) -> None:
    """Shows it in Wagtail's lists to the editors of the organisation in charge, and of no other."""
    partner_pages.show_to_those_in_charge(page, page.in_charge_id, ProgrammeRole.objects.all())
