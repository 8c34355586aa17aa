"""Name, logo and colours of a site: two sites on one server, and no unreadable colours."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Site

from content.colours import Choice, Palette, nearest, refusal
from content.colours.palette import MUST_BE_SEEN
from content.colours.space import contrast
from content.colours.tokens import colours
from content.models import SiteSettings
from tests.content.test_look import PAIRS
from tests.factories import HomePageFactory, ProgrammePageFactory
from tests.html import flaws, parse, read, words

BLUE, PLUM, YELLOW = "#0062ba", "#8a1c5b", "#ffd400"
SCHEMES = ["light", "dark"]


@pytest.fixture
def two_sites():
    """Two sites by host, each with its own settings."""
    home = HomePageFactory()
    ProgrammePageFactory(parent=home, short_title="Grønn omstilling")
    Site.objects.update(is_default_site=False)
    for host, name, colour in (("testserver", "Løft i vest", BLUE), ("ost.example.org", "Løft i øst", PLUM)):
        site, _made = Site.objects.update_or_create(
            hostname=host, defaults={"port": 80, "root_page": home, "is_default_site": host == "testserver"}
        )
        SiteSettings.objects.create(site=site, name=name, colour=colour)


@pytest.mark.django_db
def test_two_sites_of_a_server_have_names_and_colours_of_their_own(client, two_sites, settings):
    settings.ALLOWED_HOSTS = ["testserver", "ost.example.org"]
    found = {}
    for host in settings.ALLOWED_HOSTS:
        response = client.get("/catalogue/", headers={"host": host})
        page = parse(response)
        assert flaws(page) == []
        own = page.select_one('link[rel="stylesheet"][href^="/theme/"]')["href"]
        sheet = client.get(own, headers={"host": host})
        assert (sheet.status_code, sheet.headers["Content-Type"]) == (200, "text/css")
        assert "immutable" in sheet.headers["Cache-Control"]
        base = re.search(r"--ds-color-accent-base-default:(#\w+)", sheet.content.decode())
        icon = client.get(page.select_one('link[rel="icon"]')["href"]).content.decode()
        found[host] = (words(page.select_one(".brand__name")), base[1], "#113c30" in icon)
    assert found == {"testserver": ("Løft i vest", BLUE, False), "ost.example.org": ("Løft i øst", PLUM, False)}


@pytest.mark.django_db
def test_a_site_that_chose_nothing_asks_for_no_style_sheet_of_its_own(client):
    ProgrammePageFactory(short_title="Grønn omstilling")
    page = read(client, "/catalogue/")
    assert not [link for link in page.select('link[rel="stylesheet"]') if link["href"].startswith("/theme/")]
    assert words(page.select_one(".brand__name")) == "Grønn omstilling"


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore:Exception ignored in. <function SpooledTemporaryFile")  # Wagtail leaves them open.
def test_a_logo_stands_at_its_size_and_does_not_say_the_name_twice(client):
    ProgrammePageFactory()
    image = get_image_model().objects.create(title="Logo", file=get_test_image_file(size=(400, 200)))
    SiteSettings.objects.create(site=Site.objects.get(), name="Løft i vest", logo=image)
    logo = read(client, "/catalogue/").select_one(".brand img")
    assert (logo["alt"], logo["width"], logo["height"]) == ("", "96", "48")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "colour", "figure"),
    [("colour", YELLOW, "1.36"), ("colour", "#808080", "3.96"), ("colour_dark", BLUE, "2.")],
)
def test_a_colour_of_too_low_contrast_is_refused_with_its_figure_and_one_that_passes(
    admin_client, field, colour, figure
):
    site = Site.objects.get()
    typed = {"colour": BLUE, field: colour, "news_old_after_months": 24, "name": "Kept"}
    address = reverse("wagtailsettings:edit", args=["content", "sitesettings", site.pk])
    response = admin_client.post(address, typed, headers={"accept-language": "en"})
    [message] = response.context["form"].errors[field]
    scheme = "dark" if field == "colour_dark" else "light"
    assert figure in message.replace(",", ".")
    assert nearest(colour, scheme) in message
    assert refusal(nearest(colour, scheme), scheme) is None
    assert not SiteSettings.objects.exclude(colour="").exists()


@pytest.mark.django_db
def test_e_mails_and_cards_have_the_name_and_the_colour(client, two_sites, mailoutbox):
    before = read(client, "/catalogue/").select_one('meta[property="og:image"]')["content"]
    client.post(reverse("account_request_login_code"), {"email": "tone@example.org"})
    [(body, _kind)] = mailoutbox[0].alternatives
    assert "Løft i vest" in body
    assert f".button {{ background: {BLUE}; color: #ffffff; }}" in body
    assert client.get(before).headers["Content-Type"] == "image/png"
    row = SiteSettings.objects.get(name="Løft i vest")
    row.colour = PLUM
    row.save()
    assert read(client, "/catalogue/").select_one('meta[property="og:image"]')["content"] != before


@pytest.mark.django_db
def test_a_colour_may_be_written_in_any_way_and_nonsense_is_refused():
    row = SiteSettings(site=Site.objects.get(), colour="0062BA")
    row.clean()
    assert row.colour == BLUE
    for nonsense in ("blue", "#12", "red;}body{display:none"):
        row.colour = nonsense
        with pytest.raises(ValidationError):
            row.clean()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["ffd400/auto", "0062ba/0062ba", "javascript/auto", "0062ba/red"])
def test_the_style_sheet_of_a_colour_that_nobody_could_choose_is_not_there(client, address):
    colour, dark = address.split("/")
    assert client.get(reverse("site_colours", args=["old", colour, dark])).status_code == 404


def test_the_colour_that_the_site_has_anyway_changes_nothing():
    assert Palette.of(Choice("#17543f")) == Palette({}, {})


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_what_is_made_of_a_colour_can_be_read_wherever_it_stands(light, dark):
    chosen = [nearest(f"#{one:06x}", scheme) for one, scheme in zip((light, dark), SCHEMES, strict=True)]
    for choice in (Choice(*chosen), Choice(chosen[0])):
        for scheme in SCHEMES:
            own = colours(scheme) | getattr(Palette.of(choice), scheme)
            pairs = [(f"ds-color-{one}", f"ds-color-{other}", ratio) for one, other, ratio in PAIRS]
            pairs += [(name, ground, ratio) for name, grounds, ratio in MUST_BE_SEEN for ground in grounds]
            faint = [(choice, *pair) for pair in pairs if contrast(own[pair[0]], own[pair[1]]) < pair[2]]
            assert faint == []


@pytest.mark.django_db
def test_the_preview_measures_what_is_typed_and_shows_only_what_passes(admin_client):
    address = reverse("look_preview")
    shown = read(admin_client, address, colour=PLUM, dark="")
    assert shown.select("link[rel=stylesheet]")[-1]["href"].endswith("?colour=%238a1c5b&dark=")
    assert len(shown.select(".look__said p")) == 1
    refused = read(admin_client, address, colour=YELLOW, dark="nonsense")
    assert refused.select("link[rel=stylesheet]")[-1]["href"].endswith("?colour=&dark=")
    assert nearest(YELLOW, "light") in words(refused.select_one(".look__said"))
    assert len(refused.select(".look__said strong")) == 2
    sheet = admin_client.get(reverse("look_samples"), {"colour": PLUM}).content.decode()
    assert sheet.count(f"--ds-color-accent-base-default:{PLUM}") == 1
