"""Journey 8: a partner editor edits the activities and recordings of their own institution only."""

from collections.abc import Callable

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import Page, expect

from courses.actions import grant_role
from courses.models import Role, Session
from people.models import User
from tests.factories import ModulePageFactory, OrganisationFactory, ProgrammePageFactory, TrackPageFactory, UserFactory
from tests.factories.programme import make_webinar
from tests.factories.versions import translate
from webinars.models import WebinarPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_partner_changes_what_is_theirs_and_nothing_else(
    page: Page, sign_in: Callable[[User], None], barriers: Callable[[Page], list[str]], size: str
) -> None:
    programme = ProgrammePageFactory()
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    partner = OrganisationFactory(name="NORSUS")
    own = make_webinar(module, 0, title="Ditt første klimaregnskap", responsible=partner, session={"live_minutes": 60})
    held = make_webinar(module, 0, title="Ombruk i praksis", responsible=partner, days_ahead=-3)
    other = make_webinar(module, 0, title="EU-taksonomien", responsible=OrganisationFactory())
    editor = UserFactory(first_name="Nils")
    grant_role(user=editor, programme=programme, role=Role.PARTNER_EDITOR, organisation=partner, by=None)
    sign_in(editor)

    # The board shows what is theirs, each with what is next.
    page.goto("/admin/programme/")
    expect(page.get_by_role("heading", name=own.title)).to_be_visible()
    expect(page.get_by_role("heading", name=other.title)).to_have_count(0)
    assert barriers(page) == []

    # The page is written and its time is set in one form.
    page.get_by_role("link", name=own.title, exact=True).click()
    page.locator("#id_abstract_text").fill("Vi regner sammen.")
    page.locator("#id_starts").fill("12:00")
    page.locator("#id_ends").fill("13:00")
    expect(page.locator("#id_responsible")).to_have_count(0)
    page.locator("[name='action-publish']").first.dispatch_event("click")
    expect(page.get_by_text(own.title).first).to_be_visible()
    page.wait_for_url(lambda url: "/edit/" not in url)
    assert WebinarPage.objects.get(pk=own.pk).abstract_text == "Vi regner sammen."
    assert Session.objects.get(activity=own).starts_at.astimezone(programme.zone).hour == 12

    # So is its nynorsk version, which the public reads at the same address.
    nynorsk = translate(own, "nn")
    page.goto(f"/admin/pages/{nynorsk.pk}/edit/")
    expect(page.get_by_role("link", name=_("Open the original"))).to_be_visible()
    page.locator("#id_title").fill("Ditt fyrste klimarekneskap")
    page.locator("[name='action-publish']").first.dispatch_event("click")
    page.wait_for_url(lambda url: "/edit/" not in url)
    page.goto(f"/nn{own.url}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ditt fyrste klimarekneskap")

    # The recording of what was held is one step from the board.
    page.goto("/admin/programme/")
    page.get_by_role("link", name=f"{_('Add the recording')}: {held.title}").click()
    expect(page.get_by_role("heading", level=1, name=held.title)).to_be_visible()

    # What is another's is closed, whichever way one comes.
    page.goto(f"/admin/pages/{other.pk}/edit/")
    page.wait_for_url("**/admin/")
    answer = page.goto(f"/admin/recordings/{other.pk}/")
    assert answer is not None
    assert answer.status == 404
