"""Standard pages."""

import pytest

from content.models import StandardPage
from tests.factories import HomePageFactory, ProgrammePageFactory
from tests.html import flaws, read, words

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def privacy():
    page = StandardPage(
        title="Personvern", slug="personvern", lead="Kort sagt.", body=[("paragraph", "<p>Vi ber om lite.</p>")]
    )
    return HomePageFactory().add_child(instance=page)


def test_it_is_set_as_it_was_written(client, privacy):
    page = read(client, privacy.url)
    assert words(page.h1) == "Personvern"
    assert words(page.select_one(".lead")) == "Kort sagt."
    assert words(page.select_one(".prose p")) == "Vi ber om lite."
    assert flaws(page) == []


def test_its_frame_is_that_of_the_one_programme(client, privacy):
    ProgrammePageFactory(short_title="Grønn omstilling")
    assert words(read(client, privacy.url).select_one(".brand__name")) == "Grønn omstilling"
    ProgrammePageFactory()
    assert words(read(client, privacy.url).select_one(".brand__name")) == "Løft"
