"""One attendance per person and session from all sources; corrections take precedence, and undoing leaves a trace."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from attendance.actions import AttendanceRow, cancel_session, plan_activity, record_attendances, take_back
from attendance.models import Attendance
from courses.models import Level, Session
from courses.refusals import Refused
from progress.models import Completion, Evidence, Source
from tests.attendance.recording import correct_attendance, record_attendance
from tests.factories import (
    DayFactory,
    GatheringPageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ParticipantFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def session():
    return SessionFactory(days_ahead=-1)


@pytest.fixture
def participant():
    return ParticipantFactory()


@pytest.fixture
def staff():
    return UserFactory()


def stays(session, *pairs):
    start = session.starts_at.timestamp()
    return [(start + begin * 60, start + end * 60) for begin, end in pairs]


def record(session, participant, source=Source.TEAMS, key="k", **fields):
    return record_attendance(
        session=session, participant=participant, source=source, at=session.starts_at, key=key, by=None, **fields
    )


def test_minutes_are_the_union_of_stays_clipped_to_the_session(session, participant):
    row = record(session, participant, stays=stays(session, (-10, 20), (10, 30), (50, 90)))
    assert (row.present, row.minutes) == (True, 40)


def test_repeated_scan_is_one_record(session, participant):
    assert record(session, participant, minutes=60) == record(session, participant, minutes=60)
    assert (Attendance.objects.count(), Evidence.objects.count()) == (1, 1)


def test_two_sources_are_one_attendance_with_two_pieces_of_evidence(session, participant):
    record(session, participant, key="teams", minutes=30)
    record(session, participant, key="list", source=Source.LIST)
    assert Attendance.objects.get().minutes == 60
    assert Evidence.objects.count() == 2


def test_presence_in_a_session_is_presence_that_day(participant):
    """V20"""
    root = SessionFactory(activity=GatheringPageFactory(), days_ahead=-2, live_minutes=None)
    days = [DayFactory(parent=root, order=order, days_ahead=-2 + order) for order in range(2)]
    talk = Session.objects.create(
        activity=root.activity, parent=days[0], level=Level.SESSION, date=days[0].date, starts_at=days[0].starts_at
    )
    record(talk, participant, source=Source.DOOR)
    assert Attendance.objects.get(session=days[0]).present
    assert not Attendance.objects.filter(session=days[1]).exists()
    assert Completion.objects.get(participant=participant, activity=root.activity).days == 1


def test_staff_sets_presence_by_hand_and_it_is_kept_with_who_and_when(session, participant, staff):
    correct_attendance(session=session, participant=participant, present=True, minutes=50, reason="", by=staff)
    piece = Evidence.objects.get()
    assert (piece.source, piece.recorded_by, piece.minutes) == (Source.LIST, staff, 50)
    assert Attendance.objects.get().minutes == 50


def test_setting_the_same_again_adds_nothing(session, participant, staff):
    for _ in range(2):
        correct_attendance(session=session, participant=participant, present=True, minutes=50, reason="", by=staff)
    assert Evidence.objects.count() == 1


def test_correction_needs_a_reason_and_outweighs_later_reports(session, participant, staff):
    record(session, participant, minutes=60)
    with pytest.raises(Refused) as refused:
        correct_attendance(session=session, participant=participant, present=True, minutes=5, reason=" ", by=staff)
    assert refused.value.refusal.code == "reason_needed"
    correct_attendance(session=session, participant=participant, present=True, minutes=5, reason="left", by=staff)
    record(session, participant, key="second report", minutes=60)
    assert Attendance.objects.get().minutes == 5
    assert not Completion.objects.get(activity=session.activity).is_complete
    assert Evidence.objects.count() == 3


def test_second_correction_outweighs_the_first(session, participant, staff):
    record(session, participant, minutes=60)
    for minutes in (5, 40):
        correct_attendance(
            session=session, participant=participant, present=True, minutes=minutes, reason="seen", by=staff
        )
    assert Attendance.objects.get().minutes == 40


def test_corrected_to_absent(session, participant, staff):
    record(session, participant, minutes=60)
    row = correct_attendance(
        session=session, participant=participant, present=False, minutes=None, reason="somebody else", by=staff
    )
    assert (row.present, row.minutes) == (False, None)


def test_more_minutes_than_the_session_lasted_are_refused(session, participant, staff):
    with pytest.raises(Refused) as refused:
        correct_attendance(session=session, participant=participant, present=True, minutes=61, reason="", by=staff)
    assert refused.value.refusal.code == "too_long"


def test_undo_takes_the_last_record_back_and_leaves_a_trace(session, participant, staff):
    record(session, participant, minutes=60)
    correct_attendance(session=session, participant=participant, present=True, minutes=5, reason="left", by=staff)
    take_back(evidence=Evidence.objects.get(source=Source.CORRECTION), reason="wrong row", by=staff)
    assert Attendance.objects.get().minutes == 60
    withdrawal = Evidence.objects.get(kind="withdrawal")
    assert (withdrawal.recorded_by, withdrawal.reason) == (staff, "wrong row")
    assert withdrawal.withdraws.get().source == Source.CORRECTION
    assert Evidence.objects.count() == 3


def test_undo_of_the_only_record_leaves_absent(session, participant, staff):
    correct_attendance(session=session, participant=participant, present=True, minutes=60, reason="", by=staff)
    take_back(evidence=Evidence.objects.get(), reason="wrong row", by=staff)
    row = Attendance.objects.get()
    assert (row.present, row.minutes) == (False, None)
    assert not Completion.objects.get(activity=session.activity).is_complete


def test_attendance_keeps_the_affiliation_of_the_day(session):
    organisation = OrganisationFactory(type="company", employees=60, municipality=MunicipalityFactory(code="3107"))
    participant = ParticipantFactory(organisation=organisation)
    record(session, participant, minutes=60)
    participant.organisation = OrganisationFactory(type="municipality", municipality=MunicipalityFactory(code="3301"))
    participant.save()
    record(session, participant, key="again", minutes=10)
    row = Attendance.objects.get()
    assert (row.organisation, row.organisation_type, row.size_class) == (organisation, "company", "50-249")
    assert (row.municipality.code, row.county.name) == ("3107", "Østfold")


def test_forty_rows_ask_as_many_queries_as_one(session, django_assert_num_queries):
    def rows(count, key):
        return [
            AttendanceRow(participant=person, key=key, minutes=60) for person in ParticipantFactory.create_batch(count)
        ]

    def write(count, key):
        batch = rows(count, key)
        with django_assert_num_queries(34):
            record_attendances(session=session, rows=batch, source=Source.LIST, at=timezone.now(), by=None)

    write(2, "a")
    write(40, "b")


def test_one_attendance_per_person_and_session(session, participant):
    record(session, participant, minutes=60)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(session=session, participant=participant)


def test_absent_has_no_minutes(session, participant):
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(session=session, participant=participant, present=False, minutes=5)


def test_attendance_of_a_day_long_past_uses_its_date(participant):
    session = SessionFactory(days_ahead=-400)
    row = record(session, participant, minutes=60)
    assert row.session.date == timezone.localdate() - dt.timedelta(days=400)


def test_minutes_follow_the_times_of_the_session(session, participant):
    record(session, participant, stays=stays(session, (0, 60)))
    record(session, ParticipantFactory(), source=Source.LIST)
    half = {"ends_at": session.starts_at + dt.timedelta(minutes=30), "live_minutes": 30}
    plan_activity(activity=session.activity, values=half, by=None)
    assert [row.minutes for row in Attendance.objects.all()] == [30, 30]


def test_who_was_there_on_the_days_that_are_left_has_completed_when_the_others_are_cancelled(participant):
    root = SessionFactory(activity=GatheringPageFactory(), days_ahead=-1, live_minutes=None)
    first, second = (DayFactory(parent=root, order=order, days_ahead=-1 + 3 * order) for order in range(2))
    record(first, participant)
    assert not Completion.objects.get(participant=participant).is_complete
    cancel_session(session=second, by=None)
    assert Completion.objects.get(participant=participant).is_complete
