"""Sitemaps with every public URL in each language, feeds, and the images of link previews."""

import datetime as dt
import io
from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from PIL import Image
from wagtail.models import PageViewRestriction

from content.art import MOTIFS, cards
from courses.models import Session
from tests.factories import LessonPageFactory, ModulePageFactory, PlanPageFactory, ThemeFactory, UserFactory
from tests.factories.programme import made_programme, make_gathering, make_webinar
from tests.factories.versions import translate
from tests.home.test_every_page import addresses
from tests.html import read

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
ATOM = "{http://www.w3.org/2005/Atom}"
HERE = "http://testserver"


def sitemap(client) -> dict[str, ElementTree.Element]:
    """All entries of the sitemaps, by URL."""
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert index.tag == f"{MAP}sitemapindex"
    found = {}
    for section in index.iter(f"{MAP}loc"):
        response = client.get(section.text)
        assert response.headers["Content-Type"].startswith("application/xml")
        for url in ElementTree.fromstring(response.content).iter(f"{MAP}url"):
            address = url.find(f"{MAP}loc").text
            assert address not in found
            found[address] = url
    return found


@pytest.mark.world("programme of 1")
def test_sitemap_says_of_each_page_what_the_page_says_of_itself(client):
    made = made_programme()
    made.coming[0].save_revision().publish()
    found = sitemap(client)
    changed = found[f"{HERE}{made.coming[0].url}"].find(f"{MAP}lastmod").text
    assert abs(dt.date.fromisoformat(changed) - timezone.localdate()) <= dt.timedelta(days=1)
    for name in ("catalogue", "calendar", "recordings"):
        assert found[f"{HERE}{reverse(name)}"].find(f"{MAP}lastmod") is not None, name
    for name, address in addresses(made).items():
        url = found[f"{HERE}{address}"]
        head = read(client, address)
        assert head.find("link", rel="canonical")["href"] == f"{HERE}{address}", name
        said = {link["hreflang"]: link["href"] for link in head.find_all("link", rel="alternate", hreflang=True)}
        assert {link.get("hreflang"): link.get("href") for link in url.iter(LINK)} == said, name
    # In two languages: the others are made by the same rule.
    others = (f"{HERE}/nn/", f"{HERE}/sv/")
    assert [one for one in found if not one.startswith(others) and client.get(one).status_code != 200] == []


@pytest.mark.database
@pytest.mark.world("programme of 1")
def test_sitemap_has_a_language_of_a_page_when_it_exists_and_nothing_that_is_closed(client):
    made = made_programme()
    webinar, closed = made.coming[0], made.modules[1]
    with override("nn"):
        nynorsk = f"{HERE}{webinar.get_url()}"
    assert nynorsk not in sitemap(client)
    translate(webinar, "nn", title="Ei økt", abstract_text="Om dette.")
    assert nynorsk in sitemap(client)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    webinar.unpublish()
    found = sitemap(client)
    assert not any(address in (f"{HERE}{webinar.url}", nynorsk) or closed.url in address for address in found)


@pytest.mark.parametrize("count", [1, 3])
def test_sitemap_asks_as_little_of_much_as_of_little(client, count, django_assert_num_queries):
    module = ModulePageFactory()
    for _ in range(count):
        make_webinar(module)
    client.get("/sitemap-pages.xml")
    with django_assert_num_queries(1):
        client.get("/sitemap-pages.xml")


def test_what_is_coming_is_followed_from_another_site(client):
    """V29: each entry leads to the page here, the next one first."""
    module = ModulePageFactory()
    later = make_webinar(module, days_ahead=20)
    gathering = make_gathering(module, days_ahead=5)
    make_webinar(module, days_ahead=-5)
    page = read(client, reverse("calendar_list"))
    address = page.find("link", type="application/atom+xml")["href"]
    feed = ElementTree.fromstring(client.get(address).content)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.find(f"{ATOM}link").get("href") for entry in entries] == [
        f"{HERE}{gathering.url}",
        f"{HERE}{later.url}",
    ]
    for entry in entries:
        assert entry.find(f"{ATOM}id").text.startswith("urn:uuid:")
        assert dt.datetime.fromisoformat(entry.find(f"{ATOM}updated").text).tzinfo
    Session.objects.filter(activity=later.pk).update(calendar_changed_at=timezone.now() + dt.timedelta(days=1))
    again = ElementTree.fromstring(client.get(address).content)
    assert again.find(f"{ATOM}updated").text > feed.find(f"{ATOM}updated").text


def test_a_shared_link_has_a_card_whose_address_changes_with_the_title(client):
    webinar = make_webinar(ModulePageFactory(), title="Før «og» nå")
    head = read(client, webinar.url)
    said = {tag["property"]: tag["content"] for tag in head.find_all("meta", property=True)}
    assert said["og:title"] == "Før «og» nå"
    assert said["og:url"] == head.find("link", rel="canonical")["href"]
    assert said["og:description"] == head.find("meta", attrs={"name": "description"})["content"]
    assert (said["og:locale"], said["og:type"]) == ("nb_NO", "website")
    before = said["og:image"]
    response = client.get(before)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert "immutable" in response["Cache-Control"]
    assert Image.open(io.BytesIO(response.content)).size == (1200, 630)
    webinar.title = "Etter"
    webinar.save()
    after = read(client, webinar.url).find("meta", property="og:image")["content"]
    assert after != before
    moved = client.get(before)
    assert (moved.status_code, f"{HERE}{moved['Location']}") == (302, after)


@pytest.mark.parametrize("make", [LessonPageFactory, ModulePageFactory, PlanPageFactory])
def test_a_page_with_a_theme_leads_straight_to_its_card(client, make):
    page = make()
    page.themes.add(ThemeFactory())
    page.save()
    address = read(client, page.url).find("meta", property="og:image")["content"]
    assert client.get(address).status_code == 200


def test_a_card_is_drawn_once(client, monkeypatch):
    webinar = make_webinar(ModulePageFactory(), title="En gang")
    address = read(client, webinar.url).find("meta", property="og:image")["content"]
    caches["cards"].clear()
    first = client.get(address).content
    monkeypatch.setattr(cards, "card", None)
    assert client.get(address).content == first


def test_what_is_somebody_s_own_or_closed_has_no_card_of_its_own(client):
    page = make_webinar(ModulePageFactory())
    card = read(client, page.url).find("meta", property="og:image")["content"]
    PageViewRestriction.objects.create(page=page.page_ptr, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(card).status_code == 404
    client.force_login(UserFactory())
    assert read(client, page.url).find("meta", property="og:image")["content"] != card
    assert read(client, reverse("my_page")).find("meta", property=True) is None


@pytest.mark.parametrize("theme", sorted(MOTIFS))
def test_every_motif_is_painted_as_it_is_drawn(theme):
    """In a few colours of the palette, hardly anything of them left out; long words are made to fit, or cut."""
    words = cards.Words("Webinar", "Bærekraftsrapporteringsforskriftsendring " * 9, "Løft")
    image = Image.open(io.BytesIO(cards.card(theme, "seed", words, {})))
    cover = image.crop((cards.WIDTH - cards.COVER_WIDTH, 0, cards.WIDTH, cards.HEIGHT))
    assert len([count for count, _colour in cover.getcolors(100_000) if count > 500]) >= 3
    margin = image.crop((cards.WIDTH - cards.COVER_WIDTH - 20, 0, cards.WIDTH - cards.COVER_WIDTH, cards.HEIGHT))
    assert len(margin.getcolors()) == 1
