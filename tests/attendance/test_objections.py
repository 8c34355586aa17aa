"""Objections: a participant sees the same record as staff, objects with a sentence, and gets an answer."""

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import ModelLogEntry, PageLogEntry

from attendance.actions import ByHand, answer_objection, excuse, object_to, set_presence
from attendance.models import Attendance, Objection, Registration
from courses.refusals import Refused
from progress.models import Evidence, Source
from tests.attendance.recording import record_attendance
from tests.factories import (
    AttendanceFactory,
    DayFactory,
    GatheringPageFactory,
    ParticipantFactory,
    ProgrammeRoleFactory,
    RegistrationFactory,
    SessionFactory,
    UserFactory,
    WebinarPageFactory,
)
from tests.reading import text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def anne(webinar):
    """A participant who is registered but not recorded as present, at a webinar with another one who is."""
    participant = ParticipantFactory(name="Anne Prøve", user=UserFactory(), language="sv")
    RegistrationFactory(session=webinar, participant=participant)
    AttendanceFactory(session=webinar)
    return participant


@pytest.fixture
def own(client, anne):
    """A client signed in as Anne."""
    client.force_login(anne.user)
    return client


def as_staff(client, staff):
    client.force_login(staff)
    return client


def object_(client, session, words="I was there, on a colleague's computer"):
    address = reverse("object_to_record", args=[session.pk])
    return client.post(address, {f"s{session.pk}-text": words}, follow=True)


def answer(client, programme, objection, words="You are right", **values):
    data = {f"o{objection.pk}-{name}": value for name, value in {"answer": words, **values}.items()}
    return client.post(reverse("staff_answer", args=[programme.slug, objection.pk]), data, follow=True)


def records(client):
    return [row["record"] for row in client.get(reverse("my_records")).context["rows"]]


def test_participant_reads_status_minutes_and_all_that_it_rests_on(own, webinar, anne, staff):
    record_attendance(
        session=webinar,
        participant=anne,
        source=Source.TEAMS,
        at=webinar.starts_at,
        by=None,
        stays=[(webinar.starts_at.timestamp(), webinar.starts_at.timestamp() + 1800)],
    )
    [record] = records(own)
    assert (record.status, record.minutes_words) == ("partly", "30 minutes of the 45 that complete it")
    row = ByHand(participant=anne, present=True, minutes=50, reason="Came in late")
    set_presence(session=webinar, rows=[row], by=staff)
    page = text(own.get(reverse("my_records")))
    start = webinar.starts_at.astimezone()
    assert "Present 50 minutes" in page
    assert f"Teams report. Recorded {start:%-d}" not in page
    assert [piece.evidence.source for piece in records(own)[0].pieces] == [Source.TEAMS, Source.CORRECTION]
    assert "Reason: Came in late" in page


def test_excused_absent_and_not_recorded_yet_are_told_apart(own, webinar, anne, staff):
    later = SessionFactory(activity=WebinarPageFactory(parent=webinar.activity.get_parent()), days_ahead=-2)
    RegistrationFactory(session=later, participant=anne)
    coming = SessionFactory(activity=WebinarPageFactory(parent=webinar.activity.get_parent()), days_ahead=2)
    RegistrationFactory(session=coming, participant=anne)
    assert [(row.session, row.status, row.may_object) for row in records(own)] == [
        (webinar, "absent", True),
        (later, "pending", False),
    ]
    excuse(session=webinar, participant=anne, reason="Ill", by=staff)
    assert "Excused" in text(own.get(reverse("my_records")))


def test_gathering_stands_day_by_day_with_what_its_sessions_say(own, programme, anne):
    root = SessionFactory(activity=GatheringPageFactory(parent=programme), days_ahead=-3, live_minutes=None)
    days = [DayFactory(parent=root, order=order, days_ahead=-3 + order) for order in range(2)]
    for session in (root, *days):
        RegistrationFactory(session=session, participant=anne)
    record_attendance(session=days[0], participant=anne, source=Source.DOOR, at=days[0].starts_at, by=None)
    shown = {row.session: (row.status, len(row.pieces)) for row in records(own) if row.part}
    assert shown == {days[0]: ("present", 1), days[1]: ("pending", 0)}
    with pytest.raises(Refused):
        object_to(session=root, participant=anne, text="I was there", by=anne.user)


def test_nothing_yet_says_so(client):
    client.force_login(ParticipantFactory(user=UserFactory()).user)
    assert "Nothing yet" in text(client.get(reverse("my_records")))


@pytest.mark.database
def test_one_sentence_lands_in_staffs_list_with_a_count_in_its_menu(own, programme, webinar, anne, staff):
    assert "Has not answered yet." in text(object_(own, webinar))
    assert 'name="s' not in own.get(reverse("my_records")).content.decode()
    desk = as_staff(own, staff)
    sessions = desk.get(reverse("staff_sessions", args=[programme.slug]))
    assert [item["count"] for item in sessions.context["staff_nav"]] == [0, 0, 1, 0, 0]
    page = text(desk.get(reverse("staff_objections", args=[programme.slug])))
    for said in ("Anne Prøve", "I was there, on a colleague's computer", "Recorded now: Not present", "1 waits"):
        assert said in page


