"""Finds out what each column of a table holds: by known headers, by position in known tables, and by the cells.

The headers of most interface languages are not known, so the form of the cells must be enough without them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from attendance.reports.durations import read_duration, read_number
from attendance.reports.moments import Order, Written, read_moment
from attendance.reports.people import is_telephone, read_address
from attendance.reports.records import Record


class Role(StrEnum):
    """What a column holds. Columns without a role are not read."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    ADDRESS = "address"
    ACCOUNT = "account"
    """The account name (UPN). It is used as address if there is none, and is not returned."""
    REGISTERED_ADDRESS = "registered_address"
    REGISTRATION = "registration"
    JOINED = "joined"
    LEFT = "left"
    MINUTES = "minutes"
    SECONDS = "seconds"
    LENGTH = "length"
    """A duration, written with units."""
    PRESENT = "present"
    """Any mark for a person who was present, as on a list kept at the door."""
    EVENT = "event"
    MOMENT = "moment"
    """When an event happened (joining or leaving), with a row for each."""


Roles = dict[int, Role]
WHO = {Role.NAME, Role.FIRST_NAME, Role.ADDRESS, Role.REGISTERED_ADDRESS, Role.REGISTRATION}
DASHES = {"", "-", "--", "---", "–", "—", "n/a", "null"}
UTC = re.compile(r"\(utc\)|\butc\b|\Autc(?=[a-z])")
MOSTLY = 0.6
A_MINUTE_AND_A_HALF = 90
JOINING = {"joined", "join", "joined before"}
LEAVING = {"left", "leave"}

# Headers in English, and Webex's in Portuguese. If two columns have the same role, the earlier header counts.
KNOWN: list[tuple[Role, list[str]]] = [
    (Role.NAME, ["name (original name)", "nameoriginalname", "user name (original name)", "full name", "fullname"]),
    (Role.NAME, ["display name", "nome de exibição", "participant name", "name", "user name"]),
    (Role.FIRST_NAME, ["first name", "nome"]),
    (Role.LAST_NAME, ["last name", "sobrenome"]),
    (Role.REGISTERED_ADDRESS, ["registration email", "registered email"]),
    (Role.ADDRESS, ["user email 2", "attendee email", "user email", "email address", "e-mail address"]),
    (Role.ADDRESS, ["e-mail do convidado", "email", "e-mail"]),
    (Role.JOINED, ["first join", "join time", "time joined", "hora da entrada", "joined at", "first join time"]),
    (Role.LEFT, ["last leave", "leave time", "time exited", "hora da saída", "left at", "last leave time"]),
    (Role.LENGTH, ["in-meeting duration", "attendance duration", "duração da presença"]),
    (Role.MINUTES, ["duration minutes 2", "duration (minutes)", "time in session (minutes)"]),
    (Role.MINUTES, ["total duration (minutes)"]),
    (Role.SECONDS, ["duration (seconds)", "time in session (seconds)"]),
    (Role.LENGTH, ["duration"]),
    (Role.EVENT, ["user action", "action"]),
    (Role.MOMENT, ["timestamp", "utceventtimestamp"]),
]
# Headers about the meeting and not about a person, and some whose cells look like a name, a time or a duration.
KNOWN_OTHERS = {
    "topic",
    "meeting id",
    "meetingid",
    "webinar id",
    "start time",
    "end time",
    "actual start time",
    "creation time",
    "registration time",
    "approval status",
    "attended",
    "guest",
    "is guest",
    "role",
    "phone",
    "department",
    "group",
    "session name",
    "connection type",
    "meeting name",
    "meeting start time",
    "meeting end time",
    "nome da reunião",
    "data de início da reunião",
    "data de término da reunião",
    "nome da sessão",
    "tipo de conexão",
    "função",
    "country/region name",
    "recording consent",
    "user email 1",
    "duration minutes 1",
}
RANK = {name: (rank, role) for rank, (role, names) in enumerate(KNOWN) for name in names}
# The two tables of Teams reports, whatever the language of their headers.
TEAMS_PEOPLE = [Role.NAME, Role.JOINED, Role.LEFT, Role.LENGTH, Role.ADDRESS, Role.ACCOUNT]
TEAMS_STAYS = [Role.NAME, Role.JOINED, Role.LEFT, Role.LENGTH, Role.ADDRESS]
MEET = [Role.FIRST_NAME, Role.LAST_NAME, Role.ADDRESS, Role.LENGTH, Role.JOINED, Role.LEFT]


def plain_header(header: str) -> str:
    """A header for comparison: lower case, spaces for underscores, without «(UTC)»."""
    text = UTC.sub(" ", header.replace("_", " ").casefold()) if "utce" not in header.casefold() else header.casefold()
    return " ".join(text.replace("\ufeff", "").split())


