"""Tests 3 and 6 of "The bar we set", quoted. Test 9 is in tests/test_permissions.py; 7 and 8 are with the reports."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attendance.actions import take_back
from attendance.models import Attendance
from people.models import Participant
from progress.models import Completion, Evidence, Source
from tests.attendance.recording import correct_attendance, record_attendance
from tests.attendance.test_report_laws import Crash, crash_at
from tests.factories import ParticipantFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NAMES = ("Anne", "Bo", "Cato")
uploads = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from([Source.DOOR, Source.SELF_CHECK_IN, Source.LIST]),
        st.integers(0, 59),
        st.sampled_from([1, 2, 5]),
        st.none() | st.integers(0, 40),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda upload: upload[:3],
)


@pytest.fixture
def people(webinar):
    return {name: ParticipantFactory(name=name) for name in NAMES}


def send(session, people, upload):
    """Registers minutes as a phone would send them; source and minute make the idempotency key."""
    name, source, minute, *_rest = upload
    at = session.starts_at + dt.timedelta(minutes=minute)
    stays = [(at.timestamp(), session.ends_at.timestamp())]
    record_attendance(
        session=session, participant=people[name], source=source, at=at, key=f"{source}:{minute}", by=None, stays=stays
    )


def everything():
    completions = Completion.objects.exclude(activity=None)
    return (
        sorted(Evidence.objects.values_list("participant__name", "key", "kind", "source", "happened_at")),
        sorted(Attendance.objects.values_list("participant__name", "session", "present", "minutes")),
        sorted(completions.values_list("participant__name", "progress", "completed_at", "reason"), key=repr),
    )


def after(work):
    """The rows after `work`, which is rolled back."""
    with transaction.atomic():
        work()
        held = everything()
        transaction.set_rollback(True)
    return held


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(uploads, st.randoms())
def test_3_the_same_upload_in_any_order_after_a_crash_at_any_point(webinar, people, sent, chance):
    """ "The same upload sent 1, 2 and 5 times, in any order, after a crash at any point: identical database. Tested
    over shuffled queues."
    """

    def once():
        for upload in sent:
            send(webinar, people, upload)

    def shuffled():
        queue = [upload for upload in sent for _time in range(upload[3])]
        chance.shuffle(queue)
        crashes = {upload[:3]: upload[4] for upload in sent if upload[4] is not None}
        for upload in queue:
            crash = crashes.pop(upload[:3], None)
            if crash is not None:
                try:
                    with connection.execute_wrapper(crash_at(crash)), transaction.atomic():
                        send(webinar, people, upload)
                except Crash:
                    pass
            send(webinar, people, upload)

    assert after(shuffled) == after(once)


def test_6_one_row_per_person_and_session_corrections_append_and_undo_leaves_a_trace(webinar, people, staff):
    """ "The database holds a unique constraint on (participant, session). Corrections append and never overwrite. Undo
    exists and leaves a trace."
    """
    anne = people["Anne"]
    send(webinar, people, ("Anne", Source.DOOR, 0))
    with pytest.raises(IntegrityError), transaction.atomic():
        Attendance.objects.create(session=webinar, participant=anne)

    trail = [list(Evidence.objects.order_by("pk").values())]
    for minutes, reason in ((20, "Left early"), (30, "Came back")):
        correct_attendance(session=webinar, participant=anne, present=True, minutes=minutes, reason=reason, by=staff)
        trail.append(list(Evidence.objects.order_by("pk").values()))
    assert [len(pieces) for pieces in trail] == [1, 2, 3]
    assert trail[2][:2] == trail[1]
    assert trail[1][:1] == trail[0]
    assert Attendance.objects.get().minutes == 30

    take_back(evidence=Evidence.objects.order_by("pk").last(), reason="Wrong row", by=staff)
    assert Attendance.objects.get().minutes == 20
    *before, undone = Evidence.objects.order_by("pk")
    assert [piece.pk for piece in before] == [piece["id"] for piece in trail[2]]
    assert (undone.kind, undone.reason, undone.recorded_by) == ("withdrawal", "Wrong row", staff)
    assert [piece.reason for piece in undone.withdraws.all()] == ["Came back"]
    assert Participant.objects.get(attendances__session=webinar) == anne