def test_second_click_is_one_objection_and_later_words_are_what_is_meant(own, webinar):
    for words in ("I was there", "I was there", "I was there from ten"):
        object_(own, webinar, words)
    assert list(Objection.objects.values_list("text", flat=True)) == ["I was there from ten"]


def test_no_words_are_refused_at_the_field(own, webinar):
    response = object_(own, webinar, "  ")
    assert response.status_code == 422
    assert "Write one sentence about what is wrong." in text(response)
    assert not Objection.objects.exists()


def test_nobody_objects_to_what_is_none_of_theirs(own, webinar, programme):
    elsewhere = SessionFactory(activity=WebinarPageFactory(parent=webinar.activity.get_parent()), days_ahead=-1)
    assert object_(own, elsewhere).status_code == 404
    own.force_login(UserFactory())
    assert object_(own, webinar).status_code == 404
    assert not Objection.objects.exists()


def test_answer_sets_the_record_and_reaches_the_participant_in_their_language(
    own, programme, webinar, anne, staff, mailoutbox, django_capture_on_commit_callbacks
):
    object_(own, webinar)
    desk = as_staff(own, staff)
    with django_capture_on_commit_callbacks(execute=True):
        response = answer(desk, programme, Objection.objects.get(), present="on", minutes="50")
    assert response.status_code == 200
    assert Attendance.objects.get(participant=anne).minutes == 50
    [mail] = mailoutbox
    assert mail.to == [anne.email]
    with translation.override("sv"):
        assert gettext("Recorded now:") in mail.body
        assert f"{gettext('Present')}, 50" in mail.body
    assert "You are right" in mail.body
    assert "/sv/my-page/attendance/" in mail.body
    own.force_login(anne.user)
    page = text(own.get(reverse("my_records")))
    assert "You are right" in page
    assert records(own)[0].may_object


def test_answer_without_words_is_refused_and_what_was_typed_stays(own, programme, webinar, staff):
    object_(own, webinar)
    response = answer(as_staff(own, staff), programme, Objection.objects.get(), " ", minutes="50")
    assert response.status_code == 422
    assert response.context["waiting"][0]["form"]["minutes"].value() == "50"
    assert "Write an answer. The participant reads it." in text(response)


def test_what_cannot_be_set_leaves_the_objection_open(own, programme, webinar, staff):
    object_(own, webinar)
    response = answer(as_staff(own, staff), programme, Objection.objects.get(), present="on", minutes="61")
    assert "That is longer than the session lasted." in text(response)
    assert Objection.objects.waiting().count() == 1


@pytest.mark.database
def test_answer_twice_is_once_and_the_second_of_the_staff_is_told(
    own, programme, webinar, staff, mailoutbox, django_capture_on_commit_callbacks
):
    object_(own, webinar)
    desk, objection = as_staff(own, staff), Objection.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        for words in ("You are right", "You are right"):
            answer(desk, programme, objection, words, present="on")
        response = answer(desk, programme, objection, "No")
    assert "Their answer stands." in text(response)
    objection.refresh_from_db()
    assert (objection.answer, objection.answered_by, len(mailoutbox)) == ("You are right", staff, 1)
    assert Evidence.objects.filter(source=Source.LIST).count() == 1
    assert ModelLogEntry.objects.filter(action="attendance.objection_answered").count() == 1


def test_staff_of_another_programme_neither_sees_nor_answers(own, webinar, anne):
    object_(own, webinar)
    role = ProgrammeRoleFactory()
    own.force_login(role.user)
    page = own.get(reverse("staff_objections", args=[role.programme.slug]))
    assert anne.name not in page.content.decode()
    assert page.context["staff_nav"][2]["count"] == 0
    assert answer(own, role.programme, Objection.objects.get()).status_code == 404
    with pytest.raises(Refused):
        answer_objection(objection=Objection.objects.get(), answer=" ", by=role.user)


def test_reading_the_objections_is_in_the_log(own, programme, webinar, staff):
    desk = as_staff(own, staff)
    for _look in range(2):
        desk.get(reverse("staff_objections", args=[programme.slug]))
    entry = PageLogEntry.objects.get(action="attendance.list_read")
    assert (entry.user, entry.data) == (staff, {"list": "objections"})


@pytest.mark.parametrize("number", [1, 3])
def test_lists_ask_the_same_queries_however_many(
    own, programme, webinar, anne, staff, number, django_assert_num_queries
):
    for day in range(number):
        session = SessionFactory(activity=WebinarPageFactory(parent=webinar.activity.get_parent()), days_ahead=-2 - day)
        RegistrationFactory(session=session, participant=anne)
        record_attendance(session=session, participant=anne, source=Source.TEAMS, at=session.ends_at, by=None)
        Objection.objects.create(session=session, participant=anne, text="Wrong")
    own.get(reverse("my_records"))
    with django_assert_num_queries(9):
        own.get(reverse("my_records"))
    desk = as_staff(own, staff)
    desk.get(reverse("staff_objections", args=[programme.slug]))
    with django_assert_num_queries(5):
        desk.get(reverse("staff_objections", args=[programme.slug]))


def test_a_seat_that_was_given_back_shows_nothing(own, webinar, anne):
    Registration.objects.filter(participant=anne).update(state=Registration.State.CANCELLED)
    assert records(own) == []
