"""Loads registrations and attendance, through the same actions as the site uses."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from attendance.actions import AttendanceRow, give_free_seats, record_attendances, record_registrations
from attendance.actions.locking import lock_session
from attendance.models import Registration
from courses.models import Session
from home.programme_file.loading import reports
from home.programme_file.loading.load import Load
from home.programme_file.loading.sessions import start_of
from home.programme_file.schema.activities import Attendance, Gathering, Webinar
from people.models import Participant
from progress.models import Evidence, EvidenceKind, Source

State = Registration.State
NOON = dt.time(12)


@dataclass
class _Presence:
    """Attendance at one session according to the file: minutes by participant; `None` means present all through."""

    session: Session
    at: dt.datetime
    minutes: dict[str, int | None] = field(default_factory=dict)


def load_attendance(load: Load) -> None:
    sections = load.file.sections
    people = _people(load)
    roots = {
        root.activity_id: root
        for root in Session.objects.filter(
            activity__in=[*load.ids["webinars"].values(), *load.ids["gatherings"].values()], parent__isnull=True
        ).select_related("activity")
    }
    below = Session.objects.select_related("activity").in_bulk(
        [*load.ids["days"].values(), *load.ids["sessions"].values()]
    )
    activities: dict[str, Webinar | Gathering] = {}
    activities |= {one.id: one for one in sections.webinars}
    activities |= {one.id: one for one in sections.gatherings}
    for number, (id, said) in enumerate(sections.attendance.items(), 1):
        entry = activities[id]
        section = "webinars" if isinstance(entry, Webinar) else "gatherings"
        root = roots[load.ids[section][id]]
        _register(load, root, entry, said, people, below)
        if isinstance(entry, Webinar) and reports.import_saved(load, root, entry, said):
            continue
        for presence in _presences(load, root, entry, said, below):
            _record(load, presence, people)
        load.say(f"  {id} ({number} of {len(sections.attendance)})")
    # The capacity in the file may have been raised, so there may be seats for the waiting list.
    waiting = Registration.objects.waiting().filter(session__activity__in=roots).values("session__activity")
    for root in Session.objects.upcoming().filter(parent__isnull=True, activity__in=waiting):
        give_free_seats(session=root, by=None)


def _people(load: Load) -> dict[str, Participant]:
    """Participants by id in the file, with the relations that a registration copies prefetched."""
    rows = Participant.objects.with_affiliation().in_bulk(load.ids["participants"].values())
    return {id: rows[pk] for id, pk in load.ids["participants"].items() if pk in rows}


def _register(
    load: Load,
    root: Session,
    entry: Webinar | Gathering,
    said: Attendance,
    people: dict[str, Participant],
    below: dict[int, Session],
) -> None:
    known = dict(Registration.objects.filter(session=root).values_list("participant_id", "state"))
    first = entry.days[0].date if isinstance(entry, Gathering) else entry.date
    by_then = start_of(load.file, entry.registration_closes or first)
    at = min(by_then, load.as_of) if by_then else load.as_of
    choices = {
        people[id].pk: [below[load.ids["sessions"][session]] for session in chosen]
        for id, chosen in said.sessions.items()
    }
    for state, ids in ((State.REGISTERED, said.registered), (State.TURNED_DOWN, said.turned_down)):
        for id in ids:
            stands = known.get(people[id].pk, state)
            if stands != state:
                load.notes.append(f"{entry.id}: {id} is “{stands}” and stays so; the file says “{state}”.")
        if ids:
            seats = [people[id] for id in ids]
            record_registrations(session=root, participants=seats, by=None, at=at, choices=choices, state=state)
        new = sum(people[id].pk not in known for id in ids)
        load.count("registrations", "created", new)
        load.count("registrations", "unchanged", len(ids) - new)


def _presences(
    load: Load, root: Session, entry: Webinar | Gathering, said: Attendance, below: dict[int, Session]
) -> Iterable[_Presence]:
    if isinstance(entry, Webinar):
        yield _Presence(root, load.file.moment(entry.date, entry.end), dict(said.minutes))
        return
    dates = {day.id: day.date for day in entry.days}
    for id, present in said.present.items():
        day = below[load.ids["days"][id]]
        at = day.ends_at or load.file.moment(dates[id], NOON)
        yield _Presence(day, at, dict.fromkeys(present))


def _record(load: Load, presence: _Presence, people: dict[str, Participant]) -> None:
    """Add evidence for new attendance. If a value has changed, the earlier evidence is withdrawn but kept."""
    if not presence.minutes or load.row is None:
        return
    lock_session(presence.session)
    prefix = f"file:{load.row.pk}:{presence.session.pk}:"
    earlier = _earlier(presence.session, prefix)
    reported = reports.reported(load, presence.session)
    rows = []
    changed = 0
    for id, minutes in presence.minutes.items():
        person = people[id]
        pieces, report = earlier[person.pk], reported.get((person.email or "").lower())
        before = pieces[-1] if pieces else report
        if before and before.minutes == minutes:
            continue
        said = [*pieces[-1:], *(report.pieces if report else ())]
        standing = [piece for piece in said if piece.participant_id == person.pk and not piece.withdrawn_by.all()]
        changed += before is not None
        rows.append(
            AttendanceRow(
                participant=person,
                key=f"{prefix}{len(pieces)}",
                minutes=minutes,
                withdraws=standing,
                reason=_("Changed in the programme file.") if standing else "",
            )
        )
    if rows:
        record_attendances(session=presence.session, rows=rows, source=Source.FILE, at=presence.at, by=None)
    load.count("attendance", "created", len(rows) - changed)
    load.count("attendance", "updated", changed)
    load.count("attendance", "unchanged", len(presence.minutes) - len(rows))


def _earlier(session: Session, prefix: str) -> dict[int, list[Evidence]]:
    """The evidence about a session from earlier loads of this file, by participant."""
    pieces = Evidence.objects.filter(
        activity=session.activity_id, kind=EvidenceKind.PRESENT, source=Source.FILE, key__startswith=prefix
    ).prefetch_related("withdrawn_by")
    found: dict[int, list[Evidence]] = defaultdict(list)
    for piece in pieces.order_by("pk"):
        found[piece.participant_id].append(piece)
    return found
