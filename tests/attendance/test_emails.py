"""E-mails about seats: content, recipient, language, calendar attachment, and how often they are sent."""

import datetime as dt
import re

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from icalendar import Calendar
from structlog.testing import capture_logs

from attendance import emails, messages, tasks
from attendance.actions import (
    approve_registration,
    cancel_session,
    pick_modules,
    plan_activity,
    register,
    turn_down_registration,
    withdraw_registration,
)
from attendance.models import OutgoingMail, Registration
from courses.models import Level, ProgrammePage, Session
from gatherings.models import Admission
from tests.factories import (
    DayFactory,
    GatheringPageFactory,
    LessonPageFactory,
    ModulePageFactory,
    ParticipantFactory,
    RegistrationFactory,
    SessionFactory,
    UserFactory,
    WebinarPageFactory,
)
from webinars.models import Recording

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture
def sent(mailoutbox, django_capture_on_commit_callbacks):
    """A function that calls `act` and returns the e-mails sent on commit."""

    def sent(act):
        before = len(mailoutbox)
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return mailoutbox[before:]

    return sent


@pytest.fixture
def webinar():
    start = dt.datetime(2027, 1, 14, 8, 0, tzinfo=dt.UTC)
    return SessionFactory(
        date=start.date(), starts_at=start, ends_at=start + dt.timedelta(hours=2), join_url="https://example.org/live"
    )


@pytest.fixture
def gathering():
    root = SessionFactory(activity=GatheringPageFactory(), live_minutes=None, capacity=1)
    for order in range(2):
        day = DayFactory(parent=root, order=order, days_ahead=7 + order)
        Session.objects.create(
            activity=root.activity,
            parent=day,
            level=Level.SESSION,
            title=f"Visit {order}",
            date=day.date,
            takes_registration=True,
            capacity=1,
        )
    return root


def person_of(**kwargs):
    """A participant who reads English, so that texts match the source strings."""
    return ParticipantFactory(**{"language": "en"} | kwargs)


def text_of(message):
    return message.body.replace("\xa0", " ")


def html_of(message):
    [(content, kind)] = message.alternatives
    assert kind == "text/html"
    return content.replace("\xa0", " ")


def calendar_of(message):
    [part] = message.attachments
    assert part.get_content_type() == "text/calendar"
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == calendar["METHOD"]
    return calendar


def test_registration_tells_when_where_and_how_to_change_one_s_mind(webinar, sent):
    """V12: the join link is sent to who is registered."""
    person = person_of(name="Tone Tenkt")
    [message] = sent(lambda: register(session=webinar, participant=person, by=None))
    for content in (text_of(message), html_of(message)):
        assert webinar.activity.title in content
        assert "Thursday 14 January 09:00–11:00" in content
        assert "https://example.org/live" in content
        assert re.search(r"http://127\.0\.0\.1:8000/en/manage/[^\s\"]+/", content)
        assert "http://127.0.0.1:8000/en/my-page/" in content
    assert message.to == [person.email]
    assert message.subject == f"You are registered: {webinar.activity.title}"


def test_e_mail_is_in_the_person_s_language_whoever_registers_them(webinar, sent):
    person = person_of(language="nn")
    [message] = sent(lambda: register(session=webinar, participant=person, by=UserFactory()))
    assert "Torsdag 14. januar kl. 09.00–11.00" in text_of(message)
    assert "http://127.0.0.1:8000/nn/my-page/" in text_of(message)
    assert '<html lang="nn">' in html_of(message)


def test_times_are_those_of_the_programme_s_place(webinar, sent):
    ProgrammePage.objects.update(timezone="Europe/Helsinki")
    [message] = sent(lambda: register(session=webinar, participant=person_of(), by=None))
    assert "10:00–12:00" in text_of(message)
    [event] = calendar_of(message).walk("VEVENT")
    assert event.decoded("dtstart") == webinar.starts_at


