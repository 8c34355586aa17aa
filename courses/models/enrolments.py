from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.programmes import ModulePage
from courses.querysets import EnrolmentQuerySet
from people.models import Participant


class Enrolment(models.Model):
    """A module that a participant has picked. Dropping it keeps the row, and picking it again reuses it."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="enrolments")
    module = models.ForeignKey(ModulePage, on_delete=models.PROTECT, related_name="enrolments")
    picked_at = models.DateTimeField(default=timezone.now)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["picked_at", "pk"]
        verbose_name = _("picked module")
        verbose_name_plural = _("picked modules")
        constraints = [models.UniqueConstraint(fields=["participant", "module"], name="enrolment_once_per_module")]

    def __str__(self) -> str:
        return f"{self.participant}: {self.module}"
