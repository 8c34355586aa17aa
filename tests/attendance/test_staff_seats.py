"""Staff approves and rejects (V19), withdraws, adds people and cancels; those affected are notified."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from attendance.actions import ByHand, cancel_session, register, set_presence, withdraw_registration
from attendance.models import Attendance, Registration
from courses.models import Level, Phase, Session
from courses.refusals import Refused
from people.models import Participant
from progress.models import Evidence
from tests.factories import (
    AttendanceFactory,
    DayFactory,
    GatheringPageFactory,
    ParticipantFactory,
    RegistrationFactory,
    SessionFactory,
    WebinarPageFactory,
)
from tests.reading import text

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def coming(webinar):
    activity = WebinarPageFactory(parent=webinar.activity.get_parent())
    return SessionFactory(activity=activity, days_ahead=7, capacity=1)


def act(desk, programme, registration, decision, message=""):
    session = registration.session
    address = reverse("staff_decide", args=[programme.slug, session.pk, registration.pk])
    return desk.post(address, {"decision": decision, "message": message}, follow=True)


def logged():
    """The log entries of staff, without those about reading."""
    entries = ModelLogEntry.objects.exclude(action="attendance.list_read").order_by("pk")
    return list(entries.values_list("action", flat=True))


def state(registration):
    registration.refresh_from_db()
    return registration.state


@pytest.mark.database
def test_what_is_to_be_decided_stands_first_then_the_line_with_places(desk, programme, coming):
    RegistrationFactory(session=coming)
    for _number in range(2):
        RegistrationFactory(session=coming, state=State.WAITING)
    RegistrationFactory(session=coming, state=State.AWAITING_APPROVAL)
    response = desk.get(reverse("staff_seats", args=[programme.slug, coming.pk]))
    groups = response.context["groups"]
    assert [group["state"] for group in groups] == ["awaiting_approval", "waiting", "registered"]
    assert [row.place_in_line for row in groups[1]["rows"]] == [1, 2]
    assert "1 of 1 seats" in text(response)


def test_letting_in_sends_the_message(desk, programme, coming, mailoutbox, django_capture_on_commit_callbacks):
    """V19"""
    registration = RegistrationFactory(session=coming, state=State.AWAITING_APPROVAL)
    with django_capture_on_commit_callbacks(execute=True):
        act(desk, programme, registration, "approve", "Welcome, bring boots.")
    assert state(registration) == State.REGISTERED
    [mail] = mailoutbox
    assert mail.to == [registration.participant.email]
    assert "Welcome, bring boots." in mail.body
    assert logged() == ["attendance.registration_approved"]


def test_letting_in_where_it_is_full_puts_in_line_and_says_so(desk, programme, coming):
    RegistrationFactory(session=coming)
    registration = RegistrationFactory(session=coming, state=State.AWAITING_APPROVAL)
    response = act(desk, programme, registration, "approve")
    assert state(registration) == State.WAITING
    assert f"{registration.participant.name} is on the waiting list, and gets an e-mail." in text(response)


@pytest.mark.parametrize("decision", ["approve", "turn_down"])
def test_who_withdrew_meanwhile_is_neither_let_in_nor_turned_down(desk, programme, coming, decision):
    registration = RegistrationFactory(session=coming, state=State.CANCELLED)
    response = act(desk, programme, registration, decision)
    assert state(registration) == State.CANCELLED
    assert "The person has withdrawn meanwhile." in text(response)
    assert "gets an e-mail" not in text(response)
    assert logged() == []


def test_what_is_over_is_decided_no_more_and_offers_no_answer(desk, programme, webinar):
    registration = RegistrationFactory(session=webinar, state=State.AWAITING_APPROVAL)
    response = act(desk, programme, registration, "approve")
    assert state(registration) == State.AWAITING_APPROVAL
    assert "This has already taken place." in text(response)
    assert "Let in" not in text(response)


@pytest.mark.database
def test_turning_down_gives_the_seat_to_the_next(desk, programme, coming):
    """V19"""
    first, second = RegistrationFactory(session=coming), RegistrationFactory(session=coming, state=State.WAITING)
    response = act(desk, programme, first, "turn_down", "Only for members.")
    assert (state(first), first.message, state(second)) == (State.TURNED_DOWN, "Only for members.", State.REGISTERED)
    assert f"{first.participant.name} is turned down" in text(response)


def test_a_second_click_changes_and_logs_nothing_more(desk, programme, coming):
    registration = RegistrationFactory(session=coming, state=State.AWAITING_APPROVAL)
    for _click in range(2):
        act(desk, programme, registration, "approve")
    assert logged() == ["attendance.registration_approved"]


def test_withdrawing_for_somebody_frees_the_seat_and_is_logged(desk, programme, coming):
    registration = RegistrationFactory(session=coming)
    act(desk, programme, registration, "withdraw")
    assert state(registration) == State.CANCELLED
    assert logged() == ["attendance.registration_withdrawn"]


def test_an_unknown_decision_changes_nothing_and_says_so(desk, programme, coming):
    registration = RegistrationFactory(session=coming)
    response = act(desk, programme, registration, "explode")
    assert state(registration) == State.REGISTERED
    assert "explode" in text(response)


def test_a_registration_of_another_session_is_not_found(desk, programme, coming, webinar):
    registration = RegistrationFactory(session=coming)
    address = reverse("staff_decide", args=[programme.slug, webinar.pk, registration.pk])
    assert desk.post(address, {"decision": "turn_down"}).status_code == 404


@pytest.mark.database
@pytest.mark.parametrize("number", [1, 3])
def test_the_registrations_ask_eight_queries_however_many(desk, programme, coming, number, django_assert_num_queries):
    RegistrationFactory.create_batch(number, session=coming, state=State.WAITING)
    address = reverse("staff_seats", args=[programme.slug, coming.pk])
    desk.get(address)
    with django_assert_num_queries(8):
        desk.get(address)


# Adding somebody


def add(desk, programme, session, follow=True, query="", **data):
    return desk.post(reverse("staff_add", args=[programme.slug, session.pk]) + query, data, follow=follow)


def test_a_walk_in_is_present_without_a_registration(desk, programme, webinar, staff):
    add(desk, programme, webinar, name="Eva Tenkt", organisation="Eksempel Klynge", minutes="30", key="k")
    record = Attendance.objects.get()
    assert (record.participant.name, record.minutes, record.organisation.name) == ("Eva Tenkt", 30, "Eksempel Klynge")
    assert Registration.objects.count() == 0
    assert Evidence.objects.get().recorded_by == staff
    assert logged() == ["attendance.walk_in_added"]


@pytest.mark.database
def test_a_walk_in_sent_twice_is_one_person(desk, programme, webinar):
    for _click in range(2):
        add(desk, programme, webinar, name="Eva Tenkt", key="k")
    assert (Participant.objects.count(), Evidence.objects.count()) == (1, 1)


def test_two_of_the_same_name_are_two_people(desk, programme, webinar):
    for key in ("one", "two", "", ""):
        add(desk, programme, webinar, name="Eva Tenkt", key=key)
    assert Participant.objects.count() == 4


@pytest.mark.database
def test_a_known_address_is_that_person_and_changes_nothing_about_them(desk, programme, webinar):
    known = ParticipantFactory(name="Eva Tenkt", email="eva@example.org")
    employer = known.organisation
    add(desk, programme, webinar, name="Eva T.", email="EVA@example.org", organisation="Noe annet", key="k")
    known.refresh_from_db()
    assert Attendance.objects.get().participant == known
    assert (known.name, known.organisation) == ("Eva Tenkt", employer)


def test_a_registered_person_typed_in_at_the_door_is_set_present(desk, programme, webinar):
    registration = RegistrationFactory(session=webinar)
    add(desk, programme, webinar, name="x", email=registration.participant.email, key="k")
    assert Attendance.objects.get().participant == registration.participant


def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(desk, programme, webinar):
    response = add(desk, programme, webinar, name="", email="eva@", org_nr="123", minutes="61", key="k")
    assert response.status_code == 422
    form = response.context["form"]
    assert set(form.errors) == {"name", "email", "org_nr"}
    assert form["email"].value() == "eva@"
    response = add(desk, programme, webinar, name="Eva", minutes="61", key="k")
    assert "That is longer than the session lasted." in text(response)
    assert Participant.objects.count() == 0


@pytest.mark.database
def test_search_finds_those_whom_the_programme_knows_and_nobody_else(desk, programme, webinar):
    known = RegistrationFactory(session=webinar, participant=ParticipantFactory(name="Kari Ås")).participant
    ParticipantFactory(name="Kari Annen", email="annen@example.org")
    address = reverse("staff_add", args=[programme.slug, webinar.pk])
    found = desk.get(address, {"q": "kari"}).context["found"]
    assert found == [known]
    by_address = desk.get(address, {"q": "ANNEN@example.org"}).context["found"]
    assert [person.name for person in by_address] == ["Kari Annen"]
    assert desk.get(address, {"q": "annen@"}).context["found"] == []
    assert desk.get(address, {"q": "kari\0"}).context["found"] is None
    assert "Nobody fits" in text(desk.get(address, {"q": "kari " * 2000}))


@pytest.mark.database
def test_somebody_found_is_added_with_one_click(desk, programme, webinar):
    known = RegistrationFactory(session=webinar).participant
    for nonsense in ("\0", "k" * 200):
        assert add(desk, programme, webinar, participant=known.pk, key=nonsense).status_code == 422
    add(desk, programme, webinar, participant=known.pk, key="k")
    assert Attendance.objects.get().participant == known


def test_somebody_not_found_cannot_be_added_by_number(desk, programme, webinar):
    for stranger in (ParticipantFactory(), ParticipantFactory(email=None)):
        for query in ("", "?q=", "?q=+"):
            assert add(desk, programme, webinar, query=query, participant=stranger.pk, key="k").status_code == 404
    assert Attendance.objects.count() == 0


def test_before_it_starts_the_person_gets_a_seat_and_an_email(
    desk, programme, coming, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        add(desk, programme, coming, name="Eva Tenkt", email="eva@example.org", key="k")
    assert Registration.objects.get().state == State.REGISTERED
    assert [mail.to for mail in mailoutbox] == [["eva@example.org"]]
    assert Attendance.objects.count() == 0
    assert logged() == ["attendance.registered_by_staff"]


def test_before_it_starts_an_address_is_needed(desk, programme, coming):
    response = add(desk, programme, coming, name="Eva Tenkt", key="k")
    assert "Write the address that the confirmation is sent to." in text(response)
    assert Participant.objects.count() == 0


def test_who_may_not_be_registered_is_told_so(desk, programme, coming):
    turned_down = RegistrationFactory(session=coming, state=State.TURNED_DOWN).participant
    response = add(desk, programme, coming, name="x", email=turned_down.email, key="k")
    assert "Your registration was turned down." in text(response)


# Cancelling


def cancel(desk, programme, session, reason):
    address = reverse("staff_cancel", args=[programme.slug, session.pk])
    return desk.post(address, {"reason": reason}, follow=True)


def test_cancelling_tells_those_who_signed_up_and_why(
    desk, programme, coming, mailoutbox, django_capture_on_commit_callbacks
):
    rows = [RegistrationFactory(session=coming, state=state) for state in (State.REGISTERED, State.WAITING)]
    RegistrationFactory(session=coming, state=State.CANCELLED)
    with django_capture_on_commit_callbacks(execute=True):
        cancel(desk, programme, coming, "The speaker is ill.")
    coming.refresh_from_db()
    assert (coming.is_cancelled, coming.cancellation_reason) == (True, "The speaker is ill.")
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(row.participant.email for row in rows)
    assert all("The speaker is ill." in mail.body for mail in mailoutbox)
    assert logged() == ["attendance.session_cancelled"]


@pytest.mark.database
def test_cancelling_twice_is_once(desk, programme, coming, mailoutbox, django_capture_on_commit_callbacks):
    RegistrationFactory(session=coming)
    for _click in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            cancel(desk, programme, coming, "The speaker is ill.")
    assert (len(mailoutbox), len(logged())) == (1, 1)


@pytest.mark.database
def test_cancelling_a_gathering_cancels_its_days_and_what_is_in_them(programme, staff):
    root = SessionFactory(activity=GatheringPageFactory(parent=programme), live_minutes=None, capacity=1)
    first, second = (DayFactory(parent=root, order=order, days_ahead=order) for order in range(2))
    called_off = timezone.now() - dt.timedelta(days=1)
    Session.objects.filter(pk=second.pk).update(cancelled_at=called_off)
    Session.objects.create(activity=root.activity, parent=first, level=Level.SESSION, date=first.date)
    seat, waiting = (register(session=root, participant=ParticipantFactory(), by=None) for _number in range(2))
    cancel_session(session=root, reason="Storm.", by=staff)
    first.refresh_from_db()
    Session.objects.create(activity=root.activity, parent=first, level=Level.SESSION, date=first.date)
    rows = Session.objects.filter(activity=root.activity)
    assert [row.phase() for row in rows] == [Phase.CANCELLED] * 5
    assert not rows.not_cancelled().exists()
    assert [row.calendar_version for row in rows.days()] == [1, 0]
    assert rows.get(pk=second.pk).cancelled_at == called_off
    with pytest.raises(Refused) as refused:
        set_presence(session=first, rows=[ByHand(participant=seat.participant, present=True)], by=staff)
    assert refused.value.refusal.code == "cancelled"
    withdraw_registration(registration=seat, by=None)
    assert state(waiting) == State.WAITING


def test_cancelling_needs_a_reason(desk, programme, coming):
    response = cancel(desk, programme, coming, " ")
    assert "Write why it is cancelled, so that people understand." in text(response)
    coming.refresh_from_db()
    assert not coming.is_cancelled


def test_what_was_held_cannot_be_cancelled(desk, programme, webinar, coming):
    assert "This has already taken place." in text(cancel(desk, programme, webinar, "No"))
    AttendanceFactory(session=coming)
    assert "Somebody is recorded as present, so it took place." in text(cancel(desk, programme, coming, "No"))
    assert logged() == []
