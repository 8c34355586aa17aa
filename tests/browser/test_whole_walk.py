"""From end to end: a visitor becomes a participant, staff records presence, and the figures agree."""

import io
import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page, expect

from people.models import User
from tests.browser import demo

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "kari.nordmann@example.org"
MODULES = ["Hvorfor omstilling nå?", "Digital omstilling i små skritt", "EPD og digitale produktpass"]
LESSON = "Velg moduler som passer arbeidsplassen din"
HELD = "Bærekraftsrapportering når du ikke må"


def figures() -> dict[str, int]:
    answer = io.StringIO()
    call_command("attendance_figures", "gronn-omstilling", format="json", stdout=answer)
    return json.loads(answer.getvalue())


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_visitor_picks_participant_learns_staff_records_and_figures_agree(
    page: Page, context: BrowserContext, sign_in: Callable[[User], None], barriers: Callable[[Page], list[str]]
) -> None:
    demo.load()
    before = figures()

    # A visitor reads.
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Grønn omstilling i praksis")
    page.get_by_role("link", name=MODULES[0], exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(MODULES[0])
    page.get_by_role("link", name=LESSON).first.click()
    expect(page.get_by_text("Begynn med arbeidsplassen")).to_be_visible()

    # Picks three modules, signed out, in one form.
    page.goto("/")
    for title in MODULES:
        page.get_by_role("checkbox", name=title).check()
    expect(page.get_by_text("3 moduler valgt")).to_be_visible()
    page.locator("[data-pick-bar]").get_by_role("button", name="Meld meg på").click()
    page.get_by_label("Navn").fill("Kari Nordmann")
    page.get_by_label("E-postadresse").fill(ADDRESS)

    # Looks at the form in English on the way: nothing of what was typed and ticked is lost.
    page.locator("footer").get_by_role("link", name="English").click()
    expect(page.get_by_label("Name")).to_have_value("Kari Nordmann")
    expect(page.locator("[name=module]:checked")).to_have_count(len(MODULES))
    page.locator("footer").get_by_role("link", name="Bokmål").click()
    expect(page.get_by_label("E-postadresse")).to_have_value(ADDRESS)
    page.get_by_label("Virksomhet").fill("Nordmann Bygg")
    page.get_by_label("Kommunen der du jobber").select_option(label="Fredrikstad")
    assert barriers(page) == []
    page.get_by_role("button", name="Meld meg på").click()
    expect(page.get_by_text(ADDRESS)).to_be_visible()

    # Reads the e-mail: seats, links to join, a calendar file, a link to change one's mind.
    [message] = mail.outbox
    assert message.to == [ADDRESS]
    for words in (
        "Digital omstilling i små skritt",
        "EPD og digitale produktpass",
        "/live/w10",
        "/live/w11",
        "/manage/",
    ):
        assert words in message.body
    [calendar] = [part for part in message.message().walk() if part.get_content_type() == "text/calendar"]
    assert calendar.get_payload(decode=True).count(b"BEGIN:VEVENT") == 2

    # Signs in with the code; the address is known already.
    page.get_by_role("main").get_by_role("link", name="Logg inn").click()
    expect(page.get_by_label("E-postadresse")).to_have_value(ADDRESS)
    page.get_by_role("button", name="Send meg en kode").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("kode")
    code = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert code, mail.outbox[-1].body
    page.get_by_role("textbox").last.fill(code[1])
    page.get_by_role("button", name="Logg inn").click()
    page.goto("/my-page/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hei, Kari")
    for title in MODULES:
        expect(page.get_by_text(title).first).to_be_visible()
    expect(page.get_by_text(re.compile(r"^\s*Neste, ")).first).to_be_visible()
    ways = page.get_by_role("region", name="Veien gjennom delene")
    expect(ways.get_by_text("0 av 4")).to_have_count(2)
    expect(ways.get_by_text("Nærmest å bli fullført")).to_have_count(2)
    assert barriers(page) == []

    # Gets an address that her calendar follows.
    page.get_by_role("link", name="Følg den i kalenderen min").click()
    page.get_by_role("button", name="Lag kalenderadressen min").click()
    address = page.get_by_label("Din hemmelige adresse").input_value()
    followed = context.request.get(urlsplit(address).path)
    assert followed.text().count("BEGIN:VEVENT") == 2
    page.get_by_role("navigation", name="Du er her").get_by_role("link", name="Min side").click()

    # Marks a lesson as done.
    page.get_by_role("link", name=MODULES[0], exact=True).first.click()
    page.get_by_role("link", name=LESSON).first.click()
    page.get_by_role("button", name="Merk som fullført").click()
    expect(page.get_by_role("button", name="Ikke fullført likevel")).to_be_visible()

    # Staff writes down that she was at a webinar that has been.
    participant_cookies = context.cookies()
    context.clear_cookies()
    sign_in(User.objects.get(email="saksbehandler@example.org"))
    page.goto("/staff/")
    page.get_by_role("link", name=HELD).click()
    page.get_by_role("link", name="Legg til deltaker").click()
    page.get_by_label("Navn, virksomhet eller e-post").fill(ADDRESS)
    page.get_by_role("button", name="Søk").last.click()
    page.get_by_role("button", name=re.compile("Legg til.*Kari Nordmann")).click()
    expect(page.get_by_role("link", name="Kari Nordmann", exact=True)).to_be_visible()
    assert barriers(page) == []

    # The figures agree: page, command and what was before.
    after = figures()
    assert after["individuals_attending_any"] == before["individuals_attending_any"] + 1
    assert after["webinar_attendances"] == before["webinar_attendances"] + 1
    page.goto("/staff/gronn-omstilling/figures/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tall for programmet")
    expect(page.get_by_text(str(after["individuals_attending_any"]), exact=False).first).to_be_visible()
    total = page.locator("tr").filter(has_text="Sum").first
    expect(total).to_contain_text(str(after["webinar_attendances"]))
    assert barriers(page) == []

    # She sees the same: done, and how it is known.
    context.clear_cookies()
    context.add_cookies(participant_cookies)
    page.goto("/my-page/")
    done = page.get_by_role("listitem").filter(has_text=HELD).filter(has_text="Deltok")
    expect(done.first).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text=LESSON).first).to_be_visible()
