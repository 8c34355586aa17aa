"""Who may edit plans, projects, forums and initiatives: course owners all, partner editors their organisation's."""

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
        """Whether the user is a partner editor of the organisation in charge, in any programme."""
        in_charge = stored.as_original.in_charge_id
        if in_charge is None or not user.is_authenticated:
            return False
        return user.programme_roles.filter(role=Role.PARTNER_EDITOR, organisation=in_charge).exists()


def pages_of(organisation: int) -> Iterator[OwnedPage]:
    for kind in KINDS:
        yield from kind._default_manager.filter(original=None, **{kind.owned_by: organisation})


def page_saved(page: OwnedPage) -> None:
    """Update Wagtail's group permissions, so that the page is listed only for editors of the organisation in charge."""
    partner_pages.show_to_those_in_charge(page, page.in_charge_id, ProgrammeRole.objects.all())
