import pytest
from wagtail.models import Page, Site


@pytest.mark.database
@pytest.mark.django_db
def test_a():
    assert Site.objects.count() >= 0
    assert Page.objects.count() >= 1


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_b():
    Page.objects.all().delete()


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
def test_c(client):
    assert Page.objects.count() >= 1
    assert client.get("/health/").status_code == 200
