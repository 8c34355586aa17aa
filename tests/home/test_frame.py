"""The frame of every page: owner, menu, and language links."""

import pytest
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Site

from content.models import SiteSettings
from courses.models import ProgrammeOwner
from tests.factories import OrganisationFactory, ParticipantFactory, ProgrammePageFactory, UserFactory
from tests.factories.programme import made_programme
from tests.html import links, read, words

pytestmark = pytest.mark.django_db


def menu(client, address):
    """The items of the main menu with `aria-current`: "page" for the current page, "true" for its section."""
    with override("en"):
        address = address if address.startswith("/en/") else f"/en{address}"
    return {words(link): link["aria-current"] for link in read(client, address).select(".site-nav a[aria-current]")}


@pytest.mark.world("programme of 1")
def test_the_menu_says_where_one_is(client):
    made = made_programme()
    assert menu(client, "/") == {"Programme": "true"}
    assert menu(client, made.programme.url) == {"Programme": "page"}
    assert menu(client, made.tracks[0].url) == {"Programme": "true"}
    assert menu(client, made.coming[0].url) == {"Programme": "true"}
    assert menu(client, made.held[0].url) == {"Recordings": "true"}
    assert menu(client, reverse("catalogue")) == {"Catalogue": "page"}
    assert menu(client, f"{reverse('recordings')}?text=a") == {"Recordings": "page"}


@pytest.mark.world("programme of 1")
def test_each_language_leads_to_the_same_page(client):
    made = made_programme()
    page = read(client, made.tracks[0].url)
    here = made.tracks[0].url
    assert {here, f"/nn{here}", f"/sv{here}", f"/en{here}"} == {
        link["href"] for link in page.select(".menu--language a")
    }
    for address in (f"/nn{here}", f"/sv{here}", f"/en{here}"):
        assert words(read(client, address).h1) == made.tracks[0].title


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (["Østfold fylkeskommune"], "Østfold fylkeskommune"),
        (["Bergen kommune", "Voss kommune"], "Bergen and Voss municipalities"),
        (["Østfold fylkeskommune", "Bergen kommune"], "Østfold fylkeskommune and Bergen kommune"),
        ([], ""),
    ],
)
def test_owners_are_named_under_the_programme(client, names, line):
    programme = ProgrammePageFactory()
    for name in names:
        programme.owner_links.add(ProgrammeOwner(organisation=OrganisationFactory(name=name)))
    programme.save()
    assert words(read(client, "/en/").select_one(".brand__owner")) == line


def test_a_site_of_several_programmes_is_called_what_its_settings_say(client):
    for _ in range(2):
        ProgrammePageFactory()
    assert words(read(client, "/en/").select_one(".brand__name")) == "Løft"
    site = Site.objects.get(is_default_site=True)
    SiteSettings.objects.create(site=site, name="Lær mer", owner_line="Tre fylker")
    page = read(client, "/en/")
    assert (words(page.select_one(".brand__name")), words(page.select_one(".brand__owner"))) == (
        "Lær mer",
        "Tre fylker",
    )


@pytest.mark.database
def test_within_one_of_several_programmes_the_frame_is_that_programmes(client):
    ProgrammePageFactory(short_title="Other")
    programme = ProgrammePageFactory(short_title="Mine")
    assert words(read(client, programme.url).select_one(".brand__name")) == "Mine"


def test_the_account_link_follows_who_is_there(client):
    ProgrammePageFactory()
    assert reverse("account_login") in links(read(client, "/").header)
    client.force_login(ParticipantFactory(user=UserFactory()).user)
    assert reverse("my_page") in links(read(client, "/").header)


@pytest.mark.database
@pytest.mark.world("programme of 1")
def test_a_page_can_be_looked_at_before_it_is_published(client, admin_client):
    made = made_programme()
    for page in made.one_of_each:
        page.save_revision()
        response = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert response.status_code == 200
        title = getattr(page, "short_title", page.title)
        assert title in response.content.decode()
