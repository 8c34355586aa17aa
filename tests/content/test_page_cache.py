"""Public pages are cached, and never served after what they show has changed."""

import datetime as dt
import threading

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from content import changes, schedule, validity
from content.models import Change, GlossaryEntry, Theme
from content.page_cache import PageCacheMiddleware, same_for_everybody
from courses.models import ModulePage, Session
from people.models import Organisation
from tests.factories import (
    ModulePageFactory,
    ParticipantFactory,
    RegistrationFactory,
    ThemeFactory,
    UserFactory,
)
from tests.factories.programme import make_recording, make_webinar
from webinars.models import Recording, WebinarPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_kept():
    for name in ("answers", "filtered answers"):
        caches[name].clear()


def is_kept(client, address, **headers):
    """Whether the next response comes from the cache.

    That takes one query for the generation, and once after a change another for the next scheduled change.
    """
    with CaptureQueriesContext(connection) as asked:
        kept = hasattr(client.get(address, **headers).wsgi_request, "kept_route")
    assert len(asked) <= 2 or not kept
    return kept


def elsewhere(work):
    """Run in another thread with its own connection, like another process."""

    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


@pytest.mark.database
def test_each_change_shows_with_the_next_request(client, monkeypatch):
    webinar = make_webinar(ModulePageFactory(title="Modulen"), title="As it was", session={"capacity": 30})
    make_recording(ModulePage.objects.get())
    Recording.objects.update(published_at=None)
    ThemeFactory(slug="klima", name_nb="Klima")
    GlossaryEntry.objects.create(slug="epd", term="Miljødeklarasjon", text="Som det var.")
    session = Session.objects.get(activity=webinar)

    def edit():
        page = WebinarPage.objects.get(pk=webinar.pk)
        page.title = "As it is now"
        page.save_revision().publish()

    def by_the_clock():
        page = WebinarPage.objects.get(pk=webinar.pk)
        page.title = "Published by the clock"
        page.go_live_at = timezone.now() + dt.timedelta(minutes=5)
        page.save_revision().publish()
        later = timezone.now() + dt.timedelta(hours=1)
        with monkeypatch.context() as patch:
            patch.setattr(timezone, "now", lambda: later)
            schedule.publish_what_is_due()

    def in_bulk():
        pages = list(WebinarPage.objects.all())
        for page in pages:
            page.abstract_text = "Changed with others."
        WebinarPage.objects.bulk_update(pages, ["abstract_text"])

    pages = {
        "webinar": webinar.url,
        "module": ModulePage.objects.get().url,
        "catalogue": reverse("catalogue"),
        "filtered": f"{reverse('catalogue')}?kind=webinar",
        "recordings": reverse("recordings"),
        "themes": reverse("themes"),
        "glossary": reverse("glossary"),
        "calendar": reverse("calendar_list"),
        "front": "/",
    }
    cases = [
        ("webinar", edit, "As it is now"),
        ("catalogue", lambda: elsewhere(by_the_clock), "by the clock"),
        ("filtered", lambda: WebinarPage.objects.filter(pk=webinar.pk).update(title="Quietly"), "Quietly"),
        ("webinar", in_bulk, "Changed with others."),
        ("webinar", lambda: RegistrationFactory.create_batch(3, session=session), None),
        ("calendar", lambda: Session.objects.filter(pk=session.pk).update(date="2099-03-01"), "2099"),
        ("recordings", lambda: Recording.objects.update(published_at=timezone.now()), None),
        ("themes", lambda: Theme.objects.get(slug="klima").delete(), None),
        ("themes", lambda: ThemeFactory(slug="natur", name_nb="Natur og areal"), "Natur og areal"),
        (
            "glossary",
            lambda: elsewhere(lambda: GlossaryEntry.objects.update(text_nb="Ny forklaring.")),
            "Ny forklaring.",
        ),
        ("recordings", lambda: WebinarPage.objects.exclude(pk=webinar.pk).get().delete(), None),
        ("module", lambda: ModulePage.objects.get().unpublish(), None),
    ]
    for name, change, text in cases:
        address = pages[name]
        before = client.get(address).content.decode()
        assert is_kept(client, address), name
        change()
        assert not is_kept(client, address), name
        after = client.get(address).content.decode()
        assert before != after
        assert text is None or (text in after and text not in before), text


@pytest.mark.database
def test_what_is_taken_back_was_never_kept_and_changes_nothing(client):
    webinar = make_webinar(ModulePageFactory(), title="As it was")
    client.get(webinar.url)
    with transaction.atomic():
        WebinarPage.objects.update(title="Never")
        assert "Never" in client.get(webinar.url).content.decode()
        transaction.set_rollback(True)
    assert "Never" not in client.get(webinar.url).content.decode()
    assert is_kept(client, webinar.url)


def test_a_change_is_noted_once_in_a_transaction_and_again_where_the_first_was_taken_back():
    theme = ThemeFactory()
    Change.objects.all().delete()
    with transaction.atomic():
        with transaction.atomic():
            theme.save()
            theme.save()
            transaction.set_rollback(True)
        assert Change.objects.count() == 0
        for _ in range(3):
            theme.save()
    assert Change.objects.count() == 1
    theme.save()
    assert Change.objects.count() == 2


