"""The waiting list as those who wait see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from attendance.models import Registration


def places_in_line(registrations: Iterable[Registration]) -> dict[int, int]:
    """By registration that waits: its place, 1 being the next. One query, none when nobody waits."""
    waiting = [row for row in registrations if row.state == Registration.State.WAITING]
    if not waiting:
        return {}
    lines: dict[int, list[int]] = defaultdict(list)
    rows = Registration.objects.filter(session__in={row.session_id for row in waiting}).waiting()
    for session_id, pk in rows.values_list("session_id", "pk"):
        lines[session_id].append(pk)
    return {row.pk: lines[row.session_id].index(row.pk) + 1 for row in waiting if row.pk in lines[row.session_id]}
