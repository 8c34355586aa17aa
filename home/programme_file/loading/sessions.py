"""The dated tree below an activity: what has a clock, a count or a state, and therefore is not on its page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from courses.models import Session
from home.programme_file.document import ProgrammeFile
from home.programme_file.loading.state import Load, bring, changed_names

MIDNIGHT = dt.time()


def bring_root(activity_id: int, values: dict[str, Any], *, is_cancelled: bool) -> tuple[Session, bool]:
    """The session that stands for the whole activity, and whether the file said anything new about it.

    Only a cancellation is taken from the file, never that there is none: staff may have cancelled.
    """
    root = Session.objects.filter(activity=activity_id, parent__isnull=True).first()
    new = root is None
    root = root or Session(activity_id=activity_id)
    changes = changed_names(root, values)
    for name in changes:
        setattr(root, name, values[name])
    if new or changes:
        root.save()
    is_news = is_cancelled and not root.is_cancelled
    if is_news:
        root.cancel()
    return root, (bool(changes) or is_news) and not new


def bring_below(load: Load, section: str, id: str, known: dict[int, Session], values: dict[str, Any]) -> Session:
    """A day or one of its sessions."""
    return bring(load, section, id, known.get(load.ids[section].get(id, 0)), Session(), values)


def start_of(file: ProgrammeFile, day: dt.date | None) -> dt.datetime | None:
    """When a day begins: what opens on a day is open from then."""
    return file.moment(day, MIDNIGHT) if day else None


def end_of(file: ProgrammeFile, day: dt.date | None) -> dt.datetime | None:
    """When a day is over: what closes on a day is open all through it."""
    return file.moment(day + dt.timedelta(days=1), MIDNIGHT) if day else None
