"""Staff on a desktop and on a phone: find the webinar, record presence, and see it in the figures."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from attendance.models import Attendance
from tests.factories import (
    DayFactory,
    GatheringPageFactory,
    ModulePageFactory,
    ParticipantFactory,
    ProgrammePageFactory,
    ProgrammeRoleFactory,
    RegistrationFactory,
    SessionFactory,
    TrackPageFactory,
    UserFactory,
    WebinarPageFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    """A webinar held yesterday with two registrations, a one-day gathering, and a member of staff."""
    programme = ProgrammePageFactory(slug="omstilling", short_title="Omstilling")
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    webinar = SessionFactory(activity=WebinarPageFactory(parent=module, title="Klimaregnskap"), days_ahead=-1)
    for name in ("Anne Prøve", "Bo Tenkt"):
        RegistrationFactory(session=webinar, participant=ParticipantFactory(name=name))
    root = SessionFactory(activity=GatheringPageFactory(parent=programme, title="Samling"), days_ahead=-3)
    DayFactory(parent=root, days_ahead=-3)
    user = UserFactory(first_name="Marit", last_name="Demo")
    ProgrammeRoleFactory(user=user, programme=programme)
    return user, webinar


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_presence_is_set_corrected_and_shows_in_the_figures(page: Page, world, sign_in, barriers, size):
    user, _webinar = world
    sign_in(user)
    page.goto("/en/staff/")
    expect(page.get_by_role("heading", name="Sessions")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("link", name="Klimaregnskap").click()
    expect(page.get_by_role("heading", name="Klimaregnskap")).to_be_visible()
    assert barriers(page) == []

    anne = page.get_by_role("row", name=re.compile("Anne"))
    anne.get_by_label("Present").check()
    anne.get_by_label("Anne Prøve:").fill("45")
    anne.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="1 present")).to_be_visible()
    assert list(Attendance.objects.values_list("participant__name", "minutes")) == [("Anne Prøve", 45)]

    anne.get_by_label("Anne Prøve:").fill("30")
    page.get_by_role("row", name=re.compile("Bo")).get_by_label("Present").check()
    page.get_by_role("button", name="Save the list").click()
    expect(page.get_by_role("alert")).to_contain_text("Anne Prøve: Say why you correct it.")
    assert barriers(page) == []
    page.get_by_label("Reason for corrections").fill("Left early")
    page.get_by_role("button", name="Save the list").click()
    expect(page.get_by_text("2 rows saved.")).to_be_visible()

    page.get_by_role("link", name="Anne Prøve", exact=True).click()
    expect(page.get_by_text("Reason: Left early")).to_be_visible()
    assert barriers(page) == []

    page.goto("/en/staff/omstilling/figures/")
    expect(page.get_by_role("row", name=re.compile("Klimaregnskap"))).to_contain_text("1.50")
    assert barriers(page) == []


def test_the_sheet_works_without_script(browser, live_server, world):
    user, _webinar = world
    without = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    without.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = without.new_page()
    page.goto("/en/staff/omstilling/")
    page.get_by_role("link", name="Klimaregnskap").click()
    row = page.get_by_role("row", name=re.compile("Anne"))
    row.get_by_label("Present").check()
    row.get_by_role("button", name="Save").click()
    expect(page.get_by_text("1 row saved.")).to_be_visible()
    without.close()
    assert Attendance.objects.get().minutes == 60