def files_of(message):
    """The entries of the calendar attachments, by method; asserts what holds for every attachment."""
    files = {}
    for part in message.attachments:
        calendar = Calendar.from_ical(part.get_payload(decode=True))
        assert part.get_content_type() == "text/calendar"
        assert part.get_param("method") == calendar["METHOD"]
        for event in calendar.walk("VEVENT"):
            assert "METHOD" not in event
            assert (event["STATUS"] == "CANCELLED") == (calendar["METHOD"] == "CANCEL")
            assert [str(event["ATTENDEE"]), event["ATTENDEE"].params["RSVP"]] == [f"mailto:{message.to[0]}", "FALSE"]
            assert event.decoded("dtstamp") > timezone.now() - dt.timedelta(minutes=5)
        files[str(calendar["METHOD"])] = calendar.walk("VEVENT")
    return files


def test_created_moved_and_cancelled_is_one_entry_in_the_calendar(webinar, sent, monkeypatch):
    """Test 12 of the bar: one UID, a SEQUENCE that rises with what matters, and METHOD:CANCEL in the end."""
    person, clock = person_of(name="Tone Tenkt"), timezone.now()

    def later(act):
        nonlocal clock
        clock += dt.timedelta(seconds=2)
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda: clock)
            [message] = sent(act)
        return files_of(message)

    def move(**values):
        return lambda: plan_activity(activity=webinar.activity, values=values, by=None)

    def withdraw():
        withdraw_registration(registration=Registration.objects.get(), by=None)

    moved_to = webinar.starts_at + dt.timedelta(hours=1)
    files = [
        later(lambda: register(session=webinar, participant=person, by=None)),
        later(move(starts_at=moved_to)),
        later(move(join_url="https://example.org/other")),
        later(withdraw),
        later(lambda: register(session=webinar, participant=person, by=None)),
        later(lambda: cancel_session(session=Session.objects.get(), by=None)),
    ]
    assert [list(methods) for methods in files] == [
        [name] for name in ("REQUEST",) * 3 + ("CANCEL", "REQUEST", "CANCEL")
    ]
    events = [event for made in files for [event] in made.values()]
    assert {event["UID"] for event in events} == {f"session-{webinar.pk}@127.0.0.1"}
    assert [event["SEQUENCE"] for event in events] == sorted({event["SEQUENCE"] for event in events})
    assert [event.decoded("dtstart") for event in events] == [webinar.starts_at, *[moved_to] * 5]
    assert [event["LOCATION"].rpartition("/")[2] for event in events[:3]] == ["live", "live", "other"]
    assert events[0]["DTSTART"].to_ical() == b"20270114T090000"
    assert str(events[0]["ORGANIZER"]).startswith("mailto:contact")


def test_same_e_mail_made_anew_after_a_corrected_title_counts_no_change(webinar, sent):
    [message] = sent(lambda: register(session=webinar, participant=person_of(), by=None))
    [before] = files_of(message)["REQUEST"]
    type(webinar.activity).objects.update(title="Another title")
    [after] = files_of(messages.seat(Registration.objects.get().pk))["REQUEST"]
    assert (after["SUMMARY"], after["SEQUENCE"]) == ("Another title", before["SEQUENCE"])


def test_day_that_is_given_back_or_cancelled_goes_from_the_calendar(gathering, sent):
    Session.objects.filter(pk=gathering.pk).update(capacity=None)
    first, second = Session.objects.days().order_by("order")
    person = person_of()
    sent(lambda: register(session=gathering, participant=person, by=None))
    [message] = sent(lambda: register(session=gathering, participant=person, by=None, days=[second]))
    files = files_of(message)
    assert {method: [event["UID"] for event in events] for method, events in files.items()} == {
        "REQUEST": [f"session-{second.pk}@127.0.0.1"],
        "CANCEL": [f"session-{first.pk}@127.0.0.1"],
    }
    Session.objects.filter(pk=second.pk).update(cancelled_at=timezone.now())
    files = files_of(messages.change(Registration.objects.get(session=gathering).pk))
    assert {method: len(events) for method, events in files.items()} == {"CANCEL": 2}


