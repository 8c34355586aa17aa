"""Files in private storage: media of the CMS, and uploads in progress."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtailmedia.models import AbstractMedia


def private_storage():
    """Storage for files that only our own views serve, after checking permission."""
    return storages["private"]


class MediaFile(AbstractMedia):
    """A video or sound file in private storage.

    `url` is a view for editors. Visitors get a video through its recording.
    """

    file = models.FileField(upload_to="media", storage=private_storage, verbose_name=_("file"))
    checksum = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    facts = models.JSONField(default=dict, blank=True, editable=False, help_text="What was read from the file.")

    admin_form_fields = ("title", "file", "collection", "duration", "width", "height", "thumbnail", "tags")

    class Meta(AbstractMedia.Meta):
        verbose_name = _("media file")
        verbose_name_plural = _("media files")

    @property
    def url(self) -> str:
        return reverse("media_file", args=[self.pk])


class Upload(models.Model):
    """An upload in pieces, which can be resumed.

    `key` is how the browser identifies the file (name, size, time of change), to resume the same one. `place` says what
    the file is for; only the view that offered it accepts it. `pieces` are the names in private storage of what has
    arrived, in order; `outcome` is the answer that was given when it was finished.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    place = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField(help_text="Bytes announced.")
    received = models.PositiveBigIntegerField(default=0, help_text="Bytes that have arrived.")
    pieces = models.JSONField(default=list)
    outcome = models.JSONField(default=dict)
    finished_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "place", "key"], name="upload_once_per_file"),
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_no_more_than_announced"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.received == self.size

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def folder(self) -> str:
        """The folder of its pieces in private storage."""
        return f"uploads/{self.pk.hex}"
