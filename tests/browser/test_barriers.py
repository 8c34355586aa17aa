"""The look for barriers finds one where there is one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

PAGE = "<!doctype html><html lang='nb'><title>Side</title><main><h1>Side</h1>{}</main></html>"


@pytest.mark.django_db(transaction=True)
def test_axe_finds_a_picture_without_text_and_nothing_on_a_page_without_faults(
    page: Page, barriers: Callable[[Page], list[str]]
) -> None:
    page.set_content(PAGE.format("<p>Tekst.</p>"))
    assert barriers(page) == []

    page.set_content(PAGE.format("<img src='data:,'>"))
    assert [line.split(" ")[0] for line in barriers(page)] == ["image-alt"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_page_has_the_width_that_was_asked_for(page: Page, size: str) -> None:
    assert page.evaluate("innerWidth") == {"desk": 1280, "phone": 390}[size]