def signature_of(headers: Sequence[str]) -> str:
    """Identifies a kind of table by its headers, so that the roles of its columns can be remembered."""
    text = "\x1f".join(" ".join(header.casefold().split()) for header in headers).rstrip("\x1f")
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def known_roles(headers: Sequence[str]) -> Roles:
    """The roles of known headers."""
    best: dict[Role, tuple[int, int, int]] = {}
    for place, header in enumerate(headers):
        name = plain_header(header)
        if "upn" in re.findall(r"[a-z]+", name):
            best.setdefault(Role.ACCOUNT, (0, 0, place))
        elif name in RANK:
            rank, role = RANK[name]
            key = (rank, next(names.index(name) for known, names in KNOWN if known is role and name in names), place)
            if role not in best or key < best[role]:
                best[role] = key
    return {place: role for role, (_rank, _index, place) in best.items()}


def is_complete(roles: Roles) -> bool:
    """Whether a table with these columns tells who was present, and when or for how long."""
    return has_who(roles) and has_when(roles)


def has_who(roles: Roles) -> bool:
    return bool(WHO & {*roles.values()})


def has_when(roles: Roles) -> bool:
    held = {*roles.values()}
    lengths = {Role.MINUTES, Role.SECONDS, Role.LENGTH, Role.PRESENT}
    return {Role.JOINED, Role.LEFT} <= held or {Role.EVENT, Role.MOMENT} <= held or bool(lengths & held)


@dataclass
class Look:
    """The form of the cells in a column."""

    filled: int = 0
    addresses: int = 0
    moments: int = 0
    clocks: int = 0
    lengths: int = 0
    numbers: int = 0
    texts: int = 0
    values: set[str] = field(default_factory=set)

    def take(self, cell: str) -> None:
        self.filled += 1
        self.values.add(cell)
        if read_address(cell):
            self.addresses += 1
        elif (written := read_moment(cell)) is not None:
            self.moments += written.day is not None and written.time is not None
            self.clocks += written.day is None
        elif read_duration(cell) is not None:
            self.lengths += 1
        elif read_number(cell) is not None:
            self.numbers += 1
        elif not is_telephone(cell):
            self.texts += 1

    def mostly(self, kind: str) -> bool:
        return self.filled > 0 and getattr(self, kind) >= MOSTLY * self.filled

    @property
    def varies(self) -> bool:
        return len(self.values) > 1


def looks_of(rows: Sequence[Record], width: int) -> list[Look]:
    looks = [Look() for _ in range(width)]
    for row in rows:
        for look, cell in zip(looks, row.cells, strict=False):
            if cell.casefold() not in DASHES:
                look.take(cell)
    return looks


def fitting(shape: Sequence[Role], looks: Sequence[Look]) -> Roles:
    """The roles of a known table by position, if the cells match them; else none."""
    kinds = {
        Role.JOINED: ("moments", "clocks"),
        Role.LEFT: ("moments", "clocks"),
        Role.LENGTH: ("lengths",),
        Role.ADDRESS: ("addresses",),
        Role.ACCOUNT: ("addresses",),
    }
    roles = {}
    for place, role in enumerate(shape):
        look = looks[place] if place < len(looks) else Look()
        wanted = kinds.get(role)
        if wanted is None or not look.filled or any(look.mostly(kind) for kind in wanted):
            roles[place] = role
        elif role in (Role.JOINED, Role.LEFT):
            return {}
    return roles


def guessed_roles(headers: Sequence[str], rows: Sequence[Record], known: Mapping[int, Role]) -> Roles:
    """The roles that the cells suggest, in addition to the `known` ones."""
    width = max([len(headers), *(len(row.cells) for row in rows)])
    looks = looks_of(rows, width)
    named = [plain_header(header) for header in headers] + [""] * (width - len(headers))
    free = [place for place in range(width) if place not in known and named[place] not in KNOWN_OTHERS]
    roles: Roles = dict(known)
    _guess_times(roles, rows, looks, free)
    _guess_lengths(roles, rows, looks, free)
    _guess_addresses(roles, looks, free)
    if not {Role.NAME, Role.FIRST_NAME} & {*roles.values()}:
        texts = [place for place in free if place not in roles and looks[place].mostly("texts")]
        telling = [place for place in texts if len(looks[place].values) > 0.5 * len(rows)]
        if telling or texts:
            roles[(telling or texts)[0]] = Role.NAME
    return roles


