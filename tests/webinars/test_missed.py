"""The e-mail to those who were registered and were not there: to whom, what it says, and that it comes once."""

import datetime as dt

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone, translation
from django.utils.translation import gettext
from django_tasks import task_backends

from attendance.models import Registration, SentMail
from people.models import Participant
from tests.factories import AttendanceFactory, ModulePageFactory, ParticipantFactory, RegistrationFactory, UserFactory
from tests.factories.programme import make_recording
from webinars import missed
from webinars.models import CaptionTrack, Recording
from webinars.tasks import tell_those_who_missed_it

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture
def recording():
    return make_recording(ModulePageFactory(), size=2)


@pytest.fixture
def deferred():
    waiting = task_backends["default"].deferred
    waiting.clear()
    return waiting


def registered(recording, number=1, **fields):
    session = recording.webinar.sessions.get(parent=None)
    people = [ParticipantFactory(**{"language": "en"} | fields) for _ in range(number)]
    for person in people:
        RegistrationFactory(session=session, participant=person)
    return people


def told(mailoutbox):
    return [message.to[0] for message in mailoutbox]


def text_of(message):
    return message.body.replace("\xa0", " ")


def test_e_mail_goes_to_those_with_a_seat_who_were_not_there(recording, mailoutbox):
    missing, absent, present, waiting, withdrawn, erased = registered(recording, 6)
    session = recording.webinar.sessions.get(parent=None)
    AttendanceFactory(session=session, participant=present)
    AttendanceFactory(session=session, participant=absent, present=False)
    Registration.objects.filter(participant=waiting).update(state=State.WAITING)
    Registration.objects.filter(participant=withdrawn).update(state=State.CANCELLED)
    Participant.objects.filter(pk=erased.pk).update(email=None)
    by_account = ParticipantFactory(email=None, user=UserFactory(), language="en")
    RegistrationFactory(session=session, participant=by_account)
    registered(make_recording(recording.webinar.get_parent()))
    tell_those_who_missed_it.enqueue(recording.pk)
    assert told(mailoutbox) == [missing.email, absent.email, by_account.user.email]


def test_e_mail_says_how_long_it_is_and_where(recording, mailoutbox):
    registered(recording, name="Tone Tenkt")
    CaptionTrack.objects.update(vtt="WEBVTT")
    tell_those_who_missed_it.enqueue(recording.pk)
    [message] = mailoutbox
    assert message.subject == f"The recording is ready: {recording.webinar.title}"
    [(html, _kind)] = message.alternatives
    address = f"http://127.0.0.1:8000/en{recording.webinar.url.removeprefix('/en')}"
    for content in (text_of(message), html.replace("\xa0", " ")):
        assert recording.webinar.title in content
        assert address in content
        assert "60 minutes" in content
        assert "Captions in Norwegian Bokmål and Norwegian Nynorsk" in content
        assert "2 chapters" in content
        assert "The 2 presentations are there too" in content
        assert "When you have seen 90 % of it" in content
    assert "Hello, Tone Tenkt" in text_of(message)


@pytest.mark.parametrize(("language", "prefix"), [("nb", ""), ("nn", "/nn"), ("sv", "/sv"), ("en", "/en")])
def test_e_mail_is_in_the_language_of_the_person(recording, mailoutbox, language, prefix):
    registered(recording, language=language)
    tell_those_who_missed_it.enqueue(recording.pk)
    [message] = mailoutbox
    assert f"http://127.0.0.1:8000{prefix}/programme" in text_of(message)
    assert f'<html lang="{language}">' in message.alternatives[0][0]
    with translation.override(language):
        assert message.subject == gettext("The recording is ready: %(title)s") % {"title": recording.webinar.title}


def test_e_mail_comes_once_however_often_it_is_published(recording, mailoutbox):
    first = registered(recording)
    tell_those_who_missed_it.enqueue(recording.pk)
    Recording.objects.update(published_at=None)
    Recording.objects.update(published_at=timezone.now())
    late = registered(recording)
    for _ in range(2):
        tell_those_who_missed_it.enqueue(recording.pk)
    assert told(mailoutbox) == [person.email for person in (*first, *late)]


