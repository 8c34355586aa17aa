"""Marking an activity as done: participants for themselves only."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from progress.actions import set_rule
from progress.models import Completion, Evidence
from tests.factories import (
    LessonPageFactory,
    ModulePageFactory,
    ParticipantFactory,
    SessionFactory,
    UserFactory,
    WebinarPageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """Activate English, so that texts match the source strings."""
    with translation.override("en"):
        yield


@pytest.fixture
def participant(client):
    participant = ParticipantFactory(user=UserFactory())
    client.force_login(participant.user)
    return participant


@pytest.fixture
def held():
    return SessionFactory(days_ahead=-3).activity


def mark(client, activity):
    return client.post(reverse("mark_done", args=[activity.pk]), {"next": reverse("my_page")}, follow=True)


def undo(client, activity):
    return client.post(reverse("undo_done", args=[activity.pk]), {"next": reverse("my_page")}, follow=True)


def show(tag, user=None, **context):
    request = RequestFactory().get("/somewhere/")
    request.user = user or AnonymousUser()
    return Template("{% load progress_tags %}" + tag).render(Context({"request": request} | context))


def test_lesson_marked_as_done_is_done(client, participant):
    lesson = LessonPageFactory()
    mark(client, lesson)
    completion = Completion.objects.get(activity=lesson)
    assert (completion.participant, completion.is_complete, completion.earned) == (participant, True, True)


def test_webinar_marked_as_done_is_declared_and_earns_nothing(client, participant, held):
    mark(client, held)
    completion = Completion.objects.get(activity=held)
    assert (completion.is_complete, completion.reason, completion.earned) == (True, "declared", False)


def test_twice_is_once_and_undo_leaves_a_trace(client, participant, held):
    for _ in range(2):
        mark(client, held)
    assert Evidence.objects.count() == 1
    for _ in range(2):
        undo(client, held)
    assert not Completion.objects.get(activity=held).is_complete
    assert Evidence.objects.count() == 2
    mark(client, held)
    assert Completion.objects.get(activity=held).is_complete


def test_undo_touches_nobody_else_s(client, participant, held):
    other = ParticipantFactory(user=UserFactory())
    client.force_login(other.user)
    mark(client, held)
    client.force_login(participant.user)
    undo(client, held)
    assert Completion.objects.get(participant=other, activity=held).is_complete


def test_refusal_is_said(client, participant, held):
    set_rule(values={"may_declare": False}, activity=held, by=None)
    page = mark(client, held).content.decode()
    assert "does not let this activity be marked as done" in page
    assert not Evidence.objects.exists()


def test_what_has_not_taken_place_is_refused(client, participant):
    page = mark(client, SessionFactory().activity).content.decode()
    assert "This has not taken place yet." in page
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("name", ["mark_done", "undo_done"])
def test_visitor_signs_in_first(client, held, name):
    answer = client.post(reverse(name, args=[held.pk]))
    assert answer.url.startswith(reverse("account_login"))
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("name", ["mark_done", "undo_done"])
def test_reading_changes_nothing(client, participant, held, name):
    assert client.get(reverse(name, args=[held.pk])).status_code == 405


def test_unpublished_activity_is_not_there(client, participant, held):
    held.unpublish()
    assert client.post(reverse("mark_done", args=[held.pk])).status_code == 404


def test_account_that_takes_part_for_the_first_time_becomes_a_participant(client, held):
    user = UserFactory(email="new@example.org")
    client.force_login(user)
    assert client.post(reverse("mark_done", args=[held.pk])).status_code == 403
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    mark(client, held)
    assert Completion.objects.get(activity=held).participant.user == user


def test_going_back_stays_on_this_site(client, participant, held):
    answer = client.post(reverse("mark_done", args=[held.pk]), {"next": "https://evil.example/"})
    assert answer.url == held.get_url()


def test_box_says_what_is_missing_what_is_done_and_how_it_is_known(client, participant, held):
    text = show("{% done_box activity %}", participant.user, activity=held, page=held)
    assert "of the recording" in text
    assert "Mark as done" in text
    mark(client, held)
    text = show("{% done_box activity %}", participant.user, activity=held, page=held)
    assert "You marked it as done" in text
    assert "Not done after all" in text


def test_box_has_no_button_where_the_owner_says_no(participant, held):
    set_rule(values={"may_declare": False}, activity=held, by=None)
    assert "Mark as done" not in show("{% done_box activity %}", participant.user, activity=held, page=held)


def test_visitor_sees_no_box(held):
    assert show("{% done_box activity %}", activity=held, page=held).strip() == ""


def test_module_s_progress_is_the_mean_of_its_activities(client, participant, held):
    module = held.get_parent().specific
    LessonPageFactory(parent=module)
    mark(client, held)
    tag = "{% progress_of module as own %}{{ own.percent }} {{ own.done }}/{{ own.total }} {{ own.is_done }}"
    assert show(tag, participant.user, module=module) == "50 1/2 False"
    assert show("{% progress_of module as own %}{{ own }}", module=module) == "None"


@pytest.mark.parametrize("count", [1, 3])
def test_three_modules_ask_as_much_as_one(participant, count, django_assert_num_queries):
    track = ModulePageFactory().get_parent().specific
    modules = [ModulePageFactory(parent=track) for _ in range(count)]
    for module in modules:
        SessionFactory(activity=WebinarPageFactory(parent=module), days_ahead=-3)
    user = participant.user
    with django_assert_num_queries(2):
        show(
            "{% for module in modules %}{% progress_of module as own %}{{ own.percent }}{% endfor %}",
            user,
            modules=modules,
        )


@pytest.mark.parametrize("count", [1, 3])
def test_three_boxes_ask_as_much_as_one(participant, count, django_assert_num_queries):
    module = ModulePageFactory()
    activities = [
        SessionFactory(activity=WebinarPageFactory(parent=module), days_ahead=-3).activity for _ in range(count)
    ]
    user = participant.user
    with django_assert_num_queries(4):
        show(
            "{% for activity in activities %}{% done_box activity %}{% endfor %}",
            user,
            activities=activities,
            page=module,
        )
