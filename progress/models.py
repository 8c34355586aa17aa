"""Evidence is what somebody did; completion is what it adds up to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import ActivityPage, Session, TrackPage
from courses.rules import Requirement
from people.models import Participant
from progress.querysets import CompletionQuerySet, EvidenceQuerySet


class EvidenceKind(models.TextChoices):
    PRESENT = "present", _("Present")
    WATCHED = "watched", _("Watched")
    WAIVED = "waived", _("Waived")
    DECLARED = "declared", _("Declared")
    EXCUSED = "excused", _("Excused")
    WITHDRAWAL = "withdrawal", _("Withdrawn")


class Source(models.TextChoices):
    """Where a piece of evidence comes from."""

    DOOR = "door", _("Door scan")
    SELF_CHECK_IN = "self_check_in", _("Self check-in")
    LIST = "list", _("List kept by staff")
    TEAMS = "teams", _("Teams report")
    ZOOM = "zoom", _("Zoom report")
    MEET = "meet", _("Google Meet report")
    WEBEX = "webex", _("Webex report")
    REPORT = "report", _("Attendance report")
    CORRECTION = "correction", _("Correction by staff")
    PLAYER = "player", _("Player")
    PARTICIPANT = "participant", _("The participant")
    FILE = "file", _("Programme file")
    STAFF = "staff", _("County staff")


class Evidence(models.Model):
    """One fact about what somebody did. It is never changed; another piece may withdraw it, with a reason.

    `stays` are pairs of UTC seconds since 1970, `[[start, end], …]`; `minutes` are whole minutes, where there are no
    times. Presence with neither means the whole session. Zero minutes mean that staff recorded an absence.
    """

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="evidence")
    activity = models.ForeignKey(ActivityPage, on_delete=models.PROTECT, related_name="evidence")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    kind = models.CharField(max_length=12, choices=EvidenceKind)
    source = models.CharField(max_length=16, choices=Source)
    stays = models.JSONField(default=list, blank=True)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    key = models.CharField(max_length=120, help_text="Makes a repeated or replayed record the same row.")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now)
    batch = models.UUIDField(
        null=True, blank=True, help_text="The save of a list that it was part of, or that a withdrawal undid."
    )
    withdraws = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="withdrawn_by")
    reason = models.TextField(blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        indexes = [models.Index(fields=["activity", "participant"])]
        constraints = [
            models.UniqueConstraint(fields=["participant", "activity", "key"], name="evidence_once_per_key"),
            models.CheckConstraint(
                condition=~Q(kind__in=(EvidenceKind.WITHDRAWAL, EvidenceKind.WAIVED, EvidenceKind.EXCUSED))
                & ~Q(source=Source.CORRECTION)
                | ~Q(reason=""),
                name="evidence_reason_for_corrections",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=1), name="evidence_share_between_0_and_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.get_source_display()}"


class Completion(models.Model):
    """What the evidence adds up to, for an activity or a track: the one answer that every screen and export reads.

    A completion keeps the rule that it was decided by, and only a withdrawal or correction can undo it (see
    `progress.rules`).
    """

    class Reason(models.TextChoices):
        """How it was completed, the strongest first."""

        PRESENT = "present", _("Present")
        WATCHED = "watched", _("Watched the recording")
        WAIVED = "waived", _("Waived by staff")
        DECLARED = "declared", _("Declared by the participant")

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="completions")
    activity = models.ForeignKey(
        ActivityPage, on_delete=models.PROTECT, null=True, blank=True, related_name="completions"
    )
    track = models.ForeignKey(TrackPage, on_delete=models.PROTECT, null=True, blank=True, related_name="completions")
    progress = models.DecimalField(max_digits=5, decimal_places=4, default=0)
    completed_at = models.DateTimeField(null=True, blank=True, help_text="When it happened, not when it was recorded.")
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    earned = models.BooleanField(
        default=False, help_text="Complete by more than a declaration, so that it counts for the track's proof."
    )
    minutes = models.PositiveIntegerField(null=True, blank=True)
    watched_share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    rule = models.JSONField(default=dict, blank=True, help_text="The rule that it was decided by.")
    updated_at = models.DateTimeField(default=timezone.now)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        ordering = ["participant", "pk"]
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "activity"],
                condition=Q(activity__isnull=False),
                name="completion_once_per_activity",
            ),
            models.UniqueConstraint(
                fields=["participant", "track"], condition=Q(track__isnull=False), name="completion_once_per_track"
            ),
            models.CheckConstraint(
                condition=Q(activity__isnull=True) ^ Q(track__isnull=True), name="completion_of_activity_or_track"
            ),
            models.CheckConstraint(
                condition=Q(progress__gte=0, progress__lte=1), name="completion_progress_between_0_and_1"
            ),
            models.CheckConstraint(
                condition=Q(completed_at__isnull=True) | Q(progress=1), name="completion_complete_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.percent} %"

    @property
    def is_complete(self) -> bool:
        return self.completed_at is not None

    @property
    def percent(self) -> int:
        """Whole percent, rounded down, at most 100."""
        return min(100, int(self.progress * 100))

    @property
    def requirement(self) -> Requirement:
        """The stored requirement of an activity."""
        return Requirement.from_json(self.rule)