def _guess_times(roles: Roles, rows: Sequence[Record], looks: Sequence[Look], free: Sequence[int]) -> None:
    given = {role: place for place, role in roles.items() if role in (Role.JOINED, Role.LEFT, Role.EVENT)}
    if Role.EVENT in given or len(given) > 1:
        return
    for kind in ("moments", "clocks"):
        places = [place for place in [*free, *given.values()] if looks[place].mostly(kind)]
        starts, ends = ([given[role]] if role in given else places for role in (Role.JOINED, Role.LEFT))
        pairs = [(one, other) for one in starts for other in ends if one < other or (given and one != other)]
        scored = [(_score(rows, looks, one, other), one, other) for one, other in pairs]
        if scored and max(scored)[0] >= 0:
            _best, joined, left = max(scored)
            roles[joined], roles[left] = Role.JOINED, Role.LEFT
            return


def _score(rows: Sequence[Record], looks: Sequence[Look], joined: int, left: int) -> float:
    """How well two columns match as joining and leaving; negative if they do not."""
    spans = _spans(rows, joined, left)
    if spans and sum(span >= 0 for _row, span in spans) < MOSTLY * len(spans):
        return -1
    score = 2.0 * (looks[joined].varies or looks[left].varies) + (left == joined + 1)
    lengths = [place for place, look in enumerate(looks) if look.mostly("lengths") or look.mostly("numbers")]
    for place in lengths:
        near = sum(_is_near(row.cells[place], span) for row, span in spans if place < len(row.cells))
        if spans and near >= 0.5 * len(spans):
            score += 4
    return score


def _spans(rows: Sequence[Record], joined: int, left: int) -> list[tuple[Record, int]]:
    """The seconds between two columns, by row. For most rows it does not matter which number is the month."""
    spans = []
    for row in rows:
        if max(joined, left) < len(row.cells):
            start, end = (_seconds(read_moment(row.cells[place])) for place in (joined, left))
            if start is not None and end is not None:
                spans.append((row, end - start))
    return spans


def _seconds(written: Written | None) -> int | None:
    if written is None or written.time is None:
        return None
    day = written.day and (written.day.by(Order.DAY_FIRST) or written.day.by(Order.MONTH_FIRST))
    time, offset = written.time, written.offset.utcoffset(None) if written.offset else dt.timedelta()
    clock = time.hour * 3600 + time.minute * 60 + time.second - int(offset.total_seconds())
    return (day.toordinal() * 86400 if day else 0) + clock


def _is_near(cell: str, span: int) -> bool:
    length = read_duration(cell)
    if length is not None:
        return abs(length - span) <= A_MINUTE_AND_A_HALF
    number = read_number(cell)
    return number is not None and (abs(number * 60 - span) <= A_MINUTE_AND_A_HALF or abs(number - span) <= 2)


def _guess_lengths(roles: Roles, rows: Sequence[Record], looks: Sequence[Look], free: Sequence[int]) -> None:
    if {Role.MINUTES, Role.SECONDS, Role.LENGTH} & {*roles.values()}:
        return
    if with_units := [place for place in free if place not in roles and looks[place].mostly("lengths")]:
        roles[with_units[0]] = Role.LENGTH
        return
    place_of = {role: place for place, role in roles.items()}
    if Role.JOINED not in place_of or Role.LEFT not in place_of:
        return
    spans = _spans(rows, place_of[Role.JOINED], place_of[Role.LEFT])
    for place in free:
        if place not in roles and looks[place].mostly("numbers"):
            pairs = [(read_number(row.cells[place]), span) for row, span in spans if place < len(row.cells)]
            told = [(number, span) for number, span in pairs if number is not None and span > A_MINUTE_AND_A_HALF]
            fits: list[tuple[Role, Callable[[float], float]]] = [
                (Role.MINUTES, lambda number: number * 60),
                (Role.SECONDS, lambda number: number),
            ]
            for role, seconds in fits:
                if told and sum(abs(seconds(n) - span) <= A_MINUTE_AND_A_HALF for n, span in told) >= 0.5 * len(told):
                    roles[place] = role
                    return


def _guess_addresses(roles: Roles, looks: Sequence[Look], free: Sequence[int]) -> None:
    places = [place for place in free if place not in roles and looks[place].mostly("addresses")]
    if Role.ADDRESS not in roles.values() and Role.REGISTERED_ADDRESS not in roles.values() and places:
        # The host's address is the same in every row.
        varied = [place for place in places if looks[place].varies]
        place = (varied or places)[0]
        roles[place] = Role.ADDRESS
        places.remove(place)
    if Role.ACCOUNT not in roles.values() and places:
        roles[places[0]] = Role.ACCOUNT
