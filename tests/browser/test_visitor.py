"""Journey 1: an anonymous visitor finds a recording, plays it, reads transcript and slides, and changes language."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from playwright.sync_api import BrowserContext, Page, expect
from wagtail.search import index

from tests.browser.conftest import FILM_SECONDS
from tests.factories import ModulePageFactory, OrganisationFactory, ProgrammePageFactory, ThemeFactory, TrackPageFactory
from tests.factories.programme import make_captions, make_gathering, make_recording, make_slides, make_webinar
from tests.factories.versions import translate
from webinars.models import Handout, Recording, WebinarPage

pytestmark = pytest.mark.django_db(transaction=True)

TITLE, IN_ENGLISH = "Strømmene i industrien", "The flows of industry"


@pytest.fixture
def webinar(film: bytes) -> WebinarPage:
    """The webinar to find among several activities."""
    programme = ProgrammePageFactory(short_title="Grønt løft")
    basic, advanced = (
        TrackPageFactory(parent=programme, number=number, title=title)
        for number, title in ((1, "Basisdelen"), (2, "Den avanserte delen"))
    )
    module = ModulePageFactory(parent=advanced, title="Industriell symbiose")
    theme, partner = ThemeFactory(slug="symbiose", name_nb="Symbiose"), OrganisationFactory(name="NORSUS")
    make_webinar(ModulePageFactory(parent=basic, title="Regnskap"), title="Klimaregnskap")
    make_gathering(programme, title="Vi møtes")
    make_recording(module, title="Et annet opptak", with_film=False)
    recording = make_recording(module, title=TITLE, responsible=partner, language="nb")
    recording.media.file.save("film.webm", ContentFile(film))
    Recording.objects.filter(pk=recording.pk).update(seconds=FILM_SECONDS)
    webinar = recording.webinar
    webinar.themes.set([theme])
    webinar.save()
    recording.captions.all().delete()
    said = make_captions(recording, "nb", [(2, "Kari", "Velkommen."), (40, "Ola", "Veksthuset fyrte med propan.")])
    index.insert_or_update_object(said)
    slides = Handout.objects.create(webinar=webinar, kind="slides", title="Lysark")
    make_slides(slides, 3, seconds=20)
    translate(webinar, "en", title=IN_ENGLISH)
    return webinar


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_visitor_finds_plays_reads_and_changes_language(
    page: Page,
    context: BrowserContext,
    webinar: WebinarPage,
    barriers: Callable[[Page], list[str]],
    size: str,
) -> None:
    # The two tracks stand side by side, below one another on a phone.
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Grønt løft")
    places = [page.get_by_role("heading", name=name).bounding_box() for name in ("Basisdelen", "Den avanserte delen")]
    assert all(places)
    (left, right) = places
    assert (left["y"] == right["y"], left["x"] < right["x"]) == ((True, True) if size == "desk" else (False, False))

    # Narrows the catalogue down, each choice at once; one of them is taken back by its chip.
    page.goto("/catalogue/")
    count = page.locator("#results h2")
    expect(count).to_have_text(re.compile("4 treff"))
    box = page.get_by_role("checkbox", name=re.compile("^Opptak"))
    if size == "phone":
        expect(box).to_be_hidden()
        page.locator("summary").filter(has_text="Filtrer").click()
        for group in page.locator(".filter-group > summary").all():
            group.click()
    for choice, left_over in (
        ("Opptak", 2),
        ("Den avanserte delen", 2),
        ("NORSUS", 1),
        ("Symbiose", 1),
        ("Er holdt", 1),
    ):
        page.get_by_role("checkbox", name=re.compile(f"^{choice}")).check()
        expect(page.locator(".chips")).to_contain_text(choice)
        expect(count).to_have_text(re.compile(f"{left_over} treff"))
    page.get_by_role("searchbox").fill("STRØMMEN")
    expect(page.locator(".chips")).to_contain_text("STRØMMEN")
    expect(count).to_have_text(re.compile("1 treff"))
    if size == "phone":
        page.get_by_role("link", name="Vis treffene (1)").click()
        expect(page.locator("#results")).to_be_focused()
        expect(box).to_be_hidden()
    page.get_by_role("link", name="Fjern NORSUS").click()
    expect(page.locator(".chips")).not_to_contain_text("NORSUS")

    # From the recording to its module, and back with everything chosen as it was.
    page.get_by_role("link", name=TITLE).first.click()
    page.get_by_role("navigation", name="Du er her").get_by_role("link", name="Industriell symbiose").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Industriell symbiose")
    page.go_back()
    page.go_back()
    expect(count).to_have_text(re.compile("1 treff"))
    page.go_forward()

    # Plays it, reads what is said, opens what was shown.
    page.get_by_role("button", name="Spill av opptaket").click()
    page.get_by_role("link", name=re.compile("Veksthuset fyrte")).click()
    expect(page).to_have_url(re.compile(r"\?t=40#replikk-2$"))
    expect(page.locator(".slides [aria-current]")).to_contain_text("side 3")
    page.get_by_role("link", name=re.compile("side 2$")).click()
    expect(page).to_have_url(re.compile(r"\?t=20#player$"))

    # Reads on in English, at the same place, and finds what was said there.
    page.locator("footer").get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(IN_ENGLISH)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".transcript")).to_have_attribute("lang", "nb")
    page.get_by_role("banner").get_by_role("link", name="Search").first.click()
    page.get_by_role("searchbox").fill("propanen")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name=re.compile("Veksthuset fyrte")).click()
    expect(page).to_have_url(re.compile(r"/en/.*\?t=40&text=nb#replikk-2$"))
    expect(page.locator(".transcript [aria-current]")).to_contain_text("propan")
    assert barriers(page) == []

    # Nobody had to say who they are.
    assert settings.SESSION_COOKIE_NAME not in {cookie["name"] for cookie in context.cookies()}