def test_who_had_a_seat_and_is_turned_down_has_it_no_longer_in_the_calendar(gathering, sent):
    Admission.objects.create(session=gathering, needs_approval=True)
    registration = register(session=gathering, participant=person_of(), by=None)
    by = UserFactory()
    [approved] = sent(lambda: approve_registration(registration=registration, by=by))
    [turned_down] = sent(lambda: turn_down_registration(registration=registration, by=by))
    [invited, gone] = [
        {event["UID"] for event in files_of(message)[method]}
        for message, method in ((approved, "REQUEST"), (turned_down, "CANCEL"))
    ]
    assert invited == gone


def test_picked_modules_come_in_one_e_mail_with_one_file(webinar, sent):
    """V10"""
    module = webinar.activity.get_parent().specific
    recorded, read = ModulePageFactory(parent=module.get_parent()), ModulePageFactory(parent=module.get_parent())
    held = SessionFactory(activity=WebinarPageFactory(parent=recorded), days_ahead=-9)
    Recording.objects.create(webinar=held.activity, published_at=timezone.now(), seconds=5040)
    LessonPageFactory(parent=read)
    second = SessionFactory(activity=WebinarPageFactory(parent=module))
    [message] = sent(lambda: pick_modules(participant=person_of(), modules=[module, recorded, read], by=None))
    body = text_of(message)
    assert all(title in body for title in (webinar.activity.title, second.activity.title, recorded.title, read.title))
    assert "Recording, 84 min" in body
    assert "Lesson, 10 min" in body
    assert {event["UID"] for event in calendar_of(message).walk("VEVENT")} == {
        f"session-{session.pk}@127.0.0.1" for session in (webinar, second)
    }


def test_each_programme_speaks_of_its_own_modules(webinar, sent):
    modules = [webinar.activity.get_parent().specific, ModulePageFactory()]
    contacts = [module.get_parent().get_parent().specific.contact.email for module in modules]
    other = SessionFactory(activity=WebinarPageFactory(parent=modules[1]))
    who = person_of()
    for times in (1, 0):
        messages = sent(lambda: pick_modules(participant=who, modules=modules, by=None, key="twice"))
        assert len(messages) == 2 * times
        for message, session, contact in zip(messages, (webinar, other), contacts, strict=bool(times)):
            [event] = calendar_of(message).walk("VEVENT")
            assert message.reply_to == [contact]
            assert (event["UID"], str(event["ORGANIZER"])) == (f"session-{session.pk}@127.0.0.1", f"mailto:{contact}")


def test_who_waits_is_told_the_place_and_no_join_link(sent):
    """V12, V21"""
    session = SessionFactory(capacity=1, join_url="https://example.org/live")
    first, second, third = (person_of() for _ in range(3))
    seats = [register(session=session, participant=person, by=None) for person in (first, second)]
    [message] = sent(lambda: register(session=session, participant=third, by=None))
    assert "You are number 2 in line." in text_of(message)
    assert "https://example.org/live" not in text_of(message) + html_of(message)
    assert message.attachments == []
    told = sent(lambda: withdraw_registration(registration=seats[0], by=None))
    assert [(message.to, message.subject) for message in told] == [
        ([second.email], f"You have a seat: {session.activity.title}"),
        ([first.email], f"You have withdrawn: {session.activity.title}"),
    ]
    assert "https://example.org/live" in text_of(told[0])
    assert calendar_of(told[0])["METHOD"] == "REQUEST"


def test_gathering_stands_in_the_calendar_day_by_day(gathering, sent):
    second = Session.objects.get(level=Level.DAY, order=1)
    [message] = sent(lambda: register(session=gathering, participant=person_of(), by=None))
    assert len(calendar_of(message).walk("VEVENT")) == 2
    [message] = sent(
        lambda: register(
            session=gathering, participant=Registration.objects.first().participant, by=None, days=[second]
        )
    )
    [event] = files_of(message)["REQUEST"]
    assert event["UID"] == f"session-{second.pk}@127.0.0.1"


