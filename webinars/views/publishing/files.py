"""The place where all files are dropped, and what is on its way in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from webinars.views.publishing import uploads
from webinars.views.publishing.desk import Desk


def section(desk: Desk) -> dict[str, Any]:
    return {
        "waiting": uploads.waiting(desk),
        "most": settings.MAX_UPLOAD_BYTES,
        "begin_url": reverse("begin_upload", args=[desk.webinar.pk]),
        "whole_url": reverse("upload_whole_files", args=[desk.webinar.pk]),
    }
