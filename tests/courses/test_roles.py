"""What a role opens, and what stays closed."""

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.urls import reverse

from courses.actions import grant_role
from courses.models import ProgrammeRole, Role
from courses.permissions import staff_programmes
from tests.factories import OrganisationFactory, ProgrammePageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammePageFactory()


def test_course_owner_edits_the_pages_of_the_programme_and_of_no_other(client, programme):
    user = UserFactory()
    grant_role(user=user, programme=programme, role=Role.COURSE_OWNER, by=None)
    client.force_login(user)
    other = ProgrammePageFactory()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[programme.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[other.pk])).status_code == 302


@pytest.mark.parametrize("role", [Role.COUNTY_STAFF, Role.DOOR])
def test_staff_and_door_have_no_business_in_the_cms(client, programme, role):
    user = UserFactory()
    grant_role(user=user, programme=programme, role=role, by=None)
    client.force_login(user)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[programme.pk])).status_code == 302


def test_partner_editor_comes_into_the_cms_and_can_change_no_page_there(client, programme):
    user = UserFactory()
    grant_role(user=user, programme=programme, role=Role.PARTNER_EDITOR, organisation=OrganisationFactory(), by=None)
    client.force_login(user)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert {str(permission.codename) for permission in Permission.objects.filter(group__user=user)} == {"access_admin"}
    for page in ("wagtailadmin_pages:edit", "wagtailadmin_pages:delete", "wagtailadmin_pages:unpublish"):
        address = reverse(page, args=[programme.pk])
        assert [client.get(address).status_code, client.post(address).status_code] == [302, 302]
    programme.refresh_from_db()
    assert programme.live


def test_granting_twice_is_once(programme):
    user = UserFactory()
    roles = [grant_role(user=user, programme=programme, role=Role.COURSE_OWNER, by=None) for _ in range(2)]
    assert roles[0] == roles[1]
    assert user.groups.count() == 1


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.COUNTY_STAFF, True),
        (Role.ADMINISTRATOR, True),
        (Role.DOOR, False),
        (Role.COURSE_OWNER, False),
    ],
)
def test_people_of_a_programme_are_seen_by_its_staff_only(programme, role, sees):
    user = UserFactory()
    grant_role(user=user, programme=programme, role=role, by=None)
    ProgrammePageFactory()
    assert list(staff_programmes(user)) == ([programme] if sees else [])


def test_role_is_held_once_and_by_a_partner_once_for_each_organisation(programme):
    user, one, other = UserFactory(), OrganisationFactory(), OrganisationFactory()
    roles = ProgrammeRole.objects
    roles.create(user=user, programme=programme, role=Role.DOOR)
    roles.create(user=user, programme=programme, role=Role.PARTNER_EDITOR, organisation=one)
    roles.create(user=user, programme=programme, role=Role.PARTNER_EDITOR, organisation=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        roles.create(user=user, programme=programme, role=Role.DOOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        roles.create(user=user, programme=programme, role=Role.PARTNER_EDITOR, organisation=one)


def test_partner_editor_needs_an_organisation_and_nobody_else_has_one(programme):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeRole.objects.create(user=UserFactory(), programme=programme, role=Role.PARTNER_EDITOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgrammeRole.objects.create(
            user=UserFactory(), programme=programme, role=Role.DOOR, organisation=OrganisationFactory()
        )
