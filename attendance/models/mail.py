"""Outgoing e-mails, from when they are owed until they are sent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone


class OutgoingMail(models.Model):
    """An e-mail that is owed, being sent, or sent. Each key is sent once.

    The row is written in the transaction of the change that the e-mail is about, so none is lost if the process ends.
    """

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=20, help_text="Which of the e-mails that there are.")
    arguments = models.JSONField(default=list, blank=True, help_text="Keys of what it is about.")
    queued_at = models.DateTimeField(default=timezone.now, help_text="When a task was last asked to send it.")
    times_queued = models.PositiveSmallIntegerField(default=1)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True, help_text="When it had failed for the last time.")

    class Meta:
        indexes = [models.Index(fields=["queued_at"], condition=Q(sent_at=None), name="outgoing_mail_owed")]

    def __str__(self) -> str:
        return self.key