def test_day_without_times_takes_the_hours_of_its_sessions_or_the_whole_day(gathering, sent):
    first, second = Session.objects.days().order_by("order")
    Session.objects.days().update(starts_at=None, ends_at=None)
    start = timezone.now().replace(microsecond=0) + dt.timedelta(days=7)
    Session.objects.filter(parent=first).update(starts_at=start, ends_at=start + dt.timedelta(hours=3))
    [message] = sent(lambda: register(session=gathering, participant=person_of(), by=None))
    one, other = calendar_of(message).walk("VEVENT")
    assert (one.decoded("dtstart"), one.decoded("dtend")) == (start, start + dt.timedelta(hours=3))
    assert (other.decoded("dtstart"), other.decoded("dtend")) == (second.date, second.date + dt.timedelta(days=1))


def test_freed_workshop_seat_goes_to_the_first_in_line_and_tells_them(gathering, sent):
    Session.objects.filter(pk=gathering.pk).update(capacity=None)
    visit = Session.objects.get(title="Visit 0")
    people = [person_of() for _ in range(2)]
    for person in people:
        register(session=gathering, participant=person, by=None, choices=[visit])
    first = Registration.objects.get(session=visit, participant=people[0])
    told = sent(lambda: withdraw_registration(registration=first, by=None))
    assert [message.to for message in told] == [[people[1].email], [people[0].email]]
    assert told[0].subject == f"You have a seat: {gathering.activity.title}: Visit 0"


@pytest.mark.database
def test_day_seats_go_in_order_even_when_somebody_comes_up_from_the_list_of_the_whole(gathering):
    """Who waited for the day first gets it first, whoever gets the seat that the same person left."""
    Session.objects.filter(pk=gathering.pk).update(capacity=2)
    day = Session.objects.get(level=Level.DAY, order=0)
    Session.objects.filter(pk=day.pk).update(capacity=1)
    leaves, waits_for_day, waits_for_all = (person_of() for _ in range(3))
    seat = register(session=gathering, participant=leaves, by=None)
    register(session=gathering, participant=waits_for_day, by=None)
    register(session=gathering, participant=waits_for_all, by=None)
    withdraw_registration(registration=seat, by=None)

    def state(person, session):
        return Registration.objects.get(participant=person, session=session).state

    assert state(waits_for_all, gathering) == State.REGISTERED
    assert state(waits_for_day, day) == State.REGISTERED
    assert state(waits_for_all, day) == State.WAITING


@pytest.mark.parametrize(
    ("decide", "says"),
    [
        (approve_registration, "Your registration is approved, and you have a seat."),
        (turn_down_registration, "You have not got a seat this time."),
    ],
)
def test_decision_carries_the_staff_s_own_words(gathering, sent, decide, says):
    """V19"""
    Admission.objects.create(session=gathering, needs_approval=True)
    registration = register(session=gathering, participant=person_of(), by=None)
    [message] = sent(lambda: decide(registration=registration, message="See you <there>.", by=UserFactory()))
    assert says in text_of(message)
    assert "See you <there>." in text_of(message)
    assert "See you &lt;there&gt;." in html_of(message)
    assert bool(message.attachments) == (decide is approve_registration)


def test_cancelled_session_is_told_once_to_everybody_signed_up(sent):
    session = SessionFactory(capacity=1)
    people = [person_of() for _ in range(2)]
    rows = [register(session=session, participant=person, by=None) for person in people]
    gone = register(session=SessionFactory(), participant=person_of(), by=None)
    told = sent(lambda: cancel_session(session=session, reason="The speaker is ill.", by=UserFactory()))
    assert [message.to for message in told] == [[person.email] for person in people]
    assert "The speaker is ill." in text_of(told[0])
    assert calendar_of(told[0])["METHOD"] == "CANCEL"
    assert sent(lambda: cancel_session(session=session, reason="Again", by=None)) == []
    assert {Registration.objects.get(pk=row.pk).state for row in [*rows, gone]} == {State.REGISTERED, State.WAITING}


