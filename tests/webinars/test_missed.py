"""The e-mail to registered participants who were absent: recipients, content, and that it is sent once."""

import datetime as dt

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone, translation
from django.utils.translation import gettext

from attendance.models import OutgoingMail, Registration
from attendance.tasks import RETRY_AFTER, requeue_emails
from people.models import Participant
from tests.factories import AttendanceFactory, ModulePageFactory, ParticipantFactory, RegistrationFactory, UserFactory
from tests.factories.programme import make_recording
from webinars import missed, tasks
from webinars.models import CaptionTrack, Recording
from webinars.tasks import tell_those_who_missed_it

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture
def recording():
    return make_recording(ModulePageFactory(), size=2)


@pytest.fixture
def tell(django_capture_on_commit_callbacks):
    """A function that sends the e-mails, as publishing and the worker do."""

    def tell(recording, *, anew=True):
        if anew:
            Recording.objects.update(is_to_be_told=True)
        with django_capture_on_commit_callbacks(execute=True):
            tell_those_who_missed_it.call(recording.pk)

    return tell


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


def test_e_mail_goes_to_those_with_a_seat_who_were_not_there(recording, mailoutbox, tell):
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
    tell(recording)
    assert told(mailoutbox) == [missing.email, absent.email, by_account.user.email]


def test_e_mail_says_how_long_it_is_and_where(recording, mailoutbox, tell):
    registered(recording, name="Tone Tenkt")
    CaptionTrack.objects.update(vtt="WEBVTT")
    tell(recording)
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
def test_e_mail_is_in_the_language_of_the_person(recording, mailoutbox, language, prefix, tell):
    registered(recording, language=language)
    tell(recording)
    [message] = mailoutbox
    assert f"http://127.0.0.1:8000{prefix}/programme" in text_of(message)
    assert f'<html lang="{language}">' in message.alternatives[0][0]
    with translation.override(language):
        assert message.subject == gettext("The recording is ready: %(title)s") % {"title": recording.webinar.title}


def test_e_mail_comes_once_however_often_it_is_published(recording, mailoutbox, tell):
    first = registered(recording)
    tell(recording)
    Recording.objects.update(published_at=None)
    Recording.objects.update(published_at=timezone.now())
    late = registered(recording)
    for _ in range(2):
        tell(recording)
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
def test_nobody_is_told_of_a_recording_that_is_not_public(recording, mailoutbox, tell, hide):
    registered(recording)
    hide(recording)
    tell(recording)
    tasks.go_on_telling()
    assert (mailoutbox, OutgoingMail.objects.count()) == ([], 0)


def test_unpublished_half_way_stops_there_and_goes_on_when_it_is_public_again(recording, mailoutbox, monkeypatch, tell):
    people = registered(recording, 3)
    send = EmailBackend.send_messages

    def send_and_hide(self, messages):
        Recording.objects.update(published_at=None)
        return send(self, messages)

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", send_and_hide)
        tell(recording)
    assert told(mailoutbox) == [people[0].email]
    Recording.objects.update(published_at=timezone.now())
    tell(recording)
    assert told(mailoutbox) == [person.email for person in people]


def test_address_that_is_refused_keeps_it_from_nobody_else_and_is_tried_again(recording, mailoutbox, monkeypatch, tell):
    refused, *others = registered(recording, 4)
    send = EmailBackend.send_messages

    def refuse_one(self, messages):
        if messages[0].to == [refused.email]:
            raise OSError("No such mailbox.")
        return send(self, messages)

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", refuse_one)
        tell(recording)
    assert told(mailoutbox) == [person.email for person in others]
    OutgoingMail.objects.update(queued_at=timezone.now() - RETRY_AFTER)
    requeue_emails()
    assert told(mailoutbox) == [person.email for person in (*others, refused)]


def test_who_is_registered_afterwards_was_never_to_be_told(recording, mailoutbox, tell):
    registered(recording)
    tell(recording)
    registered(recording)
    tell(recording, anew=False)
    assert len(mailoutbox) == 1


def test_telling_three_people_costs_as_many_queries_as_one(recording, django_assert_num_queries):
    for number in (1, 3):
        registered(recording, number)
        Recording.objects.update(is_to_be_told=True)
        with django_assert_num_queries(6):
            missed.tell(recording.pk)
        assert OutgoingMail.objects.count() in (1, 4)
