"""Access to the staff area, and where it redirects. Every URL and role is in tests/test_permissions.py."""

import pytest
from django.urls import reverse

from courses.models import Role
from tests.factories import (
    ParticipantFactory,
    ProgrammePageFactory,
    ProgrammeRoleFactory,
)

pytestmark = pytest.mark.django_db


def test_an_account_that_was_closed_does_not_get_in(client, programme, staff):
    client.force_login(staff)
    staff.is_active = False
    staff.save()
    assert client.get(reverse("staff_sessions", args=[programme.slug])).status_code == 302


def test_whoever_is_not_signed_in_comes_back_after_signing_in(client, programme):
    address = reverse("staff_sessions", args=[programme.slug])
    assert client.get(address)["Location"] == f"{reverse('account_login')}?next={address}"


def test_a_session_of_another_programme_is_not_reached_through_ones_own(client, webinar):
    role = ProgrammeRoleFactory()
    client.force_login(role.user)
    address = reverse("staff_roster", args=[role.programme.slug, webinar.pk])
    assert client.get(address).status_code == 404


def test_people_who_have_nothing_to_do_with_the_session_are_not_shown(desk, programme, webinar):
    stranger = ParticipantFactory()
    address = reverse("staff_person", args=[programme.slug, webinar.pk, stranger.pk])
    assert desk.get(address).status_code == 404


def test_the_door_leads_straight_to_the_one_programme(desk, programme):
    response = desk.get(reverse("staff_home"))
    assert response["Location"] == reverse("staff_sessions", args=[programme.slug])


def test_the_door_offers_the_programmes_where_there_are_several(desk, staff, programme):
    other = ProgrammeRoleFactory(user=staff, role=Role.COUNTY_STAFF).programme
    ProgrammePageFactory(short_title="Not mine")
    page = desk.get(reverse("staff_home")).content.decode()
    assert [name in page for name in (programme.short_title, other.short_title, "Not mine")] == [True, True, False]
