"""Reports are matched, decided, applied as evidence and undone; repetition changes nothing and corrections are kept."""

import datetime as dt
import io

import pytest
from django.utils import timezone
from django.utils.translation import gettext

from attendance.actions import (
    apply_report,
    decide,
    decide_as_new,
    report_evidence,
    take_back,
    take_decision_back,
    take_report,
    undo_report,
)
from attendance.models import Attendance, Choice, ColumnMapping, RememberedChoice, ReportEntry, ReportImport
from attendance.reports import ProblemCode, ReportProblem, Role
from courses.refusals import Refused
from people.models import Participant
from progress.models import Completion, Evidence, Source
from tests.attendance.recording import correct_attendance, record_attendance
from tests.attendance.reports import files
from tests.factories import (
    DayFactory,
    GatheringPageFactory,
    OrganisationFactory,
    ParticipantFactory,
    RegistrationFactory,
    SessionFactory,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def session(webinar):
    """A one-hour webinar, from nine to ten yesterday."""
    return webinar


@pytest.fixture
def kari(session):
    return somebody(session, "Kari Eksempel", "kari@example.org")


@pytest.fixture
def ola(session):
    return somebody(session, "Ola Demo", "ola@example.org")


def somebody(session, name, email):
    return RegistrationFactory(session=session, participant=ParticipantFactory(name=name, email=email)).participant


def report(session, *people, **options):
    """A Teams report for the day of the session. `people` are (name, address, *stays)."""
    listed = [(name, address, "", stays) for name, address, *stays in people]
    return files.teams(listed, day=session.date, **options).encode("utf-16")


def take(session, data, by=None, name="report.csv", **options):
    return take_report(session=session, file=io.BytesIO(data), name=name, by=by, **options)


def apply(session, data, by=None):
    return apply_report(report=take(session, data, by), by=by)


def told(report):
    """The match of each entry: the participant and how they were identified."""
    return {
        entry.shown_name: (entry.participant and entry.participant.name, str(entry.known_by), str(entry.choice))
        for entry in report.entries.select_related("participant")
    }


def telephone(number):
    return gettext("Telephone %(number)s") % {"number": number}


def minutes(session):
    rows = Attendance.objects.filter(session=session, present=True)
    return dict(rows.values_list("participant__name", "minutes"))


def everything():
    """All rows that reports create, without timestamps and users."""
    return (
        sorted(Evidence.objects.values_list("participant", "key", "kind", "source", "minutes")),
        sorted(Attendance.objects.values_list("participant", "session", "present", "minutes")),
        sorted(Completion.objects.exclude(activity=None).values_list("participant", "progress", "reason")),
    )


# Matching


def test_address_matches_and_a_name_never_does(session, kari, ola):
    """Test 8 of the bar: no automatic match on a name alone, ever."""
    taken = take(
        session,
        report(
            session,
            ("Noe helt annet", "KARI@example.org", ("09:00", "10:00")),
            ("Ola Demo", "", ("09:00", "09:30")),
            ("Ola Demo (Unverified)", "", ("09:30", "09:40")),
            ("Fremmed Person", "fremmed@example.net", ("09:00", "09:10")),
            (" +47 99887766", "", ("09:00", "09:10")),
        ),
    )
    assert told(taken) == {
        "Noe helt annet": ("Kari Eksempel", "address", "participant"),
        "Ola Demo": (None, "", ""),
        "Ola Demo (Unverified)": (None, "", ""),
        "Fremmed Person": (None, "", ""),
        telephone(1): (None, "", ""),
    }
    suggested = taken.entries.filter(has_suggestion=True)
    assert [entry.shown_name for entry in suggested] == ["Ola Demo", "Ola Demo (Unverified)"]
    apply_report(report=taken, by=None)
    assert minutes(session) == {"Kari Eksempel": 60}


def test_name_that_was_decided_before_is_suggested_first_and_still_asks(session, kari, ola, staff):
    data = report(session, ("K.", "", ("09:00", "10:00")))
    decide(entry=take(session, data).entries.get(), choice=Choice.PARTICIPANT, participant=kari, by=staff)
    later = SessionFactory(activity__parent=session.activity.get_parent().specific, days_ahead=-1)
    entry = take(later, report(later, ("K.", "", ("09:05", "10:00")))).entries.get()
    assert (entry.choice, entry.has_suggestion) == ("", True)


def test_address_that_was_decided_before_matches_by_itself_until_it_is_taken_back(session, kari, staff):
    data = report(session, ("Kari privat", "kari@home.example", ("09:00", "10:00")))
    entry = take(session, data).entries.get()
    decide(entry=entry, choice=Choice.PARTICIPANT, participant=kari, by=staff)
    later = SessionFactory(activity__parent=session.activity.get_parent().specific, days_ahead=-1)
    again = report(later, ("Kari privat", "kari@home.example", ("09:00", "10:00")))
    assert told(take(later, again)) == {"Kari privat": ("Kari Eksempel", "alias", "participant")}
    take_decision_back(entry=entry, by=staff)
    assert not RememberedChoice.objects.exists()
    other = SessionFactory(activity__parent=session.activity.get_parent().specific, days_ahead=-1)
    assert told(take(other, again)) == {"Kari privat": (None, "", "")}


def test_choice_in_one_programme_matches_nobody_in_another(session, kari, staff):
    data = report(session, ("Kari privat", "kari@home.example", ("09:00", "10:00")))
    decide(entry=take(session, data).entries.get(), choice=Choice.PARTICIPANT, participant=kari, by=staff)
    elsewhere = SessionFactory(days_ahead=-1)
    assert told(take(elsewhere, data)) == {"Kari privat": (None, "", "")}


def test_registration_number_and_address_registered_with_come_first(session, kari, ola):
    text = "Nr,Registration Email,Name,Joined at,Left at\n"
    start = f"{session.date} 09:00,{session.date} 10:00\n"
    number = kari.registrations.get().pk
    data = (text + f"{number},,Hvem,{start},ola@example.org,Ola,{start}".replace("\n,", "\n,")).encode()
    with_number = {0: Role.REGISTRATION, 1: Role.REGISTERED_ADDRESS, 2: Role.NAME, 3: Role.JOINED, 4: Role.LEFT}
    signature = signature_of_first(session, data)
    assert told(take(session, data, mappings={signature: with_number})) == {
        "Hvem": ("Kari Eksempel", "registration", "participant"),
        "Ola": ("Ola Demo", "registration", "participant"),
    }


def signature_of_first(session, data):
    return take(session, data).shapes[0]["signature"]


def test_mapping_is_remembered_for_the_organisation(session, kari, staff):
    session.activity.responsible = OrganisationFactory()
    session.activity.save()
    data = b"Navn;E-post;Antall\nKari;kari@example.org;42\n"
    with pytest.raises(ReportProblem) as problem:
        take(session, data)
    [shape] = problem.value.values["tables"]
    roles = {0: Role.NAME, 1: Role.ADDRESS, 2: Role.MINUTES}
    assert take(session, data, staff, mappings={shape.signature: roles}).entries.get().minutes == 42
    assert ColumnMapping.objects.get().organisation == session.activity.responsible
    assert take(session, data.replace(b"42", b"43")).entries.get().minutes == 43


def test_account_name_serves_as_address_and_is_kept_nowhere(session, kari):
    data = files.teams(
        [
            ("Kari E", "", "kari@example.org", [("09:00", "10:00")]),
            ("Per", "", "upn-per@tenant.example", [("09:00", "10:00")]),
        ],
        day=session.date,
    )
    taken = take(session, data.encode())
    assert told(taken) == {"Kari E": ("Kari Eksempel", "address", "participant"), "Per": (None, "", "")}
    assert "upn" not in repr(list(ReportEntry.objects.values())).lower()


# Applying


def test_applied_twice_is_once_and_every_stay_is_evidence(session, kari, ola, staff):
    data = report(
        session,
        ("Kari", "kari@example.org", ("08:50", "09:20"), ("09:15", "09:40")),
        ("Ola", "ola@example.org", ("09:50", "10:30")),
    )
    done = apply(session, data, staff)
    assert minutes(session) == {"Kari Eksempel": 40, "Ola Demo": 10}
    assert (done.outcome["people"], done.outcome["added"], done.outcome["changed"]) == (2, 3, 2)
    assert set(Evidence.objects.values_list("source", "recorded_by")) == {(Source.TEAMS, staff.pk)}
    before = everything()
    for _ in range(2):
        assert apply(session, data, staff).outcome == done.outcome
    assert everything() == before
    assert ReportImport.objects.count() == 1


def test_newer_file_only_adds_stays_and_never_touches_a_correction(session, kari, ola, staff):
    """Test 7 of the bar."""
    apply(
        session,
        report(
            session, ("Kari", "kari@example.org", ("09:00", "09:30")), ("Ola", "ola@example.org", ("09:00", "10:00"))
        ),
    )
    correct_attendance(session=session, participant=ola, present=True, minutes=5, reason="left", by=staff)
    newer = report(
        session,
        ("Kari", "kari@example.org", ("09:00", "09:30"), ("09:40", "10:00")),
        ("Ola", "ola@example.org", ("09:00", "10:00"), ("09:10", "09:20")),
    )
    done = apply(session, newer, staff)
    assert minutes(session) == {"Kari Eksempel": 50, "Ola Demo": 5}
    assert (done.outcome["added"], done.outcome["changed"], done.outcome["corrected"]) == (2, 1, 1)
    assert sorted(Evidence.objects.filter(participant=kari).values_list("key", flat=True).distinct()) == sorted(
        f"report:{session.pk}:{start}-{end}" for start, end in clocks(session, (0, 30), (40, 60))
    )


def clocks(session, *pairs):
    start = int(session.starts_at.timestamp())
    return [(start + first * 60, start + last * 60) for first, last in pairs]


def test_undone_as_a_whole_with_a_trace_and_applied_anew(session, kari, ola, staff):
    record_attendance(session=session, participant=ola, source=Source.DOOR, at=session.starts_at, minutes=7, by=None)
    done = apply(
        session,
        report(session, ("Kari", "kari@example.org", ("09:00", "10:00")), ("O", "ola@example.org", ("09:00", "09:30"))),
    )
    undone = undo_report(report=done, reason="wrong meeting", by=staff)
    assert (undone.state, undone.undo_reason, minutes(session)) == ("undone", "wrong meeting", {"Ola Demo": 7})
    taken = Evidence.objects.filter(kind="withdrawal")
    assert {(row.recorded_by, row.reason) for row in taken} == {(staff, "wrong meeting")}
    assert not Completion.objects.get(participant=kari, activity=session.activity).is_complete
    before = everything()
    undo_report(report=undone, reason="again", by=staff)
    assert everything() == before
    apply_report(report=undone, by=staff)
    assert minutes(session) == {"Kari Eksempel": 60, "Ola Demo": 30}


def test_undo_keeps_what_another_report_says_too(session, kari, staff):
    first = apply(session, report(session, ("Kari", "kari@example.org", ("09:00", "09:20"))))
    second = apply(session, report(session, ("Kari", "kari@example.org", ("09:00", "09:20"), ("09:30", "09:40"))))
    undo_report(report=second, reason="x", by=staff)
    assert minutes(session) == {"Kari Eksempel": 20}
    undo_report(report=first, reason="x", by=staff)
    assert minutes(session) == {}


def test_piece_that_staff_took_back_by_hand_does_not_come_again(session, kari, staff):
    data = report(session, ("Kari", "kari@example.org", ("09:00", "09:20"), ("09:30", "09:40")))
    done = apply(session, data)
    piece = Evidence.objects.get(key__endswith=f"{clocks(session, (0, 20))[0][1]}")
    take_back(evidence=piece, reason="a colleague on her computer", by=staff)
    apply(session, data)
    apply(session, report(session, ("Kari E", "kari@example.org", ("09:00", "09:20"))))
    undo_report(report=done, reason="x", by=staff)
    apply_report(report=done, by=staff)
    assert minutes(session) == {"Kari Eksempel": 10}


def test_decision_counts_when_saved_and_moves_when_it_is_changed(session, kari, ola, staff):
    done = apply(
        session, report(session, ("K", "", ("09:00", "09:30")), ("Rom", "rom@example.org", ("09:00", "10:00")))
    )
    entry, room = done.entries.order_by("row")
    decide(entry=entry, choice=Choice.PARTICIPANT, participant=kari, by=staff)
    decide(entry=room, choice=Choice.ROOM, by=staff)
    assert minutes(session) == {}
    apply_report(report=done, by=staff)
    assert minutes(session) == {"Kari Eksempel": 30}
    decide(entry=entry, choice=Choice.PARTICIPANT, participant=ola, by=staff)
    apply_report(report=done, by=staff)
    assert minutes(session) == {"Ola Demo": 30}
    decide(entry=entry, choice=Choice.LEFT_OUT, by=staff)
    apply_report(report=done, by=staff)
    assert minutes(session) == {}


def test_decision_about_a_row_holds_in_a_newer_file_of_the_same_meeting(session, kari, staff):
    first = take(session, report(session, ("K", "", ("09:00", "09:30")), (" +47 22334455", "", ("09:01", "09:30"))))
    for entry in first.entries.all():
        decide(entry=entry, choice=Choice.PARTICIPANT, participant=kari, remember=False, by=staff)
    newer = report(
        session,
        (" +47 99887766", "", ("09:05", "09:30")),
        ("K", "", ("09:00", "09:30"), ("09:40", "09:50")),
        (" +47 22334455", "", ("09:01", "09:30")),
    )
    assert told(take(session, newer)) == {
        telephone(1): (None, "", ""),
        "K": ("Kari Eksempel", "decision", "participant"),
        telephone(2): ("Kari Eksempel", "decision", "participant"),
    }


def test_unknown_becomes_a_participant_and_a_known_address_stays_that_one(session, kari, staff):
    done = take(
        session, report(session, ("Ny Person", "ny@example.net", ("09:00", "10:00")), ("Gjest", "", ("09:00", "10:00")))
    )
    new, guest = done.entries.order_by("row")
    for _ in range(2):
        decide_as_new(entry=new, name="Ny Person", email="ny@example.net", organisation="Nytt AS", by=staff)
        decide_as_new(entry=guest, name="Kari", email="kari@example.org", by=staff)
    apply_report(report=done, by=staff)
    assert minutes(session) == {"Ny Person": 60, "Kari Eksempel": 60}
    assert Participant.objects.filter(email="ny@example.net").get().organisation.name == "Nytt AS"


def test_two_devices_two_reports_and_a_door_list_are_one_attendance(session, kari, staff):
    """Hybrid: whatever the sources, a person and a session have one record (test 6 of the bar)."""
    record_attendance(session=session, participant=kari, source=Source.DOOR, at=session.starts_at, minutes=10, by=staff)
    people = [
        ("Kari", "kari@example.org", ("09:00", "09:20")),
        ("Kari telefon", "kari@mobil.example", ("09:10", "09:30")),
    ]
    first = take(session, report(session, *people))
    decide(entry=first.entries.get(name="Kari telefon"), choice=Choice.PARTICIPANT, participant=kari, by=staff)
    apply_report(report=first, by=staff)
    zoom = (
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"
        f"Kari,kari@example.org,{session.date:%b %d %Y} 09:25:00,{session.date:%b %d %Y} 09:50:00,25\n"
        f"Sal A,rom@example.org,{session.date:%b %d %Y} 09:00:00,{session.date:%b %d %Y} 10:00:00,60\n"
    )
    second = take(session, zoom.encode())
    decide(entry=second.entries.get(name="Sal A"), choice=Choice.ROOM, by=staff)
    apply_report(report=second, by=staff)
    assert list(Attendance.objects.values_list("participant__name", "present", "minutes")) == [
        ("Kari Eksempel", True, 50)
    ]
    assert sorted(Evidence.objects.values_list("source", flat=True)) == ["door", "teams", "teams", "zoom"]
    # The room is known the next time, and counts nobody.
    later = SessionFactory(activity__parent=session.activity.get_parent().specific, days_ahead=-1)
    assert told(take(later, zoom.encode())) == {
        "Kari": ("Kari Eksempel", "address", "participant"),
        "Sal A": (None, "alias", "room"),
    }


def test_report_of_a_day_of_a_gathering(programme, staff):
    root = SessionFactory(activity=GatheringPageFactory(parent=programme), days_ahead=-2, live_minutes=None)
    day = DayFactory(parent=root, days_ahead=-2)
    person = somebody(day, "Kari Eksempel", "kari@example.org")
    data = report(day, ("Kari", "kari@example.org", ("09:10", "09:20")))
    with pytest.raises(Refused) as refused:
        take(root, data)
    assert refused.value.refusal.code == "day_by_day"
    apply(day, data)
    assert Attendance.objects.get(participant=person, session=day).present
    assert Completion.objects.get(participant=person, activity=root.activity).days == 1


def test_what_is_refused_changes_nothing(session, kari):
    before = everything()
    other_day = files.teams(
        [("K", "kari@example.org", "", [("09:00", "10:00")])], day=session.date - dt.timedelta(days=1)
    )
    for data, code in [(b"", ProblemCode.EMPTY), (other_day.encode(), ProblemCode.OTHER_DAY)]:
        with pytest.raises(ReportProblem) as problem:
            take(session, data)
        assert problem.value.code is code
    coming = SessionFactory(days_ahead=2)
    with pytest.raises(Refused):
        take(coming, report(coming, ("K", "kari@example.org", ("09:00", "10:00"))))
    assert (everything(), ReportImport.objects.count()) == (before, 0)


def test_queries_grow_with_the_batches_and_not_with_the_people(session, monkeypatch, django_assert_num_queries):
    def write(count, first, queries):
        people = [somebody(session, f"Navn {n}", f"n{n}@example.org") for n in range(first, first + count)]
        data = report(session, *[(person.name, person.email, ("09:00", "09:30")) for person in people])
        with django_assert_num_queries(19):
            taken = take(session, data)
        with django_assert_num_queries(queries):
            apply_report(report=taken, by=None)

    write(2, 0, 49)
    write(30, 10, 49)
    monkeypatch.setattr(report_evidence, "BATCH", 10)
    write(30, 50, 49 + 2 * 39)


def test_cancelled_meanwhile_is_refused(session, kari, staff):
    taken = take(session, report(session, ("Kari", "kari@example.org", ("09:00", "10:00"))))
    session.cancelled_at = timezone.now()
    session.save()
    with pytest.raises(Refused):
        apply_report(report=taken, by=staff)
