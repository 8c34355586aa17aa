"""Rows are found by their place in the tree."""

import pytest
from django.db.models import OuterRef, Subquery
from wagtail.models import Page

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_under_finds_a_page_and_all_below_it_and_nothing_beside_it():
    paths = ["0001000A", "0001000A0001", "0001000AZZZZ00AA", "0001000B", "0001000a", "0001000", "00010"]
    content_type = Page.objects.get(depth=1).content_type
    locale = Page.objects.get(depth=1).locale
    Page.objects.filter(depth=2).delete()
    for path in paths:
        Page.objects.bulk_create(
            [Page(path=path, depth=2, title="%_", slug=path, content_type=content_type, locale=locale)]
        )
    found = Page.objects.filter(depth=2, path__under="0001000A").values_list("path", flat=True)
    assert sorted(found) == paths[:3]
    assert not Page.objects.filter(path__under="0001%").exists()
    inner = Page.objects.filter(path__under=OuterRef("path")).order_by("-path").values("path")[:1]
    assert Page.objects.annotate(last=Subquery(inner)).get(path="0001000A").last == paths[2]
