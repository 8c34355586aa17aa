"""Objections of participants to the record of a session."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attendance.querysets import ObjectionQuerySet
from courses.models import Session
from people.models import Participant


class Objection(models.Model):
    """One sentence («I was there»), open until staff has answered it. Only staff changes the record."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="objections")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="objections")
    text = models.CharField(_("what you want to say"), max_length=500)
    made_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "session"], condition=Q(answered_at__isnull=True), name="objection_one_open"
            ),
            models.CheckConstraint(condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="objection_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.session}"
