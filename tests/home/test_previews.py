"""Previews of a page in each phase; previewing changes nothing."""

import pytest
from django.utils.translation import gettext
from wagtail.models import PageViewRestriction

from courses.models import Session
from tests.factories import LessonPageFactory, ModulePageFactory, ProgrammePageFactory, UserFactory
from tests.factories.programme import make_gathering, make_recording, make_webinar
from webinars.models import Recording

pytestmark = pytest.mark.django_db


def shown(page, mode):
    response = type(page).objects.get(pk=page.pk).make_preview_request(preview_mode=mode)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("days_ahead", [30, 0, -30])
def test_webinar_is_previewed_before_on_the_day_and_afterwards(days_ahead):
    webinar = make_webinar(ModulePageFactory(), days_ahead=days_ahead)
    before = list(Session.objects.values())
    on_its_way = gettext("The recording is on its way")
    states = {mode: shown(webinar, mode) for mode in ("before", "today", "after")}
    assert {mode: on_its_way in page for mode, page in states.items()} == {
        "before": False,
        "today": False,
        "after": True,
    }
    assert len({states["before"], states["today"], states["after"]}) == 3
    assert list(Session.objects.values()) == before


def test_webinar_is_previewed_with_its_recording_before_that_is_out():
    recording = make_recording(ModulePageFactory())
    Recording.objects.update(published_at=None)
    assert "<video" in shown(recording.webinar, "recording")
    assert "<video" not in shown(recording.webinar, "after")
    assert "<video" not in shown(recording.webinar, "now")
    assert Recording.objects.get().published_at is None


def test_gathering_is_previewed_in_each_state_with_its_whole_agenda():
    gathering = make_gathering(ProgrammePageFactory(), recap="Det gikk bra.")
    before = list(Session.objects.values())
    pages = [shown(gathering, mode) for mode in ("before", "today", "after")]
    assert len(set(pages)) == 3
    assert [page.count("Professor") for page in pages] == [4, 4, 4]
    assert ["Det gikk bra." in page for page in pages] == [False, False, True]
    assert list(Session.objects.values()) == before


def test_the_preview_beside_the_form_brings_the_checks_of_its_text_and_no_other_page_does(client):
    client.force_login(UserFactory(is_superuser=True))
    lesson = LessonPageFactory()
    public = client.get(lesson.url)
    beside = lesson.make_preview_request(public.wsgi_request, extra_request_attrs={"in_preview_panel": True})
    assert "<wagtail-userbar>" in beside.content.decode()
    assert "<wagtail-userbar>" not in public.content.decode()
    assert "<wagtail-userbar>" not in shown(lesson, "now")


def test_a_lesson_that_is_not_public_is_shown_to_who_may_see_it(client):
    lesson = LessonPageFactory(live=False)
    assert lesson.lead in shown(lesson, "now")
    lesson.live = True
    lesson.save()
    PageViewRestriction.objects.create(page=lesson.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    client.force_login(UserFactory())
    assert client.get(lesson.url).status_code == 200


def test_lesson_has_no_other_states():
    assert [mode for mode, _label in LessonPageFactory().preview_modes] == ["now"]
