"""The log of what staff reads and exports about people (X4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.log_actions import log, registry

LIST_READ = "attendance.list_read"
LIST_EXPORTED = "attendance.list_exported"


def note_reading(request: HttpRequest, about: Any, what: str, **data: Any) -> None:
    """Log that a member of staff has read a list of people, or what is recorded about one person.

    Once a day for the same list, so that saving a sheet row by row does not fill the log. One query.
    """
    if request.method == "HEAD":
        return
    said = {"list": what, **data}
    entries = registry.get_logs_for_instance(about)
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    about_it = {f"data__{name}": value for name, value in said.items()}
    if not entries.filter(user=request.user, action=LIST_READ, timestamp__gte=since, **about_it).exists():
        log(about, LIST_READ, user=request.user, data=said)


def note_export(request: HttpRequest, about: Any, what: str, kind: str) -> None:
    """Log that a member of staff has exported a list of people (X4). Each time."""
    log(about, LIST_EXPORTED, user=request.user, data={"list": what, "format": kind})
