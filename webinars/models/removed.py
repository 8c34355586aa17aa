"""Files that were removed from a recording and can be restored for a while."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import MediaFile


class Removed(models.Model):
    """A removed file: its rows as they were. The file stays in storage until this row is deleted.

    It is no row of its kind any more, so it is not shown, served or counted anywhere.
    """

    class Kind(models.TextChoices):
        VIDEO = "video", _("Video")
        CAPTIONS = "captions", _("Captions")
        HANDOUT = "handout", _("File")

    webinar = models.ForeignKey("webinars.WebinarPage", on_delete=models.CASCADE, related_name="removed")
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=200, blank=True)
    rows = models.JSONField(encoder=DjangoJSONEncoder)
    media = models.ForeignKey(MediaFile, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-removed_at", "-pk"]

    def __str__(self) -> str:
        return self.title