def test_what_no_visitor_is_shown_changes_nothing():
    participant = ParticipantFactory()
    before = validity.generation()
    participant.name = "Another"
    participant.save()
    UserFactory()
    assert validity.generation() == before
    RegistrationFactory(participant=participant)
    between = validity.generation()
    ParticipantFactory(organisation=Organisation.objects.first()).registrations.all().delete()
    RegistrationFactory(
        participant=ParticipantFactory(organisation=Organisation.objects.first()), session=Session.objects.first()
    )
    now = validity.generation()
    assert (now.whole != between.whole, now.besides_seats == between.besides_seats) == (True, True)


def test_an_answer_made_before_a_change_is_not_given_after_it(rf):
    """Who has read the old, and is done only when another has published the new."""
    theme = ThemeFactory(name="Old")
    in_between = []

    @same_for_everybody()
    def slow(request):
        name = Theme.objects.get(pk=theme.pk).name
        for work in in_between:
            elsewhere(work)
        return HttpResponse(name)

    answer = PageCacheMiddleware(slow)
    in_between.append(lambda: Theme.objects.filter(pk=theme.pk).update(name_nb="New"))
    assert answer(rf.get("/slow/")).content == b"Old"
    in_between.clear()
    assert answer(rf.get("/slow/")).content == b"New"


def test_only_what_is_everybodys_is_kept(client):
    webinar = make_webinar(ModulePageFactory())
    address = webinar.url
    client.get(address)
    assert is_kept(client, address)
    assert not is_kept(client, address, HTTP_ACCEPT_ENCODING="gzip")
    assert is_kept(client, address, HTTP_ACCEPT_ENCODING="gzip")
    for other in (f"{address}?utm_source=letter", f"{reverse('catalogue')}?text=klima", reverse("account_login")):
        client.get(other)
        assert not is_kept(client, other), other
    for _ in range(2):
        assert not is_kept(client, address, HTTP_HX_REQUEST="invented")
    for name in ("catalogue", "recordings"):
        client.get(reverse(name))
        assert not is_kept(client, reverse(name), HTTP_HX_REQUEST="true")
        assert b"<html" in client.get(reverse(name)).content
    client.force_login(UserFactory())
    assert not is_kept(client, address)
    signed_in = client.get(address)
    assert signed_in["Cache-Control"] == "private, no-cache"
    assert reverse("my_page").encode() in signed_in.content
    client.logout()
    assert is_kept(client, address)


def test_a_browser_asks_and_is_told_that_nothing_has_changed(client):
    address = make_webinar(ModulePageFactory()).url
    first = client.get(address)
    assert first["Cache-Control"] == "no-cache"
    for method in (client.get, client.head):
        again = method(address, HTTP_IF_NONE_MATCH=first["ETag"])
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    WebinarPage.objects.update(abstract_text="Something else.")
    assert client.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 200


def test_an_answer_holds_until_the_clock_changes_it():
    now = timezone.now().replace(hour=8, minute=0, second=0, microsecond=0)
    assert validity.next_scheduled_change(now) == now + validity.LONGEST
    webinar = make_webinar(ModulePageFactory(), session={"starts_at": now + dt.timedelta(minutes=9), "ends_at": None})
    assert validity.next_scheduled_change(now) == now + dt.timedelta(minutes=9)
    recording = Recording.objects.create(webinar=webinar, published_at=now + dt.timedelta(minutes=2))
    assert validity.next_scheduled_change(now) == recording.published_at
    midnight = timezone.make_aware(dt.datetime.combine(timezone.localdate(now) + dt.timedelta(1), dt.time()))
    assert validity.next_scheduled_change(midnight - dt.timedelta(minutes=1)) == midnight


def test_old_rows_are_swept_away_once_there_are_many_and_no_generation_comes_back():
    memo = validity.Memo()
    Change.objects.all().delete()
    empty = validity.generation()
    memo.put(empty, "made before")
    Change.objects.bulk_create(
        Change(whole=n, besides_seats=n, made_at=timezone.now() - dt.timedelta(hours=2))
        for n in range(changes.MOST_ROWS + 1)
    )
    many = validity.generation()
    changes.sweep()
    assert Change.objects.filter(made_at__lt=timezone.now() - dt.timedelta(hours=1)).count() == 0
    now = validity.generation()
    assert now.whole not in (empty.whole, many.whole)
    assert memo.get(now) is None
    changes.sweep()
    assert validity.generation() == now


def test_what_a_process_holds_ends_as_every_answer_does_whoever_wrote_past_us(monkeypatch):
    memo, now = validity.Memo(), timezone.now()
    generation = validity.generation()
    assert memo.get(generation) is None
    memo.put(generation, "made")
    assert memo.get(generation) == "made"
    monkeypatch.setattr(timezone, "now", lambda: now + validity.LONGEST + dt.timedelta(minutes=1))
    assert memo.get(generation) is None
