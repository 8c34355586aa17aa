"""A report of a meeting tool about a session, the people in it, and what is remembered for the next one."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from attendance.querysets import ReportEntryQuerySet, ReportImportQuerySet
from courses.models import ProgrammePage, Session
from people.models import Organisation, Participant
from progress.models import Evidence, Source


class Choice(models.TextChoices):
    """Who an entry is. Empty until it is decided."""

    PARTICIPANT = "participant", _("A participant")
    LEFT_OUT = "left_out", _("Not a participant")
    ROOM = "room", _("A room")


class ReportImport(models.Model):
    """A report of one session, identified by the hash of the file, which is not kept.

    It counts from when it is applied until it is undone. Both are idempotent: applying makes the evidence match the
    entries, undoing withdraws what no other report contains.
    """

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        REFUSED = "refused", _("Refused")
        READY = "ready", _("Not saved yet")
        APPLYING = "applying", _("Being saved")
        APPLIED = "applied", _("Saved")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    BUSY = (State.READING, State.APPLYING, State.UNDOING)
    DRAFT = (State.READY, State.REFUSED)
    DRAFT_KEPT_FOR = dt.timedelta(days=30)
    """Counted from when it is read. A draft has names and addresses of people who may not be our participants, so it is
    kept no longer than diet and access needs, the data with the shortest period. The meeting tools have the report for
    a year."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="reports")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    file_name = models.CharField(max_length=255, blank=True)
    source = models.CharField(max_length=16, choices=Source, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.READY)
    shapes = models.JSONField(default=list, blank=True, help_text="Its tables and what their columns hold.")
    warnings = models.JSONField(default=list, blank=True)
    problem = models.JSONField(default=dict, blank=True, help_text="Why it was refused.")
    rows = models.PositiveIntegerField(default=0)
    first_joined = models.DateTimeField(null=True, blank=True)
    last_left = models.DateTimeField(null=True, blank=True)
    waiting_file = models.CharField(max_length=255, blank=True, help_text="Where a large file waits to be read.")
    mapping = models.JSONField(default=dict, blank=True, help_text="What somebody said its columns hold.")
    read_at = models.DateTimeField(default=timezone.now)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    outcome = models.JSONField(default=dict, blank=True, help_text="What applying it changed the last time.")
    work = models.JSONField(
        default=dict, blank=True, help_text="How far applying or undoing it in the background has come."
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undo_reason = models.CharField(max_length=500, blank=True)

    objects = ReportImportQuerySet.as_manager()

    class Meta:
        ordering = ["-read_at", "-pk"]
        verbose_name = _("attendance report")
        verbose_name_plural = _("attendance reports")
        constraints = [models.UniqueConstraint(fields=["session", "digest"], name="report_once_per_session")]

    def __str__(self) -> str:
        return f"{self.get_source_display()}: {self.session}"

    @property
    def is_busy(self) -> bool:
        return self.state in self.BUSY

    @property
    def is_applied(self) -> bool:
        return self.state == self.State.APPLIED

    @property
    def is_partly_applied(self) -> bool:
        """Whether applying it failed after some of it had counted. An undone report that is read again is not."""
        return self.state == self.State.READY and self.applied_at is not None and self.undone_at is None

    @property
    def is_draft(self) -> bool:
        return self.state in self.DRAFT and self.applied_at is None

    @property
    def thrown_away_at(self) -> dt.datetime | None:
        """When a draft will be deleted unless it is applied."""
        return self.read_at + self.DRAFT_KEPT_FOR if self.is_draft else None


class ReportEntry(models.Model):
    """A person in a report: what it says about them, and who that is.

    `stays` are pairs of UTC seconds, `[[start, end], …]`. Where there are no times, `seconds` is a duration, within
    `span` if that is known. `known_by` tells how the person was identified; a decision of staff is never changed
    automatically.
    """

    class KnownBy(models.TextChoices):
        REGISTRATION = "registration", _("By registration")
        ADDRESS = "address", _("By e-mail address")
        ALIAS = "alias", _("By what you chose before")
        DECISION = "decision", _("Chosen by you")

    report = models.ForeignKey(ReportImport, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=300)
    name = models.CharField(max_length=160, blank=True)
    address = models.CharField(max_length=254, blank=True)
    registration = models.CharField(max_length=40, blank=True)
    is_registered = models.BooleanField(default=False)
    telephone = models.PositiveIntegerField(default=0)
    stays = models.JSONField(default=list, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    span = models.JSONField(null=True, blank=True)
    present = models.BooleanField(default=False)
    connections = models.PositiveIntegerField(default=1)
    row = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(null=True, blank=True, help_text="Of the session, rounded down.")

    choice = models.CharField(max_length=12, choices=Choice, blank=True)
    participant = models.ForeignKey(
        Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="report_entries"
    )
    known_by = models.CharField(max_length=12, choices=KnownBy, blank=True)
    has_suggestion = models.BooleanField(default=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="report_entries")

    objects = ReportEntryQuerySet.as_manager()

    class Meta:
        ordering = ["report", "row", "pk"]
        verbose_name = _("person in a report")
        verbose_name_plural = _("persons in a report")
        indexes = [models.Index(fields=["report", "choice"])]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="report_entry_once_per_person"),
            models.CheckConstraint(
                condition=Q(choice=Choice.PARTICIPANT, participant__isnull=False)
                | (~Q(choice=Choice.PARTICIPANT) & Q(participant__isnull=True)),
                name="report_entry_participant_where_chosen",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name in the report. Of a telephone, only a running number is stored."""
        if self.telephone:
            return _("Telephone %(number)s") % {"number": self.telephone}
        return self.name or self.address or _("Without a name").__str__()

    @property
    def is_decided(self) -> bool:
        return bool(self.choice)

    @property
    def total(self) -> tuple[int, ...] | None:
        """Where there are no times: the duration in seconds, and the span that it is within."""
        return None if self.seconds is None else (self.seconds, *(self.span or ()))


class RememberedChoice(models.Model):
    """A decision of staff about an address or a name, for the next report of the programme.

    An address is then matched automatically; a name is only suggested.
    """

    class Kind(models.TextChoices):
        ADDRESS = "address", _("E-mail address")
        NAME = "name", _("Name")

    programme = models.ForeignKey(ProgrammePage, on_delete=models.CASCADE, related_name="remembered_choices")
    kind = models.CharField(max_length=8, choices=Kind)
    value = models.CharField(max_length=254)
    choice = models.CharField(max_length=12, choices=Choice)
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, blank=True, related_name="remembered_choices"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "value"]
        verbose_name = _("remembered choice")
        verbose_name_plural = _("remembered choices")
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind", "value"], name="remembered_choice_once"),
            models.CheckConstraint(
                condition=Q(choice=Choice.PARTICIPANT, participant__isnull=False)
                | (~Q(choice=Choice.PARTICIPANT) & Q(participant__isnull=True)),
                name="remembered_choice_participant_where_chosen",
            ),
        ]

    def __str__(self) -> str:
        return self.value


class ColumnMapping(models.Model):
    """What the columns of a table with these headers hold, as somebody in an organisation has said."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="column_mappings")
    signature = models.CharField(max_length=32)
    headers = models.JSONField(default=list)
    roles = models.JSONField(default=dict, help_text="By number of the column.")
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["organisation", "signature"]
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")
        constraints = [models.UniqueConstraint(fields=["organisation", "signature"], name="column_mapping_once")]

    def __str__(self) -> str:
        return ", ".join(self.headers)
