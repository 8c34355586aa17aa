"""Scheduled publishing and unpublishing by the task worker; drafts are kept."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from content import workers
from tests.factories import SessionFactory, UserFactory
from tests.webinars.test_page_form import fields
from webinars.models import WebinarPage

pytestmark = pytest.mark.django_db


def test_page_is_published_and_taken_back_at_its_times(client, monkeypatch):
    client.force_login(UserFactory(is_superuser=True))
    page = SessionFactory(capacity=9, activity__title="Før").activity
    page.save_revision().publish()
    moment = timezone.localtime() + dt.timedelta(hours=1)
    times = {"go_live_at": moment, "expire_at": moment + dt.timedelta(hours=1)}
    values = {name: f"{value:%Y-%m-%d %H:%M}" for name, value in times.items()}
    session = {"capacity": "9", "live_minutes": "60"}
    data = fields(title="Etter", slug=page.slug, **session, **values, **{"action-publish": "on"})
    assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code == 302

    def at(now):
        monkeypatch.setattr(timezone, "now", lambda: now)
        workers.recover_tasks()
        row = WebinarPage.objects.get(pk=page.pk)
        return row.title, row.live

    assert at(moment - dt.timedelta(minutes=5)) == ("Før", True)
    assert at(moment + dt.timedelta(minutes=5)) == ("Etter", True)
    assert at(moment + dt.timedelta(minutes=65)) == ("Etter", False)
    assert page.sessions.get().capacity == 9


def test_draft_is_seen_by_nobody_and_history_keeps_it(client):
    client.force_login(UserFactory(is_superuser=True))
    page = SessionFactory(activity__title="Før").activity
    data = fields(title="Kladd", slug=page.slug, live_minutes="60")
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert WebinarPage.objects.get(pk=page.pk).title == "Før"
    revision = page.revisions.get()
    assert revision.content["title"] == "Kladd"
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision.pk]) in history.content.decode()
