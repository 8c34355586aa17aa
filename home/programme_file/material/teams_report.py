"""Generates an attendance report in the format of Microsoft Teams, for a webinar of a demonstration programme.

It has the given minutes for each attendee, and the difficulties of real reports: rejoins, a second device, a telephone,
two people with the same name, a guest who is not signed in, and an unknown person.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

PEOPLE = [
    "Name",
    "First Join",
    "Last Leave",
    "In-Meeting Duration",
    "Email",
    "Participant ID (UPN)",
    "Role",
    *(f"Engagement: Reaction-{kind}" for kind in ("Applause", "Laugh", "Like", "Love", "Surprised")),
    *(f"Engagement: {kind}" for kind in ("Camera On", "Raise Hands", "Unmute")),
]
STAYS = ["Name", "Join Time", "Leave Time", "Duration", "Email", "Role"]
TELEPHONE = " +47 00 00 00 00"
STRANGER = ("Ukjent Gjest (fiktiv)", "ukjent.gjest@example.net")
NAMESAKE = "navnesoster@example.net"

Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Attendee:
    """An attendee, and for how many minutes of the session they were present."""

    name: str
    email: str
    minutes: int


@dataclass
class _Listed:
    name: str
    email: str
    spans: list[Span]


def teams_report(
    title: str,
    start: dt.datetime,
    end: dt.datetime,
    attendees: Sequence[Attendee],
    *,
    seed: str,
    with_strangers: bool,
) -> bytes:
    """The report as a file; deterministic for the same `seed`. Times are in the time zone of `start` and `end`.

    No attendee may have more minutes than there are from start to end. `with_strangers` adds people who cannot be
    matched to participants.
    """
    chance = random.Random(seed)  # noqa: S311  # nothing depends on that nobody can guess it
    listed = [
        _Listed(person.name, person.email, list(_spans(person.minutes, start, end, number, chance)))
        for number, person in enumerate(attendees)
    ]
    if with_strangers:
        listed += _strangers(attendees, start, end)
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\r\n")
    writer.writerows(_summary(title, listed))
    writer.writerows([["2. Participants"], PEOPLE, *(_person(one, chance) for one in listed), []])
    writer.writerows([["3. In-Meeting Activities"], STAYS])
    writer.writerows(_stay(one, span) for one in listed for span in one.spans)
    writer.writerows([[], ["4. Meeting Engagement"], ["Name", "Engagement Type", "Time"]])
    writer.writerows([one.name, "Unmute", _when(one.spans[0][0] + dt.timedelta(minutes=9))] for one in listed[:3])
    return "\ufeff".encode("utf-16-le") + out.getvalue().encode("utf-16-le")


def _spans(minutes: int, start: dt.datetime, end: dt.datetime, number: int, chance: random.Random) -> Iterator[Span]:
    """Intervals that cover this number of minutes of the session: one, two with a break, or two overlapping ones."""
    whole = int((end - start).total_seconds()) // 60
    early, late = (dt.timedelta(seconds=chance.randrange(20, 500)) for _ in range(2))
    odd = dt.timedelta(seconds=chance.randrange(1, 50))
    if minutes >= whole:
        middle = start + (end - start) / 2
        if number % 7 == 3:
            # A second device, which overlaps the first.
            yield start - early, middle + dt.timedelta(minutes=7)
            yield middle - dt.timedelta(minutes=5), end + late
        elif number % 7 == 5:
            # The connection was lost and restored within the same second.
            yield start - early, middle
            yield middle, end + late
        else:
            yield start - early, end + late
        return
    length = dt.timedelta(minutes=minutes)
    spare = whole - minutes
    if number % 2 and minutes >= 10 and spare >= 6:
        # Left, and came back.
        first = length / 3
        yield start - early, start + first
        begin = start + first + dt.timedelta(minutes=3)
        yield begin, begin + length - first + odd
    else:
        begin = start + dt.timedelta(minutes=min(spare - 1, 4))
        yield begin, begin + length + odd


def _strangers(attendees: Sequence[Attendee], start: dt.datetime, end: dt.datetime) -> list[_Listed]:
    """People whom only staff can identify. Two of them may be attendees who were present all through: matching them
    does not change anyone's minutes."""
    whole = int((end - start).total_seconds()) // 60
    signed_in, namesake = ([person for person in attendees if person.minutes >= whole] + [None, None])[:2]
    later = start + dt.timedelta(minutes=6)
    found = [
        _Listed(TELEPHONE, "", [(later, end)]),
        _Listed(*STRANGER, [(start + dt.timedelta(minutes=2), end)]),
    ]
    if signed_in:
        # Signed in on a computer, and joined again from a telephone without signing in.
        found.append(_Listed(f"{signed_in.name} (Unverified)", "", [(later, end - dt.timedelta(minutes=11))]))
    if namesake:
        found.append(_Listed(namesake.name, NAMESAKE, [(start, start + dt.timedelta(minutes=31))]))
    return found


def _summary(title: str, listed: Sequence[_Listed]) -> list[list[str]]:
    first = min(span[0] for one in listed for span in one.spans)
    last = max(span[1] for one in listed for span in one.spans)
    lengths = [_seconds(one) for one in listed]
    return [
        ["1. Summary"],
        ["Meeting title", title],
        ["Attended participants", str(len(listed))],
        ["Start time", _when(first)],
        ["End time", _when(last)],
        ["Meeting duration", _length(int((last - first).total_seconds()))],
        ["Average attendance time", _length(sum(lengths) // len(lengths))],
        [],
    ]


def _person(one: _Listed, chance: random.Random) -> list[str]:
    first, last = min(span[0] for span in one.spans), max(span[1] for span in one.spans)
    # Random engagement values. Our importer ignores them, to protect privacy.
    did = [str(chance.randrange(3)) for _ in PEOPLE[7:]]
    return [one.name, _when(first), _when(last), _length(_seconds(one)), one.email, one.email, "Attendee", *did]


def _stay(one: _Listed, span: Span) -> list[str]:
    seconds = int((span[1] - span[0]).total_seconds())
    return [one.name, _when(span[0]), _when(span[1]), _length(seconds), one.email, "Attendee"]


def _seconds(one: _Listed) -> int:
    """The total time somebody was present, with overlaps counted once."""
    total, reached = dt.timedelta(), None
    for start, end in sorted(one.spans):
        begin = start if reached is None else max(start, reached)
        if end > begin:
            total += end - begin
            reached = end
    return int(total.total_seconds())


def _when(moment: dt.datetime) -> str:
    """A time as “9/22/26, 2:48:05 PM”, with the narrow no-break space that Teams uses."""
    hour = (moment.hour - 1) % 12 + 1
    return f"{moment.month}/{moment.day}/{moment:%y}, {hour}:{moment:%M:%S}\u202f{'AM' if moment.hour < 12 else 'PM'}"


def _length(seconds: int) -> str:
    """A duration as “1h 7s”. Parts that are zero are left out."""
    parts = [(seconds // 3600, "h"), (seconds % 3600 // 60, "m"), (seconds % 60, "s")]
    return " ".join(f"{number}{unit}" for number, unit in parts if number) or "0s"
