"""The video: what was read from it, the still picture, or the address of one elsewhere."""

from __future__ import annotations

from typing import Any

from webinars.views.publishing.desk import Desk


def section(desk: Desk) -> dict[str, Any]:
    return {"media": desk.recording.media}
