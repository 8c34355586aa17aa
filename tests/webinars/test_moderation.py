"""Moderation: a partner editor submits a page, and the programme's owners approve it or request changes."""

import json

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.actions import grant_role, translate_page
from courses.approvals import publishing_refusal
from courses.models import Role
from courses.versions import overviews
from home.board import board
from tests.factories import OrganisationFactory, RegistrationFactory, SessionFactory, UserFactory
from tests.html import read
from tests.webinars.test_page_form import edit
from webinars.models import WebinarPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A published webinar with a registration, the editor of its partner, and the owner of the programme."""
    session = SessionFactory(activity__responsible=OrganisationFactory())
    session.activity.save_revision().publish()
    RegistrationFactory(session=session)
    programme = session.activity.get_parent().get_parent().get_parent().specific
    partner, owner = UserFactory(), UserFactory()
    grant_role(user=owner, programme=programme, role=Role.COURSE_OWNER, by=None)
    organisation = session.activity.responsible
    grant_role(user=partner, programme=programme, role=Role.PARTNER_EDITOR, organisation=organisation, by=None)
    return session, partner, owner


def as_stored(session):
    return WebinarPage.objects.get(pk=session.activity_id)


def submit(client, session, partner):
    client.force_login(partner)
    sent = edit(client, session, publish=False, abstract_text="Nye ord.", **{"action-submit": "on"})
    assert sent.status_code == 302
    page = as_stored(session)
    assert (page.abstract_text, page.workflow_in_progress) == (session.activity.abstract_text, True)
    return page


def act(client, page, name, comment=""):
    task = page.current_workflow_task_state.pk
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, name, task])
    return client.post(address, {"comment": comment})


def next_on_board(user, programme):
    return next((card.action for column in board(user, programme) for card in column.cards if card.is_urgent), None)


def test_owner_is_told_sees_it_and_approves_it(client, world):
    session, partner, owner = world
    page = submit(client, session, partner)
    assert [message.to for message in mail.outbox] == [[owner.email]]
    client.force_login(owner)
    assert page.draft_title in client.get(reverse("wagtailadmin_home")).content.decode()
    programme = page.get_parent().get_parent().get_parent().specific
    assert next_on_board(partner, programme) == _("Add the join link")
    assert next_on_board(owner, programme) == _("Approve it or ask for changes")
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    compare = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"])
    assert read(client, edit_url).select_one(f'#sent-for-approval a[href="{compare}"]')
    assert client.get(compare).status_code == 200
    client.force_login(partner)
    assert read(client, edit_url).select_one("#sent-for-approval") is None
    client.force_login(owner)
    (overview,) = overviews(partner)
    assert [version.is_sent for version in overview.rows[0].versions] == [True, False, False, False]
    approved = client.get(act(client, page, "approve").url)
    page = as_stored(session)
    assert (page.abstract_text, page.workflow_in_progress) == ("Nye ord.", False)
    said = _("“%(title)s” is approved and published.") % {"title": page.title}
    assert [str(message) for message in approved.context["messages"]] == [said]


def test_unfinished_page_is_not_approved_from_a_list(client, world):
    session, partner, owner = world
    page = submit(client, session, partner)
    page.body = [
        ("picture", {"image": None, "alternative": "bild", "is_decorative": False, "caption": "", "credit": ""})
    ]
    page.save_revision()
    client.force_login(owner)
    told = client.get(act(client, page, "approve").url)
    assert [str(message) for message in told.context["messages"]][-1] == str(publishing_refusal([page]))
    page = as_stored(session)
    assert (page.abstract_text, page.workflow_in_progress) == (session.activity.abstract_text, True)


def test_action_that_is_not_open_any_more_says_only_that_the_draft_is_saved(client, world):
    session, partner, owner = world
    submit(client, session, partner)
    client.force_login(owner)
    other = {"action-workflow-action": "on", "workflow-action-name": "unlock"}
    saved = client.get(edit(client, session, publish=False, abstract_text="Nye ord.", **other).url)
    said = _("Changes are asked for in “%(title)s”.") % {"title": as_stored(session).draft_title}
    assert said not in [str(message) for message in saved.context["messages"]]


def test_partner_reads_why_it_was_refused_and_sends_it_again(client, world):
    session, partner, owner = world
    page = submit(client, session, partner)
    client.force_login(owner)
    act(client, page, "reject", "Skriv hvem den er for.")
    client.force_login(partner)
    programme = page.get_parent().get_parent().get_parent().specific
    assert next_on_board(partner, programme) == _("Make the changes and send it again")
    assert next_on_board(owner, programme) == _("Add the join link")
    shown = read(client, reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "Skriv hvem den er for." in shown.select_one("#asked-for").get_text()
    assert as_stored(session).abstract_text == session.activity.abstract_text
    submit(client, session, partner)
    # A translation goes the same way.
    assert translate_page(page=page, language="nn", by=None).get_workflow() == page.get_workflow()


def test_what_is_changed_while_approving_is_confirmed_first(client, world):
    session, partner, owner = world
    submit(client, session, partner)
    client.force_login(owner)
    approve = {
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": json.dumps({"comment": ""}),
    }
    changes = {"abstract_text": "Nye ord.", "starts": "11:00", "ends": "12:00", **approve}
    refused = edit(client, session, publish=False, **changes)
    assert refused.status_code == 200
    assert as_stored(session).workflow_in_progress
    key = refused.context["form"].effects_key
    done = edit(client, session, publish=False, effects_confirmed=key, **changes)
    page = as_stored(session)
    said = _("“%(title)s” is approved and published.") % {"title": page.title}
    assert [str(message) for message in client.get(done.url).context["messages"]] == [said]
    assert (page.abstract_text, page.workflow_in_progress) == ("Nye ord.", False)


def test_while_it_waits_it_is_the_owners_and_a_partner_of_others_sees_nothing(client, world):
    session, partner, _owner = world
    page = submit(client, session, partner)
    assert edit(client, session, publish=False, abstract_text="Enda nyere.").status_code == 200
    assert act(client, page, "approve").status_code == 302
    assert as_stored(session).workflow_in_progress
    stranger = UserFactory()
    programme = page.get_parent().get_parent().get_parent().specific
    grant_role(
        user=stranger, programme=programme, role=Role.PARTNER_EDITOR, organisation=OrganisationFactory(), by=None
    )
    client.force_login(stranger)
    act(client, page, "approve")
    assert as_stored(session).workflow_in_progress
