"""The catalogue updates without a reload, keeps the keyboard focus, and supports the back button."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import ModulePageFactory, ProgrammePageFactory, TrackPageFactory
from tests.factories.programme import make_gathering, make_recording, make_webinar

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filled() -> None:
    programme = ProgrammePageFactory()
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    make_webinar(module, title="Veien er åpen")
    make_recording(module, title="Opptak av reisen", with_film=False)
    make_gathering(programme, title="Vi møtes")


def test_filters_answer_at_once_and_can_be_gone_back_from(page: Page, filled: None, barriers) -> None:
    page.goto("/en/catalogue/")
    count = page.locator("#results h2")
    expect(count).to_have_text(re.compile("3 results"))
    page.get_by_role("checkbox", name=re.compile("^Gathering")).focus()
    page.keyboard.press("Space")
    expect(count).to_have_text(re.compile("1 result"))
    expect(page).to_have_url(re.compile(r"\?kind=gathering$"))
    expect(page.locator("#filter-kind-gathering")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text(re.compile("1 result"))
    assert barriers(page) == []
    page.get_by_role("link", name="Remove Gathering").click()
    expect(count).to_have_text(re.compile("3 results"))
    expect(page.locator("#results")).to_be_focused()
    search = page.get_by_role("searchbox")
    search.press_sequentially("ÅPEN")
    expect(count).to_have_text(re.compile("1 result"))
    expect(search).to_be_focused()
    page.go_back()
    expect(count).to_have_text(re.compile("3 results"))
    expect(search).to_have_value("")
    # That page was opened anew, and has not fetched what answers at once.
    page.go_back()
    expect(count).to_have_text(re.compile("1 result"))
    expect(page.locator("#filter-kind-gathering")).to_be_checked()
