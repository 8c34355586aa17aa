"""Audio description, and whom the recording is for."""

from __future__ import annotations

from typing import Any

from webinars.views.publishing.desk import Desk


def section(desk: Desk) -> dict[str, Any]:
    return {}
