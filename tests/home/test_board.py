"""The board of a programme: the stage and next task of each activity; and copying a programme for the next year."""

import datetime as dt

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from attendance.actions import register
from attendance.models import Registration
from courses.actions import grant_role
from courses.models import ActivityPage, Enrolment, ProgrammePage, Role, Session
from gatherings.models import AgendaSpeaker, GatheringPage
from home.board import board
from progress.actions import set_rule
from tests.factories import (
    LessonPageFactory,
    ModulePageFactory,
    OrganisationFactory,
    ParticipantFactory,
    SessionFactory,
    UserFactory,
    WebinarPageFactory,
)
from tests.factories.programme import make_captions, make_gathering, make_programme, make_recording, make_webinar
from webinars.models import Recording

pytestmark = pytest.mark.django_db


@pytest.fixture
def module():
    return ModulePageFactory()


@pytest.fixture
def programme(module):
    return module.get_parent().get_parent().specific


@pytest.fixture
def owner(client, programme):
    user = UserFactory()
    grant_role(user=user, programme=programme, role=Role.COURSE_OWNER, by=None)
    client.force_login(user)
    return user


def stages(user, programme):
    return {card.activity.title: column.stage for column in board(user, programme) for card in column.cards}


def test_each_activity_stands_in_its_stage(owner, module, programme):
    make_webinar(module, title="open")
    make_webinar(module, title="soon", session={"registration_closes_at": timezone.now() - dt.timedelta(days=1)})
    make_webinar(module, title="later", session={"registration_opens_at": timezone.now() + dt.timedelta(days=1)})
    make_webinar(module, title="draft", live=False)
    make_webinar(module, title="held", days_ahead=-2)
    WebinarPageFactory(parent=module, title="undated")
    LessonPageFactory(parent=module, title="lesson")
    lacking = make_recording(module, 0, title="lacking")
    Recording.objects.filter(pk=lacking.pk).update(captions_required=["nb"])
    undecided = make_recording(module, 0, title="undecided")
    done = make_recording(module, 0, title="done")
    make_captions(done, "nb", [(1, "", "Hei.")])
    Recording.objects.filter(pk=done.pk).update(captions_required=["nb"], audio_description="spoken")
    make_gathering(module, title="recapped", days_ahead=-9, recap="Det gikk bra.")
    make_gathering(module, title="unwritten", days_ahead=-9)
    SessionFactory(activity__parent=module, activity__title="cancelled", cancelled_at=timezone.now())
    assert undecided.audio_description == ""
    assert stages(owner, programme) == {
        **dict.fromkeys(("draft", "undated", "later"), "planned"),
        "open": "open",
        "soon": "soon",
        "held": "recording",
        **dict.fromkeys(("lacking", "undecided", "unwritten"), "captions"),
        **dict.fromkeys(("lesson", "done", "recapped", "cancelled"), "done"),
    }


def test_captions_that_the_law_sets_a_day_for_stand_before_what_has_none(owner, module, programme):
    make_recording(module, 0, days_ago=30, title="undecided")
    lacking = make_recording(module, 0, days_ago=2, title="lacking")
    Recording.objects.filter(pk=lacking.pk).update(captions_required=["nb"])
    (column,) = (column for column in board(owner, programme) if column.stage == "captions")
    assert [(card.activity.title, card.is_urgent) for card in column.cards] == [
        ("lacking", False),
        ("undecided", False),
    ]


def test_what_is_next_leads_to_where_it_is_done(client, owner, module):
    held = make_webinar(module, days_ahead=-2)
    linkless = make_webinar(module)
    linkless.sessions.update(join_url="")
    scheduled = make_webinar(module, title="scheduled", live=False, go_live_at=timezone.now() + dt.timedelta(days=1))
    scheduled.save_revision().publish()
    page = client.get(reverse("programme_board")).content.decode()
    assert f'class="board-next" href="{reverse("wagtailadmin_pages:edit", args=[scheduled.pk])}"' not in page
    assert f'href="{reverse("publish_recording", args=[held.pk])}"' in page
    assert f'class="board-next" href="{reverse("wagtailadmin_pages:edit", args=[linkless.pk])}"' in page


def test_what_stands_in_a_draft_is_not_open_and_leads_to_the_draft(owner, module, programme):
    webinar = make_webinar(module, responsible=OrganisationFactory())
    partner = UserFactory()
    grant_role(user=partner, programme=programme, role=Role.PARTNER_EDITOR, organisation=webinar.responsible, by=None)
    type(module).objects.filter(pk=module.pk).update(live=False)
    for user, may_publish_it in ((owner, True), (partner, False)):
        (card,) = (card for column in board(user, programme) for card in column.cards)
        assert (card.stage, bool(card.action)) == ("planned", may_publish_it)
        assert card.url == reverse("wagtailadmin_pages:edit", args=[module.pk])


@pytest.mark.parametrize("size", [1, 3])
def test_board_takes_as_many_queries_for_three_as_for_one(django_assert_num_queries, size):
    made = make_programme(size)
    admin = UserFactory(is_superuser=True)
    ContentType.objects.get_for_models(*{type(page) for page in made.one_of_each})
    with django_assert_num_queries(8):
        board(admin, made.programme)


