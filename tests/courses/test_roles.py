"""What each role gives access to, and what not."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management.sql import emit_post_migrate_signal
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import GroupApprovalTask, GroupCollectionPermission, PageLogEntry, Workflow, WorkflowPage
from wagtail.users.models import UserProfile

from courses.actions import grant_role, revoke_role
from courses.models import ProgrammePartner, ProgrammeRole, Role
from courses.permissions import editable_activities, grantable_roles, staff_programmes, user_can_edit
from courses.refusals import Refused
from home.copying import copy_programme
from people.models import User
from tests.factories import (
    ModulePageFactory,
    OrganisationFactory,
    ProgrammePageFactory,
    UserFactory,
    WebinarPageFactory,
)

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


def test_an_editor_with_one_name_chooses_a_language_for_the_cms(client, programme):
    user = UserFactory(first_name="Nils Prøve", last_name="")
    grant_role(user=user, programme=programme, role=Role.COURSE_OWNER, by=None)
    client.force_login(user)
    said = {"name_email-first_name": "Nils Prøve", "name_email-last_name": "", "locale-preferred_language": "nn"}
    looks = {"theme-theme": "system", "theme-density": "default", "theme-contrast": "system"}
    assert client.post(reverse("wagtailadmin_account"), said | looks).status_code == 302
    assert UserProfile.objects.get(user=user).preferred_language == "nn"


def test_granting_twice_is_once(programme):
    user = UserFactory()
    roles = [grant_role(user=user, programme=programme, role=Role.COURSE_OWNER, by=None) for _ in range(2)]
    assert roles[0] == roles[1]
    assert user.groups.count() == 1


@pytest.mark.database
def test_a_group_from_before_gets_after_a_migration_what_it_lacks_and_once(programme):
    editor = UserFactory()
    grant_role(user=UserFactory(), programme=programme, role=Role.COURSE_OWNER, by=None)
    grant_role(user=editor, programme=programme, role=Role.PARTNER_EDITOR, organisation=OrganisationFactory(), by=None)
    owners = Group.objects.get(name__endswith="course owners")
    partners = Group.objects.get(name="Partner editors")
    given = [row.collection_permissions.count() for row in (owners, partners)]
    GroupCollectionPermission.objects.all().delete()
    for model in (WorkflowPage, Workflow, GroupApprovalTask):
        model.objects.all().delete()
    partners.permissions.clear()
    for _time in range(2):
        emit_post_migrate_signal(0, False, "default")
        assert [row.collection_permissions.count() for row in (owners, partners)] == given
        workflow = WorkflowPage.objects.get(page=programme.pk).workflow
        assert [task.groups.get() for task in workflow.tasks.specific()] == [owners]
    assert editor.has_perm("wagtailadmin.access_admin")


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


def roles_address(programme):
    return reverse("programme_roles", args=[programme.pk])


def grant(client, programme, role, **said):
    data = {"email": "Ny@Example.org", "name": "Ny Kollega", "role": role, **said}
    return client.post(roles_address(programme), data)


@pytest.fixture
def signed_in(client, programme):
    def _signed_in(role):
        user = UserFactory()
        grant_role(user=user, programme=programme, role=role, by=None)
        client.force_login(user)
        return user

    return _signed_in


def test_owner_lets_a_partner_in_by_address_and_takes_the_role_back(client, programme, signed_in):
    owner = signed_in(Role.COURSE_OWNER)
    partner = OrganisationFactory()
    programme.partner_links.add(ProgrammePartner(organisation=partner, role="academic"))
    programme.save()
    assert "organisation" in grant(client, programme, Role.PARTNER_EDITOR).context["form"].errors
    for _time in range(2):
        assert grant(client, programme, Role.PARTNER_EDITOR, organisation=partner.pk).status_code == 302
    row = ProgrammeRole.objects.get(user__email="ny@example.org")
    assert (row.organisation, row.user.get_full_name(), row.user.groups.count()) == (partner, "Ny Kollega", 2)
    revoke = reverse("revoke_role", args=[programme.pk, row.pk])
    again = client.get(client.post(revoke).url).context["form"]
    assert not row.user.groups.exists()
    # A slip is one click to undo: the form is filled in.
    assert client.post(roles_address(programme), again.initial).status_code == 302
    assert row.user.programme_roles.get().organisation == partner
    logged = [
        (entry.action, entry.user) for entry in PageLogEntry.objects.filter(action__startswith="courses.", user=owner)
    ]
    assert sorted(logged, key=str) == sorted(
        [("courses.role_granted", owner), ("courses.role_revoked", owner), ("courses.role_granted", owner)], key=str
    )


def test_owner_who_sees_no_people_grants_no_role_that_does(client, programme, signed_in):
    signed_in(Role.COURSE_OWNER)
    staff = grant_role(user=UserFactory(), programme=programme, role=Role.COUNTY_STAFF, by=None)
    assert "role" in grant(client, programme, Role.COUNTY_STAFF).context["form"].errors
    client.post(reverse("revoke_role", args=[programme.pk, staff.pk]))
    assert ProgrammeRole.objects.filter(pk=staff.pk).exists()


def test_administrator_grants_staff_and_nobody_takes_back_their_own_role(client, programme, signed_in):
    signed_in(Role.ADMINISTRATOR)
    assert grant(client, programme, Role.COUNTY_STAFF).status_code == 302
    assert staff_programmes(User.objects.get(email="ny@example.org")).get() == programme
    owner = signed_in(Role.COURSE_OWNER)
    client.post(reverse("revoke_role", args=[programme.pk, owner.programme_roles.get().pk]))
    assert owner.programme_roles.exists()


def test_revoked_role_closes_the_pages_and_leaves_what_another_role_opens(client, programme, signed_in):
    user, other = signed_in(Role.COURSE_OWNER), ProgrammePageFactory()
    grant_role(user=user, programme=other, role=Role.COURSE_OWNER, by=None)
    revoke_role(role=user.programme_roles.get(programme=programme), by=None)
    edit = [client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code for page in (programme, other)]
    assert edit == [302, 200]


def test_screen_of_roles_asks_as_much_for_three_as_for_one(client, programme, signed_in, django_assert_num_queries):
    signed_in(Role.COURSE_OWNER)
    client.get(roles_address(programme))
    for more in (0, 2):
        for _one in range(more):
            grant_role(user=UserFactory(), programme=programme, role=Role.DOOR, by=None)
        with django_assert_num_queries(14):
            client.get(roles_address(programme))


def test_administrator_who_is_none_any_more_has_lost_the_role_in_each_programme(client, programme, signed_in):
    former = signed_in(Role.ADMINISTRATOR)
    User.objects.filter(pk=former.pk).update(is_superuser=False, is_staff=False)
    former = User.objects.get(pk=former.pk)
    activity = WebinarPageFactory(parent=ModulePageFactory(parent__parent=programme))
    assert client.get(reverse("staff_sessions", args=[programme.slug])).status_code == 404
    assert [list(staff_programmes(former)), grantable_roles(former, programme), user_can_edit(former, activity)] == [
        *([], (), False)
    ]
    assert not editable_activities(former).exists()
    owner = signed_in(Role.COURSE_OWNER)
    copy = copy_programme(programme=programme, short_title="Next", weeks=52, by=owner)
    former.refresh_from_db()
    assert (former.is_superuser, former.is_staff, copy.roles.get().user) == (False, False, owner)
    # The row that is left is taken away by an administrator, and by nobody else.
    row = former.programme_roles.get()
    revoke = reverse("revoke_role", args=[programme.pk, row.pk])
    client.post(revoke)
    assert former.programme_roles.exists()
    signed_in(Role.ADMINISTRATOR)
    client.post(revoke)
    assert not former.programme_roles.exists()


def test_administrator_stays_one_in_a_copy_and_as_long_as_users_says_so(programme):
    admin = UserFactory()
    row = grant_role(user=admin, programme=programme, role=Role.ADMINISTRATOR, by=None)
    copy = copy_programme(programme=programme, short_title="Next", weeks=52, by=admin)
    assert set(staff_programmes(admin)) == {programme, copy}
    with pytest.raises(Refused):
        revoke_role(role=row, by=grant_role(user=UserFactory(), programme=copy, role=Role.ADMINISTRATOR, by=None).user)
