"""Who the people in a report are: matched by registration or address, or suggested to staff.

A name alone never matches anybody, not even one that has been decided before: that participant is only suggested first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TypeVar

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from attendance.models import Choice, Registration, RememberedChoice, ReportEntry
from attendance.reports.people import key_of_name, may_be_same, words_of
from attendance.roster import Roster, known_in, tree_of
from content.numbers import whole_number
from courses.models import ProgrammePage, Session
from people.models import Participant

KnownBy = ReportEntry.KnownBy
T = TypeVar("T")
BATCH = 1000
MOST_SUGGESTIONS = 5
COMMON = 200
"""A word that occurs in this many names is not used for suggestions."""
SHORTEST_LOCAL_PART = 4
EVERYBODYS = {"info", "post", "mail", "kontakt", "contact", "firmapost", "postmottak", "admin", "office", "hello"}


@dataclass(frozen=True)
class Match:
    """Who it is and how that is known; empty if staff has to decide."""

    choice: str = ""
    participant: int | None = None
    known_by: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A possible participant; `strength` is the strength of the evidence for it."""

    participant: int
    strength: int
    was_chosen: bool = False


class Matcher:
    """Matches the people in reports of one session, in a fixed number of queries."""

    def __init__(self, roster: Roster, programme: ProgrammePage) -> None:
        self.roster = roster
        self.session = roster.session
        self.programme = programme

    def match(self, entries: Sequence[ReportEntry]) -> list[Match]:
        """For each entry in turn: what can be known without staff, or has been decided about the same row."""
        registered = self._by_registration(entries)
        addresses = {entry.address for entry in entries if entry.address}
        owners = owners_of(addresses)
        remembered = self._remembered(RememberedChoice.Kind.ADDRESS, addresses)
        return [self._match(entry, registered, owners, remembered) for entry in entries]

    def _match(
        self,
        entry: ReportEntry,
        registered: dict[str, int],
        owners: dict[str, int],
        remembered: dict[str, RememberedChoice],
    ) -> Match:
        if participant := registered.get(entry.registration):
            return Match(Choice.PARTICIPANT, participant, KnownBy.REGISTRATION)
        before = remembered.get(entry.address) if entry.address else None
        if before and before.choice != Choice.PARTICIPANT:
            # Staff has said that this account is a room or a host, even if a participant has its address.
            return Match(before.choice, None, KnownBy.ALIAS)
        if participant := owners.get(entry.address):
            return Match(
                Choice.PARTICIPANT, participant, KnownBy.REGISTRATION if entry.is_registered else KnownBy.ADDRESS
            )
        if before:
            return Match(Choice.PARTICIPANT, before.participant_id, KnownBy.ALIAS)
        return self._decided_here(entry)

    def _decided_here(self, entry: ReportEntry) -> Match:
        """The same row in another report of this session, if staff has decided about it."""
        for start, _end in entry.stays:
            key = ("" if entry.telephone else entry.key, start)
            if (found := self._decisions.get(key)) and found[2] != entry.report_id:
                return Match(found[0], found[1], KnownBy.DECISION)
        return Match()

    @cached_property
    def _decisions(self) -> dict[tuple[str, int], tuple[str, int | None, int]]:
        rows = ReportEntry.objects.filter(report__session=self.session, known_by=KnownBy.DECISION).order_by(
            "decided_at"
        )
        found = {}
        for row in rows.only("key", "telephone", "stays", "choice", "participant", "report"):
            for start, _end in row.stays:
                found["" if row.telephone else row.key, start] = (row.choice, row.participant_id, row.report_id)
        return found

    def _by_registration(self, entries: Sequence[ReportEntry]) -> dict[str, int]:
        numbers = {entry.registration for entry in entries if whole_number(entry.registration)}
        if not numbers:
            return {}
        rows = Registration.objects.filter(pk__in=numbers, session__activity=self.session.activity_id)
        return {str(pk): participant for pk, participant in rows.values_list("pk", "participant")}

    def _remembered(self, kind: str, values: Collection[str]) -> dict[str, RememberedChoice]:
        rows = RememberedChoice.objects.filter(programme=self.programme, kind=kind, value__in=values)
        return {row.value: row for row in rows} if values else {}

    # Suggestions

    def suggest(self, entries: Sequence[ReportEntry]) -> list[list[Suggestion]]:
        """For each entry in turn: the participants to suggest to staff."""
        keys = {key_of_name(entry.name) for entry in entries if entry.name}
        remembered = self._remembered(RememberedChoice.Kind.NAME, keys)
        return [self._suggest(entry, remembered.get(key_of_name(entry.name))) for entry in entries]

    def _suggest(self, entry: ReportEntry, before: RememberedChoice | None) -> list[Suggestion]:
        found = self._names.like(entry)
        chosen = before.participant_id if before else None
        if chosen:
            found[chosen] = (9, True)
        ranked = sorted(found, key=lambda pk: (-found[pk][0], not found[pk][1], pk))
        return [Suggestion(pk, found[pk][0], pk == chosen) for pk in ranked[:MOST_SUGGESTIONS]]

    @cached_property
    def _names(self) -> _Names:
        registered = expected_by(self.roster).filter(participant=OuterRef("pk"))
        people = Participant.objects.annotate(is_expected=Exists(registered)).filter(
            Q(pk__in=known_in(self.programme)) | Q(is_expected=True)
        )
        rows = people.exclude(name="").order_by().values_list("pk", "name", "email", "is_expected")
        return _Names(rows.iterator(2000))