@pytest.mark.parametrize(
    "hide",
    [
        lambda row: Recording.objects.update(published_at=None),
        lambda row: Recording.objects.update(published_at=timezone.now() + dt.timedelta(hours=1)),
        lambda row: Recording.objects.update(media=None),
        lambda row: row.webinar.unpublish(),
        lambda row: row.delete(),
    ],
    ids=["unpublished", "not yet", "without video", "page hidden", "gone"],
)
def test_nobody_is_told_of_a_recording_that_is_not_public(recording, mailoutbox, hide):
    registered(recording)
    pk = recording.pk
    hide(recording)
    tell_those_who_missed_it.enqueue(pk)
    assert (mailoutbox, SentMail.objects.count()) == ([], 0)


def test_unpublished_half_way_stops_there(recording, mailoutbox, monkeypatch):
    registered(recording, 3)
    send = EmailBackend.send_messages

    def send_and_hide(self, messages):
        Recording.objects.update(published_at=None)
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_and_hide)
    tell_those_who_missed_it.enqueue(recording.pk)
    assert len(mailoutbox) == 1


def test_address_that_is_refused_keeps_it_from_nobody_else(recording, mailoutbox, monkeypatch, deferred):
    refused, *others = registered(recording, 4)
    send = EmailBackend.send_messages

    def refuse_one(self, messages):
        if messages[0].to == [refused.email]:
            raise OSError("No such mailbox.")
        return send(self, messages)

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse_one)
        tell_those_who_missed_it.enqueue(recording.pk)
    assert told(mailoutbox) == [person.email for person in others]
    [later] = deferred
    assert (later.args, later.task.run_after > timezone.now() + dt.timedelta(minutes=10)) == ([recording.pk, 2], True)
    later.task.call(*later.args)
    assert told(mailoutbox) == [person.email for person in (*others, refused)]


def test_mail_server_that_is_away_is_asked_again_later_and_not_for_ever(recording, mailoutbox, monkeypatch, deferred):
    registered(recording, 5)
    Recording.objects.update(is_to_be_told=True)
    asked = []

    def fail(self, messages):
        asked.append(messages[0].to)
        raise OSError("The mail server is away.")

    monkeypatch.setattr(EmailBackend, "send_messages", fail)
    tell_those_who_missed_it.enqueue(recording.pk)
    assert len(asked) == 3
    [later] = deferred
    assert Recording.objects.to_be_told().exists()
    deferred.clear()
    later.task.call(recording.pk, 6)
    assert deferred == []
    assert not Recording.objects.to_be_told().exists()


def test_e_mail_that_a_killed_worker_was_sending_waits_until_that_is_certain(recording, mailoutbox, deferred):
    one, other = registered(recording, 2)
    SentMail.objects.create(key=missed.key(recording.pk, one.pk), claimed_at=timezone.now())
    tell_those_who_missed_it.enqueue(recording.pk)
    assert told(mailoutbox) == [other.email]
    [later] = deferred
    SentMail.objects.filter(sent_at=None).update(claimed_at=timezone.now() - dt.timedelta(minutes=11))
    later.task.call(*later.args)
    assert told(mailoutbox) == [other.email, one.email]


def test_many_are_told_a_while_at_a_time(recording, mailoutbox, monkeypatch):
    registered(recording, 3)
    monkeypatch.setattr(missed.tell, "__kwdefaults__", {"seconds": 0.0})
    tell_those_who_missed_it.enqueue(recording.pk)
    assert len(mailoutbox) == 3


def test_telling_one_more_person_costs_so_many_queries(recording, mailoutbox, django_assert_num_queries):
    registered(recording)
    with django_assert_num_queries(20):
        tell_those_who_missed_it.enqueue(recording.pk)
    registered(recording, 3)
    with django_assert_num_queries(3 + 3 * 14 + 3):
        tell_those_who_missed_it.enqueue(recording.pk)
