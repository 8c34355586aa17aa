"""The Wagtail admin under its CSP: the editor's scripts run, and nothing is requested from other hosts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Page as WagtailPage

from people.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def test_editor_opens_a_page_to_edit(page: Page, sign_in: Callable[[User], None]) -> None:
    sign_in(User.objects.create_superuser(email="redaktor@example.org", first_name="Anne"))
    first = WagtailPage.objects.get(depth=2)
    page.goto("/admin/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"/admin/pages/{first.pk}/edit/")
    page.get_by_role("button", name="Statussjekk").or_(page.get_by_role("button", name="Status")).first.click()

    expect(page.get_by_role("tab").first).to_be_visible()
