"""Files that search engines and browsers request by themselves."""

import datetime as dt

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import translation


def test_search_engines_read_all_but_what_is_somebody_s_own(client: Client) -> None:
    response = client.get("/robots.txt")
    closed = {line.removeprefix("Disallow: ") for line in response.content.decode().splitlines()[1:]}

    assert response.headers["Content-Type"].startswith("text/plain")
    for language in ("nb", "nn", "sv", "en"):
        with translation.override(language):
            own = [reverse(name) for name in ("my_page", "account_login", "my_details")]
            shared = [reverse(name) for name in ("catalogue", "recordings", "register")]
        assert all(address.startswith(tuple(closed)) for address in own)
        assert not any(address.startswith(tuple(closed)) for address in shared)


@pytest.mark.django_db
def test_browser_finds_the_mark_where_it_has_always_been(client: Client) -> None:
    address = client.get("/favicon.ico").headers["Location"]

    assert finders.find(address.removeprefix("/static/"))


def test_search_engines_are_told_where_the_addresses_are(client: Client) -> None:
    assert f"Sitemap: http://testserver{reverse('sitemap')}" in client.get("/robots.txt").content.decode().splitlines()


@pytest.mark.django_db
def test_who_finds_a_hole_is_told_whom_to_write_to(client: Client, settings) -> None:
    """RFC 9116: a contact and a moment until when it holds, at the address where it is looked for."""
    address = "/.well-known/security.txt"
    assert client.get(address).status_code == 404
    settings.SECURITY_CONTACTS = ["mailto:security@example.org", "https://example.org/security"]
    settings.SECURITY_EXPIRES = dt.date(2031, 1, 1)
    response = client.get(address)
    lines = [line.partition(": ")[::2] for line in response.content.decode().splitlines()]
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert [value for name, value in lines if name == "Contact"] == settings.SECURITY_CONTACTS
    assert [dt.datetime.fromisoformat(value).year for name, value in lines if name == "Expires"] == [2031]
    assert ("Canonical", f"http://testserver{address}") in lines
