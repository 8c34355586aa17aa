"""Previews of an activity's page in another phase: its sessions are moved in memory, and nothing is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models import Phase, Session

NOW, BEFORE, TODAY, AFTER = "now", "before", "today", "after"
MODES = [
    (NOW, _("As it is now")),
    (BEFORE, _("Before")),
    (TODAY, _("On the day")),
    (AFTER, _("Afterwards")),
]
AHEAD = dt.timedelta(days=14)
HOUR = dt.timedelta(hours=1)


def put_into(state: str, root: Session | None, below: Iterable[Session] = (), now: dt.datetime | None = None) -> None:
    """Move a root session and those below it by whole days into this phase. They must not be saved afterwards."""
    now = now or timezone.now()
    phases = {BEFORE: Phase.BEFORE, TODAY: Phase.TODAY, AFTER: Phase.AFTER}
    if root is None or root.date is None or root.is_cancelled or state not in phases:
        return
    if root.phase(now) == phases[state]:
        return
    today = timezone.localdate(now)
    if state == AFTER:
        by = today - dt.timedelta(days=1) - (root.final_date or root.date)
    else:
        by = today + (AHEAD if state == BEFORE else dt.timedelta()) - root.date
    for session in (root, *below):
        session.move(by, timezone.get_current_timezone())
    if state == TODAY and root.ends_at and root.ends_at <= now:
        # Late in the evening it would already be over, so it gets another hour.
        root.ends_at = now + HOUR
        root.starts_at = min(root.starts_at or now, now)
