"""The page form of gatherings: days with sessions, admission and the rule are saved as rows with the page."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, WorkflowState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from attendance.actions import register
from courses.actions import grant_role
from courses.models import Role, Session
from courses.protection import SESSION_HAS_FACTS
from courses.requirements import requirements_of
from gatherings.forms import page as page_form
from gatherings.models import Admission, AgendaItem, GatheringPage
from tests.factories import OrganisationFactory, ParticipantFactory, ProgrammePageFactory, UserFactory
from tests.factories.programme import make_gathering

pytestmark = pytest.mark.django_db
FIRST = timezone.localdate() + dt.timedelta(days=20)


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def rows(values, initial):
    """The form data of a formset: the management form and the values of each row."""
    data = {"TOTAL_FORMS": len(values), "INITIAL_FORMS": initial}
    return {**data, **{str(number): row for number, row in enumerate(values)}}


def day(date, *entries, initial=0, **more):
    return {"date": date.isoformat(), "entries": rows(entries, initial), **more}


def entry(title, starts, ends, **more):
    return {"title": title, "starts": starts, "ends": ends, "kind": "talk", **more}


def fields(days, initial=0, **changes):
    return nested_form_data(
        {
            "title": "Samling",
            "slug": "samling",
            "goal": "Møtes.",
            "venue": "Demohallen",
            "rooms": inline_formset([]),
            "body": streamfield([]),
            "facts_boxes": streamfield([]),
            "comments": inline_formset([]),
            "has_waiting_list": "on",
            "days": rows(days, initial),
            "action-publish": "on",
            **changes,
        }
    ) | {name: value for name, value in changes.items() if isinstance(value, list)}


def stored(admin, page):
    """The form data of the stored days, to be changed."""
    days = admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"].days
    return [
        {**values(one), "entries": rows([values(entry) for entry in one.entries], len(one.entries))} for one in days
    ]


def values(form):
    return {field.name: field.value() for field in form if field.value() not in (None, False)}


def send(admin, page, days, **changes):
    values = {"slug": page.slug, "capacity": 110, "max_per_organisation": 3, "venue": page.venue, **changes}
    return admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields(days, initial=len(days), **values))


def test_gathering_is_made_in_one_go(admin):
    partner = OrganisationFactory(name="NORSUS")
    second = FIRST + dt.timedelta(days=1)
    days = [
        day(second, starts="10:00", ends="12:00"),
        day(
            FIRST,
            entry("Lunsj", "12:00", "13:00", kind="meal"),
            entry("Åpning", "09:00", "10:00", speakers="Forsker (norsus)\nOrdfører", takes_registration="on"),
        ),
    ]
    address = reverse("wagtailadmin_pages:add", args=["gatherings", "gatheringpage", ProgrammePageFactory().pk])
    more = {"capacity": 40, "audience": ["company"], "needs_approval": "on", "needed_days": 1}
    response = admin.post(address, fields(days, **more))
    assert response.status_code == 302
    page = GatheringPage.objects.get()
    root = page.sessions.get(parent=None)
    assert (root.date, root.last_date, root.capacity, root.place) == (FIRST, second, 40, "Demohallen")
    assert [timezone.localtime(moment).hour for moment in (root.starts_at, root.ends_at)] == [9, 12]
    assert list(page.sessions.filter(level="session").order_by("order").values_list("title", "parent__date")) == [
        ("Åpning", FIRST),
        ("Lunsj", FIRST),
    ]
    item = AgendaItem.objects.get(session__title="Åpning")
    assert list(item.speakers.values_list("role", "organisation")) == [("Forsker", partner.pk), ("Ordfører", None)]
    admission = Admission.objects.get(session=root)
    assert (admission.audience, admission.needs_approval) == (["company"], True)
    assert requirements_of([page])[page.pk].days_needed == 1


@pytest.mark.parametrize(
    ("days", "changes", "where"),
    [
        ([day(FIRST), day(FIRST)], {}, "days"),
        ([day(FIRST, entry("Åpning", "10:00", "09:00"))], {}, "days"),
        ([day(FIRST, entry("Åpning", "09:00", "10:00", speakers="Forsker (Ingen)"))], {}, "days"),
        ([day(FIRST)], {"needed_days": 2}, "needed_days"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_saved(admin, days, changes, where):
    address = reverse("wagtailadmin_pages:add", args=["gatherings", "gatheringpage", ProgrammePageFactory().pk])
    form = admin.post(address, fields(days, **changes)).context["form"]
    if where == "days":
        assert [error for one in form.days for errors in (one.errors, *one.entries.errors) for error in errors]
    else:
        assert list(form.errors) == [where]
    assert not GatheringPage.objects.exists()


def test_saving_what_is_there_changes_nothing_and_tells_nobody(admin, django_capture_on_commit_callbacks):
    page = make_gathering(ProgrammePageFactory(), 2)
    root = page.sessions.get(parent=None)
    register(session=root, participant=ParticipantFactory(), by=None, notify=False)
    before = list(Session.objects.order_by("pk").values_list("pk", "date", "starts_at", "ends_at", "title", "parent"))
    with django_capture_on_commit_callbacks(execute=True):
        assert send(admin, page, stored(admin, page)).status_code == 302
    after = list(Session.objects.order_by("pk").values_list("pk", "date", "starts_at", "ends_at", "title", "parent"))
    assert after == before
    assert not mail.outbox


def test_moved_day_is_confirmed_and_told(admin, django_capture_on_commit_callbacks):
    page = make_gathering(ProgrammePageFactory())
    root = page.sessions.get(parent=None)
    participant = ParticipantFactory()
    register(session=root, participant=participant, by=None, notify=False)
    days = stored(admin, page)
    days[1]["date"] = (root.last_date + dt.timedelta(days=7)).isoformat()
    form = send(admin, page, days).context["form"]
    assert form.effects
    with django_capture_on_commit_callbacks(execute=True):
        assert send(admin, page, days, effects_confirmed=form.effects_key).status_code == 302
    assert [message.to for message in mail.outbox] == [[participant.email]]
    moved = root.last_date + dt.timedelta(days=7)
    assert set(Session.objects.filter(parent__date=moved).values_list("date", flat=True)) == {moved}
    root.refresh_from_db()
    assert root.last_date == moved


def test_day_that_somebody_has_registered_for_stays_and_says_why(admin):
    page = make_gathering(ProgrammePageFactory())
    root = page.sessions.get(parent=None)
    register(session=root, participant=ParticipantFactory(), by=None, notify=False)
    days = stored(admin, page)
    days[0]["DELETE"] = "on"
    form = send(admin, page, days).context["form"]
    assert str(SESSION_HAS_FACTS) in form.days[0].non_field_errors()
    assert page.sessions.filter(level="day").count() == 2


@pytest.mark.parametrize(("action", "live"), [("action-publish", False), ("action-submit", False), ("", True)])
def test_who_registers_while_the_day_is_removed_keeps_it_and_the_form_says_why(admin, monkeypatch, action, live):
    page = make_gathering(ProgrammePageFactory())
    grant_role(user=UserFactory(), programme=page.get_parent().specific, role=Role.COURSE_OWNER, by=None)
    register(session=page.sessions.get(parent=None), participant=ParticipantFactory(), by=None, notify=False)
    if not live:
        page.unpublish()
    days = stored(admin, page)
    days[0]["DELETE"] = "on"
    before = written(page)
    # The form is validated before somebody registers.
    monkeypatch.setattr(page_form, "session_refusal", lambda session: None)
    changes = {"title": "Another title", "action-publish": "", action or "action-save": "on"}
    asked = send(admin, page, days, **changes).context["form"]
    response = send(admin, page, days, effects_confirmed=asked.effects_key, **changes)
    assert (response.status_code, response.context["form"]["title"].value()) == (200, "Another title")
    assert str(SESSION_HAS_FACTS) in response.content.decode()
    assert written(page) == before


def written(page):
    """What saving would change: the page, its revisions, its days, and the log."""
    return (
        GatheringPage.objects.filter(pk=page.pk).values().get(),
        *(rows.count() for rows in (page.revisions, page.sessions, PageLogEntry.objects, WorkflowState.objects)),
    )


def test_day_that_concerns_nobody_goes_with_its_sessions(admin):
    page = make_gathering(ProgrammePageFactory())
    days = stored(admin, page)
    days[0]["DELETE"] = "on"
    assert send(admin, page, days).status_code == 302
    assert page.sessions.filter(level="day").count() == 1
    assert page.sessions.get(parent=None).last_date is None
