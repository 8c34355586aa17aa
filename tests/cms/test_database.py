"""The test database has the same settings as production: transaction mode, collation and initial rows."""

import pytest
from django.db import connection, transaction
from wagtail.models import Page, Site

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def test_sqlite_takes_the_write_lock_when_a_transaction_begins() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL locks rows")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (5000,)
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_search_without_regard_to_case_knows_the_norwegian_letters() -> None:
    root = Page.objects.get(depth=1)
    root.add_child(instance=Page(title="Åpen økt om ærlighet", slug="apen"))

    assert Page.objects.filter(title__icontains="ÅPEN ØKT OM ÆR").count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_in_the_next_and_the_first_rows_are_there(turn: int) -> None:
    assert Site.objects.count() == 1
    with transaction.atomic():
        Site.objects.all().delete()
        Page.objects.filter(depth=2).delete()

    assert (Site.objects.count(), Page.objects.count()) == (0, 1)
