"""A paper list is entered by keyboard and undone; a participant objects on a phone and gets an answer."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from attendance.models import Attendance
from tests.factories import (
    AttendanceFactory,
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
NAMES = ("Anne", "Bo", "Cato", "Dag", "Eva")


@pytest.fixture
def world():
    """A webinar held yesterday with five registrations, one of them recorded as present, and a member of staff."""
    programme = ProgrammePageFactory(slug="omstilling", short_title="Omstilling")
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    webinar = SessionFactory(activity=WebinarPageFactory(parent=module, title="Klimaregnskap"), days_ahead=-1)
    for name in NAMES:
        user = UserFactory() if name == "Anne" else None
        RegistrationFactory(session=webinar, participant=ParticipantFactory(name=name, user=user))
    staff = UserFactory(first_name="Marit", last_name="Demo")
    ProgrammeRoleFactory(user=staff, programme=programme)
    return staff, webinar


def present():
    rows = Attendance.objects.filter(present=True).order_by("participant__name")
    return list(rows.values_list("participant__name", flat=True))


def test_paper_list_goes_in_by_keyboard_alone_and_is_undone(page: Page, world, sign_in, barriers):
    staff, webinar = world
    sign_in(staff)
    page.goto(f"/en/staff/omstilling/sessions/{webinar.pk}/")
    page.get_by_label("Present: Anne").focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "Space", "ArrowUp", "End", "Space"):
        page.keyboard.press(key)
    expect(page.get_by_text("Not saved yet: 3")).to_be_visible()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Dag:")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 rows saved.")).to_be_visible()
    assert present() == ["Anne", "Cato"]
    assert barriers(page) == []
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("Undone for 2 persons.")).to_be_visible()
    assert present() == []

    page.get_by_role("button", name="Mark all others as present").click()
    page.get_by_label("Present: Dag").uncheck()
    page.get_by_label("Reason for corrections").fill("Most signed")
    page.get_by_role("button", name="Save the list").click()
    expect(page.get_by_text("4 rows saved.")).to_be_visible()
    assert present() == ["Anne", "Bo", "Cato", "Eva"]


@pytest.mark.parametrize("size", ["phone"])
def test_participant_objects_and_reads_the_answer(page: Page, context: BrowserContext, world, sign_in, barriers, size):
    staff, webinar = world
    AttendanceFactory(session=webinar, participant__name="Gjest")
    anne = webinar.registrations.get(participant__name="Anne").participant
    sign_in(anne.user)
    page.goto("/en/my-page/")
    page.get_by_role("link", name="What is recorded").click()
    expect(page.get_by_text("Not recorded as present")).to_be_visible()
    page.get_by_text("This is wrong").click()
    page.get_by_label("What is wrong?").fill("I was there, on a colleague's computer.")
    assert barriers(page) == []
    page.get_by_role("button", name="Send to the staff").click()
    expect(page.get_by_text("Has not answered yet.")).to_be_visible()

    sign_in(staff)
    page.goto("/en/staff/omstilling/objections/")
    expect(page.get_by_text("I was there, on a colleague's computer.")).to_be_visible()
    page.get_by_role("textbox", name="Answer").fill("You are right, it is put in.")
    page.get_by_label("The participant is right").check()
    assert barriers(page) == []
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Nothing to answer")).to_be_visible()

    sign_in(anne.user)
    page.goto("/en/my-page/attendance/")
    expect(page.get_by_text("You are right, it is put in.")).to_be_visible()
    expect(page.get_by_text("60 minutes")).to_be_visible()
    assert barriers(page) == []
