from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.programmes import ProgrammePage
from people.models import Organisation


class Role(models.TextChoices):
    COURSE_OWNER = "course_owner", _("Course owner")
    PARTNER_EDITOR = "partner_editor", _("Partner editor")
    COUNTY_STAFF = "county_staff", _("County staff")
    DOOR = "door", _("Door")
    ADMINISTRATOR = "administrator", _("Administrator")


STAFF_ROLES = (Role.COUNTY_STAFF, Role.ADMINISTRATOR)
"""Roles that may see the people of a programme. A course owner writes pages and sees nobody's attendance."""

WRITING_ROLES = (Role.COURSE_OWNER, Role.PARTNER_EDITOR)
"""Roles that may edit pages and see no people."""


class ProgrammeRole(models.Model):
    """What an account may do in one programme. A partner's editor may do so for the activities of one organisation."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="programme_roles")
    programme = models.ForeignKey(ProgrammePage, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="editor_roles"
    )

    class Meta:
        ordering = ["programme", "role", "user"]
        constraints = [
            # Two constraints, because SQLite does not support one that treats null as equal to null.
            models.UniqueConstraint(
                fields=["user", "programme", "role"],
                condition=Q(organisation__isnull=True),
                name="programme_role_once",
            ),
            models.UniqueConstraint(
                fields=["user", "programme", "role", "organisation"], name="programme_role_once_for_organisation"
            ),
            models.CheckConstraint(
                condition=Q(role=Role.PARTNER_EDITOR, organisation__isnull=False)
                | (~Q(role=Role.PARTNER_EDITOR) & Q(organisation__isnull=True)),
                name="programme_role_organisation_for_partner_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
