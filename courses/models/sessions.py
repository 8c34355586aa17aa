"""Sessions: the dated occurrences of an activity, as a tree of the whole, its days, their sessions and groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.activities import ActivityPage
from courses.querysets import SessionQuerySet


class Level(models.TextChoices):
    WHOLE = "whole", _("The whole activity")
    DAY = "day", _("Day")
    SESSION = "session", _("Session")
    GROUP = "group", _("Group")


class Phase(models.TextChoices):
    """Where a session is in time. Derived from the clock, never stored."""

    BEFORE = "before", _("Planned")
    TODAY = "today", _("Today")
    AFTER = "after", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class Session(models.Model):
    """One node in the tree of an activity. The root stands for the activity as a whole.

    Dates, capacity and state are here and not on the page, so that publishing an old draft changes none of them.
    """

    activity = models.ForeignKey(ActivityPage, on_delete=models.CASCADE, related_name="sessions")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    level = models.CharField(max_length=10, choices=Level, default=Level.WHOLE)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(_("title"), max_length=255, blank=True)

    date = models.DateField(_("date"), null=True, blank=True, help_text=_("The day in the programme's time zone."))
    last_date = models.DateField(_("last day"), null=True, blank=True, help_text=_("When it lasts several days."))
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    live_minutes = models.PositiveSmallIntegerField(
        _("live length in minutes"), null=True, blank=True, help_text=_("Presence is measured against this.")
    )

    place = models.CharField(_("place"), max_length=160, blank=True)
    join_url = models.URLField(_("join link"), blank=True, help_text=_("Shown to the registered only."))
    capacity = models.PositiveIntegerField(_("capacity"), null=True, blank=True, help_text=_("Empty: no limit."))
    has_waiting_list = models.BooleanField(_("waiting list"), default=True)
    takes_registration = models.BooleanField(
        _("own registration"), default=False, help_text=_("Chosen one by one when registering.")
    )
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    cancel_by = models.DateTimeField(_("cancel without a fee until"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancellation_reason = models.TextField(_("why it was cancelled"), blank=True)
    calendar_version = models.PositiveIntegerField(
        default=0, editable=False, help_text="How often it was moved, cancelled or taken up again."
    )
    calendar_changed_at = models.DateTimeField(default=timezone.now, editable=False)

    IN_CALENDAR = ("date", "last_date", "starts_at", "ends_at", "place", "join_url", "cancelled_at")
    """Fields that change the entry in people's calendars."""
    DATES = ("date", "last_date")
    MOMENTS = ("starts_at", "ends_at", "registration_opens_at", "registration_closes_at", "cancel_by")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["activity", "level", "order", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [models.Index(fields=["date", "level"])]
        constraints = [
            models.UniqueConstraint(
                fields=["activity"], condition=Q(parent__isnull=True), name="session_one_root_per_activity"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, level=Level.WHOLE) | (Q(parent__isnull=False) & ~Q(level=Level.WHOLE)),
                name="session_root_is_the_whole",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True) | Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(last_date__isnull=True) | Q(last_date__gte=F("date")), name="session_last_date_not_before"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.activity.shown_title

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Count up `calendar_version` when calendars have to be updated. New sessions below a cancelled one are
        cancelled."""
        if self._state.adding and self.parent is not None and self.parent.is_cancelled:
            self.cancelled_at, self.cancellation_reason = self.parent.cancelled_at, self.parent.cancellation_reason
        saved = None if update_fields is None else set(update_fields)
        changing = [name for name in self.IN_CALENDAR if saved is None or name in saved]
        if self.pk and changing:
            stored = type(self)._default_manager.filter(pk=self.pk).values(*changing, "calendar_version").first()
            if stored and any(stored[name] != getattr(self, name) for name in changing):
                self.calendar_version = stored["calendar_version"] + 1
                self.calendar_changed_at = timezone.now()
                saved = saved and saved | {"calendar_version", "calendar_changed_at"}
        super().save(*args, update_fields=saved, **kwargs)

    def cancel(self, reason: str = "") -> None:
        """Cancel the session and everything below it. Those cancelled before keep their time and reason."""
        within = Q(pk=self.pk) | Q(parent=self.pk) | Q(parent__parent=self.pk) | Q(parent__parent__parent=self.pk)
        now = timezone.now()
        type(self)._default_manager.filter(within, cancelled_at=None).update(
            cancelled_at=now,
            cancellation_reason=reason,
            calendar_version=F("calendar_version") + 1,
            calendar_changed_at=now,
        )
        self.refresh_from_db()

    def move(self, by: dt.timedelta, zone: dt.tzinfo) -> None:
        """Move all dates and times, without saving. They keep their local time across daylight saving time."""
        for name in self.DATES:
            if (day := getattr(self, name)) is not None:
                setattr(self, name, day + by)
        for name in self.MOMENTS:
            if (moment := getattr(self, name)) is not None:
                local = moment.astimezone(zone).replace(tzinfo=None) + by
                setattr(self, name, local.replace(tzinfo=zone))

    @property
    def final_date(self) -> dt.date | None:
        return self.last_date or self.date

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    def phase(self, now: dt.datetime | None = None, zone: dt.tzinfo | None = None) -> Phase:
        """The phase by the clock of the given time zone, or else of the current one.

        Times decide where there are any, as they are the same moment in every zone; a date is not.
        """
        now = now or timezone.now()
        today = timezone.localdate(now, zone)
        first = timezone.localdate(self.starts_at, zone) if self.starts_at else self.date
        if self.is_cancelled:
            return Phase.CANCELLED
        if first is None or today < first:
            return Phase.BEFORE
        is_over = now >= self.ends_at if self.ends_at else self.final_date is not None and today > self.final_date
        return Phase.AFTER if is_over else Phase.TODAY
