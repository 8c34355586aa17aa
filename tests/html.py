"""Parses pages and checks their markup."""

import itertools
from collections import Counter

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
DATA = "application/ld+json"
REFERENCES = ("aria-labelledby", "aria-describedby", "for", "aria-controls")


def read(client: Client, address: str, **parameters: object) -> BeautifulSoup:
    """The parsed page at this URL; asserts status 200."""
    return parse(client.get(address, parameters))


def parse(response: HttpResponse) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(tag: object) -> str:
    """The text with single spaces."""
    text = tag.get_text(" ") if tag is not None else ""  # type: ignore[attr-defined]
    return " ".join(text.split())


def links(tag: BeautifulSoup) -> set[str]:
    """The targets of all links, without fragments."""
    return {link["href"].split("#")[0] for link in tag.find_all("a", href=True)}


def flaws(page: BeautifulSoup) -> list[str]:
    """The markup errors of a page."""
    found = []
    if len(page.find_all("h1")) != 1:
        found.append(f"{len(page.find_all('h1'))} headings of the first level")
    levels = [int(tag.name[1]) for tag in page.main.find_all(HEADINGS)]
    found += [
        f"a heading of level {below} after one of {above}"
        for above, below in itertools.pairwise(levels)
        if below > above + 1
    ]
    found += [f"an empty heading: {tag}" for tag in page.find_all(HEADINGS) if not words(tag)]
    found += [
        f"an empty link: {tag}"
        for tag in page.find_all("a")
        if not words(tag) and not tag.find(attrs={"aria-label": True})
    ]
    found += [f"a link to nowhere: {tag}" for tag in page.find_all("a") if not tag.get("href")]
    for tag in page.find_all(True):
        found += [f"{name} in {tag.name}" for name in tag.attrs if name == "style" or name.startswith("on")]
        if tag.name == "style" or (tag.name == "script" and not tag.get("src") and tag.get("type") != DATA):
            found.append(f"inline {tag.name}")
    ids = [tag["id"] for tag in page.find_all(id=True)]
    found += [f"{count} times the id {name}" for name, count in Counter(ids).items() if count > 1]
    for name in REFERENCES:
        for tag in page.find_all(attrs={name: True}):
            found += [f"{name}={one} names nothing" for one in tag[name].split() if one not in ids]
    return found
