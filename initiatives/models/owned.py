"""The base class and fields shared by plans, projects, forums and initiatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from content.models import BasePage, Theme
from people.models import ContactPerson, Organisation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from initiatives.permissions import OwnedPermissions
    from people.models import User


def owner_field(related_name: str) -> models.ForeignKey[Organisation | None, Organisation | None]:
    """A foreign key to the owner; `related_name` is the reverse accessor on `Organisation`."""
    return models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=_("owner"),
        help_text=_("Its editors may change this page."),
    )


def contact_field() -> models.ForeignKey[ContactPerson | None, ContactPerson | None]:
    return models.ForeignKey(
        ContactPerson, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("contact")
    )


def themes_field(related_name: str) -> ParentalManyToManyField:
    return ParentalManyToManyField(Theme, blank=True, related_name=related_name, verbose_name=_("themes"))


class OwnedPage(BasePage):
    """A page that an organisation owns. `owned_by` is the name of that field, `summary` the field that lists show."""

    owned_by: ClassVar[str] = "responsible"
    summary: ClassVar[str] = "lead"

    class Meta:
        abstract = True

    @property
    def in_charge_id(self) -> int | None:
        """The primary key of the organisation whose editors may edit the page (V28)."""
        key: int | None = getattr(self, f"{self.owned_by}_id")
        return key

    @property
    def kind_label(self) -> str:
        """The kind of page, for display."""
        return capfirst(self._meta.verbose_name)

    @property
    def status_label(self) -> str:
        """The status for display; empty if this kind of page has none."""
        return ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        from initiatives.permissions import page_saved

        super().save(*args, **kwargs)
        if self.original_id is None:
            page_saved(self)

    def permissions_for_user(self, user: User | AnonymousUser) -> OwnedPermissions:
        from initiatives.permissions import OwnedPermissions

        return OwnedPermissions(user, self)