Strength = tuple[int, bool]
"""The strength of a suggestion, and whether the participant is expected at the session."""


class _Names:
    """The names and addresses of participants, in a temporary SQLite file, for finding similar ones."""

    def __init__(self, people: Iterable[tuple[int, str, str | None, bool]]) -> None:
        self.rows = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self.rows.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-4000;"
            "CREATE TABLE person (pk INTEGER PRIMARY KEY, name, words, local, expected);"
            "CREATE TABLE word (word, pk);"
        )
        for batch in batches(people, BATCH):
            self.rows.executemany(
                "INSERT INTO person VALUES (?, ?, ?, ?, ?)",
                [
                    (pk, name, _together(name), _local_part(email or ""), expected)
                    for pk, name, email, expected in batch
                ],
            )
            words = [(word, pk) for pk, name, _email, _expected in batch for word in set(words_of(name))]
            self.rows.executemany("INSERT INTO word VALUES (?, ?)", words)
        for column in ("person (words)", "person (local)", "word (word)"):
            self.rows.execute(f"CREATE INDEX {column.translate(PLAIN)} ON {column}")

    def like(self, entry: ReportEntry) -> dict[int, Strength]:
        """The strength of each participant: by the name, by a name made from the address, and by the first part of the
        address."""
        found: dict[int, Strength] = {}
        local = _local_part(entry.address)
        for name in filter(None, [entry.name, local.replace(".", " ").replace("_", " ").replace("-", " ")]):
            for pk, other, expected in self._near(name):
                if strength := may_be_same(name, other):
                    found[pk] = max(found.get(pk, (0, False)), (strength, bool(expected)))
        if local:
            query = "SELECT pk, expected FROM person WHERE local = ? ORDER BY pk LIMIT ?"
            for pk, expected in self.rows.execute(query, (local, MOST_SUGGESTIONS)):
                found[pk] = max(found.get(pk, (0, False)), (2, bool(expected)))
        return found

    def _near(self, name: str) -> Iterator[tuple[int, str, bool]]:
        """Participants whose name has the same words, or has a word in common that is not too frequent."""
        select = "SELECT pk, name, expected FROM person "
        yield from self.rows.execute(f"{select} WHERE words = ? LIMIT ?", (_together(name), COMMON))
        for word in set(words_of(name)):
            having = self.rows.execute("SELECT pk FROM word WHERE word = ? LIMIT ?", (word, COMMON + 1)).fetchall()
            if len(having) <= COMMON:
                for (pk,) in having:
                    yield from self.rows.execute(f"{select} WHERE pk = ?", (pk,))


PLAIN = str.maketrans({" ": "_", "(": None, ")": None})


def _together(name: str) -> str:
    return " ".join(sorted(words_of(name)))


def batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch


def owners_of(addresses: Collection[str]) -> dict[str, int]:
    """The participant with each of these addresses (in lower case): their own, else that of their account."""
    if not addresses:
        return {}
    verified = EmailAddress.objects.filter(email__in=addresses, verified=True, user__participant__isnull=False)
    owners = dict(verified.values_list("email", "user__participant"))
    people = Participant.objects.annotate(small=Lower("email")).filter(small__in=addresses)
    return owners | dict(people.values_list("small", "pk"))


def expected_at(session: Session) -> QuerySet[Registration]:
    """The registrations with a seat at the session."""
    return expected_by(Roster(session, tree_of(session)))


def expected_by(roster: Roster) -> QuerySet[Registration]:
    return Registration.objects.filter(session=roster.seats_at).holding_seat()


def _local_part(address: str) -> str:
    local = address.partition("@")[0].partition("+")[0].casefold()
    return local if len(local) >= SHORTEST_LOCAL_PART and local not in EVERYBODYS else ""
