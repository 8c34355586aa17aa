"""Unpublishing pages warns about affected participants and deletes none of their data."""

import pytest
from django.urls import reverse

from attendance.models import Registration
from tests.factories import RegistrationFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_unpublishing_says_first_how_many_have_signed_up(client):
    client.force_login(UserFactory(is_superuser=True))
    session = SessionFactory()
    for state in ("registered", "registered", "waiting", "cancelled"):
        RegistrationFactory(session=session, state=state)
    page = session.activity
    module = page.get_parent()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    addresses = [reverse("wagtailadmin_pages:unpublish", args=[one.pk]) for one in (page, module)]
    for address in (*addresses, f"{bulk}?id={page.pk}"):
        sentences = next(layer["sentences"] for layer in _layers(client.get(address)) if "sentences" in layer)
        assert "3" in sentences[0]
    client.post(addresses[0])
    page.refresh_from_db()
    assert not page.live
    assert Registration.objects.active().count() == 3


def _layers(response):
    return [layer for context in response.context for layer in context.dicts]
