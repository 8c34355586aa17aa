"""News: articles with their subject, dates and related activity."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.models import GroupPagePermission, Site

from content import dates
from content.models import SiteSettings
from courses.actions import grant_role
from courses.models import Role, Session
from home.actions import open_to_owners
from home.models import NewsPage
from tests.factories import (
    HomePageFactory,
    ModulePageFactory,
    NewsIndexPageFactory,
    NewsPageFactory,
    OrganisationFactory,
    ProgrammePageFactory,
    UserFactory,
)
from tests.factories.programme import make_gathering, make_recording, make_webinar
from tests.html import flaws, links, read, words
from webinars.models import Recording

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LONG_AGO = dt.datetime(2018, 3, 1, 11, tzinfo=dt.UTC)


def published(page):
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


def test_article_tells_what_it_is_about_with_everything_as_it_was_written(client):
    """K1, K5, K6"""
    article = NewsPageFactory(
        title="Opptaket – «industriell symbiose» - er klart",
        lead="Det er – som vi sa – klart.",
        plan_title="Regional plan 2015–2020",
        about_title="Kick-off",
        activity=make_webinar(ModulePageFactory(), days_ahead=-9, title="Finn strømmene"),
        body=[
            ("heading", "Andre måter å samarbeide på"),
            ("paragraph", "<p>Samspill mellom kommuner.</p>"),
            ("quote", {"text": "– Vi «gjør» det.", "person": "Tone Tenkt", "title": "Rådgiver næring, Buskerud"}),
        ],
    )
    page = read(client, article.url)
    assert words(page.h1) == article.title
    assert words(page.select_one(".lead")) == article.lead
    assert words(page.select_one(".prose h2")) == "Andre måter å samarbeide på"
    assert words(page.blockquote) == "– Vi «gjør» det."
    assert words(page.figcaption) == "Tone Tenkt, Rådgiver næring, Buskerud"
    assert [words(value) for value in page.select("dl dd")] == ["Kick-off", "Regional plan 2015–2020"]
    assert article.activity.url in links(page.main)
    assert flaws(page) == []


def test_both_dates_are_shown_and_only_edits_of_content_move_the_second(client):
    """K15, R18, X3"""
    article = published(NewsPageFactory())
    NewsPage.objects.update(first_published_at=LONG_AGO, last_published_at=LONG_AGO)

    def shown():
        with override("en"):
            return (
                words(read(client, article.url).select_one(".page-head .meta")).replace("\xa0", " ").replace(" ,", ",")
            )

    assert shown() == "Published 1 March 2018, updated 1 March 2018"
    article = published(NewsPage.objects.get())
    assert (article.first_published_at, article.last_published_at) == (LONG_AGO, LONG_AGO)
    article.slug = "another-address"
    article = published(article)
    assert article.last_published_at == LONG_AGO
    article.lead = "Noe nytt."
    article = published(article)
    with override("en"):
        today = dates.day(timezone.now(), year=True).replace("\xa0", " ")
    assert shown() == f"Published 1 March 2018, updated {today}"


def test_every_page_says_when_it_was_published_and_changed_last(client):
    """X3"""
    programme = ProgrammePageFactory()
    programme.save_revision().publish()
    assert len(read(client, programme.url).select(".site-footer time")) == 2


def test_old_article_says_that_it_may_be_outdated_after_as_long_as_the_site_says(client):
    """K16"""
    article = NewsPageFactory(first_published_at=timezone.now() - dt.timedelta(days=400))

    def is_marked():
        return bool(read(client, article.url).select("[role=note]"))

    assert not is_marked()
    settings = SiteSettings.for_site(Site.objects.get())
    for months, marked in ((12, True), (14, False), (0, False)):
        settings.news_old_after_months = months
        settings.save()
        assert is_marked() == marked
    NewsPage.objects.update(first_published_at=LONG_AGO)
    settings.news_old_after_months = 12
    settings.save()
    NewsPage.objects.update(last_published_at=timezone.now())
    assert not is_marked()


@pytest.mark.parametrize("kind", ["webinar", "gathering"])
def test_article_ends_with_the_way_to_register_as_long_as_registration_is_open(client, kind):
    """K17"""
    module = ModulePageFactory()
    activity = make_webinar(module) if kind == "webinar" else make_gathering(module)
    article = NewsPageFactory(activity=activity)
    way = reverse("register_webinar", args=[activity.pk]) if kind == "webinar" else activity.url
    assert [button["href"] for button in read(client, article.url).main.select("a.ds-button")] == [way]
    Session.objects.update(registration_closes_at=timezone.now())
    page = read(client, article.url)
    assert not page.select(".next-card")
    assert reverse("register_webinar", args=[activity.pk]) not in links(page)
    assert activity.url in links(page.main)
    assert flaws(page) == []
    activity.unpublish()
    assert activity.url not in links(read(client, article.url))


@pytest.mark.parametrize("number", [1, 3])
def test_list_and_article_ask_as_little_of_many_as_of_one(client, number, django_assert_num_queries):
    activity = make_webinar(ModulePageFactory())
    articles = [NewsPageFactory(activity=activity) for _ in range(number)]
    for address, asks in ((reverse("news"), 5), (articles[0].url, 8), (reverse("news_feed"), 2)):
        client.get(address)
        with django_assert_num_queries(asks):
            assert client.get(address).status_code == 200


def test_news_is_listed_newest_first_and_the_newest_on_the_front_page(client):
    now = timezone.now()
    articles = [NewsPageFactory(first_published_at=now - dt.timedelta(days=days)) for days in (3, 1, 2, 4)]
    ordered = [articles[index].url for index in (1, 2, 0, 3)]
    NewsPageFactory(live=False)
    page = read(client, reverse("news"))
    assert [link["href"] for link in page.select(".rows a")] == ordered
    assert flaws(page) == []
    for front in (lambda: None, ProgrammePageFactory, ProgrammePageFactory):
        front()
        page = read(client, reverse("wagtail_serve", args=[""]))
        if front is not None and page.select(".row--news"):
            assert [link["href"] for link in page.select(".row--news a")] == ordered[:3]
            assert reverse("news") in links(page.main)
    assert page.select(".row--news")


def test_where_there_is_no_news_the_list_says_so(client):
    HomePageFactory()
    page = read(client, reverse("news"))
    assert words(page.select_one(".empty .h3")) == gettext("No news yet")
    assert flaws(page) == []
    assert not read(client, reverse("wagtail_serve", args=[""])).select(".row--news")


def test_feed_has_the_newest_with_their_dates(client):
    """V29"""
    article = NewsPageFactory(title="Bedre & billigere", lead="Fra 3 < 4.", first_published_at=LONG_AGO)
    response = client.get(reverse("news_feed"))
    assert response["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(response.content)
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "nb"
    [entry] = feed.findall(f"{ATOM}entry")
    found = {name: entry.findtext(f"{ATOM}{name}") for name in ("title", "summary", "published", "updated", "id")}
    moment = "2018-03-01T11:00:00+00:00"
    assert found == {
        "title": "Bedre & billigere",
        "summary": "Fra 3 &lt; 4.",
        "published": moment,
        "updated": moment,
        "id": f"urn:uuid:{article.translation_key}",
    }
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.attrib["href"] == f"http://testserver{article.url}"


def test_course_owners_write_news_and_partners_editors_do_not(client):
    programme = ProgrammePageFactory()
    owner, partner = UserFactory(), UserFactory()
    grant_role(user=owner, programme=programme, role=Role.COURSE_OWNER, by=None)
    organisation = OrganisationFactory()
    grant_role(user=partner, programme=programme, role=Role.PARTNER_EDITOR, organisation=organisation, by=None)
    index = NewsIndexPageFactory()
    # A group that somebody made for one programme is not one of its owners.
    GroupPagePermission.objects.create(
        group=Group.objects.create(name="Proofreaders"),
        page=programme,
        permission=Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore"),
    )
    for _again in range(2):
        open_to_owners(index=index)
    address = reverse("wagtailadmin_pages:add", args=["home", "newspage", index.pk])
    client.force_login(owner)
    form = read(client, address)
    assert form.select_one("#panel-child-content-lead-helptext, [id$=lead-helptext]")
    client.force_login(partner)
    assert client.get(address).status_code == 302
    # Those of a programme that comes later write and approve it as well.
    later = UserFactory()
    grant_role(user=later, programme=ProgrammePageFactory(), role=Role.COURSE_OWNER, by=None)
    client.force_login(later)
    assert client.get(address).status_code == 200
    (task,) = index.get_workflow().tasks.specific()
    assert "Proofreaders" not in task.groups.values_list("name", flat=True)
    assert {user for group in task.groups.all() for user in group.user_set.all()} == {owner, later}


def test_recordings_are_followed_from_another_site_narrowed_as_their_page_is(client, django_assert_num_queries):
    """V29: each entry leads to the address that the recording has here."""
    module, partner = ModulePageFactory(), OrganisationFactory(name="NORSUS")
    older, theirs = make_recording(module), make_recording(module, responsible=partner)
    Recording.objects.filter(pk=older.pk).update(published_at=LONG_AGO)
    make_webinar(module)
    address = reverse("recordings_feed")

    def entries(query=""):
        with django_assert_num_queries(4):
            found = ElementTree.fromstring(client.get(address + query).content).findall(f"{ATOM}entry")
        return [str(link.attrib["href"]) for entry in found for link in entry.findall(f"{ATOM}link")]

    client.get(address)
    urls = [f"http://testserver{row.webinar.url}" for row in (theirs, older)]
    assert entries() == urls
    assert entries(f"?partner={partner.pk}") == urls[:1]


@pytest.mark.parametrize("editors_language", ["nb", "en"])
def test_a_page_that_gets_another_address_is_found_at_the_former_too(
    client, editors_language, django_capture_on_commit_callbacks
):
    """X3: redirects survive a rename, and so does the history."""
    article = published(NewsPageFactory(slug="first"))
    article.slug = "second"
    with override(editors_language), django_capture_on_commit_callbacks(execute=True):
        article = published(article)
    for language in ("nb", "en"):
        with override(language):
            old, new = (reverse("wagtail_serve", args=[f"news/{slug}/"]) for slug in ("first", "second"))
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)
    assert client.get("/news/never/").status_code == 404
    assert article.revisions.count() == 2
