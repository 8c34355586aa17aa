"""Concurrent registration for the last seat and concurrent edits of a row: with the lock and, as a control, without
it.
"""

import threading
import time

import pytest
from django.conf import settings
from django.db import connection

from attendance.actions import (
    ByHand,
    RowsRefused,
    by_address,
    by_hand,
    cancel_session,
    cancelling,
    register,
    seats,
    set_presence,
)
from attendance.models import Registration
from courses.models import Session
from courses.refusals import Refused
from progress import assessing, tasks
from progress.actions import add_evidence
from progress.models import Completion, Evidence, EvidenceKind, Source
from tests import processes
from tests.factories import (
    DayFactory,
    GatheringPageFactory,
    ParticipantFactory,
    SessionFactory,
    UserFactory,
    WebinarPageFactory,
)
from tests.races import KEPT_AWAY, SURE_TO_COME, until_both_have

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

postgresql_only = pytest.mark.skipif("postgresql" not in settings.DATABASES["default"]["ENGINE"], reason="PostgreSQL")
sqlite_only = pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="SQLite")


def at_once(*calls):
    """Run the calls at once, in threads with a database connection each."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        barrier.wait()
        try:
            call()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def wait_for_each_other(monkeypatch, patience):
    """Between reading the seats and taking one."""
    monkeypatch.setattr(seats, "_has_seat", until_both_have(seats._has_seat, patience))


def race_for_the_last_seat(monkeypatch, patience):
    wait_for_each_other(monkeypatch, patience)
    session = SessionFactory(capacity=1)
    people = ParticipantFactory.create_batch(2)
    at_once(
        *(
            lambda person=person: register(session=session, participant=person, by=None, notify=False)
            for person in people
        )
    )
    return sorted(Registration.objects.filter(session=session).values_list("state", flat=True))


@postgresql_only
def test_last_seat_goes_to_one_on_postgresql(monkeypatch):
    assert race_for_the_last_seat(monkeypatch, KEPT_AWAY) == ["registered", "waiting"]


@postgresql_only
def test_last_seat_is_sold_twice_without_the_lock_on_postgresql(monkeypatch):
    """The control: it proves that the race above is one."""

    def without_lock(session):
        return Session.objects.select_related("activity__content_type").get(
            activity_id=session.activity_id, parent__isnull=True
        )

    monkeypatch.setattr(seats, "lock_root", without_lock)
    assert race_for_the_last_seat(monkeypatch, SURE_TO_COME) == ["registered", "registered"]


@postgresql_only
def test_evidence_from_two_sources_at_once_is_judged_together_on_postgresql():
    session = SessionFactory(days_ahead=-1)
    person = ParticipantFactory()
    start = session.starts_at.timestamp()

    def add(begin):
        add_evidence(
            participant=person,
            activity=session.activity,
            session=session,
            kind=EvidenceKind.PRESENT,
            source=Source.TEAMS,
            key=str(begin),
            happened_at=session.starts_at,
            stays=[(start + begin * 60, start + (begin + 30) * 60)],
            by=None,
        )

    at_once(lambda: add(0), lambda: add(30))
    assert Evidence.objects.count() == 2
    assert Completion.objects.get(activity=session.activity).minutes == 60


def race_for_a_row(monkeypatch, patience):
    """Two members of staff record the same person concurrently, after both have seen an empty row."""
    session, person = SessionFactory(days_ahead=-1), ParticipantFactory()
    staff = UserFactory.create_batch(2)
    monkeypatch.setattr(by_hand, "_known", until_both_have(by_hand._known, patience))
    outcomes = []

    def set_minutes(user, minutes):
        row = ByHand(participant=person, present=True, minutes=minutes, seen=(False, None))
        try:
            set_presence(session=session, rows=[row], by=user)
            outcomes.append("saved")
        except RowsRefused as refused:
            outcomes.append(refused.refusals[person.pk].code)

    at_once(*(lambda user=user, minutes=30 + n: set_minutes(user, minutes) for n, user in enumerate(staff)))
    return sorted(outcomes)


@postgresql_only
def test_the_second_of_two_staff_is_told_what_the_first_set_on_postgresql(monkeypatch):
    assert race_for_a_row(monkeypatch, KEPT_AWAY) == ["changed", "saved"]
    assert Evidence.objects.count() == 1


@postgresql_only
def test_two_staff_overwrite_each_other_unseen_without_the_lock_on_postgresql(monkeypatch):
    """The control: it proves that the race above is one."""
    monkeypatch.setattr(by_hand, "lock_session", lambda session: Session.objects.get(pk=session.pk))
    assert race_for_a_row(monkeypatch, SURE_TO_COME) == ["saved", "saved"]


@postgresql_only
def test_what_is_being_cancelled_takes_no_presence_on_postgresql(monkeypatch):
    root = SessionFactory(activity=GatheringPageFactory(), live_minutes=None)
    day, person, staff = DayFactory(parent=root, days_ahead=0), ParticipantFactory(), UserFactory()
    looked = threading.Event()
    refusal = cancelling.cancellation_refusal

    def slowly(session):
        answer = refusal(session)
        looked.set()
        time.sleep(0.5)
        return answer

    def set_present():
        looked.wait()
        with pytest.raises(Refused):
            set_presence(session=day, rows=[ByHand(participant=person, present=True)], by=staff)

    monkeypatch.setattr(cancelling, "cancellation_refusal", slowly)
    at_once(lambda: cancel_session(session=root, by=staff), set_present)
    assert not Evidence.objects.exists()


@postgresql_only
def test_two_forms_with_the_same_address_wait_for_each_other_on_postgresql(monkeypatch):
    """Both lock the activity before the person, or each would hold what the other waits for."""
    session, person = SessionFactory(), ParticipantFactory(name="Tone Tenkt")
    module = session.activity.get_parent().specific
    typed = by_address.Typed(email=person.email, name=person.name)
    find, done = by_address.participant_for_registration, []

    def slowly(**who):
        found = find(**who)
        time.sleep(0.3)
        return found

    def pick():
        by_address.pick_modules_by_address(typed=typed, modules=[module])
        done.append("picked")

    def sign_up():
        time.sleep(0.1)
        by_address.register_by_address(session=session, typed=typed)
        done.append("registered")

    monkeypatch.setattr(by_address, "participant_for_registration", slowly)
    at_once(pick, sign_up)
    assert sorted(done) == ["picked", "registered"]


@postgresql_only
def test_judging_a_programme_anew_and_new_evidence_wait_for_each_other_on_postgresql(monkeypatch):
    """Each holds an activity and wants the track: nobody may keep the track and want another activity."""
    first = SessionFactory(days_ahead=-1)
    second = SessionFactory(activity=WebinarPageFactory(parent=first.activity.get_parent()), days_ahead=-1)
    person, done = ParticipantFactory(), []
    assess_track = assessing._assess_track

    def add(session, key):
        about = {"participant": person, "activity": session.activity, "session": session, "by": None, "key": key}
        add_evidence(**about, kind=EvidenceKind.PRESENT, source=Source.TEAMS, happened_at=session.starts_at)

    def slowly(*arguments):
        time.sleep(0.3)
        assess_track(*arguments)
        time.sleep(0.3)

    def watch():
        time.sleep(0.45)
        add(second, "again")
        done.append("added")

    def judge():
        tasks.reassess.call([first.activity.pk, second.activity.pk])
        done.append("judged")

    for session in (first, second):
        add(session, "before")
    monkeypatch.setattr(assessing, "_assess_track", slowly)
    at_once(watch, judge)
    assert sorted(done) == ["added", "judged"]


def race_of_processes(monkeypatch, mode, patience):
    wait_for_each_other(monkeypatch, patience)
    session = SessionFactory(capacity=1)
    people = ParticipantFactory.create_batch(2)

    def wanted_by(person):
        return lambda: register(session=session, participant=person, by=None, notify=False).state

    return processes.at_once(*(wanted_by(person) for person in people), transaction_mode=mode)


@sqlite_only
def test_last_seat_goes_to_one_on_sqlite(monkeypatch):
    assert race_of_processes(monkeypatch, "IMMEDIATE", KEPT_AWAY) == ["registered", "waiting"]


@sqlite_only
def test_last_seat_race_fails_on_sqlite_without_immediate_transactions(monkeypatch):
    """The control: it proves that the race above is one."""
    assert race_of_processes(monkeypatch, "DEFERRED", SURE_TO_COME) == ["error: database is locked", "registered"]
