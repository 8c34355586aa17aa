"""A hybrid day: "Two reports and a door list for one day add up to one attendance per person", and "a room account
that stands for forty people is marked as a room and counts nobody".
"""

import io
from types import SimpleNamespace

import pytest

from attendance.actions import ByHand, apply_report, decide, set_presence, take_report
from attendance.models import Attendance, Choice
from courses.models import Level, Session
from progress.models import Completion, Evidence, Source
from tests.attendance.recording import correct_attendance, record_attendance
from tests.attendance.reports import files
from tests.factories import DayFactory, GatheringPageFactory, ParticipantFactory, RegistrationFactory, SessionFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]
ROOM = ("Møterom Fredrikstad", "rom@example.org")


@pytest.fixture
def day(programme):
    """A gathering of one day from nine to ten, with one talk and three registrations."""
    root = SessionFactory(activity=GatheringPageFactory(parent=programme), days_ahead=-1, live_minutes=None)
    day = DayFactory(parent=root, days_ahead=-1)
    talk = Session.objects.create(
        activity=root.activity,
        parent=day,
        level=Level.SESSION,
        title="Talk",
        date=day.date,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
    )
    people = [ParticipantFactory(name=name, email=f"{name.lower()}@example.org") for name in ("Anne", "Bo", "Cato")]
    for who in people:
        for session in (root, day):
            RegistrationFactory(session=session, participant=who)
    return SimpleNamespace(root=root, day=day, talk=talk, people=people)


def apply(session, staff, *people):
    """Upload a report, mark the room account as a room, and apply it."""
    listed = [(name, address, "", stays) for name, address, *stays in people]
    data = files.teams(listed, day=session.date).encode()
    report = take_report(session=session, file=io.BytesIO(data), by=staff)
    for entry in report.entries.filter(address=ROOM[1]):
        decide(entry=entry, choice=Choice.ROOM, by=staff)
    return apply_report(report=report, by=staff)


def there(session):
    rows = Attendance.objects.filter(session=session, present=True)
    return sorted(rows.values_list("participant__name", flat=True))


def test_two_reports_and_a_door_list_are_one_attendance_per_person(day, staff):
    anne, bo, cato = day.people
    apply(day.day, staff, (*ROOM, ("09:00", "10:00")), ("Anne", anne.email, ("09:00", "09:30")))
    # The meeting was stopped and started again: Anne is in both reports, Bo in the second and in the room too.
    apply(
        day.day,
        staff,
        (*ROOM, ("09:31", "10:00")),
        ("Anne", anne.email, ("09:31", "10:00")),
        ("Bo", bo.email, ("09:31", "09:40")),
    )
    set_presence(session=day.day, rows=[ByHand(participant=cato, present=True)], by=staff)
    record_attendance(session=day.talk, participant=bo, source=Source.DOOR, at=day.day.starts_at, key="scan", by=staff)
    assert there(day.day) == ["Anne", "Bo", "Cato"]
    assert Attendance.objects.filter(session=day.day).count() == 3
    by_person = {
        who.name: sorted(Evidence.objects.filter(participant=who).values_list("source", flat=True))
        for who in day.people
    }
    assert by_person == {"Anne": ["teams", "teams"], "Bo": ["door", "teams"], "Cato": ["list"]}
    completed = Completion.objects.filter(activity=day.root.activity, completed_at__isnull=False)
    assert sorted(completed.values_list("participant__name", "days")) == [("Anne", 1), ("Bo", 1), ("Cato", 1)]


def test_a_room_counts_nobody_and_is_known_the_next_time(day, staff):
    apply(day.day, staff, (*ROOM, ("09:00", "10:00")))
    assert there(day.day) == []
    assert not Evidence.objects.exists()
    data = files.teams([(*ROOM, "", [("09:00", "10:00")])], day=day.day.date).encode("utf-16")
    again = take_report(session=day.talk, file=io.BytesIO(data), by=staff).entries.get()
    assert (again.choice, again.participant) == (Choice.ROOM, None)


def test_webinar_with_people_in_a_room_counts_the_longest_that_is_known(webinar, staff):
    """The list says throughout, reports say parts: minutes are their union, and staff's correction outweighs all."""
    who = RegistrationFactory(session=webinar, participant=ParticipantFactory(email="anne@example.org")).participant
    apply(webinar, staff, ("Anne", who.email, ("09:00", "09:20")), (*ROOM, ("09:00", "10:00")))
    apply(webinar, staff, ("Anne", who.email, ("09:10", "09:40")), (*ROOM, ("09:00", "09:59")))
    assert Attendance.objects.get().minutes == 40
    record_attendance(session=webinar, participant=who, source=Source.LIST, at=webinar.ends_at, key="list", by=staff)
    assert Attendance.objects.get().minutes == 60
    correct_attendance(session=webinar, participant=who, present=True, minutes=50, reason="Late", by=staff)
    apply(webinar, staff, ("Anne", who.email, ("09:00", "10:00")))
    assert Attendance.objects.get().minutes == 50
