"""Changing the default completion rule of a programme: effects must be confirmed, and no completion is lost."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from courses.models import CompletionRule, ProgrammePage
from progress.models import Completion
from tests.attendance.recording import record_attendance
from tests.factories import LessonPageFactory, OrganisationFactory, ParticipantFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
def webinar():
    """A one-hour webinar in a track, under the default rule of the programme."""
    return SessionFactory(live_minutes=60)


def programme_of(session):
    return session.activity.get_parent().get_parent().get_parent().specific


def send(admin, programme, **changes):
    values = {
        "title": programme.title,
        "slug": programme.slug,
        "short_title": programme.short_title,
        "lead": programme.lead,
        "period_from": programme.period_from.isoformat(),
        "period_to": programme.period_to.isoformat(),
        "timezone": programme.timezone,
        "contact": programme.contact_id,
        "price_nok": "0",
        "body": streamfield([]),
        "facts_boxes": streamfield([]),
        "owner_links": inline_formset([{"organisation": OrganisationFactory().pk}]),
        "partner_links": inline_formset([]),
        "comments": inline_formset([]),
        "live_percent": "75",
        "watched_percent": "90",
        "days_percent": "75",
        "may_declare": "on",
        "track_activities": "4",
        "action-publish": "on",
    }
    return admin.post(reverse("wagtailadmin_pages:edit", args=[programme.pk]), nested_form_data({**values, **changes}))


def present(session, minutes):
    person = ParticipantFactory()
    record_attendance(session=session, participant=person, source="list", at=NOW, minutes=minutes, by=None)
    return person


def test_what_a_lower_rule_means_is_said_first_and_then_done(admin, webinar):
    programme = programme_of(webinar)
    done, near = present(webinar, 50), present(webinar, 40)
    refused = send(admin, programme, live_percent="60")
    assert refused.status_code == 200
    form = refused.context["form"]
    assert len(form.effects) == 3
    assert not CompletionRule.objects.filter(programme=programme).exists()
    confirmed = {"effects_confirmed": form.effects_key}
    assert send(admin, programme, live_percent="60", **confirmed).status_code == 302
    rule = CompletionRule.objects.get(programme=programme)
    assert (rule.live_share, rule.watched_share) == (Decimal("0.6"), None)
    complete = Completion.objects.filter(activity=webinar.activity, completed_at__isnull=False)
    assert set(complete.values_list("participant", flat=True)) == {done.pk, near.pk}
    assert not {"live_percent", "track_activities"} & set(
        ProgrammePage.objects.get(pk=programme.pk).get_latest_revision().content
    )


def test_a_track_that_is_asked_for_more_than_it_has_is_warned_of(admin, webinar):
    programme = programme_of(webinar)
    LessonPageFactory(parent=webinar.activity.get_parent())
    shown = admin.get(reverse("wagtailadmin_pages:edit", args=[programme.pk])).context["form"].rule_warnings
    track = webinar.activity.get_parent().get_parent()
    assert [warning.page.pk for warning in shown] == [track.pk]
    assert "2" in shown[0].text
    assert "4" in shown[0].text
    assert send(admin, programme, track_activities="2").status_code == 302
    assert not admin.get(reverse("wagtailadmin_pages:edit", args=[programme.pk])).context["form"].rule_warnings
    refused = send(admin, programme, track_activities="3")
    assert "3" in refused.context["form"].effects[0]


def test_fewer_for_a_track_completes_it_for_those_who_have_enough(admin, webinar):
    programme, person = programme_of(webinar), present(webinar, 60)
    refused = send(admin, programme, track_activities="1")
    assert len(refused.context["form"].effects) == 1
    send(admin, programme, track_activities="1", effects_confirmed=refused.context["form"].effects_key)
    assert Completion.objects.get(track__isnull=False, completed_at__isnull=False).participant == person


def test_saving_what_is_there_changes_no_rule(admin, webinar):
    programme = programme_of(webinar)
    present(webinar, 60)
    assert send(admin, programme, lead="Nye ord.").status_code == 302
    assert not CompletionRule.objects.exists()
    refused = send(admin, programme, live_percent="101", period_to="2020-01-01")
    assert set(refused.context["form"].errors) == {"live_percent", "period_to"}
