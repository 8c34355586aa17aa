"""The style sheets: contrast in both colour schemes, and nothing that the CSP blocks."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static" / "css"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

TEXT = 4.5
SIGN = 3.0
PAIRS = [
    # text, ground, least contrast
    ("neutral-text-default", "neutral-background-default", TEXT),
    ("neutral-text-default", "neutral-surface-default", TEXT),
    ("neutral-text-default", "neutral-surface-tinted", TEXT),
    ("neutral-text-subtle", "neutral-background-default", TEXT),
    ("neutral-text-subtle", "neutral-background-tinted", TEXT),
    ("neutral-text-subtle", "neutral-surface-default", TEXT),
    ("neutral-text-subtle", "accent-surface-tinted", TEXT),
    ("neutral-text-subtle", "brand1-background-default", TEXT),
    ("neutral-border-default", "neutral-background-default", SIGN),
    ("neutral-border-default", "neutral-surface-default", SIGN),
    ("accent-text-subtle", "neutral-background-default", TEXT),
    ("accent-text-subtle", "neutral-surface-default", TEXT),
    ("accent-text-subtle", "accent-surface-tinted", TEXT),
    ("accent-text-subtle", "brand1-background-default", TEXT),
    ("accent-text-default", "accent-surface-tinted", TEXT),
    ("accent-base-contrast-default", "accent-base-default", TEXT),
    ("accent-base-contrast-default", "accent-base-hover", TEXT),
    ("accent-border-strong", "neutral-surface-default", SIGN),
    ("brand1-text-subtle", "neutral-surface-default", TEXT),
    ("brand1-text-subtle", "brand1-background-default", TEXT),
    ("brand1-text-default", "brand1-surface-tinted", TEXT),
    ("brand1-base-contrast-default", "brand1-base-default", TEXT),
    ("brand2-text-default", "brand2-background-default", TEXT),
    ("brand2-text-subtle", "brand2-background-default", TEXT),
    ("brand2-base-default", "brand2-background-default", TEXT),
    ("brand2-base-contrast-default", "brand2-base-default", TEXT),
]


def values(scheme: str) -> dict[str, str]:
    """The custom properties of a colour scheme; dark overrides light."""
    text = (CSS / "tokens.css").read_text()
    first = dict(re.findall(r"--([\w-]+):\s*([^;]+);", text.split("}")[0]))
    if scheme == "light":
        return first
    dark = text.split("(prefers-color-scheme: dark)")[1].split("{", 2)[2].split("}")[0]
    return first | dict(re.findall(r"--([\w-]+):\s*([^;]+);", dark))


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_contrast(scheme, front, ground, least):
    roles = values(scheme)
    assert contrast(roles[f"ds-color-{front}"], roles[f"ds-color-{ground}"]) >= least


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_progress_stands_out_from_its_track(scheme):
    roles = values(scheme)
    assert contrast(roles["loft-progress"], roles["loft-track"]) >= SIGN


def test_dark_answers_every_colour_of_light():
    light, dark = values("light"), values("dark")
    same = {name for name, value in light.items() if value.startswith("#") and dark[name] == value}
    assert same == set()


def test_templates_hold_no_inline_style_and_no_inline_script():
    inline = re.compile(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)")
    ours = [template for template in TEMPLATES if "emails" not in template.parts]  # mail programs read no style sheet
    assert len(ours) > 100
    assert [str(template.relative_to(ROOT)) for template in ours if inline.search(template.read_text())] == []


def test_a_link_that_opens_a_window_says_so():
    """F21"""
    opening = re.compile(r'<a\b[^>]*target="_blank".*?</a>', re.DOTALL)
    links = [link for template in TEMPLATES for link in opening.findall(template.read_text())]
    assert links
    assert [link for link in links if "(opens in a new window)" not in link] == []


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_style_sheets_ask_no_other_host(sheet):
    assert not re.search(r"https?://|@import", sheet.read_text())
