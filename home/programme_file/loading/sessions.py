"""Loads the tree of sessions of an activity: times, capacities and states, which are not part of its page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from attendance.actions.planning import count_again
from courses.models import Session
from home.programme_file.document import ProgrammeFile
from home.programme_file.loading.load import Load, assign, upsert

MIDNIGHT = dt.time()
COUNTED = {*Session.DATES, "starts_at", "ends_at", "live_minutes"}
"""Values that decide how much attendance counts, and how many days a gathering has."""


def upsert_root(activity_id: int, values: dict[str, Any], *, is_cancelled: bool) -> tuple[Session, bool]:
    """Create or update the root session, which stands for the whole activity.

    Returns it, and whether an existing one was changed. A cancelled session stays cancelled, even if the file does not
    say so, as staff may have cancelled it.
    """
    root = Session.objects.filter(activity=activity_id, parent__isnull=True).first()
    new = root is None
    root = root or Session(activity_id=activity_id)
    changes = assign(root, values)
    if new or changes:
        root.save()
    if not new and COUNTED.intersection(changes):
        count_again(root.activity)
    is_news = is_cancelled and not root.is_cancelled
    if is_news:
        root.cancel()
    return root, (bool(changes) or is_news) and not new


def upsert_below(load: Load, section: str, id: str, known: dict[int, Session], values: dict[str, Any]) -> Session:
    """Create or update a session below the root: a day, or a session of a day."""
    return upsert(load, section, id, load.stored(known, section, id), Session(), values)


def start_of(file: ProgrammeFile, day: dt.date | None) -> dt.datetime | None:
    """The start of a day, for dates on which something opens."""
    return file.moment(day, MIDNIGHT) if day else None


def end_of(file: ProgrammeFile, day: dt.date | None) -> dt.datetime | None:
    """The end of a day, for dates on which something closes: it is open until the day is over."""
    return file.moment(day + dt.timedelta(days=1), MIDNIGHT) if day else None
