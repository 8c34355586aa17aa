"""Builds the participants of the large site with their registrations, attendance, evidence and completions."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from attendance.models import Attendance, Registration
from bench.large.pages import Made
from bench.large.rows import EMPLOYERS, PARTICIPANTS, REGISTRATIONS_EACH, batches, in_bulk
from courses.models import Enrolment, ModulePage, ProgrammeRole, Role, Session
from people.models import Municipality, Organisation, Participant, User
from progress.models import Completion, Evidence

PARTICIPANT = "deltaker@example.org"
STAFF = "stab@example.org"
OF_ONE = 12
"""Upcoming seats, past seats and picked modules each that the signed-in participant has at least."""


def make(made: Made, tell: Callable[[str], None]) -> None:
    chance = random.Random(2)  # noqa: S311  # not used for security
    tell(f"{PARTICIPANTS} participants")
    employers = _employers(chance)
    one = User.objects.create(email=PARTICIPANT)
    in_bulk(
        Participant(
            name=f"Deltaker {n}",
            email=PARTICIPANT if n == 0 else f"deltaker{n}@example.org",
            organisation=chance.choice(employers),
            user=one if n == 0 else None,
        )
        for n in range(PARTICIPANTS)
    )
    tell(f"{PARTICIPANTS * REGISTRATIONS_EACH} registrations, with presence and completions")
    pks = Participant.objects.order_by("pk").values_list("pk", "organisation")
    organisations = {row.pk: row for row in employers}
    people = [(pk, organisations[employer]) for pk, employer in pks if employer in organisations]
    for batch in batches(_seats(people, made.sessions, chance)):
        _take_part(batch)
    _one_with_much(one, made)
    for programme in made.programmes:
        user = User.objects.get_or_create(email=STAFF)[0]
        ProgrammeRole.objects.create(user=user, programme=programme, role=Role.COUNTY_STAFF)


def _employers(chance: random.Random) -> list[Organisation]:
    places = list(Municipality.objects.all())
    in_bulk(
        Organisation(name=f"Bedrift {n}", type="company", employees=n % 400, municipality=chance.choice(places))
        for n in range(EMPLOYERS)
    )
    return list(Organisation.objects.filter(name__startswith="Bedrift ").select_related("municipality"))


def _seats(
    people: list[tuple[int, Organisation]], sessions: list[Session], chance: random.Random
) -> Iterator[tuple[int, Organisation, Session, str]]:
    """Random registrations: `REGISTRATIONS_EACH` per person, on the waiting list once a session is full."""
    taken: Counter[int] = Counter()
    for person, organisation in people:
        for session in chance.sample(sessions, REGISTRATIONS_EACH):
            taken[session.pk] += 1
            is_full = session.capacity is not None and taken[session.pk] > session.capacity
            state = Registration.State.WAITING if is_full else Registration.State.REGISTERED
            yield person, organisation, session, state


def _take_part(seats: list[tuple[int, Organisation, Session, str]]) -> None:
    now = timezone.now()
    registrations, presences, evidence, completions = [], [], [], []
    for number, (person, organisation, session, state) in enumerate(seats):
        kept: dict[str, Any] = {
            "organisation_id": organisation.pk,
            "organisation_type": organisation.type,
            "municipality_id": organisation.municipality_id,
            "size_class": organisation.size_class,
        }
        registrations.append(Registration(participant_id=person, session=session, state=state, **kept))
        is_held = session.ends_at is not None and session.ends_at < now
        if not is_held or number % 5 >= 3:
            continue
        minutes = 55 if session.live_minutes else None
        presences.append(Attendance(participant_id=person, session=session, present=True, minutes=minutes, **kept))
        activity = session.activity_id
        evidence.append(
            Evidence(
                participant_id=person,
                activity_id=activity,
                session=session,
                kind="present",
                source="teams",
                minutes=minutes,
                key=f"teams:{session.pk}",
                happened_at=session.ends_at or now,
            )
        )
        completions.append(
            Completion(
                participant_id=person,
                activity_id=activity,
                progress=1,
                completed_at=session.ends_at,
                reason="present",
                earned=True,
                minutes=minutes,
            )
        )
    for rows in (registrations, presences, evidence, completions):
        in_bulk(rows)


def _one_with_much(user: User, made: Made) -> None:
    """Give the signed-in participant many seats, picked modules and completions."""
    person = Participant.objects.get(user=user)
    known = set(person.registrations.values_list("session", flat=True))
    wanted = [session for session in made.sessions if session.pk not in known]
    ahead = [session for session in wanted if session.ends_at and session.ends_at > timezone.now()][:OF_ONE]
    held = [session for session in wanted if session.ends_at and session.ends_at < timezone.now()][:OF_ONE]
    in_bulk(Registration(participant=person, session=session) for session in (*ahead, *held))
    done = set(person.completions.values_list("activity", flat=True))
    in_bulk(
        Completion(
            participant=person,
            activity_id=session.activity_id,
            progress=1,
            completed_at=timezone.now() - dt.timedelta(days=1),
            reason="present",
            earned=True,
        )
        for session in held
        if session.activity_id not in done
    )
    in_bulk(Enrolment(participant=person, module=module) for module in ModulePage.objects.originals()[:OF_ONE])
