"""Covers are decorative and use the colours of the site: no colours, styles or texts of their own."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings

from content import art
from content.art import painting

ROLES = {"sand", "mist", "sage", "leaf", "moss", "pine", "night", "deep", "sun", "clay", "paper", "bright", "band"}
WARM = {"sun", "clay"}


def shapes(svg: str) -> list[ET.Element]:
    return [element for element in ET.fromstring(svg).iter() if element.get("class")]


@pytest.mark.parametrize("theme", art.MOTIFS)
@pytest.mark.parametrize("frame", art.FRAMES)
def test_cover_is_hidden_small_safe_to_crop_and_without_colour_or_style(theme, frame):
    for seed in range(6):
        svg = art.cover(theme, f"activity-{seed}", frame)
        root = ET.fromstring(svg)
        assert (root.get("aria-hidden"), root.get("preserveAspectRatio")) == ("true", "xMidYMid slice")
        assert len(svg) < 7_000
        assert not re.search(r'style=|fill="|stroke="|#[0-9a-f]{3}', svg)
        classes = {name for shape in shapes(svg)[1:] for name in shape.get("class").split()}
        assert {name.split("-", 1)[1] for name in classes} <= ROLES


@pytest.mark.parametrize("theme", art.MOTIFS)
def test_cover_fills_its_frame_before_anything_else(theme):
    first = shapes(art.cover(theme, "a", "wide"))[1]
    assert first.get("d") == "M0 0h640v360H0z"


@pytest.mark.parametrize("theme", art.MOTIFS)
def test_cover_of_the_same_activity_is_the_same_picture(theme):
    assert art.cover(theme, "a", "wide") == art.cover(theme, "a", "wide")


@pytest.mark.parametrize("theme", art.MOTIFS)
def test_covers_of_neighbours_differ(theme):
    pictures = [art.cover(theme, f"activity-{n}", "wide") for n in range(8)]
    assert len(set(pictures)) == len(pictures)


def test_a_theme_nobody_has_drawn_for_keeps_its_motif():
    motif = art.motif_of("noe-helt-nytt")
    assert motif in art.MOTIFS.values()
    assert art.motif_of("noe-helt-nytt") is motif


def test_a_frame_nobody_knows_is_refused():
    with pytest.raises(KeyError):
        art.cover("taksonomi", "a", "round")


def test_a_seed_from_outside_never_reaches_the_markup():
    assert "<script" not in art.cover('"><script>', '"><script>', "wide")


def test_the_last_hill_of_the_hero_is_the_colour_of_the_band():
    assert shapes(art.hero_hills())[-1].get("class") == "art-band"
    assert shapes(art.footer_hill())[-1].get("class") == "art-band"


@pytest.mark.parametrize("drawing", [art.hero_hills, art.footer_hill, art.vignette, art.mark])
def test_a_landscape_is_well_formed_and_hidden(drawing):
    assert ET.fromstring(drawing()).get("aria-hidden") == "true"


def test_what_is_painted_has_the_colours_of_the_pages():
    css = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
    light = dict(reversed(re.findall(r"--art-([a-z]+): ([^;]+);", css)))
    light = {name: light[value[10:-1]] if value.startswith("var(--art-") else value for name, value in light.items()}
    assert light == painting.COLOURS
