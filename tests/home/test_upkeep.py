"""Wagtail's search index and reference index, which other tests disable."""

import pytest
from wagtail.models import Page, ReferenceIndex

from content.models import FactsBox
from tests.factories.programme import make_programme

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_every_kind_of_page_is_found_by_its_title_and_known_where_it_uses_a_facts_box(upkeep):
    made = make_programme()
    for number, page in enumerate(made.one_of_each):
        page.title = f"Kvitfjell{number}"
        page.save()
        assert [found.pk for found in Page.objects.search(page.title)] == [page.pk]
    used_by = {int(row.object_id) for row in ReferenceIndex.get_references_to(FactsBox.objects.get())}
    assert {made.programme.pk, made.coming[0].pk, made.gatherings[0].pk} <= used_by