def test_partner_sees_ones_own_and_may_not_copy(client, module, programme):
    partner = OrganisationFactory()
    make_webinar(module, title="Own", responsible=partner)
    make_webinar(module, title="Other")
    user = UserFactory()
    grant_role(user=user, programme=programme, role=Role.PARTNER_EDITOR, organisation=partner, by=None)
    client.force_login(user)
    assert list(stages(user, programme)) == ["Own"]
    assert client.get(reverse("programme_board", args=[programme.pk])).status_code == 200
    copy = reverse("copy_programme", args=[programme.pk])
    assert [client.get(copy).status_code, client.post(copy).status_code] == [404, 404]


def test_programme_without_an_activity_has_a_board_to_add_the_first_to(client, owner, module, programme):
    names = ("programme_board", "add_to_programme", "copy_programme", "programme_roles")
    assert [client.get(reverse(name, args=[programme.pk])).status_code for name in names] == [200] * 4
    assert client.get(reverse("programme_board")).context["programme"] == programme


def test_anothers_programme_is_not_there(client, owner):
    other = ModulePageFactory().get_parent().get_parent()
    addresses = [reverse(name, args=[other.pk]) for name in ("programme_board", "copy_programme")]
    assert [client.get(address).status_code for address in addresses] == [404, 404]


def test_board_opens_on_what_runs_now_though_next_years_is_there(client, owner, programme):
    today = timezone.localdate()
    ProgrammePage.objects.filter(pk=programme.pk).update(
        period_from=today - dt.timedelta(days=100), period_to=today + dt.timedelta(days=100)
    )
    make_webinar(ModulePageFactory(parent__parent=programme))
    client.post(reverse("copy_programme", args=[programme.pk]), {"short_title": "Neste år", "weeks": 52})
    shown = client.get(reverse("programme_board")).context
    assert (shown["programme"].pk, len(shown["programmes"])) == (programme.pk, 2)


def test_programme_is_copied_with_dates_moved_and_nobody_in_it(client, owner, module, programme):
    webinar = make_webinar(module)
    gathering = make_gathering(programme, recap="Det gikk bra.")
    gathering.complements.add(webinar)
    set_rule(activity=webinar, values={"may_declare": False}, by=None)
    root = webinar.sessions.get()
    register(session=root, participant=ParticipantFactory(), by=None, notify=False)
    Enrolment.objects.create(module=module, participant=ParticipantFactory())
    Session.objects.filter(pk=gathering.sessions.get(parent=None).pk).update(cancelled_at=timezone.now())
    address = reverse("copy_programme", args=[programme.pk])
    response = client.post(address, {"short_title": "Neste år", "weeks": 52})
    copy = ProgrammePage.objects.get(slug="neste-ar")
    assert response.url == reverse("programme_board", args=[copy.pk])
    assert copy.period_from == programme.period_from + dt.timedelta(weeks=52)
    pages = ActivityPage.objects.in_programme(copy)
    assert set(pages.values_list("live", flat=True)) == {False}
    again = pages.get(title=webinar.title)
    moved = again.sessions.get()
    assert (moved.date, moved.capacity, moved.join_url) == (root.date + dt.timedelta(weeks=52), root.capacity, "")
    local = [timezone.localtime(moment).time() for moment in (moved.starts_at, root.starts_at)]
    assert local[0] == local[1]
    assert again.completion_rule.may_declare is False
    other = GatheringPage.objects.get(pk__in=pages)
    assert (other.recap, other.latest_revision.content["recap"]) == ("", "")
    assert list(other.complements.values_list("pk", flat=True)) == [again.pk]
    assert list(gathering.complements.values_list("pk", flat=True)) == [webinar.pk]
    assert not Session.objects.filter(activity=other).exclude(cancelled_at=None).exists()
    counts = [Session.objects.filter(activity=page).count() for page in (gathering, other)]
    assert counts[0] == counts[1] > 1
    assert AgendaSpeaker.objects.filter(item__session__activity=other).count() == 4
    rooms = set(other.sessions.exclude(agenda_item=None).values_list("agenda_item__room__gathering", flat=True))
    assert rooms == {other.pk}
    assert Registration.objects.filter(session__activity__in=pages).count() == 0
    assert copy.get_descendants().count() == programme.get_descendants().count()
    assert list(stages(owner, copy)) == [webinar.title, gathering.title]


def test_second_click_makes_no_second_copy_and_a_failure_leaves_nothing(client, owner, module, programme, monkeypatch):
    make_webinar(module)
    address = reverse("copy_programme", args=[programme.pk])
    for expected in (302, 422):
        assert client.post(address, {"short_title": "Neste år", "weeks": 52}).status_code == expected
    assert ProgrammePage.objects.count() == 2
    before = ActivityPage.objects.count()
    monkeypatch.setattr("home.copying.log", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        client.post(address, {"short_title": "Året etter", "weeks": 104})
    assert (ProgrammePage.objects.count(), ActivityPage.objects.count()) == (2, before)
