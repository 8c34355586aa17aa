"""What search engines and browsers ask for by themselves."""

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


def test_browser_finds_the_mark_where_it_has_always_been(client: Client) -> None:
    address = client.get("/favicon.ico").headers["Location"]

    assert finders.find(address.removeprefix("/static/"))
