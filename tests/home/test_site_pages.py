"""Pages with generated content: accessibility, privacy, contact."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext, override
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Locale

from content.models import StandardPage
from gatherings.actions import KEPT as ANSWERS_KEPT
from home.actions import make_site_pages
from tests.factories import HomePageFactory, ModulePageFactory, UserFactory
from tests.factories.programme import make_recording
from tests.html import flaws, links, read, words
from webinars.models import Handout, Recording
from webinars.templatetags.webinar_tags import file_size

pytestmark = pytest.mark.django_db

NAMES = ("accessibility", "privacy", "contact")


@pytest.fixture
def module():
    return ModulePageFactory()


def recording_with_all(module, **fields):
    recording = make_recording(module, with_film=False)
    values = {"captions_required": ["nb"], "transcript_approved": True, "audio_description": "spoken", **fields}
    Recording.objects.filter(pk=recording.pk).update(**values)
    return recording


def lacking(client) -> dict[str, str]:
    page = read(client, reverse("accessibility"))
    return {words(row.h3): words(row.ul) for row in page.select("#lacking li > article")}


def test_each_is_made_once_in_the_languages_of_the_site(client, module):
    """X2: at one address in every language, linked from the foot of every page, and the owner's from then on."""
    Locale.objects.get_or_create(language_code="sv")
    home = module.get_ancestors()[1].specific
    assert set(make_site_pages(home=home)) == set(NAMES)
    page = StandardPage.objects.get(slug="contact", original=None)
    page.title = "Ring oss"
    page.save_revision().publish()
    assert make_site_pages(home=home) == {}
    for name in NAMES:
        shown = read(client, reverse(name))
        assert flaws(shown) == []
        assert {reverse(one) for one in NAMES} <= links(shown.footer)
    assert words(read(client, reverse("contact")).h1) == "Ring oss"
    with override("sv"):
        assert words(read(client, reverse("accessibility")).h1) == "Tillgänglighet"


@pytest.mark.database
def test_without_the_pages_what_the_site_knows_is_shown_all_the_same(client, module):
    for name in NAMES:
        assert flaws(read(client, reverse(name))) == []
    assert module.get_parent().get_parent().specific.contact.email in links_to_people(client)


def links_to_people(client) -> set[str]:
    return {link.removeprefix("mailto:") for link in links(read(client, reverse("contact")).main)}


@pytest.mark.database
def test_it_says_which_recording_lacks_what(client, module):
    """V15, V16"""
    whole = recording_with_all(module)
    late = recording_with_all(module)
    late.captions.all().delete()
    unread = recording_with_all(module, transcript_approved=False)
    old = recording_with_all(module, audio_description="", published_at=timezone.now().replace(year=2023))
    undecided = recording_with_all(module, audio_description="")
    slides = recording_with_all(module)
    Handout.objects.create(webinar=slides.webinar, kind="slides", title="Skann", is_accessible=False)
    hidden = recording_with_all(module, transcript_approved=False, published_at=timezone.now() + dt.timedelta(days=1))
    found = lacking(client)
    titles = [str(one.webinar) for one in (late, unread, undecided, slides)]
    assert sorted(found) == sorted(titles)
    assert not {str(one.webinar) for one in (whole, old, hidden)} & set(found)
    assert "Skann" in found[str(slides.webinar)]
    assert len({found[title] for title in titles}) == 4
    late.webinar.unpublish()
    assert str(late.webinar) not in lacking(client)


def test_what_several_lack_alike_is_said_once(client, module):
    recording_with_all(module, transcript_approved=False)
    slides = recording_with_all(module, transcript_approved=False)
    Handout.objects.create(webinar=slides.webinar, kind="slides", title="Skann", is_accessible=False)
    section = read(client, reverse("accessibility")).select_one("#lacking")
    assert [len(row.select(".points li")) for row in section.select("li > article")] == [1, 0]
    assert len(section.find_all("p")) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_they_ask_as_little_of_much_as_of_little(client, module, number, django_assert_num_queries):
    make_site_pages(home=module.get_ancestors()[1].specific)
    for _ in range(number):
        recording = recording_with_all(module, transcript_approved=False)
        Handout.objects.create(webinar=recording.webinar, kind="slides", title="Skann", is_accessible=False)
    for name, asks in zip(NAMES, (8, 3, 5), strict=True):
        client.get(reverse(name))
        with django_assert_num_queries(asks, info=name):
            assert client.get(reverse(name)).status_code == 200


def test_how_long_something_is_kept_is_what_the_code_goes_by(client, settings):
    settings.SESSION_COOKIE_AGE = 60 * 60 * 24 * 11
    HomePageFactory()
    page = words(read(client, reverse("privacy")).main)
    for number in (11, ANSWERS_KEPT.days):
        assert ngettext("%(number)s day", "%(number)s days", number) % {"number": number} in page
    assert settings.SESSION_COOKIE_NAME in page


def test_a_contact_person_is_replaced_in_one_place(client, module):
    """F19"""
    programme = module.get_parent().get_parent().specific
    person = programme.contact
    person.name, person.email = "Kari Ny", "kari.ny@example.org"
    person.save()
    for address in (reverse("contact"), programme.url):
        page = read(client, address)
        assert "Kari Ny" in words(page.main)
        assert "mailto:kari.ny@example.org" in links(page.main)


def test_a_link_to_a_file_in_a_text_says_its_type_and_size(client):
    """F20: from the file, in the number format of the page."""
    file = ContentFile(b"x" * 298_803, name="plan.pdf")
    document = get_document_model().objects.create(title="Plan", file=file)
    text = f'<p>Les <a linktype="document" id="{document.pk}">planen</a>.</p>'
    page = StandardPage(title="Om", slug="om", lead="Les.", body=[("paragraph", text)])
    HomePageFactory().add_child(instance=page)
    assert read(client, page.url).select_one(".prose a")["data-file"] == f"PDF, {file_size(298_803)}"
    with override("en"):
        assert read(client, page.url).select_one(".prose a")["data-file"] == "PDF, 292 kB"


def test_document_is_had_by_the_address_that_asks_who_may_have_it_and_by_no_other(client):
    document = get_document_model().objects.create(title="Plan", file=ContentFile(b"x", name="plan.pdf"))
    assert client.get(document.url).getvalue() == b"x"
    for address in (document.file.url, document.file.url.replace("documents/", "images/../documents/")):
        assert client.get(address).status_code == 404
    restriction = CollectionViewRestriction(collection=document.collection, restriction_type="login")
    restriction.save()
    assert client.get(document.url).status_code == 302


def test_document_that_a_browser_would_run_is_refused(client):
    client.force_login(UserFactory(is_superuser=True))
    answer = client.post(
        reverse("wagtaildocs:add"), {"title": "Side", "file": SimpleUploadedFile("side.html", b"<script>1</script>")}
    )
    assert "file" in answer.context["form"].errors
    assert not get_document_model().objects.exists()
