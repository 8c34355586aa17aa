"""Pages of themes, organisations and alliances, links to them, and tables of contents."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import override

from content.models import StandardPage
from courses.models import Mission, ProgrammePartner
from people.models import Alliance, OrganisationPeriod
from tests.factories import (
    ContactPersonFactory,
    LessonPageFactory,
    ModulePageFactory,
    OrganisationFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    ThemeFactory,
    TrackPageFactory,
)
from tests.factories.programme import made_programme, make_gathering, make_recording, make_webinar
from tests.html import flaws, links, read, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammePageFactory(short_title="Grønt")


@pytest.fixture
def module(programme):
    return ModulePageFactory(parent=TrackPageFactory(parent=programme), title="Modulen")


def page_of(client, name, key):
    with override("en"):
        return read(client, reverse(name, args=[key]))


def parts(page):
    return {
        section["id"]: [words(title) for title in section.select("h3")] for section in page.select("section.part[id]")
    }


def details(page):
    rows = page.select("dl.details > div")
    return {words(row.dt): [words(one).replace(" ,", ",") for one in row.find_all("dd")] for row in rows}


def test_a_theme_has_everything_about_it(client, programme, module):
    """V23: webinars and gatherings on the same theme are found together."""
    theme = ThemeFactory(slug="klima", name_nb="Klima", goals=[13])
    about = [
        make_webinar(module, 0, title="Kommer"),
        make_recording(module, 0, title="Opptak").webinar,
        make_gathering(programme, 0, title="Samling"),
        LessonPageFactory(parent=module, title="Leksjon"),
        module,
    ]
    for page in about:
        page.themes.set([theme])
        page.save()
    make_webinar(module, 0, title="Annet")
    hidden = make_webinar(module, 0, title="Skjult")
    hidden.themes.set([theme])
    hidden.save()
    hidden.unpublish()
    page = page_of(client, "theme", "klima")
    assert parts(page) == {
        "modules": [],
        "coming": ["Kommer", "Samling"],
        "recordings": ["Opptak"],
        "lessons": ["Leksjon"],
    }
    assert words(page.select_one("#modules li")) == "Modulen"
    assert "13" in words(page.select_one(".page-head"))
    assert flaws(page) == []
    with override("en"):
        every = read(client, reverse("themes"))
        assert reverse("theme", args=["klima"]) in links(every)
        assert flaws(every) == []
        # Named where it is said what a page is about.
        assert reverse("theme", args=["klima"]) in links(read(client, about[0].url))
    assert client.get(reverse("theme", args=["finnes-ikke"])).status_code == 404


@pytest.mark.database
def test_an_organisation_shows_what_it_is_responsible_for(client, programme, module):
    """V2: its roles; P12: what it coordinates."""
    norsus = OrganisationFactory(name="NORSUS", full_name="Norsk institutt", url="https://norsus.example/")
    for role in ("academic", "cluster"):
        programme.partner_links.add(ProgrammePartner(organisation=norsus, role=role))
    programme.contact = ContactPersonFactory(name="Kari", organisation=norsus)
    programme.save()
    for slug, title in (("gjenbruk", "Økt gjenbruk"), ("oppdrag", "Et oppdrag")):
        Mission.objects.create(slug=slug, title_nb=title, organisation=norsus)
    make_webinar(module, 0, title="Kommer", responsible=norsus)
    make_recording(module, 0, title="Holdt", responsible=norsus)
    LessonPageFactory(parent=module, title="Leksjon", responsible=norsus)
    page = page_of(client, "organisation", norsus.pk)
    assert parts(page) == {"coming": ["Kommer"], "held": ["Holdt"], "lessons": ["Leksjon"]}
    assert details(page)["Takes part in"] == ["Grønt, academic partner, business cluster"]
    assert details(page)["Carries the mission"] == ["Et oppdrag", "Økt gjenbruk"]
    assert details(page)["Contact"][0].startswith("Kari")
    assert flaws(page) == []
    with override("en"):
        assert reverse("organisation", args=[norsus.pk]) in links(read(client, programme.url))


def test_an_organisation_keeps_its_history_under_the_old_name(client, programme):
    """V31: predecessors and successors are linked, with their years."""
    viken, buskerud = OrganisationFactory(name="Viken"), OrganisationFactory(name="Buskerud")
    buskerud.predecessors.add(viken)
    OrganisationPeriod.objects.create(
        organisation=viken, valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2023, 12, 31)
    )
    assert client.get(reverse("organisation", args=[viken.pk])).status_code == 404
    programme.historical_owner = viken
    programme.save()
    page = page_of(client, "organisation", viken.pk)
    assert details(page) == {
        "Takes part in": ["Grønt, earlier owner"],
        "Years": ["2020–2023"],
        "Became": ["Buskerud"],
    }
    assert details(page_of(client, "organisation", buskerud.pk))["Came from"] == ["Viken 2020–2023"]


def test_where_participants_work_has_no_page(client, programme):
    employer = ParticipantFactory(organisation=OrganisationFactory()).organisation
    assert client.get(reverse("organisation", args=[employer.pk])).status_code == 404


def test_an_alliance_is_a_group_with_its_own_page(client, programme):
    """V6, V7"""
    alliance = Alliance.objects.create(name_nb="Firepart", note_nb="Fire parter.")
    members = [OrganisationFactory(name=name) for name in ("Siva", "Forskningsrådet")]
    alliance.members.add(*members)
    assert client.get(reverse("alliance", args=[alliance.pk])).status_code == 404
    mission = Mission.objects.create(slug="oppdrag", title="Et oppdrag", alliance=alliance)
    make_gathering(programme, 0, title="Samling", mission=mission)
    programme.mission = mission
    programme.save()
    page = page_of(client, "alliance", alliance.pk)
    with override("en"):
        addresses = {reverse("organisation", args=[one.pk]) for one in members}
        assert addresses <= links(page)
        assert reverse("alliance", args=[alliance.pk]) in links(read(client, programme.url))
    assert "Et oppdrag" in words(page.main)
    assert parts(page)["gatherings"] == ["Samling"]
    assert flaws(page) == []
    assert details(page_of(client, "organisation", members[0].pk)) == {"Member of": ["Firepart"]}


@pytest.mark.world("programme of 2")
def test_long_pages_link_to_their_own_sections(client):
    """V24: every link leads to a place that is there."""
    made = made_programme()
    with override("en"):
        for page in (made.programme, made.held[0], made.gatherings[0]):
            read_page = read(client, page.url)
            targets = [link["href"].removeprefix("#") for link in read_page.select(".on-this-page a")]
            assert len(targets) >= 3, page
            assert all(read_page.find(id=target) for target in targets), targets
            assert flaws(read_page) == []


def test_headings_that_an_editor_wrote_can_be_linked_to(client, programme):
    """V24"""
    headings = [("heading", title) for title in ("Mål og veier", "Ås", "Mål og veier")]
    page = StandardPage(title="Om", lead="Les.", body=headings)
    programme.get_parent().add_child(instance=page)
    read_page = read(client, page.url)
    assert [link["href"] for link in read_page.select(".on-this-page a")] == ["#mal-og-veier", "#as", "#mal-og-veier-2"]
    assert [heading["id"] for heading in read_page.select(".prose h2")] == ["mal-og-veier", "as", "mal-og-veier-2"]
    assert flaws(read_page) == []


def test_what_the_site_shows_below_a_text_can_be_linked_to_as_well(client, programme):
    """V24"""
    page = StandardPage(title="Personvern", shows=StandardPage.Shows.PRIVACY, body=[("heading", "Hvorfor")])
    programme.get_parent().add_child(instance=page)
    read_page = read(client, page.url)
    targets = [link["href"].removeprefix("#") for link in read_page.select(".on-this-page a")]
    assert targets == ["hvorfor", "kept-title", "cookies-title"]
    assert all(read_page.find(id=target) for target in targets)


@pytest.mark.parametrize("count", [1, 3])
def test_they_ask_as_little_of_much_as_of_little(client, programme, count, django_assert_num_queries):
    owner, theme = OrganisationFactory(), ThemeFactory()
    alliance = Alliance.objects.create(name="Firepart")
    programme.mission = Mission.objects.create(slug="oppdrag", title="Et oppdrag", alliance=alliance)
    programme.save()
    for number in range(count):
        module = ModulePageFactory(parent=TrackPageFactory(parent=programme, number=number + 1))
        module.themes.set([theme])
        module.save()
        page = make_webinar(module, 0, responsible=owner)
        page.themes.set([theme])
        page.save()
        make_gathering(programme, 0, mission=programme.mission)
        before = OrganisationFactory()
        owner.predecessors.add(before)
        OrganisationPeriod.objects.create(organisation=before, valid_from=dt.date(2020, 1, 1))
        alliance.members.add(OrganisationFactory())
    asks = {
        reverse("themes"): 4,
        reverse("theme", args=[theme.slug]): 7,
        reverse("organisation", args=[owner.pk]): 7,
        reverse("alliance", args=[alliance.pk]): 8,
    }
    for address, number in asks.items():
        client.get(address)
        with django_assert_num_queries(number, info=address):
            client.get(address)
