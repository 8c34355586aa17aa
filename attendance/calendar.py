"""Calendar files: one entry for each dated session, which a later file about the same session replaces.

A file goes with an e-mail, or is fetched again and again from an address. Of the second kind an entry counts only the
changes that matter (`Session.calendar_version`), since a higher count resets what people have answered in theirs.
"""

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
ASK_AGAIN = dt.timedelta(hours=1)
"""How often a calendar that follows an address is asked to look; many look less often."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A session as it stands in somebody's calendar. Without times it takes the whole day."""

    session: Session
    title: str
    url: str
    text: str = ""
    place: str = ""
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    owner: str = "session"
    """Whose entry it is: with the session it makes the one name that the entry keeps for life."""
    is_cancelled: bool = False
    version: int | None = None
    """How many changes there have been; None for a file of an e-mail, of which each later one counts more."""
    changed_at: dt.datetime | None = None
    zone: dt.tzinfo | None = None


def entries_of(told: Iterable[Told], *, all_days: bool = False) -> list[Entry]:
    """A gathering stands in the calendar day by day, on the days somebody has a seat."""
    dated: list[tuple[Told, Session]] = []
    for one in told:
        whole = one.standing.session
        days = [day.session for day in one.standing.days if day.has_seat]
        if all_days and whole.parent_id is None:
            days = list(Session.objects.days().filter(activity=whole.activity_id))
        dated += [(one, session) for session in days or [whole]]
    times = times_of([session for _one, session in dated])
    return [
        Entry(
            session=session,
            title=one.title,
            url=one.url,
            text="\n".join(line for line in (one.standing.join_url, one.url) if line),
            place=session.place or one.standing.join_url,
            starts_at=times[session.pk][0],
            ends_at=times[session.pk][1],
            is_cancelled=session.is_cancelled or one.standing.session.is_cancelled,
        )
        for one, session in dated
    ]


def times_of(sessions: Sequence[Session]) -> dict[int, tuple[dt.datetime | None, dt.datetime | None]]:
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


def calendar_file(entries: Iterable[Entry], organiser: Organiser, method: Method = "PUBLISH", name: str = "") -> str:
    """METHOD belongs to the whole file: inside an entry it would make a second meeting of it.

    A file with a `name` is one that a calendar follows.
    """
    now = timezone.now()
    calendar = Calendar()
    calendar.add("prodid", "-//Loft//Registration//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    entries = list(entries)
    for entry in entries:
        calendar.add_component(_event(entry, organiser, method, now))
    days = [entry.session.date for entry in entries if entry.session.date] or [now.date()]
    # Some calendars know a time zone only where the file describes it.
    calendar.add_missing_timezones(
        first_date=dt.date(min(days).year, 1, 1), last_date=dt.date(max(days).year + 2, 1, 1)
    )
    return calendar.to_ical().decode()


def _event(entry: Entry, organiser: Organiser, method: Method, now: dt.datetime) -> Event:
    session = entry.session
    zone = entry.zone or timezone.get_current_timezone()
    event = Event()
    event.add("uid", f"{entry.owner}-{session.pk}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}")
    event.add("dtstamp", (entry.changed_at or now).astimezone(dt.UTC))
    if entry.changed_at:
        event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    event.add("sequence", int(now.timestamp()) // 60 if entry.version is None else entry.version)
    event.add("summary", entry.title)
    event.add("organizer", f"mailto:{organiser.email}", parameters={"CN": organiser.name})
    if entry.starts_at and entry.ends_at:
        event.add("dtstart", entry.starts_at.astimezone(zone))
        event.add("dtend", entry.ends_at.astimezone(zone))
    elif session.date and session.final_date:
        event.add("dtstart", session.date)
        event.add("dtend", session.final_date + dt.timedelta(days=1))
    if entry.place:
        event.add("location", entry.place)
    event.add("url", entry.url)
    event.add("description", entry.text)
    event.add("status", "CANCELLED" if method == "CANCEL" or entry.is_cancelled else "CONFIRMED")
    return event
