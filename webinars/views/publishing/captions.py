"""Captions, one track per language."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from webinars.views.publishing.desk import Desk


def section(desk: Desk) -> dict[str, Any]:
    return {"tracks": list(desk.recording.captions.annotate(lines=Count("cues")).order_by("pk"))}
