"""What plans, projects, forums and initiatives share: the organisation that owns one, whose editors write it."""

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
    """The organisation whose pages of this kind are its `related_name`."""
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
    """`owned_by` names the field with the organisation in charge, `summary` the one that lists show."""

    owned_by: ClassVar[str] = "responsible"
    summary: ClassVar[str] = "lead"

    class Meta:
        abstract = True

    @property
    def in_charge_id(self) -> int | None:
        """The organisation whose editors may write it (V28)."""
        key: int | None = getattr(self, f"{self.owned_by}_id")
        return key

    @property
    def kind_label(self) -> str:
        """What sort of page it is, in a word."""
        return capfirst(self._meta.verbose_name)

    @property
    def status_label(self) -> str:
        """How far it is, in a few words; empty where that is not said."""
        return ""

    def save(self, *args: Any, **kwargs: Any) -> None:
        from initiatives.permissions import page_saved

        super().save(*args, **kwargs)
        if self.original_id is None:
            page_saved(self)

    def permissions_for_user(self, user: User | AnonymousUser) -> OwnedPermissions:
        from initiatives.permissions import OwnedPermissions

        return OwnedPermissions(user, self)
