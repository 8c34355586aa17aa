"""Registration for a session, and attendance at it."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from attendance.querysets import AttendanceQuerySet, RegistrationQuerySet
from courses.models import Session
from people.models import Affiliation, Participant


def new_key() -> str:
    return secrets.token_urlsafe(32)


class Registration(Affiliation):
    """A registration for a session at any level of the tree. Each seat is a row: the root, its days, the chosen
    sessions."""

    class State(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        WAITING = "waiting", _("On the waiting list")
        AWAITING_APPROVAL = "awaiting_approval", _("Awaiting approval")
        TURNED_DOWN = "turned_down", _("Turned down")
        CANCELLED = "cancelled", pgettext_lazy("a registration", "Cancelled")

    ACTIVE = (State.REGISTERED, State.WAITING, State.AWAITING_APPROVAL)
    HOLDS_SEAT = (State.REGISTERED,)

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="registrations")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="registrations")
    state = models.CharField(max_length=20, choices=State, default=State.REGISTERED)
    registered_at = models.DateTimeField(default=timezone.now, help_text="Its place in the queue.")
    state_changed_at = models.DateTimeField(default=timezone.now)
    message = models.TextField(blank=True, help_text="What staff wrote when approving or turning down.")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["registered_at", "pk"]
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        indexes = [models.Index(fields=["session", "state", "registered_at"])]
        constraints = [models.UniqueConstraint(fields=["participant", "session"], name="registration_once_per_session")]

    def __str__(self) -> str:
        return f"{self.participant}: {self.session}"

    @property
    def is_active(self) -> bool:
        return self.state in self.ACTIVE


class Attendance(Affiliation):
    """The attendance of a participant at a session: one row, whatever the sources. A stored copy of what the evidence
    says."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="attendances")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    present = models.BooleanField(default=False)
    excused = models.BooleanField(default=False, help_text="Was not there, and had a reason that staff took down.")
    minutes = models.PositiveIntegerField(null=True, blank=True, help_text="Whole minutes, rounded down.")
    updated_at = models.DateTimeField(default=timezone.now)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ["session", "participant"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        indexes = [models.Index(fields=["session", "present"])]
        constraints = [
            models.UniqueConstraint(fields=["participant", "session"], name="attendance_once_per_session"),
            models.CheckConstraint(
                condition=Q(present=True) | Q(minutes__isnull=True) | Q(minutes=0), name="attendance_absent_no_minutes"
            ),
            models.CheckConstraint(condition=~Q(present=True, excused=True), name="attendance_not_present_and_excused"),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.session}"


class CalendarAddress(models.Model):
    """The secret address of a participant's calendar. Whoever knows it can read the calendar, so it can be replaced or
    revoked."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, related_name="calendar_address")
    key = models.CharField(max_length=64, unique=True, default=new_key)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.participant)
