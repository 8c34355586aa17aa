"""The staff area is open to county staff and administrators of the programme; to all others it does not exist."""

import pytest
from django.urls import reverse

from attendance.models import Objection, RememberedChoice, ReportEntry, ReportImport
from attendance.urls import urlpatterns
from courses.models import Role
from figures.urls import urlpatterns as figures_patterns
from progress.models import Source
from tests.factories import (
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    ProgrammeRoleFactory,
    RegistrationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

# What changes something and has no page of its own.
POSTED = {
    "staff_decide": 302,
    "staff_everybody": 302,
    "staff_undo_save": 302,
    "staff_answer": 422,
    "staff_excuse": 422,
    "staff_take_back": 422,
    "staff_waive": 422,
    "staff_report_apply": 302,
    "staff_report_discard": 302,
    "staff_forget": 302,
}
NAMES = [str(pattern.name) for pattern in [*urlpatterns, *figures_patterns] if str(pattern.name).startswith("staff_")]


@pytest.fixture
def addresses(programme, webinar):
    """The address of every page of the staff area, by name."""
    from attendance.actions import record_attendance

    registration = RegistrationFactory(session=webinar)
    who = registration.participant
    record_attendance(session=webinar, participant=who, source=Source.TEAMS, at=webinar.ends_at, by=None)
    report = ReportImport.objects.create(session=webinar, digest="0" * 64, source=Source.TEAMS)
    remembered = RememberedChoice.objects.create(programme=programme, kind="name", value="somebody", choice="room")
    values = {
        "programme": programme.slug,
        "pk": webinar.pk,
        "participant": who.pk,
        "registration": registration.pk,
        "evidence": who.evidence.get().pk,
        "objection": Objection.objects.create(session=webinar, participant=who, text="I was there").pk,
        "report": report.pk,
        "entry": ReportEntry.objects.create(report=report, key="name:somebody", name="Somebody").pk,
        "choice": remembered.pk,
    }
    found = {}
    for pattern in [*urlpatterns, *figures_patterns]:
        if str(pattern.name).startswith("staff_"):
            wanted = {name: values[name] for name in pattern.pattern.converters}
            found[pattern.name] = reverse(pattern.name, kwargs=wanted)
    return found


def answer(client, name, address):
    response = client.post(address, {}) if name in POSTED else client.get(address)
    # A file that is not read to its end stays open.
    if response.streaming:
        response.getvalue()
    return response


def statuses(client, addresses):
    return {name: answer(client, name, address).status_code for name, address in addresses.items()}


def test_every_address_of_the_area_is_asked(addresses):
    assert set(addresses) == set(NAMES)


@pytest.mark.parametrize("role", [Role.COUNTY_STAFF, Role.ADMINISTRATOR])
def test_staff_and_administrators_of_the_programme_get_in(client, programme, addresses, role):
    client.force_login(ProgrammeRoleFactory(programme=programme, role=role).user)
    said = statuses(client, addresses)
    assert {name: status for name, status in said.items() if status != 200} == {
        "staff_home": 302,
        # On to whoever is to be decided first.
        "staff_report": 302,
        **POSTED,
    }


@pytest.mark.parametrize("role", [Role.DOOR, Role.COURSE_OWNER, Role.PARTNER_EDITOR])
def test_other_roles_do_not(client, programme, addresses, role):
    employer = OrganisationFactory() if role == Role.PARTNER_EDITOR else None
    client.force_login(ProgrammeRoleFactory(programme=programme, role=role, organisation=employer).user)
    assert set(statuses(client, addresses).values()) == {404}


def test_participants_do_not(client, addresses):
    user = UserFactory()
    ParticipantFactory(user=user)
    client.force_login(user)
    assert set(statuses(client, addresses).values()) == {404}


def test_staff_of_another_programme_do_not(client, addresses):
    client.force_login(ProgrammeRoleFactory(programme=ProgrammePageFactory()).user)
    said = statuses(client, addresses)
    assert said.pop("staff_home") == 302
    assert set(said.values()) == {404}


def test_whoever_is_not_signed_in_is_sent_to_sign_in(client, addresses):
    for name, address in addresses.items():
        response = answer(client, name, address)
        assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={address}")


def test_what_changes_something_is_not_done_by_a_look(desk, addresses):
    assert {desk.get(addresses[name]).status_code for name in POSTED} == {405}


def test_an_account_that_was_closed_does_not_get_in(client, staff, addresses):
    client.force_login(staff)
    staff.is_active = False
    staff.save()
    assert client.get(addresses["staff_sessions"]).status_code == 302


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
    other = ProgrammeRoleFactory(user=staff, role=Role.ADMINISTRATOR).programme
    ProgrammePageFactory(short_title="Not mine")
    page = desk.get(reverse("staff_home")).content.decode()
    assert [name in page for name in (programme.short_title, other.short_title, "Not mine")] == [True, True, False]


def test_nothing_of_the_staff_area_is_kept_by_browsers(desk, addresses):
    for name in set(NAMES) - set(POSTED) - {"staff_home"}:
        assert "no-store" in answer(desk, name, addresses[name])["Cache-Control"]
