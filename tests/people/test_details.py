"""My details: editing one's own data and organisation."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import translation

from attendance.actions import register
from people.actions import organisation_named, participant_for_registration
from people.models import Organisation, Participant
from tests.factories import MunicipalityFactory, OrganisationFactory, ParticipantFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db

ORG_NR = "974760673"


@pytest.fixture(autouse=True)
def in_english():
    """Activate English, so that texts match the source strings."""
    with translation.override("en"):
        yield


@pytest.fixture
def participant(client):
    participant = ParticipantFactory(user=UserFactory(email="tone@example.org"), email="tone@example.org")
    client.force_login(participant.user)
    return participant


def save(client, **changes):
    data = {"name": "Tone Tenkt", "organisation": "", "org_nr": "", "gender": "undisclosed", "language": "en"}
    return client.post(reverse("my_details"), data | changes)


def test_visitor_signs_in_first(client):
    assert client.get(reverse("my_details")).url == f"{reverse('account_login')}?next={reverse('my_details')}"


@pytest.mark.database
def test_details_are_kept(client, participant):
    place = MunicipalityFactory(code="3107")
    save(client, organisation="Hjørnet Sag AS", org_nr="974 760 673", municipality=place.pk, gender="female")
    participant.refresh_from_db()
    kept = (participant.name, participant.organisation.name, participant.organisation.org_nr)
    assert kept == ("Tone Tenkt", "Hjørnet Sag AS", ORG_NR)
    assert (participant.municipality, participant.gender) == (place, "female")


def test_chosen_language_is_the_next_page_s(client, participant):
    assert save(client, language="sv").url == "/sv/account/details/"
    participant.refresh_from_db()
    assert participant.language == "sv"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("974760674", "There is no such organisation number"),
        ("9747606", "has nine digits; this has 7"),
        ("none", "has nine digits; this has 0"),
    ],
)
def test_wrong_number_says_what_to_do_and_keeps_what_was_typed(client, participant, typed, says):
    page = save(client, org_nr=typed, organisation="Hjørnet Sag AS").content.decode()
    assert says in page
    assert f'value="{typed}"' in page
    assert 'value="Hjørnet Sag AS"' in page


def test_name_is_needed(client, participant):
    assert "Write your name." in save(client, name=" ").content.decode()


@pytest.mark.parametrize(
    "name",
    ["Win at example.org", "https://ex.ample", "kari@example", "Kari\uff0eexample\uff0eorg", "www.example.org/x"],
)
def test_name_that_mail_programs_would_make_a_link_of_is_refused(client, participant, name):
    assert 'id="id_name_error"' in save(client, name=name).content.decode()
    participant.refresh_from_db()
    assert participant.name != name


@pytest.mark.parametrize("name", ["Anne-Mari O’Brien jr.", "J.R.R. Tolkien", "Åse Č. Đorđević", "Dr. Li"])
def test_name_with_full_stops_is_a_name(client, participant, name):
    save(client, name=name)
    participant.refresh_from_db()
    assert participant.name == name


def test_new_account_becomes_a_participant_when_it_says_who_it_is(client):
    user = UserFactory(email="new@example.org")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    client.force_login(user)
    assert client.get(reverse("my_details")).status_code == 200
    assert not Participant.objects.exists()
    save(client)
    assert Participant.objects.get(user=user).name == "Tone Tenkt"


def test_account_that_proved_no_address_becomes_nobody(client):
    client.force_login(UserFactory())
    assert save(client).status_code == 403
    assert not Participant.objects.exists()


def test_move_changes_no_earlier_registration(client, participant):
    before = participant.organisation
    registration = register(session=SessionFactory(), participant=participant, by=None)
    save(client, organisation="Another place")
    registration.refresh_from_db()
    assert registration.organisation == before


def test_organisation_is_found_by_number_whatever_it_is_called():
    known = OrganisationFactory(name="Hjørnet Sag AS", org_nr=ORG_NR)
    assert organisation_named(name="Something else", org_nr=ORG_NR) == known
    known.refresh_from_db()
    assert known.name == "Hjørnet Sag AS"


@pytest.mark.database
def test_organisation_is_found_by_name_in_any_case():
    known = OrganisationFactory(name="Ørje Sag AS", org_nr=ORG_NR)
    assert organisation_named(name="  øRJE  sag as ") == known


def test_stranger_gives_a_known_organisation_no_number():
    known = OrganisationFactory(name="Hjørnet Sag AS", type="company")
    assert organisation_named(name="Hjørnet Sag AS", org_nr=ORG_NR) == known
    known.refresh_from_db()
    assert known.org_nr is None


@pytest.mark.database
def test_same_name_with_another_number_is_another_organisation():
    OrganisationFactory(name="Hjørnet Sag AS", org_nr="319001263")
    new = organisation_named(name="Hjørnet Sag AS", org_nr=ORG_NR)
    assert (new.org_nr, new.type) == (ORG_NR, "")
    assert Organisation.objects.count() == 2


def test_unchanged_organisation_stays_the_same_row(client, participant):
    namesake = OrganisationFactory(name=participant.organisation.name)
    save(client, organisation=participant.organisation.name)
    before = participant.organisation
    participant.refresh_from_db()
    assert participant.organisation == before != namesake


@pytest.mark.database
def test_typed_address_changes_nothing_about_somebody_known():
    known = ParticipantFactory(email="tone@example.org", name="Tone Tenkt")
    before = Participant.objects.filter(pk=known.pk).values().get()
    found = participant_for_registration(
        email=" TONE@example.org", name="Somebody else", organisation="Elsewhere", municipality=None, by=None
    )
    assert found == known
    assert Participant.objects.filter(pk=known.pk).values().get() == before
    assert not Organisation.objects.filter(name="Elsewhere").exists()