def owed(registration):
    """An e-mail that was recorded but not queued, as after a crash; returns its key."""
    emails.owe_seat(registration.pk)
    return OutgoingMail.objects.latest("pk").key


@pytest.fixture
def registration(webinar):
    return register(session=webinar, participant=person_of(), by=None, notify=False)


def wait(how_long):
    earlier = timezone.now() - how_long
    OutgoingMail.objects.update(queued_at=earlier)


@pytest.mark.database
def test_task_that_runs_twice_sends_once(registration, mailoutbox):
    key = owed(registration)
    for _ in range(2):
        tasks.send_email.call(key)
    assert len(mailoutbox) == 1


@pytest.mark.database
def test_e_mail_is_sent_once_though_the_process_ended_before_it_was_queued(
    webinar, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as never_called:
        register(session=webinar, participant=person_of(), by=None)
    tasks.requeue_emails()
    assert mailoutbox == []
    wait(tasks.RETRY_AFTER)
    tasks.requeue_emails()
    [message] = mailoutbox
    # Nothing sends a second one: not the sweep, and not what was late rather than lost.
    wait(10 * tasks.RETRY_AFTER)
    tasks.requeue_emails()
    for late in never_called:
        late()
    assert mailoutbox == [message]
    assert message.extra_headers["Message-ID"] == f"<{OutgoingMail.objects.get().key}@127.0.0.1>"


@pytest.mark.database
def test_change_that_is_taken_back_owes_no_e_mail(webinar):
    with transaction.atomic():
        register(session=webinar, participant=person_of(), by=None)
        assert OutgoingMail.objects.count() == 1
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


def test_sending_that_failed_is_tried_again_ever_later_and_not_for_ever(registration, mailoutbox, monkeypatch):
    key = owed(registration)

    def fail(self, messages):
        raise OSError("The mail server is away.")

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", fail)
        tasks.send_email.call(key)
        for times in range(1, tasks.MAX_ATTEMPTS):
            wait(tasks.RETRY_AFTER * 2 ** (times - 1) - dt.timedelta(seconds=30))
            tasks.requeue_emails()
            assert OutgoingMail.objects.get().times_queued == times
            wait(tasks.RETRY_AFTER * 2 ** (times - 1))
            tasks.requeue_emails()
        with capture_logs() as said:
            tasks.requeue_emails()
            for _round in range(2):
                wait(tasks.RETRY_AFTER)
                tasks.requeue_emails()
    assert [line["event"] for line in said] == ["email_given_up"]
    assert (OutgoingMail.objects.get().times_queued, mailoutbox) == (tasks.MAX_ATTEMPTS, [])
    tasks.send_email.call(key)
    assert len(mailoutbox) == 1


def test_e_mail_that_cannot_be_made_is_given_up_with_a_word(registration, monkeypatch):
    key = owed(registration)
    OutgoingMail.objects.update(times_queued=tasks.MAX_ATTEMPTS)
    monkeypatch.setitem(tasks.KINDS, "seat", tasks.Kind(lambda registration: 1 / 0))
    with pytest.raises(ZeroDivisionError):
        tasks.send_email.call(key)
    wait(tasks.RETRY_AFTER)
    with capture_logs() as said:
        tasks.requeue_emails()
    assert [(line["event"], line["kind"]) for line in said] == [("email_given_up", "seat")]


def test_e_mails_to_many_are_queued_by_the_worker_and_not_by_who_owes_them(
    webinar, mailoutbox, monkeypatch, django_capture_on_commit_callbacks
):
    rows = RegistrationFactory.create_batch(3, session=webinar)
    monkeypatch.setattr(tasks, "BATCH", 2)
    for queues_them in (lambda enqueue: enqueue(), lambda enqueue: (wait(tasks.RETRY_AFTER), tasks.requeue_emails())):
        mailoutbox.clear()
        OutgoingMail.objects.all().delete()
        with django_capture_on_commit_callbacks() as on_commit:
            emails.owe_changes([row.pk for row in rows], "now")
        [enqueue] = on_commit
        queues_them(enqueue)
        tasks.requeue_emails()
        assert [message.to for message in mailoutbox] == [[row.participant.email] for row in rows]


def test_sending_cut_off_by_a_crash_is_taken_over_after_a_while(registration, mailoutbox):
    key = owed(registration)
    OutgoingMail.objects.update(claimed_at=timezone.now() - dt.timedelta(minutes=1))
    tasks.send_email.call(key)
    assert mailoutbox == []
    OutgoingMail.objects.update(claimed_at=timezone.now() - dt.timedelta(minutes=11))
    tasks.send_email.call(key)
    assert len(mailoutbox) == 1


def test_who_was_erased_and_what_is_gone_gets_no_e_mail(registration, mailoutbox):
    key = owed(registration)
    type(registration.participant).objects.update(email=None, name="")
    tasks.send_email.call(key)
    key = owed(registration)
    registration.delete()
    tasks.send_email.call(key)
    assert (mailoutbox, OutgoingMail.objects.filter(sent_at=None).count()) == ([], 0)


@pytest.mark.parametrize(
    ("owe", "true_of"),
    [
        (
            lambda row: emails.owe_registration(row.participant_id, [row.pk]),
            {"registered", "waiting", "awaiting_approval"},
        ),
        (lambda row: emails.owe_seat(row.pk), {"registered"}),
        (lambda row: emails.owe_decision(row.pk), {"registered", "waiting", "turned_down"}),
        (lambda row: emails.owe_withdrawal(row.pk), {"cancelled"}),
        (lambda row: emails.owe_changes([row.pk], "now"), {"registered", "waiting", "awaiting_approval"}),
        (lambda row: emails.owe_cancellations([row.pk], "now"), set()),
    ],
)
def test_e_mail_that_has_waited_is_sent_only_if_it_is_still_true(registration, mailoutbox, owe, true_of):
    sent = set()
    for state_now in State.values:
        Registration.objects.update(state=state_now)
        OutgoingMail.objects.all().delete()
        owe(registration)
        mailoutbox.clear()
        tasks.send_email.call(OutgoingMail.objects.get().key)
        sent |= {state_now} if mailoutbox else set()
    assert sent == true_of
    assert not OutgoingMail.objects.filter(sent_at=None).exists()


def test_nothing_but_the_cancellation_is_said_of_what_has_been_cancelled(registration, mailoutbox):
    owe = (
        lambda: emails.owe_registration(registration.participant_id, [registration.pk]),
        lambda: emails.owe_seat(registration.pk),
        lambda: emails.owe_decision(registration.pk),
        lambda: emails.owe_changes([registration.pk], "now"),
    )
    for act in owe:
        act()
    cancel_session(session=registration.session, by=None)
    for key in OutgoingMail.objects.order_by("pk").values_list("key", flat=True):
        tasks.send_email.call(key)
    assert [message.subject for message in mailoutbox] == [f"Cancelled: {registration.session.activity.title}"]


def test_names_and_titles_are_text_and_never_markup(sent):
    session = SessionFactory(activity=WebinarPageFactory(title="Waste & <b>heat</b>"))
    person = person_of(name="Åse <script> & Sønn")
    [message] = sent(lambda: register(session=session, participant=person, by=None))
    assert "Hello, Åse <script> & Sønn" in text_of(message)
    assert "Waste & <b>heat</b>" in message.subject
    assert "<script>" not in html_of(message)
    assert "Waste &amp; &lt;b&gt;heat&lt;/b&gt;" in html_of(message)
    [event] = calendar_of(message).walk("VEVENT")
    assert event["SUMMARY"] == "Waste & <b>heat</b>"
