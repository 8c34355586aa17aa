"""Editing pages keeps related rows: old drafts restore nothing, and pages with data cannot be deleted."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from attendance.actions import register
from courses.models import CompletionRule, Enrolment, Session
from courses.protection import HAS_FACTS, deletion_refusal
from progress.actions import set_rule
from tests.factories import (
    GatheringPageFactory,
    ModulePageFactory,
    ParticipantFactory,
    SessionFactory,
    TrackPageFactory,
    UserFactory,
    WebinarPageFactory,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.mark.parametrize("factory", [WebinarPageFactory, GatheringPageFactory])
def test_publishing_an_old_draft_undoes_no_capacity_cancellation_or_rule(factory):
    page = factory()
    session = SessionFactory(activity=page, capacity=10)
    page.title = "Corrected title"
    draft = page.save_revision()
    session.capacity, session.cancelled_at, session.cancellation_reason = 20, timezone.now(), "snow"
    session.save()
    set_rule(activity=page, values={"live_share": Decimal("0.5")}, by=None)
    draft.publish()
    session = Session.objects.get(pk=session.pk)
    assert (session.capacity, session.is_cancelled, session.cancellation_reason) == (20, True, "snow")
    assert CompletionRule.objects.get(activity=page).live_share == Decimal("0.5")
    assert Page.objects.get(pk=page.pk).title == "Corrected title"


def test_page_without_facts_may_be_deleted():
    session = SessionFactory()
    assert deletion_refusal([session.activity]) is None
    session.activity.delete()
    assert not Session.objects.exists()


def test_facts_anywhere_below_refuse_deletion():
    session = SessionFactory()
    register(session=session, participant=ParticipantFactory(), by=None)
    module = session.activity.get_parent()
    for page in (session.activity, module, module.get_parent()):
        assert deletion_refusal([page]).code == "has_facts"


def test_picked_module_refuses_deletion():
    module = ModulePageFactory()
    Enrolment.objects.create(module=module, participant=ParticipantFactory())
    assert deletion_refusal([module]).code == "has_facts"


def test_admin_refuses_to_delete_or_move_and_says_why(admin):
    session = SessionFactory()
    register(session=session, participant=ParticipantFactory(), by=None)
    page = session.activity
    target = ModulePageFactory(parent=TrackPageFactory(parent=page.get_parent().get_parent().get_parent()))
    requests = [
        (reverse("wagtailadmin_pages:delete", args=[page.pk]), {}),
        (reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]), {}),
        (f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={page.pk}", {}),
    ]
    for address, data in requests:
        response = admin.post(address, data, follow=True)
        assert str(HAS_FACTS) in response.content.decode()
        page.refresh_from_db()
        assert page.get_parent().pk != target.pk


def test_admin_deletes_a_page_without_facts(admin):
    page = SessionFactory().activity
    admin.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not Page.objects.filter(pk=page.pk).exists()
