from __future__ import annotations

from django.db import models

from courses.models.programmes import ProgrammePage


class ProgrammeFile(models.Model):
    """The file that a programme was loaded from, and the number of weeks that its dates were shifted by."""

    file_id = models.CharField(max_length=100, unique=True, help_text="`programme.id` in the file.")
    programme = models.OneToOneField(ProgrammePage, on_delete=models.CASCADE, related_name="programme_file")
    shift_weeks = models.IntegerField(default=0)
    checksum = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.file_id


class FileId(models.Model):
    """The row that an id of a programme file became. Figures refer to people and activities by these ids."""

    programme_file = models.ForeignKey(ProgrammeFile, on_delete=models.CASCADE, related_name="ids")
    section = models.CharField(max_length=40)
    file_id = models.CharField(max_length=100)
    object_id = models.BigIntegerField()

    class Meta:
        ordering = ["programme_file", "section", "file_id"]
        constraints = [models.UniqueConstraint(fields=["programme_file", "section", "file_id"], name="file_id_once")]
        indexes = [models.Index(fields=["section", "object_id"])]

    def __str__(self) -> str:
        return f"{self.section}/{self.file_id}"
