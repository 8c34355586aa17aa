"""The page form of webinars: dates, seats and the rule take effect at once and are not part of revisions."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from attendance.models import Registration
from courses.actions import grant_role
from courses.models import CompletionRule, Role, Session
from progress.models import Completion
from tests.attendance.recording import record_attendance
from tests.factories import (
    ModulePageFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    RegistrationFactory,
    SessionFactory,
    UserFactory,
    WebinarPageFactory,
)
from webinars.models import WebinarPage

pytestmark = pytest.mark.django_db
NEXT_WEEK = timezone.localdate() + dt.timedelta(days=7)


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def fields(**changes):
    return nested_form_data(
        {
            "title": "Sirkulærøkonomi",
            "slug": "sirkularokonomi",
            "abstract_text": "Hva det handler om.",
            "language": "nb",
            "speakers": inline_formset([]),
            "body": streamfield([]),
            "facts_boxes": streamfield([]),
            "comments": inline_formset([]),
            "date": NEXT_WEEK.isoformat(),
            "starts": "09:00",
            "ends": "10:00",
            "has_waiting_list": "on",
            **changes,
        }
    )


def edit(admin, session, *, publish=True, **changes):
    """The form data for a one-hour session at nine, with changes."""
    values = {"capacity": session.capacity or "", "live_minutes": "60", **changes}
    if publish:
        values["action-publish"] = "on"
    values.setdefault("slug", session.activity.slug)
    return admin.post(reverse("wagtailadmin_pages:edit", args=[session.activity_id]), fields(**values))


def confirm(admin, session, **changes):
    """Submit the form again with its warnings confirmed; returns the warnings."""
    response = edit(admin, session, **changes)
    assert response.status_code == 200, "Nothing had to be confirmed."
    form = response.context["form"]
    assert edit(admin, session, effects_confirmed=form.effects_key, **changes).status_code == 302
    return form.effects


def test_webinar_is_made_in_one_go_by_a_course_owner(client):
    module = ModulePageFactory()
    owner, programme = UserFactory(), module.get_parent().get_parent().specific
    grant_role(user=owner, programme=programme, role=Role.COURSE_OWNER, by=None)
    client.force_login(owner)
    address = reverse("wagtailadmin_pages:add", args=["webinars", "webinarpage", module.pk])
    changes = {
        "capacity": "30",
        "live_percent": "50",
        "may_declare": "no",
        "registration_closes_on": NEXT_WEEK.isoformat(),
    }
    WebinarPageFactory(parent=module, slug="sirkulaerokonomi")
    assert client.get(address).content.count(b'type="datetime-local"') == 2
    response = client.post(address, fields(slug="", **changes, **{"action-publish": "on"}))
    assert response.status_code == 302
    page = WebinarPage.objects.latest("pk")
    assert page.slug == "sirkulaerokonomi-2"
    root = page.sessions.get()
    assert page.live
    assert (root.date, root.capacity, root.live_minutes) == (NEXT_WEEK, 30, 60)
    assert timezone.localtime(root.starts_at).time() == dt.time(9)
    assert timezone.localtime(root.registration_closes_at).date() == NEXT_WEEK + dt.timedelta(days=1)
    rule = CompletionRule.objects.get(activity=page)
    assert (rule.live_share, rule.watched_share, rule.may_declare) == (Decimal("0.5"), None, False)
    assert not {"date", "capacity", "live_percent"} & set(page.get_latest_revision().content)


def test_times_are_the_programmes(admin):
    module = ModulePageFactory(parent__parent=ProgrammePageFactory(timezone="Europe/Helsinki"))
    admin.post(reverse("wagtailadmin_pages:add", args=["webinars", "webinarpage", module.pk]), fields())
    assert timezone.localtime(Session.objects.get().starts_at).hour == 8


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends": "08:00"}, "ends"),
        ({"ends": ""}, "ends"),
        ({"starts": ""}, "starts"),
        ({"date": ""}, "date"),
        ({"live_minutes": "61"}, "live_minutes"),
        ({"live_percent": "101"}, "live_percent"),
        ({"registration_opens_on": "2026-02-02", "registration_closes_on": "2026-02-01"}, "registration_closes_on"),
        ({"registration_closes_on": (NEXT_WEEK + dt.timedelta(days=1)).isoformat()}, "registration_closes_on"),
        ({"capacity": "0"}, "capacity"),
    ],
)
def test_error_stands_at_its_field_and_nothing_is_saved(admin, changes, field):
    module = ModulePageFactory()
    address = reverse("wagtailadmin_pages:add", args=["webinars", "webinarpage", module.pk])
    response = admin.post(address, fields(**changes))
    assert list(response.context["form"].errors) == [field]
    assert not WebinarPage.objects.exists()


def test_saving_what_is_there_changes_nothing_to_the_second(admin):
    closes = timezone.now().replace(microsecond=0) + dt.timedelta(days=3)
    session = SessionFactory(registration_closes_at=closes, capacity=10)
    RegistrationFactory(session=session)
    before = Session.objects.filter(pk=session.pk).values().get()
    edit(admin, session, registration_closes_on=timezone.localdate(closes).isoformat())
    assert Session.objects.filter(pk=session.pk).values().get() == before
    assert not CompletionRule.objects.filter(activity=session.activity_id).exists()
    assert not mail.outbox


def test_another_time_is_confirmed_and_told_and_nobody_loses_the_registration(
    admin, django_capture_on_commit_callbacks
):
    session = SessionFactory(capacity=2)
    rows = [RegistrationFactory(session=session), RegistrationFactory(session=session, state="waiting")]
    with django_capture_on_commit_callbacks(execute=True):
        said = confirm(admin, session, starts="11:00", ends="12:00")
    assert any("2" in sentence for sentence in said)
    assert sorted(to for message in mail.outbox for to in message.to) == sorted(row.participant.email for row in rows)
    assert "11.00" in mail.outbox[0].body
    session.refresh_from_db()
    assert timezone.localtime(session.starts_at).hour == 11
    assert list(Registration.objects.order_by("pk").values_list("state", flat=True)) == ["registered", "waiting"]


def test_unconfirmed_change_changes_nothing(admin):
    session = SessionFactory(capacity=1)
    RegistrationFactory(session=session)
    response = edit(admin, session, starts="11:00", ends="12:00", effects_confirmed="of something else")
    assert response.status_code == 200
    assert response.context["form"].effects
    assert Session.objects.get().starts_at == session.starts_at


def test_a_time_to_unpublish_is_confirmed_where_people_have_signed_up(admin):
    session = SessionFactory()
    at = {"expire_at": "2030-01-01T12:00"}
    assert edit(admin, session, **at).status_code == 302
    RegistrationFactory(session=session)
    assert edit(admin, session, **at).status_code == 302
    assert len(confirm(admin, session, expire_at="2030-02-02T12:00")) == 3


def test_more_seats_go_to_those_in_line(admin, django_capture_on_commit_callbacks):
    session = SessionFactory(capacity=1)
    RegistrationFactory(session=session)
    first, second = (RegistrationFactory(session=session, state="waiting") for _ in range(2))
    with django_capture_on_commit_callbacks(execute=True):
        confirm(admin, session, capacity="2")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("registered", "waiting")
    assert [message.to for message in mail.outbox] == [[first.participant.email]]


def test_lowered_rule_reaches_those_under_way_and_who_has_completed_stays(admin):
    session = SessionFactory(days_ahead=-1)
    day = {"date": session.date.isoformat()}
    done, under_way = ParticipantFactory(), ParticipantFactory()
    for participant, minutes in ((done, 60), (under_way, 35)):
        record_attendance(
            session=session, participant=participant, source="list", at=session.ends_at, minutes=minutes, by=None
        )
    said = confirm(admin, session, live_percent="50", **day)
    assert len(said) == 2
    confirm(admin, session, live_percent="100", **day)
    assert Completion.objects.filter(activity=session.activity_id, completed_at__isnull=False).count() == 2


def test_older_draft_touches_neither_plan_nor_rule(admin):
    session = SessionFactory()
    draft = session.activity.save_revision()
    edit(admin, session, capacity="77", live_percent="40")
    draft.publish()
    assert Session.objects.get().capacity == 77
    assert CompletionRule.objects.get(activity=session.activity_id).live_share == Decimal("0.4")


def test_translation_has_no_plan_of_its_own(admin):
    session = SessionFactory()
    english, _created = Locale.objects.get_or_create(language_code="en")
    page = session.activity.copy_for_translation(english, copy_parents=True)
    form = admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
    assert not {"date", "capacity", "live_percent", "may_declare"} & set(form.fields)


def test_page_without_a_date_takes_no_registrations_yet(admin):
    page = WebinarPageFactory()
    admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fields(slug=page.slug, date="", starts="", ends=""))
    assert not Session.objects.exists()


def test_earlier_revision_with_an_error_is_still_the_one_that_is_restored(admin):
    page = WebinarPageFactory(abstract_text="Først.")
    earlier = page.save_revision()
    page.abstract_text = "Så."
    page.save_revision().publish()
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, earlier.pk])
    refused = admin.post(address, fields(title="", abstract_text="Først.")).context
    assert list(refused["form"].errors) == ["title"]
    assert (refused["action_url"], refused["form"].initial["abstract_text"]) == (address, "Først.")
