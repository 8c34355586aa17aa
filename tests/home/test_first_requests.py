"""The first request after a change rebuilds what is in memory, within the same limit of queries."""

import re

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from content.models import Theme
from tests.factories.people import UserFactory
from tests.factories.programme import make_programme
from tests.home.test_every_page import addresses, beside, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

ASKS = {
    "front": 10,
    "catalogue": 7,
    "recordings": 7,
    "programme": 9,
    "track": 6,
    "module": 6,
    "coming": 11,
    "held": 12,
    "lesson": 8,
    "gathering": 11,
    "calendar": 5,
    "calendar_list": 6,
    "coming_feed": 8,
    "search": 2,
    "themes": 6,
    "recordings_feed": 6,
    "news": 5,
    "news_feed": 4,
    "initiatives": 5,
    "accessibility": 9,
    "privacy": 4,
    "contact": 6,
    "glossary": 4,
    "sitemap": 8,
    "calendar file": 6,
    "theme": 9,
    "organisation": 10,
    "sitemap, pages": 2,
    "sitemap, lists": 7,
    "words": 9,
    "words searched": 9,
}

# What somebody asks who is signed in, has picked modules and registered. An account without a participant asks less.
ASKS_SIGNED_IN = {
    "front": 11,
    "catalogue": 9,
    "recordings": 10,
    "programme": 9,
    "track": 7,
    "module": 7,
    "coming": 10,
    "held": 10,
    "lesson": 8,
    "gathering": 11,
    "theme": 10,
    "organisation": 11,
    "words": 12,
    "words searched": 10,
}


def asked(client, address):
    """The number of queries after a change and with empty caches, without transaction statements."""
    for name in ("answers", "filtered answers"):
        caches[name].clear()
    Theme.objects.update(slug=F("slug"))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return sum(not re.match("BEGIN|COMMIT|SAVEPOINT|RELEASE", row["sql"]) for row in queries)


def test_the_first_request_after_a_change_asks_twelve_at_most(client):
    made = make_programme()
    ContentType.objects.get_for_models(*(type(page) for page in made.one_of_each))
    pages = {**addresses(made), **beside(made)}
    # What a process asks once: for sites, and what the database can.
    for name in ("front", "catalogue", "words", "words searched"):
        client.get(pages[name])
    visitor = {name: asked(client, address) for name, address in pages.items()}
    assert visitor == ASKS
    signed_in(client, made)
    client.get(pages["front"])
    own = {name: asked(client, pages[name]) for name in ASKS_SIGNED_IN}
    assert own == ASKS_SIGNED_IN
    client.force_login(UserFactory())
    client.get(pages["front"])
    others = {name: asked(client, pages[name]) for name in ASKS_SIGNED_IN}
    assert {name: count for name, count in others.items() if count > ASKS_SIGNED_IN[name]} == {}
    assert max(*visitor.values(), *own.values()) <= 12
