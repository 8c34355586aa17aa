"""The registration pages: permissions, repeated and empty submissions, and that strangers learn nothing."""

import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone, translation

from attendance.actions import register, turn_down_registration
from attendance.models import Registration
from content import dates, workers
from courses.models import Enrolment, Level, Session
from courses.refusals import Refused
from gatherings.models import Admission, Answers
from people.models import Organisation, Participant
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

pytestmark = pytest.mark.django_db
State = Registration.State


@pytest.fixture(autouse=True)
def in_english():
    """Activate English, so that texts match the source strings."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@pytest.fixture
def track():
    return TrackPageFactory()


@pytest.fixture
def modules(track):
    """Three modules: one with an upcoming webinar, one with a past webinar, one with a lesson."""
    first, second, third = (ModulePageFactory(parent=track) for _ in range(3))
    SessionFactory(activity=WebinarPageFactory(parent=first), join_url="https://example.org/live")
    SessionFactory(activity=WebinarPageFactory(parent=second), days_ahead=-9)
    LessonPageFactory(parent=third)
    return [first, second, third]


@pytest.fixture
def gathering():
    """Two days; on the first a choice of two parallel workshops, followed by a visit."""
    root = SessionFactory(activity=GatheringPageFactory(), live_minutes=None)
    for order in range(2):
        DayFactory(parent=root, order=order, days_ahead=7 + order)
    day = Session.objects.get(level=Level.DAY, order=0)
    for hour, title in ((11, "Workshop A"), (11, "Workshop B"), (13, "Visit")):
        start = day.starts_at.replace(hour=hour)
        Session.objects.create(
            activity=root.activity,
            parent=day,
            level=Level.SESSION,
            title=title,
            date=day.date,
            starts_at=start,
            ends_at=start + timezone.timedelta(hours=1),
            takes_registration=True,
        )
    return root


@pytest.fixture
def participant(client):
    participant = ParticipantFactory(user=UserFactory(), name="Tone Tenkt")
    client.force_login(participant.user)
    return participant


def typed(**changes):
    return {"name": "Ola Nordmann", "email": "ola@example.org", "organisation": "Hjørnet Sag AS", "key": "k1"} | changes


def pick(client, modules, **changes):
    return client.post(reverse("register"), typed(module=[module.pk for module in modules], **changes))


@pytest.fixture
def post(client, django_capture_on_commit_callbacks):
    """A function that posts a form and runs the on-commit callbacks."""

    def post(address, data):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, data)

    return post


def text_of(response):
    """The text of the page with ordinary spaces."""
    return response.content.decode().replace("\xa0", " ")


def seen(response, *secret):
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text_of(response))
    for word in secret:
        text = text.replace(word, "…")
    return text


def seats(participant):
    rows = Registration.objects.active().filter(participant=participant).order_by("session__level", "session__order")
    return {(str(row.session), row.state) for row in rows}


# --- Picking modules


def test_one_form_picks_any_number_of_modules(client, post, modules, mailoutbox):
    """V10: one form, one e-mail, the open webinars registered for; V9: nobody enrols in the programme."""
    response = post(reverse("register"), typed(module=[module.pk for module in modules]))
    assert response.url == reverse("registered")
    participant = Participant.objects.get(email="ola@example.org")
    assert (participant.name, participant.organisation.name, participant.user) == (
        "Ola Nordmann",
        "Hjørnet Sag AS",
        None,
    )
    assert set(Enrolment.objects.values_list("module", flat=True)) == {module.pk for module in modules}
    assert seats(participant) == {(Registration.objects.get().session.activity.title, State.REGISTERED)}
    assert [message.to for message in mailoutbox] == [["ola@example.org"]]
    page = text_of(client.get(response.url))
    assert "ola@example.org" in page
    assert all(module.title in page for module in modules)


@pytest.mark.parametrize("name", ["register_webinar", "register_gathering"])
def test_number_too_large_for_the_database_is_not_found(client, name):
    assert client.get(reverse(name, args=[10**22])).status_code == 404


def test_form_names_the_last_day_to_withdraw_without_a_fee(client, gathering):
    """The deadline is a midnight: its day is over then."""
    day = timezone.localdate() + dt.timedelta(days=3)
    gathering.cancel_by = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))
    gathering.save()
    page = text_of(client.get(reverse("register_gathering", args=[gathering.activity_id])))
    assert f"You can withdraw without a fee until {dates.day(day)}.".replace(dates.NB, " ") in page


def test_form_says_why_a_webinar_is_not_registered_for(client, modules):
    root = Session.objects.get(activity__path__startswith=modules[0].path)
    Session.objects.filter(pk=root.pk).update(capacity=0)
    assert "All seats are taken. You can stand in line" in text_of(client.get(reverse("register")))
    for fields, says in (
        ({"capacity": 0, "has_waiting_list": False}, "All seats are taken."),
        ({"registration_opens_at": timezone.now() + dt.timedelta(days=1)}, "Registration has not opened yet."),
        ({"registration_opens_at": None, "registration_closes_at": timezone.now()}, "Registration has closed."),
    ):
        Session.objects.filter(pk=root.pk).update(**fields)
        said = f"Webinar {dates.day(root.date)}. {says}".replace("\xa0", " ")
        assert said in text_of(client.get(reverse("register")))


def test_form_shows_the_ticked_modules_and_what_they_register_for(client, modules):
    page = text_of(client.get(reverse("register"), {"module": [modules[0].pk, modules[2].pk]}))
    ticked = re.findall(r'name="module" value="(\d+)" checked', page)
    assert ticked == [str(modules[0].pk), str(modules[2].pk)]
    assert re.findall(r'name="module" value="(\d+)">', page) == [str(modules[1].pk)]
    assert "Lesson, 10 min" in page
    assert "The recording is on its way" in page


@pytest.mark.database
def test_known_address_gets_the_same_answer_and_keeps_what_is_stored(client, post, modules, mailoutbox):
    known = ParticipantFactory(email="known@example.org", name="Kari Kjent", language="en")
    stored = Participant.objects.filter(pk=known.pk).values().get()
    answers = {}
    for email in ("known@example.org", "new@example.org"):
        client.cookies.clear()
        response = post(reverse("register"), typed(email=email, module=[modules[0].pk]))
        page = client.get(response.url)
        answers[email] = (response.status_code, response.url, page.status_code, seen(page, email))
    assert answers["known@example.org"] == answers["new@example.org"]
    assert sorted(message.to for message in mailoutbox) == [["known@example.org"], ["new@example.org"]]
    assert Participant.objects.filter(pk=known.pk).values().get() == stored
    assert "Hello, Kari Kjent" in mailoutbox[0].body


@pytest.mark.database
def test_form_sent_twice_is_one_of_everything(post, modules, mailoutbox):
    for _ in range(2):
        post(reverse("register"), typed(module=[modules[0].pk]))
    assert (Participant.objects.count(), Enrolment.objects.count(), Registration.objects.count()) == (1, 1, 1)
    assert len(mailoutbox) == 1


def test_coming_back_to_the_form_sends_the_links_again(post, modules, mailoutbox):
    post(reverse("register"), typed(module=[modules[0].pk]))
    post(reverse("register"), typed(module=[modules[0].pk], key="k2"))
    assert Registration.objects.count() == 1
    assert len(mailoutbox) == 2


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "Write your name."),
        ({"email": "ola"}, "Write the whole address"),
        ({"org_nr": "123456789"}, "There is no such organisation number"),
        ({"municipality": "9999999"}, "id_municipality_error"),
    ],
)
def test_error_stands_at_its_field_and_what_was_typed_stays(client, modules, changes, says):
    page = text_of(pick(client, [modules[0]], **changes))
    assert says in page
    assert 'value="Hjørnet Sag AS"' in page
    assert f'name="module" value="{modules[0].pk}" checked' in page
    assert not Participant.objects.exists()


def test_nothing_ticked_says_so(client, modules):
    assert "Tick at least one module." in text_of(pick(client, []))


@pytest.mark.parametrize("value", ["999999", "9" * 25, "abc", "-1", "1; drop"])
def test_module_that_is_not_there_says_so(client, modules, value):
    response = client.post(reverse("register"), typed(module=[value]))
    assert "One of the modules is not offered any more." in text_of(response)
    assert client.get(reverse("register"), {"module": value}).status_code == 200


def test_module_unpublished_meanwhile_is_not_picked(client, modules):
    modules[0].unpublish()
    assert "not offered any more" in text_of(pick(client, [modules[0]]))


def test_too_many_from_one_address_are_refused_with_a_sentence(client, modules):
    answers = [pick(client, [modules[0]], key=str(turn)) for turn in range(11)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert "very many registrations" in text_of(answers[-1])
    assert 'value="ola@example.org"' in text_of(answers[-1])


def test_signed_in_form_is_filled_in_and_asks_no_address(client, modules, participant):
    page = text_of(client.get(reverse("register")))
    assert 'name="email"' not in page
    assert f'value="{participant.organisation.name}"' in page


def test_signed_in_registration_remembers_what_was_changed(client, modules, participant):
    pick(client, [modules[0]], name="Tone T. Tenkt", email="other@example.org")
    participant.refresh_from_db()
    assert (participant.name, participant.organisation.name) == ("Tone T. Tenkt", "Hjørnet Sag AS")
    assert Participant.objects.count() == 1
    page = text_of(client.get(reverse("registered")))
    assert "You are registered" in page


def test_account_without_participant_becomes_one_by_registering(client, modules):
    user = UserFactory(email="staff@example.org")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    client.force_login(user)
    pick(client, [modules[0]])
    participant = Participant.objects.get(user=user)
    assert (participant.email, participant.registrations.count()) == ("staff@example.org", 1)


def test_thank_you_page_needs_a_registration(client):
    assert client.get(reverse("registered")).url == reverse("register")


@pytest.mark.parametrize("count", [1, 3])
def test_form_asks_as_much_for_three_modules_as_for_one(client, track, count, django_assert_num_queries):
    for _ in range(count):
        module = ModulePageFactory(parent=track)
        SessionFactory(activity=WebinarPageFactory(parent=module))
        SessionFactory(activity=WebinarPageFactory(parent=module), days_ahead=-9)
        LessonPageFactory(parent=module)
    client.get(reverse("register"))
    with django_assert_num_queries(9):
        client.get(reverse("register"))


# --- One webinar


def test_one_click_takes_a_seat_and_no_module_is_picked(client, participant):
    """V9: any single activity, without enrolling in anything."""
    session = SessionFactory()
    client.post(reverse("register_webinar", args=[session.activity.pk]))
    assert seats(participant) == {(session.activity.title, State.REGISTERED)}
    assert not Enrolment.objects.exists()


def test_visitor_gets_a_small_form(client, post, mailoutbox):
    session = SessionFactory()
    address = reverse("register_webinar", args=[session.activity.pk])
    assert 'name="email"' in text_of(client.get(address))
    assert post(address, {}).status_code == 422
    assert post(address, typed()).url == reverse("registered")
    assert Registration.objects.get().participant.email == "ola@example.org"
    assert len(mailoutbox) == 1


def test_who_is_registered_already_gets_the_links_again(post, mailoutbox):
    known = ParticipantFactory(email="known@example.org")
    session = SessionFactory(join_url="https://example.org/live")
    first = register(session=session, participant=known, by=None)
    post(reverse("register_webinar", args=[session.activity.pk]), typed(email="known@example.org"))
    again = Registration.objects.get()
    assert (again.pk, again.registered_at) == (first.pk, first.registered_at)
    assert "https://example.org/live" in mailoutbox[0].body


@pytest.mark.parametrize(
    ("session", "says"),
    [
        ({"days_ahead": -1}, "already taken place"),
        ({"cancelled_at": timezone.now()}, "been cancelled"),
        ({"registration_closes_at": timezone.now() - timezone.timedelta(days=1)}, "Registration has closed"),
        ({"registration_opens_at": timezone.now() + timezone.timedelta(days=1)}, "has not opened yet"),
        ({"capacity": 0, "has_waiting_list": False}, "All seats are taken"),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_page_and_post_say_the_same_no(client, session, says, signed_in):
    row = SessionFactory(**session)
    if signed_in:
        client.force_login(ParticipantFactory(user=UserFactory()).user)
    address = reverse("register_webinar", args=[row.activity.pk])
    assert says in text_of(client.get(address))
    assert says in text_of(client.post(address, typed()))
    assert not Registration.objects.exists()
    assert not Participant.objects.filter(name="Ola Nordmann").exists()
    assert not Organisation.objects.filter(name="Hjørnet Sag AS").exists()


def test_what_holds_for_one_person_is_told_to_that_person_only(client, post, mailoutbox):
    session = SessionFactory()
    known = ParticipantFactory(email="known@example.org", language="en")
    turn_down_registration(registration=register(session=session, participant=known, by=None), by=UserFactory())
    address = reverse("register_webinar", args=[session.activity.pk])
    pages = []
    for email in ("known@example.org", "new@example.org"):
        client.cookies.clear()
        pages.append(seen(client.get(post(address, typed(email=email)).url), email))
    assert pages[0] == pages[1]
    assert [message.to for message in mailoutbox] == [["known@example.org"], ["new@example.org"]]
    assert "Your registration was turned down." in mailoutbox[0].body


def test_last_seat_leaves_the_second_first_in_line_and_both_are_thanked_alike(client, post, mailoutbox):
    session = SessionFactory(capacity=1)
    address = reverse("register_webinar", args=[session.activity.pk])
    pages = []
    for email, says in (("one@example.org", "Sign me up"), ("two@example.org", "Put me on the waiting list")):
        client.cookies.clear()
        assert says in client.get(address).content.decode()
        pages.append(seen(client.get(post(address, typed(email=email)).url), email))
    assert pages[0] == pages[1]
    assert "You are number 1 in line." in mailoutbox[1].body


@pytest.mark.parametrize("pk", [0, 999999])
def test_activity_that_is_not_there_is_not_found(client, pk):
    assert client.get(reverse("register_webinar", args=[pk])).status_code == 404
    assert client.get(reverse("register_gathering", args=[pk])).status_code == 404


# --- A gathering


def at(gathering, title):
    return Session.objects.get(activity=gathering.activity, title=title)


def days(gathering):
    return list(Session.objects.days().filter(activity=gathering.activity).order_by("date"))


def choices(gathering, **wanted):
    names = {
        "workshop": f"choice_{at(gathering, 'Workshop A').pk}",
        "visit": f"choice_{at(gathering, 'Visit').pk}",
    }
    return {names[name]: wanted[name].pk if wanted.get(name) else "none" for name in names}


def test_gathering_asks_for_days_and_for_one_of_what_goes_on_at_once(client, gathering):
    page = text_of(client.get(reverse("register_gathering", args=[gathering.activity.pk])))
    assert len(re.findall(r'type="checkbox" name="days"', page)) == 2
    assert len(re.findall(rf'type="radio" name="choice_{at(gathering, "Workshop A").pk}"', page)) == 3
    assert len(re.findall(rf'type="radio" name="choice_{at(gathering, "Visit").pk}"', page)) == 2
    assert "Dietary needs" not in page


@pytest.mark.database
def test_gathering_takes_days_choices_and_answers(client, gathering, participant):
    Admission.objects.create(session=gathering, questions=["dietary_needs", "access_needs", "overnight"])
    first, second = days(gathering)
    data = {
        **typed(),
        **choices(gathering, workshop=at(gathering, "Workshop B")),
        "days": [first.pk],
        "dietary_needs": "No nuts",
        "overnight": "on",
    }
    client.post(reverse("register_gathering", args=[gathering.activity.pk]), data)
    active = Registration.objects.active().filter(participant=participant).values_list("session", flat=True)
    assert set(active) == {gathering.pk, first.pk, at(gathering, "Workshop B").pk}
    answers = Answers.objects.get()
    assert (answers.dietary_needs, answers.access_needs, answers.overnight) == ("No nuts", "", True)

    page = text_of(client.get(reverse("register_gathering", args=[gathering.activity.pk])))
    assert "You are registered" in page
    assert "No nuts" in page
    assert "So that the days work for you" in page
    client.post(
        reverse("register_gathering", args=[gathering.activity.pk]), data | {"days": [second.pk]} | choices(gathering)
    )
    active = Registration.objects.active().filter(participant=participant).values_list("session", flat=True)
    assert set(active) == {gathering.pk, second.pk}


def test_choice_on_a_day_one_does_not_come_is_an_error_at_the_choice(client, gathering, participant):
    data = {
        **typed(),
        **choices(gathering, visit=at(gathering, "Visit")),
        "days": [days(gathering)[1].pk],
    }
    page = text_of(client.post(reverse("register_gathering", args=[gathering.activity.pk]), data))
    assert "This is on a day you do not come." in page
    assert not Registration.objects.exists()


def test_choice_left_open_is_asked_for_on_the_days_one_comes_only(client, gathering, participant):
    address = reverse("register_gathering", args=[gathering.activity.pk])
    first, second = days(gathering)
    page = text_of(client.post(address, {**typed(), "days": [first.pk, second.pk]}))
    assert "Choose one, or none of these." in page
    assert not Registration.objects.exists()
    client.post(address, {**typed(), "days": [second.pk]})
    assert ("Workshop A", State.REGISTERED) not in seats(participant)
    assert Registration.objects.active().filter(session=second, participant=participant).exists()


def test_full_workshop_is_a_place_in_line(client, gathering, participant):
    workshop = at(gathering, "Workshop A")
    Session.objects.filter(pk=workshop.pk).update(capacity=1)
    register(session=workshop, participant=ParticipantFactory(), by=None)
    address = reverse("register_gathering", args=[gathering.activity.pk])
    assert "Workshop A (waiting list)" in text_of(client.get(address))
    client.post(
        address, {**typed(), **choices(gathering, workshop=workshop), "days": [day.pk for day in days(gathering)]}
    )
    assert ("Workshop A", State.WAITING) in seats(participant)
    assert "number 1 in line" in text_of(client.get(reverse("registered")))


def test_full_workshop_where_nobody_waits_takes_nobody(client, gathering, participant):
    workshop = at(gathering, "Workshop A")
    register(session=workshop, participant=ParticipantFactory(), by=None)
    Session.objects.filter(pk=workshop.pk).update(capacity=1, has_waiting_list=False)
    address = reverse("register_gathering", args=[gathering.activity.pk])
    assert "Workshop A (full)" in text_of(client.get(address))
    data = {**typed(), "days": [day.pk for day in days(gathering)]}
    answer = client.post(address, data | choices(gathering, workshop=workshop))
    assert "there is no waiting list" in text_of(answer)
    with pytest.raises(Refused) as refused:  # as when the last seat went while the form was filled in
        register(session=gathering, participant=participant, by=None, choices=[workshop])
    assert refused.value.refusal.code == "full"
    assert seats(participant) == set()


@pytest.mark.parametrize("count", [1, 3])
def test_gathering_form_asks_as_much_for_three_of_everything_as_for_one(
    client, participant, count, django_assert_num_queries
):
    root = SessionFactory(activity=GatheringPageFactory(), live_minutes=None)
    for order in range(count):
        day = DayFactory(parent=root, order=order, days_ahead=7 + order)
        for title in ("A", "B"):
            Session.objects.create(
                activity=root.activity,
                parent=day,
                level=Level.SESSION,
                title=title,
                date=day.date,
                starts_at=day.starts_at,
                ends_at=day.ends_at,
                capacity=1,
                takes_registration=True,
            )
    address = reverse("register_gathering", args=[root.activity.pk])
    client.get(address)
    with django_assert_num_queries(8):
        assert client.get(address).content.count(b'name="choice_') == 3 * count


def test_stranger_changes_no_days_of_somebody_registered(post, gathering):
    known = ParticipantFactory(email="known@example.org")
    first, second = days(gathering)
    registration = register(session=gathering, participant=known, by=None, days=[first])
    Answers.objects.create(registration=registration, dietary_needs="No nuts")
    Admission.objects.create(session=gathering, questions=["dietary_needs"])
    data = {
        **typed(email="known@example.org"),
        **choices(gathering),
        "days": [second.pk],
        "dietary_needs": "Everything",
    }
    assert post(reverse("register_gathering", args=[gathering.activity.pk]), data).status_code == 302
    active = Registration.objects.active().filter(participant=known).values_list("session", flat=True)
    assert set(active) == {gathering.pk, first.pk}
    assert Answers.objects.get().dietary_needs == "No nuts"


def test_restricted_gathering_says_why_instead_of_a_form(client, gathering):
    """V18"""
    Admission.objects.create(session=gathering, audience=["county_council"])
    address = reverse("register_gathering", args=[gathering.activity.pk])
    page = text_of(client.get(address))
    assert "Sign in first" in page
    assert 'name="email"' not in page
    client.post(address, {**typed(), **choices(gathering), "days": [day.pk for day in days(gathering)]})
    assert not Participant.objects.exists()
    assert not Organisation.objects.filter(name="Hjørnet Sag AS").exists()

    outside = ParticipantFactory(user=UserFactory(), organisation=OrganisationFactory(type="company"))
    client.force_login(outside.user)
    assert "other kinds of organisation than yours" in text_of(client.get(address))
    inside = ParticipantFactory(user=UserFactory(), organisation=OrganisationFactory(type="county_council"))
    client.force_login(inside.user)
    assert 'name="name"' in text_of(client.get(address))


def test_approval_is_said_before_and_after(client, gathering, participant):
    """V19"""
    Admission.objects.create(session=gathering, needs_approval=True)
    address = reverse("register_gathering", args=[gathering.activity.pk])
    assert "The organiser looks at each registration." in text_of(client.get(address))
    client.post(address, {**typed(), **choices(gathering), "days": [day.pk for day in days(gathering)]})
    assert (gathering.activity.title, State.AWAITING_APPROVAL) in seats(participant)
    assert "waits for the organiser’s answer" in text_of(client.get(reverse("registered")))


def test_gathering_and_webinar_know_their_own_pages(client, gathering):
    address = reverse("register_webinar", args=[gathering.activity.pk])
    assert client.get(address).url == reverse("register_gathering", args=[gathering.activity.pk])
    assert client.get(reverse("register_gathering", args=[SessionFactory().activity.pk])).status_code == 404


@pytest.mark.database
def test_worker_deletes_answers_thirty_days_after_the_gathering(gathering, monkeypatch):
    registration = register(session=gathering, participant=ParticipantFactory(), by=None)
    Answers.objects.create(registration=registration, dietary_needs="No nuts")
    for days_after, answers in ((30, 1), (31, 0)):
        moment = timezone.make_aware(dt.datetime.combine(gathering.final_date + dt.timedelta(days_after), dt.time(12)))
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        cache.clear()
        workers.recover_tasks()
        assert Answers.objects.count() == answers
    assert Registration.objects.filter(pk=registration.pk).exists()
