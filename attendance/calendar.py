"""Calendar files: one entry for each seat, which a later file about the same session replaces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from attendance.telling import Organiser, Told
from courses.models import Session

Method = Literal["PUBLISH", "CANCEL"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A session as it stands in somebody's calendar. Without times it takes the whole day."""

    session: Session
    title: str
    url: str
    text: str = ""
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None


def entries_of(told: Iterable[Told], *, all_days: bool = False) -> list[Entry]:
    """A gathering stands in the calendar day by day, on the days somebody has a seat."""
    dated: list[tuple[Told, Session]] = []
    for one in told:
        whole = one.standing.session
        days = [day.session for day in one.standing.days if day.has_seat]
        if all_days and whole.parent_id is None:
            days = list(Session.objects.days().filter(activity=whole.activity_id))
        dated += [(one, session) for session in days or [whole]]
    times = _times([session for _one, session in dated])
    return [
        Entry(
            session=session,
            title=one.title,
            url=one.url,
            text="\n".join(line for line in (one.standing.join_url, one.url) if line),
            starts_at=times[session.pk][0],
            ends_at=times[session.pk][1],
        )
        for one, session in dated
    ]


def _times(sessions: Sequence[Session]) -> dict[int, tuple[dt.datetime | None, dt.datetime | None]]:
    """When each begins and ends: by its own times, else by those of the sessions in it."""
    inside: dict[int, list[Session]] = {session.pk: [] for session in sessions}
    for child in Session.objects.not_cancelled().filter(parent__in=inside, starts_at__isnull=False):
        inside[child.parent_id].append(child)
    times = {}
    for session in sessions:
        starts = [child.starts_at for child in inside[session.pk] if child.starts_at]
        ends = [child.ends_at for child in inside[session.pk] if child.ends_at]
        times[session.pk] = (
            session.starts_at or min(starts, default=None),
            session.ends_at or max(ends, default=None),
        )
    return times


def calendar_file(entries: Iterable[Entry], organiser: Organiser, method: Method = "PUBLISH") -> str:
    now = timezone.now()
    calendar = Calendar()
    calendar.add("prodid", "-//Loft//Registration//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for entry in entries:
        calendar.add_component(_event(entry, organiser, method, now))
    return calendar.to_ical().decode()


def _event(entry: Entry, organiser: Organiser, method: Method, now: dt.datetime) -> Event:
    session = entry.session
    event = Event()
    event.add("uid", f"session-{session.pk}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}")
    event.add("dtstamp", now.astimezone(dt.UTC))
    # A later file counts more: nothing about the session counts its changes, so the minute it is made in does.
    event.add("sequence", int(now.timestamp()) // 60)
    event.add("summary", entry.title)
    event.add("organizer", f"mailto:{organiser.email}", parameters={"CN": organiser.name})
    if entry.starts_at and entry.ends_at:
        event.add("dtstart", entry.starts_at.astimezone(dt.UTC))
        event.add("dtend", entry.ends_at.astimezone(dt.UTC))
    elif session.date and session.final_date:
        event.add("dtstart", session.date)
        event.add("dtend", session.final_date + dt.timedelta(days=1))
    if place := session.place or session.join_url:
        event.add("location", place)
    event.add("url", entry.url)
    event.add("description", entry.text)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    return event
