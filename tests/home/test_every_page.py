"""Every public page: few queries, valid markup, and published content only."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from attendance.actions import pick_modules, register
from content import changes
from courses.models import Session
from tests.factories import ParticipantFactory, UserFactory
from tests.factories.programme import Made, made_programme, make_viewing
from tests.html import flaws, links, read, words

pytestmark = pytest.mark.django_db

# What each page asks a visitor, and somebody who is signed in, has picked modules and registered.
ASKS = {
    "front": (7, 10),
    "catalogue": (5, 8),
    "recordings": (5, 9),
    "programme": (6, 9),
    "track": (4, 7),
    "module": (4, 7),
    "coming": (8, 10),
    "held": (9, 10),
    "lesson": (5, 8),
    "gathering": (8, 11),
}

# What the rest asks a visitor.
ASKS_BESIDE = {
    "calendar": 5,
    "calendar_list": 6,
    "coming_feed": 6,
    "search": 1,
    "themes": 4,
    "recordings_feed": 4,
    "news": 3,
    "initiatives": 3,
    "news_feed": 2,
    "accessibility": 7,
    "privacy": 2,
    "contact": 4,
    "glossary": 1,
    "sitemap": 7,
    "calendar file": 5,
    "theme": 7,
    "organisation": 7,
    "sitemap, pages": 1,
    "sitemap, lists": 6,
    "words": 8,
    "words searched": 8,
}

# Joined for those who are signed in; what is looked for with words is never kept.
JOINED = {"webinars_viewing", "wagtailsearch_indexentry", "wagtailsearch_indexentry_fts"}


def addresses(made: Made) -> dict[str, str]:
    names = ("programme", "track", "module", "coming", "held", "lesson", "gathering")
    pages = {name: page.url for name, page in zip(names, made.one_of_each, strict=True)}
    return {
        "front": reverse("wagtail_serve", args=[""]),
        "catalogue": reverse("catalogue"),
        "recordings": reverse("recordings"),
        **pages,
    }


def beside(made: Made) -> dict[str, str]:
    """The URLs of all other types of public pages, feeds and sitemaps included."""
    names = ("calendar", "calendar_list", "coming_feed", "search", "themes", "recordings_feed", "news", "news_feed")
    names += ("initiatives", "accessibility", "privacy", "contact", "glossary", "sitemap")
    return {
        **{name: reverse(name) for name in names},
        "calendar file": reverse("calendar_feed", args=[made.programme.slug]),
        "theme": reverse("theme", args=["sirkularokonomi"]),
        "organisation": reverse("organisation", args=[made.coming[0].responsible_id]),
        "sitemap, pages": reverse("sitemap_section", args=["pages"]),
        "sitemap, lists": reverse("sitemap_section", args=["lists"]),
        "words": f"{reverse('catalogue')}?text=webinar&kind=recording",
        "words searched": f"{reverse('search')}?text=webinar",
    }


def signed_in(client, made: Made):
    """A participant with chosen modules, registrations for a webinar and a gathering, and partly watched recordings."""
    participant = ParticipantFactory(user=UserFactory())
    for webinar in made.held:
        make_viewing(participant, webinar.recording)
    pick_modules(participant=participant, modules=made.modules[:1], by=participant.user)
    register(session=Session.objects.get(activity=made.gatherings[0].pk, parent=None), participant=participant, by=None)
    client.force_login(participant.user)
    return participant


@pytest.fixture
def made():
    return made_programme()


@pytest.mark.parametrize(
    "size", [pytest.param(size, marks=pytest.mark.world(f"programme of {size}")) for size in (1, 3)]
)
def test_a_page_asks_as_little_of_much_as_of_little_for_who_is_signed_in(client, made, size, django_assert_num_queries):
    signed_in(client, made)
    for name, address in addresses(made).items():
        client.get(address)  # session, site and content types are in the cache from now on
        with django_assert_num_queries(ASKS[name][1], info=name):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    "size", [pytest.param(size, marks=pytest.mark.world(f"programme of {size}")) for size in (1, 3)]
)
def test_a_page_asks_a_visitor_as_little_of_much_as_of_little_and_nothing_that_visitors_are_not_shown(
    client, made, size
):
    """What changes only where no visitor sees it ends nothing that is kept: so no public page may read it."""
    assert len(made.gatherings) == size
    asked, read_by = {}, {}
    for name, address in {**addresses(made), **beside(made)}.items():
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, name
        asked[name] = len(queries)
        tables = {table for row in queries for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', row["sql"])}
        read_by[name] = {table for table in tables if changes.is_left_out(table)} - JOINED
    assert asked == ASKS_BESIDE | {name: visitor for name, (visitor, _signed_in) in ASKS.items()}
    assert max(asked.values()) <= 12
    assert {name: tables for name, tables in read_by.items() if tables} == {}


@pytest.mark.world("programme of 2")
@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_page_is_sound(client, made, language):
    with override(language):
        for name, address in addresses(made).items():
            page = read(client, address)
            assert flaws(page) == [], name
            assert page.html["lang"] == language


@pytest.mark.database
@pytest.mark.world("programme of 2")
def test_every_page_is_sound_for_who_is_signed_in(client, made):
    signed_in(client, made)
    for name, address in addresses(made).items():
        assert flaws(read(client, address)) == [], name


@pytest.mark.world("programme of 1")
def test_the_join_link_stands_on_no_public_page(client, made):
    """V12: it is sent to the registered, and shown to them alone."""
    for name, address in addresses(made).items():
        assert "example.org/live" not in client.get(address).content.decode(), name


@pytest.mark.world("programme of 1")
def test_the_join_link_is_shown_to_who_has_a_seat(client, made):
    """V12"""
    signed_in(client, made)
    shown = {name for name, address in addresses(made).items() if b"example.org/live" in client.get(address).content}
    assert shown == {"coming"}


@pytest.mark.database
@pytest.mark.world("programme of 1")
def test_an_unpublished_page_is_neither_found_nor_listed(client, made):
    gone = [made.modules[0], made.coming[1], made.held[1], made.lessons[1], made.gatherings[0]]
    for page in gone:
        page.unpublish()
    for page in gone:
        assert client.get(page.url).status_code == 404
    lists = ["/", reverse("catalogue"), made.programme.url, made.tracks[0].url, made.modules[1].url]
    for address in lists:
        assert links(read(client, address)) & {page.url for page in gone} == set(), address


@pytest.mark.world("programme of 1")
def test_what_stands_below_an_unpublished_page_is_not_listed(client, made):
    made.modules[0].unpublish()
    for address in ("/", reverse("catalogue"), made.programme.url, made.tracks[0].url):
        seen = links(read(client, address))
        assert made.coming[0].url not in seen, address
    assert made.coming[1].url in links(read(client, reverse("catalogue")))


@pytest.mark.database
@pytest.mark.world("programme of 1")
def test_a_page_closed_to_the_public_is_neither_shown_nor_listed(client, made):
    closed = made.modules[0]
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(closed.url).status_code == 302
    assert client.get(made.coming[0].url).status_code == 302
    for address in ("/", reverse("catalogue"), made.programme.url, made.tracks[0].url):
        assert not any(link.startswith(closed.url) for link in links(read(client, address))), address
    client.force_login(UserFactory())
    assert client.get(made.coming[0].url).status_code == 200


@pytest.mark.world("programme of 1")
def test_under_another_language_the_interface_is_its_own_and_the_content_the_same(client, made):
    with override("en"):
        english = read(client, made.coming[0].url)
    assert words(english.h1) == made.coming[0].title
    assert english.h1["lang"] == "nb"
    assert "When and where" in words(english.main)
    norwegian = read(client, made.coming[0].url)
    assert norwegian.h1.get("lang") is None
    assert "When and where" not in words(norwegian.main)


@pytest.mark.world("programme of 1")
def test_words_of_the_programme_are_marked_where_the_interface_is_in_another_language(client, made):
    """X2: the language is marked in the page's code."""
    ours = {page.title for page in made.one_of_each} | {"Lysark 0", "Kapittel 0", "Velkommen."}
    with override("sv"):
        for address in addresses(made).values():
            page = read(client, address)
            for script in page.main.select("script"):
                script.decompose()
            for text in page.main.find_all(string=lambda text: text and any(one in text for one in ours)):
                assert text.find_parent(lang=True)["lang"] == "nb", (address, text)
            assert {slide["lang"] for slide in page.select(".slides img")} <= {"nb"}


@pytest.mark.world("programme of 1")
def test_an_address_without_a_page_is_not_found(client):
    assert client.get("/nowhere/").status_code == 404


@pytest.mark.world("programme of 1")
def test_an_address_without_its_slash_leads_to_the_page(client, made):
    response = client.get(made.programme.url.rstrip("/"))
    assert (response.status_code, response["Location"]) == (301, made.programme.url)
