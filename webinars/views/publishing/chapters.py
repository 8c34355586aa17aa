"""Chapters of the recording."""

from __future__ import annotations

from typing import Any

from webinars.views.publishing.desk import Desk


def section(desk: Desk) -> dict[str, Any]:
    return {"chapters": list(desk.recording.chapters.all())}
