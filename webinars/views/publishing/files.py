"""The place where all files are dropped, and what is on its way in."""

from __future__ import annotations

from typing import Any

from webinars.views.publishing.desk import Desk


def section(desk: Desk) -> dict[str, Any]:
    return {}
