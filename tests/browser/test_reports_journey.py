"""Journey 6: staff uploads a report after a webinar, decides, saves, uploads it again and undoes; also by keyboard."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from attendance.actions import decide
from attendance.models import Attendance, Choice, Registration, RememberedChoice, ReportEntry, ReportImport
from courses.models import Session
from people.models import Participant, User
from progress.models import Completion, Evidence
from tests.attendance.reports import files
from tests.factories import (
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
World = tuple[User, Session]


@pytest.fixture
def world() -> World:
    """A one-hour webinar held yesterday with three registrations, and a member of staff."""
    programme = ProgrammePageFactory(slug="omstilling", short_title="Omstilling")
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    webinar = SessionFactory(activity=WebinarPageFactory(parent=module, title="Klimaregnskap"), days_ahead=-1)
    for name in ("Anne Prøve", "Bo Tenkt", "Siv Fravær"):
        person = ParticipantFactory(name=name, email=f"{name.split()[0].lower()}@example.org")
        RegistrationFactory(session=webinar, participant=person)
    user = UserFactory(first_name="Marit", last_name="Demo")
    ProgrammeRoleFactory(user=user, programme=programme)
    return user, webinar


def written(path: Path, session: Session, people: list[tuple[str, str, list[tuple[str, str]]]]) -> Path:
    listed = [(name, address, "", stays) for name, address, stays in people]
    path.write_text(files.teams(listed, day=session.date), encoding="utf-16", newline="")
    return path


@pytest.fixture
def report(tmp_path: Path, world: World) -> Path:
    return written(
        tmp_path / "rapport.csv",
        world[1],
        [
            ("Anne P", "anne@example.org", [("08:55", "09:40"), ("09:30", "10:05")]),
            ("Bo Tenkt (Unverified)", "", [("09:00", "09:20"), ("09:15", "09:30")]),
            (" +47 00 00 00 00", "", [("09:00", "10:00")]),
            ("Møterom 3", "rom@example.net", [("09:00", "10:00")]),
            ("Ny Person", "ny@example.net", [("09:00", "09:50")]),
        ],
    )


def drop(page: Page, path: Path) -> None:
    """Drop a file on the page."""
    make = """([name, bytes]) => {
        const carried = new DataTransfer();
        carried.items.add(new File([new Uint8Array(bytes)], name));
        return carried;
    }"""
    carried = page.evaluate_handle(make, [path.name, list(path.read_bytes())])
    page.get_by_role("heading", level=1).dispatch_event("drop", {"dataTransfer": carried})


def numbers(page: Page) -> list[str]:
    return page.locator(".outcome__number").all_inner_texts()


def held() -> tuple[object, ...]:
    """All rows that reports create."""
    return (
        sorted(Evidence.objects.values_list("participant", "key", "kind", "minutes")),
        sorted(Attendance.objects.values_list("participant", "present", "minutes")),
        sorted(Completion.objects.exclude(activity=None).values_list("participant", "progress", "reason")),
        sorted(ReportEntry.objects.values_list("key", "choice", "participant__name")),
        sorted(RememberedChoice.objects.values_list("value", "choice", "participant__name")),
    )


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_dropped_decided_saved_dropped_again_and_undone(
    page: Page,
    world: World,
    report: Path,
    sign_in: Callable[[User], None],
    barriers: Callable[[Page], list[str]],
    size: str,
) -> None:
    user, session = world
    sign_in(user)

    def look() -> None:
        # The same markup on both; tests/browser/test_barriers.py looks at the page with rows in it on a phone.
        assert size == "phone" or barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    keep = page.get_by_role("button", name=_("Keep it and take the next"))
    who = page.locator("#who")
    page.goto(f"/staff/omstilling/sessions/{session.pk}/")
    page.get_by_role("link", name=_("Attendance report")).click()
    page.wait_for_url("**/reports/")
    look()
    # What is no report is refused where it was dropped, and the page stays.
    page.set_input_files("#file", {"name": "brev.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"})
    expect(page.get_by_role("alert")).to_contain_text("PDF")
    expect(page.locator("#file")).to_have_attribute("aria-invalid", "true")
    look()
    drop(page, report) if size == "desk" else page.set_input_files("#file", report)

    expect(who).to_contain_text("Bo Tenkt")
    assert numbers(page) == ["1", "4", "2"]
    look()
    # By name alone it is only suggested; two devices count once.
    expect(page.locator(".evidence")).to_contain_text("30")
    page.get_by_label("bo@example.org").check()
    keep.click()
    expect(page.locator("#told")).to_contain_text("Bo Tenkt")
    page.locator("input[value=left_out]").check()
    keep.click()
    expect(who).to_contain_text("Møterom 3")
    page.locator("input[value=search]").check()
    page.get_by_label(_("Name, organisation or e-mail")).fill("anne")
    keep.click()
    expect(page.locator(".choice-card__title").first).to_have_text("Anne Prøve")
    look()
    page.go_back()
    expect(page).not_to_have_url(re.compile("q="))
    page.locator("input[value=room]").check()
    keep.click()
    expect(who).to_contain_text("Ny Person")
    page.locator("input[value=new]").check()
    page.locator("#who-name").fill("")
    keep.click()
    expect(page.locator("#who-name")).to_be_focused()
    look()
    page.locator("#who-name").fill("Ny Person")
    keep.click()
    expect(page.locator("#told")).to_contain_text(_("Everybody is decided. Save it, so that it counts."))
    assert (numbers(page), Attendance.objects.count()) == (["3", "0", "1", "2"], 0)
    look()
    page.locator(".report-save button").click()

    expect(page.get_by_role("row", name="Anne Prøve")).to_contain_text("60")
    look()
    saved = held()
    assert dict(Attendance.objects.values_list("participant__name", "minutes")) == {
        "Anne Prøve": 60,
        "Bo Tenkt": 30,
        "Ny Person": 50,
    }
    page.get_by_role("link", name=_("Another file")).click()
    page.wait_for_url("**/reports/")
    page.set_input_files("#file", report)
    expect(page.get_by_role("status").first).to_contain_text(
        _("This file has been read and saved before. Nothing is changed by it.")
    )
    assert held() == saved
    look()
    page.get_by_role("link", name=_("Undo the whole report")).click()
    look()
    page.get_by_label(_("Reason")).fill("Feil møte")
    page.get_by_role("button", name=_("Undo it")).click()
    expect(page.get_by_role("row", name="Anne Prøve")).to_contain_text("60")
    expect(page.locator(".report-head")).to_contain_text("Feil møte")
    look()
    assert not Attendance.objects.filter(present=True).exists()


AT_EACH_END = 20


def test_two_hundred_people_are_decided_without_the_mouse(
    page: Page, world: World, tmp_path: Path, sign_in: Callable[[User], None]
) -> None:
    """A number chooses, Enter keeps it: two keys for each, and the focus waits at the next person.

    By key are the first and the last of the 200; those between are decided by the same action meanwhile, as by somebody
    else of the staff.
    """
    user, session = world
    sign_in(user)
    first, last = [f"{a}{b}" for a in "ABDEFGHIJK" for b in ("rne", "jørg")], [f"{a}holt" for a in "LMNOPRSTUV"]
    names = [f"{one} {other}" for one in first for other in last]
    people = Participant.objects.bulk_create([Participant(name=name) for name in names])
    Registration.objects.bulk_create([Registration(session=session, participant=person) for person in people])
    path = written(tmp_path / "mange.csv", session, [(name, "", [("09:00", "09:50")]) for name in names])
    page.goto(f"/staff/omstilling/sessions/{session.pk}/reports/")
    page.set_input_files("#file", path)
    expect(page.locator("#who")).to_be_visible()
    # Asks in the page itself, which is quicker than from here.
    is_there = """name => new Promise((resolve, reject) => {
        const until = Date.now() + 20000;
        const look = () => {
            const isThere = document.getElementById("who")?.textContent.includes(name);
            if (isThere && document.activeElement.name === "who") resolve();
            else if (Date.now() > until) reject(new Error(`${name} did not come`));
            else setTimeout(look, 5);
        };
        look();
    })"""
    for place, name in enumerate(names):
        if AT_EACH_END <= place < len(names) - AT_EACH_END:
            continue
        page.evaluate(is_there, name)
        if place == AT_EACH_END - 1:
            for entry in ReportEntry.objects.filter(name__in=names[AT_EACH_END:-AT_EACH_END]):
                person = Participant.objects.get(name=entry.name)
                decide(entry=entry, choice=Choice.PARTICIPANT, participant=person, by=user)
        page.keyboard.press("1")
        page.keyboard.press("Enter")
    save = page.locator(".report-save button")
    expect(save).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".report-head .ds-tag")).to_be_visible()
    decided = ReportEntry.objects.values_list("name", "participant__name", "decided_by")
    assert sorted(decided) == sorted((name, name, user.pk) for name in names)
    assert Attendance.objects.filter(session=session, present=True, minutes=50).count() == 200


def test_everything_works_without_script(browser: Browser, live_server: LiveServer, world: World, report: Path) -> None:
    user, session = world
    without = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="nb-NO")
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    without.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = without.new_page()
    page.goto(f"/staff/omstilling/sessions/{session.pk}/reports/")
    table = {"name": "x.csv", "mimeType": "text/csv", "buffer": b"Navn;Epost;Antall\nBo;bo@example.org;9\n"}
    page.set_input_files("#file", table)
    page.get_by_role("button", name=_("Read it")).click()
    for column, holds in (("Navn", "name"), ("Epost", "address"), ("Antall", "minutes")):
        page.get_by_label(column).select_option(holds)
    page.set_input_files("#file", table)
    page.get_by_role("button", name=_("Read it")).click()
    page.locator(".report-save button").click()
    expect(page.get_by_role("row", name="Bo Tenkt")).to_contain_text("9")
    page.get_by_role("link", name=_("Another file")).click()
    page.set_input_files("#file", report)
    page.get_by_role("button", name=_("Read it")).click()
    for choice in ("1", "left_out", "room", "left_out"):
        value = page.locator("input[name=who]").first.get_attribute("value") if choice == "1" else choice
        page.locator(f"input[value={value}]").check()
        page.get_by_role("button", name=_("Keep it and take the next")).click()
    page.locator(".report-save button").click()
    expect(page.get_by_role("row", name="Bo Tenkt")).to_contain_text("30")
    without.close()
    assert ReportImport.objects.filter(state=ReportImport.State.APPLIED).count() == 2
    assert not ReportEntry.objects.filter(choice=Choice.PARTICIPANT, participant=None).exists()
