"""Seats: no overbooking, ordered waiting lists, and no seat in a part without a seat in the whole."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from attendance.actions import (
    approve_registration,
    drop_module,
    give_free_seats,
    pick_modules,
    record_registrations,
    register,
    turn_down_registration,
    withdraw_registration,
)
from attendance.models import Registration
from attendance.refusals import registration_refusal
from attendance.standing import places_in_line
from courses.models import Enrolment, Level, Session
from courses.refusals import Refused
from gatherings.models import Admission
from people.models import Participant
from tests.factories import (
    DayFactory,
    GatheringPageFactory,
    LessonPageFactory,
    ModulePageFactory,
    OrganisationFactory,
    ParticipantFactory,
    SessionFactory,
    TrackPageFactory,
    UserFactory,
    WebinarPageFactory,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]
State = Registration.State


@pytest.fixture
def webinar():
    return SessionFactory(capacity=1)


@pytest.fixture
def gathering():
    """Two days with one optional workshop each; one seat in the first workshop."""
    root = SessionFactory(activity=GatheringPageFactory(), capacity=2, live_minutes=None)
    for order in range(2):
        day = DayFactory(parent=root, order=order, days_ahead=7 + order)
        Session.objects.create(
            activity=root.activity,
            parent=day,
            level=Level.SESSION,
            title=f"Workshop {order}",
            date=day.date,
            takes_registration=True,
            capacity=1 if order == 0 else None,
        )
    return root


def state(session, participant):
    return Registration.objects.get(session=session, participant=participant).state


def at(gathering, level, order=0):
    return Session.objects.filter(activity=gathering.activity, level=level).order_by("date")[order]


def test_last_seat_goes_to_one_and_the_other_is_first_in_line(webinar):
    one, two = ParticipantFactory.create_batch(2)
    assert register(session=webinar, participant=one, by=None).state == State.REGISTERED
    waiting = register(session=webinar, participant=two, by=None)
    assert waiting.state == State.WAITING
    assert places_in_line([waiting]) == {waiting.pk: 1}


def test_registering_twice_is_once_and_mails_once(webinar, mailoutbox, django_capture_on_commit_callbacks):
    person = ParticipantFactory()
    with django_capture_on_commit_callbacks(execute=True):
        first = register(session=webinar, participant=person, by=None)
        assert register(session=webinar, participant=person, by=None) == first
    assert len(mailoutbox) == 1


def test_freed_seat_goes_to_the_first_in_line(webinar):
    one, two, three = ParticipantFactory.create_batch(3)
    registration = register(session=webinar, participant=one, by=None)
    register(session=webinar, participant=two, by=None)
    register(session=webinar, participant=three, by=None)
    withdraw_registration(registration=registration, by=None)
    assert [state(webinar, person) for person in (one, two, three)] == [
        State.CANCELLED,
        State.REGISTERED,
        State.WAITING,
    ]


def test_raised_capacity_goes_to_those_in_line_before_anybody_new(webinar):
    one, two, three, four = ParticipantFactory.create_batch(4)
    for person in (one, two, three):
        register(session=webinar, participant=person, by=None)
    Session.objects.filter(pk=webinar.pk).update(capacity=2)
    assert register(session=webinar, participant=four, by=None).state == State.WAITING
    assert [state(webinar, person) for person in (two, three)] == [State.REGISTERED, State.WAITING]


def test_free_seats_are_given_in_the_order_of_the_line_and_told(
    webinar, mailoutbox, django_capture_on_commit_callbacks
):
    one, two, three = ParticipantFactory.create_batch(3)
    for person in (one, two, three):
        register(session=webinar, participant=person, by=None)
    Session.objects.filter(pk=webinar.pk).update(capacity=2)
    with django_capture_on_commit_callbacks(execute=True):
        give_free_seats(session=webinar, by=None)
        give_free_seats(session=webinar, by=None)
    assert [state(webinar, person) for person in (two, three)] == [State.REGISTERED, State.WAITING]
    assert [message.to for message in mailoutbox] == [[two.email]]


def test_withdrawing_twice_is_once(webinar):
    one, two, three = ParticipantFactory.create_batch(3)
    registration = register(session=webinar, participant=one, by=None)
    register(session=webinar, participant=two, by=None)
    register(session=webinar, participant=three, by=None)
    withdraw_registration(registration=registration, by=None)
    withdraw_registration(registration=registration, by=None)
    assert state(webinar, three) == State.WAITING


def test_registering_again_after_withdrawing_is_at_the_end_of_the_line(webinar):
    one, two = ParticipantFactory.create_batch(2)
    registration = register(session=webinar, participant=one, by=None)
    register(session=webinar, participant=two, by=None)
    withdraw_registration(registration=registration, by=None)
    assert register(session=webinar, participant=one, by=None).state == State.WAITING
    assert Registration.objects.filter(participant=one).count() == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"days_ahead": -1}, "over"),
        ({"registration_closes_at": dt.timedelta(days=-1)}, "closed"),
        ({"registration_opens_at": dt.timedelta(days=1)}, "not_yet"),
        ({"cancelled_at": dt.timedelta(0)}, "cancelled"),
        ({"capacity": 0, "has_waiting_list": False}, "full"),
    ],
)
def test_registering_is_refused_with_the_reason_that_the_page_shows(fields, code):
    fields = {
        name: timezone.now() + value if isinstance(value, dt.timedelta) else value for name, value in fields.items()
    }
    session = SessionFactory(**fields)
    person = ParticipantFactory()
    assert registration_refusal(session, person).code == code
    with pytest.raises(Refused) as refused:
        register(session=session, participant=person, by=None)
    assert refused.value.refusal.code == code
    assert not Registration.objects.exists()


def test_no_day_chosen_means_all_days(gathering):
    """V20"""
    person = ParticipantFactory()
    register(session=gathering, participant=person, by=None)
    levels = Registration.objects.filter(participant=person).values_list("session__level", flat=True)
    assert sorted(levels) == ["day", "day", "whole"]


def test_registering_below_takes_a_seat_on_each_level_above(gathering):
    person = ParticipantFactory()
    register(session=at(gathering, Level.SESSION), participant=person, by=None, days=[])
    rows = Registration.objects.filter(participant=person, state=State.REGISTERED)
    assert sorted(rows.values_list("session__level", flat=True)) == ["day", "session", "whole"]


def test_wishes_below_wait_with_the_level_that_is_full_and_follow_it(gathering):
    first, second, third = ParticipantFactory.create_batch(3)
    workshop = at(gathering, Level.SESSION)
    seat = register(session=gathering, participant=first, by=None)
    register(session=gathering, participant=second, by=None)
    register(session=workshop, participant=third, by=None)
    assert {row.state for row in Registration.objects.filter(participant=third)} == {State.WAITING}
    withdraw_registration(registration=seat, by=None)
    assert {row.state for row in Registration.objects.filter(participant=third)} == {State.REGISTERED}


def test_full_workshop_waits_alone(gathering):
    first, second = ParticipantFactory.create_batch(2)
    workshop = at(gathering, Level.SESSION)
    register(session=workshop, participant=first, by=None)
    register(session=workshop, participant=second, by=None)
    assert state(workshop, second) == State.WAITING
    assert state(gathering, second) == State.REGISTERED


def test_cancelling_above_cancels_below(gathering):
    person = ParticipantFactory()
    registration = register(session=at(gathering, Level.SESSION), participant=person, by=None)
    withdraw_registration(registration=registration, by=None)
    assert {row.state for row in Registration.objects.filter(participant=person)} == {State.CANCELLED}


def test_choosing_again_changes_days_and_workshops(gathering):
    person = ParticipantFactory()
    register(session=gathering, participant=person, by=None, choices=[at(gathering, Level.SESSION, 0)])
    register(
        session=gathering,
        participant=person,
        by=None,
        days=[at(gathering, Level.DAY, 1)],
        choices=[at(gathering, Level.SESSION, 1)],
    )
    active = Registration.objects.filter(participant=person).active()
    assert set(active.values_list("session", flat=True)) == {
        gathering.pk,
        at(gathering, Level.DAY, 1).pk,
        at(gathering, Level.SESSION, 1).pk,
    }


def test_audience_is_by_organisation_type_and_says_so(gathering):
    """V18"""
    Admission.objects.create(session=gathering, audience=["county_council"])
    inside = ParticipantFactory(organisation=OrganisationFactory(type="county_council"))
    assert registration_refusal(gathering, inside) is None
    assert registration_refusal(gathering, ParticipantFactory()).code == "not_audience"
    assert registration_refusal(gathering, None).code == "unknown_audience"


def test_organisation_has_so_many_seats_and_no_more(gathering):
    Admission.objects.create(session=gathering, max_per_organisation=1)
    organisation = OrganisationFactory()
    one, two = ParticipantFactory.create_batch(2, organisation=organisation)
    register(session=gathering, participant=one, by=None)
    assert registration_refusal(gathering, two).code == "organisation_full"
    assert registration_refusal(gathering, ParticipantFactory()) is None


def test_staff_approves_or_turns_down_with_a_message(gathering):
    """V19"""
    Admission.objects.create(session=gathering, needs_approval=True)
    staff = UserFactory()
    one, two = ParticipantFactory.create_batch(2)
    first = register(session=gathering, participant=one, by=None)
    second = register(session=gathering, participant=two, by=None)
    assert first.state == State.AWAITING_APPROVAL
    approve_registration(registration=first, by=staff)
    turn_down_registration(registration=second, message="Sorry", by=staff)
    assert {row.state for row in Registration.objects.filter(participant=one)} == {State.REGISTERED}
    assert {row.state for row in Registration.objects.filter(participant=two)} == {State.TURNED_DOWN}
    assert registration_refusal(gathering, two).code == "turned_down"


def test_who_is_let_in_after_all_gets_the_days_and_choices_they_had(gathering):
    staff, person = UserFactory(), ParticipantFactory()
    given_back, workshop = at(gathering, Level.DAY, 1), at(gathering, Level.SESSION)
    registration = register(session=gathering, participant=person, by=None)
    register(session=gathering, participant=person, by=None, days=[at(gathering, Level.DAY)], choices=[workshop])
    turn_down_registration(registration=registration, by=staff)
    approve_registration(registration=registration, by=staff)
    rows = Registration.objects.filter(participant=person, state=State.REGISTERED)
    assert set(rows.values_list("session", flat=True)) == {gathering.pk, workshop.parent_id, workshop.pk}
    assert state(given_back, person) == State.CANCELLED


def test_wishes_of_who_is_let_in_where_it_is_full_wait_with_the_whole(gathering):
    staff, person = UserFactory(), ParticipantFactory()
    registration = register(session=gathering, participant=person, by=None)
    turn_down_registration(registration=registration, by=staff)
    others = [register(session=gathering, participant=one, by=None) for one in ParticipantFactory.create_batch(2)]
    approve_registration(registration=registration, by=staff)
    rows = Registration.objects.filter(participant=person)
    assert {row.state for row in rows} == {State.WAITING}
    withdraw_registration(registration=others[0], by=None)
    assert {row.state for row in rows.all()} == {State.REGISTERED}


def test_picking_modules_registers_for_their_open_webinars_in_one_mail(mailoutbox, django_capture_on_commit_callbacks):
    """V10"""
    one, two, three = ModulePageFactory.create_batch(3, parent=TrackPageFactory())
    coming = SessionFactory(activity=WebinarPageFactory(parent=one))
    SessionFactory(activity=WebinarPageFactory(parent=two), days_ahead=-5)
    LessonPageFactory(parent=three)
    person = ParticipantFactory()
    with django_capture_on_commit_callbacks(execute=True):
        enrolments, registrations = pick_modules(participant=person, modules=[one, two, three], by=None)
    assert len(enrolments) == 3
    assert [row.session for row in registrations] == [coming]
    assert len(mailoutbox) == 1


def test_picking_does_not_register_for_gatherings():
    module = ModulePageFactory()
    SessionFactory(activity=GatheringPageFactory(parent=module))
    _, registrations = pick_modules(participant=ParticipantFactory(), modules=[module], by=None)
    assert registrations == []


def test_dropped_module_is_found_again_when_picked_again():
    module, person = ModulePageFactory(), ParticipantFactory()
    pick_modules(participant=person, modules=[module], by=None)
    drop_module(participant=person, module=module, by=None)
    assert not Enrolment.objects.active().exists()
    pick_modules(participant=person, modules=[module], by=None)
    assert Enrolment.objects.active().count() == Enrolment.objects.count() == 1


def test_no_activity_blocks_another_and_no_module_need_be_picked():
    """V9"""
    session = SessionFactory()
    register(session=session, participant=ParticipantFactory(), by=None)
    assert not Enrolment.objects.exists()


def test_registration_keeps_the_affiliation_of_the_day():
    person = ParticipantFactory(organisation=OrganisationFactory(type="company", employees=12))
    row = register(session=SessionFactory(), participant=Participant.objects.get(pk=person.pk), by=None)
    person.organisation.employees = 500
    person.organisation.save()
    row.refresh_from_db()
    assert (row.organisation_type, row.size_class) == ("company", "10-49")


def test_list_from_elsewhere_is_written_down_once_in_a_fixed_number_of_queries(gathering, django_assert_num_queries):
    def write(people):
        with django_assert_num_queries(7):
            return record_registrations(session=gathering, participants=people, by=None, at=timezone.now())

    people = list(Participant.objects.filter(pk=ParticipantFactory().pk).with_affiliation())
    assert write(people) == 3
    assert write(people) == 0
    many = [person.pk for person in ParticipantFactory.create_batch(3)]
    assert write(list(Participant.objects.filter(pk__in=many).with_affiliation())) == 9


def test_one_registration_per_person_and_session(webinar):
    row = register(session=webinar, participant=ParticipantFactory(), by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(participant=row.participant, session=row.session)
