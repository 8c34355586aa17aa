"""Presentations and other files that are handed out."""

from __future__ import annotations

from typing import Any

from webinars.views.publishing.desk import Desk


def section(desk: Desk) -> dict[str, Any]:
    return {"handouts": list(desk.webinar.handouts.select_related("organisation").order_by("-kind", "order", "pk"))}
