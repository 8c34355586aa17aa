"""Calendar files (iCalendar): an entry for each dated session, replaced by later files about the same session.

A file is attached to an e-mail, as an invitation (REQUEST) or its withdrawal (CANCEL), or fetched from an address
(PUBLISH). SEQUENCE rises only with a change that matters: another time, place or link, a seat taken or given back, a
cancellation. A corrected title does not raise it, since a higher one resets people's replies.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from icalendar import Calendar, Event

from attendance.descriptions import Contact, DescribedRegistration
from attendance.models import Registration
from courses.models import Level, Session

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
SINCE = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
"""Seats have no counter of changes, so the SEQUENCE of their entries is the number of seconds from here to the last
change."""
ASK_AGAIN = dt.timedelta(hours=1)
"""How often calendar apps are asked to refresh; many do so less often."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A session in somebody's calendar. Without times it is an all-day entry."""

    session: Session
    title: str
    url: str
    text: str = ""
    place: str = ""
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    owner: str = "session"
    """Whose entry it is; together with the session it makes the permanent UID."""
    is_cancelled: bool = False
    version: int
    """SEQUENCE: higher after each change that matters."""
    changed_at: dt.datetime | None = None
    """When that was; None in files made now, whose entries are as new as the file."""
    organiser: Contact
    zone: dt.tzinfo


def entries_of(described: Iterable[DescribedRegistration], *, all_days: bool = False) -> list[Entry]:
    """The entries of these registrations. A gathering has one for each day with a seat."""
    dated: list[tuple[DescribedRegistration, Session, dt.datetime]] = []
    for one in described:
        whole = one.standing
        seats = [(day.session, day.registration.state_changed_at) for day in whole.days if day.has_seat]
        if all_days and whole.session.parent_id is None:
            days = Session.objects.days().filter(activity=whole.session.activity_id)
            seats = [(day, whole.registration.state_changed_at) for day in days]
        seats = seats or [(whole.session, whole.registration.state_changed_at)]
        dated += [(one, session, since) for session, since in seats]
    return _entries(dated)


def given_back(described: Iterable[DescribedRegistration]) -> list[Entry]:
    """The days on which somebody no longer has a seat, while their registration for the root is active."""
    dated = []
    for one in described:
        own = one.standing.registration
        rows = Registration.objects.filter(
            participant=own.participant_id,
            session__parent=own.session_id,
            session__level=Level.DAY,
            state=Registration.State.CANCELLED,
        )
        dated += [(one, row.session, row.state_changed_at) for row in rows.select_related("session")]
    return _entries(dated)


def _entries(dated: Sequence[tuple[DescribedRegistration, Session, dt.datetime]]) -> list[Entry]:
    """The moment beside each session is when the seat was taken or given back."""
    sessions = [session for _one, session, _since in dated]
    times, changed = times_of(sessions), _changed_inside(sessions)
    return [
        Entry(
            session=session,
            title=one.title,
            url=one.url,
            text="\n".join(line for line in (one.standing.join_url, one.url) if line),
            place=session.place or one.standing.join_url,
            starts_at=times[session.pk][0],
            ends_at=times[session.pk][1],
            is_cancelled=session.is_cancelled,
            version=_seconds(
                since,
                session.calendar_changed_at,
                one.standing.session.calendar_changed_at,
                changed.get(session.pk, since),
            ),
            organiser=one.sender.organiser,
            zone=one.sender.zone,
        )
        for one, session, since in dated
    ]


def _seconds(*moments: dt.datetime) -> int:
    return int((max(moments) - SINCE).total_seconds())


def _changed_inside(sessions: Iterable[Session]) -> dict[int, dt.datetime]:
    """For sessions without times of their own: when a session below them was last changed, as their times come from
    those."""
    open_ones = [session.pk for session in sessions if not (session.starts_at and session.ends_at)]
    inside = Session.objects.filter(parent__in=open_ones).order_by().values_list("parent")
    return dict(inside.annotate(Max("calendar_changed_at"))) if open_ones else {}


def times_of(sessions: Sequence[Session]) -> dict[int, tuple[dt.datetime | None, dt.datetime | None]]:
    """The begin and end of each: its own times, else those of the sessions below it."""
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


def calendar_file(
    entries: Iterable[Entry],
    method: Method = "PUBLISH",
    name: str = "",
    invited: Contact | None = None,
) -> str:
    """The file with these entries. METHOD belongs to the file, as some apps treat one in an entry as another meeting.

    A file with a `name` is one to subscribe to. An `invited` participant has replied by registering, so calendar apps
    should neither ask them nor send replies to the organiser.
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
        event = _event(entry, method, now)
        if invited is not None:
            answered = {"CN": invited.name, "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
            event.add("attendee", f"mailto:{invited.email}", parameters=answered)
        calendar.add_component(event)
    days = [entry.session.date for entry in entries if entry.session.date] or [now.date()]
    # Some calendar apps require the definitions of time zones in the file.
    calendar.add_missing_timezones(
        first_date=dt.date(min(days).year, 1, 1), last_date=dt.date(max(days).year + 2, 1, 1)
    )
    return calendar.to_ical().decode()


def _event(entry: Entry, method: Method, now: dt.datetime) -> Event:
    session = entry.session
    event = Event()
    event.add("uid", f"{entry.owner}-{session.pk}@{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}")
    event.add("dtstamp", (entry.changed_at or now).astimezone(dt.UTC))
    if entry.changed_at:
        event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    event.add("sequence", entry.version)
    event.add("summary", entry.title)
    event.add("organizer", f"mailto:{entry.organiser.email}", parameters={"CN": entry.organiser.name})
    if entry.starts_at and entry.ends_at:
        event.add("dtstart", entry.starts_at.astimezone(entry.zone))
        event.add("dtend", entry.ends_at.astimezone(entry.zone))
    elif session.date and session.final_date:
        event.add("dtstart", session.date)
        event.add("dtend", session.final_date + dt.timedelta(days=1))
    if entry.place:
        event.add("location", entry.place)
    event.add("url", entry.url)
    event.add("description", entry.text)
    event.add("status", "CANCELLED" if method == "CANCEL" or entry.is_cancelled else "CONFIRMED")
    return event
