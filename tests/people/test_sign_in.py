"""Signing in with a code: responses do not reveal who is registered, and data is shown after the code only."""

import re

import pytest
from allauth.account.models import EmailAddress
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import translation

from people import actions
from people.actions import claim_participant, link_participant
from people.models import Participant, User
from tests.factories import ParticipantFactory, UserFactory
from tests.html import links, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english():
    """Activate English, so that texts match the source strings."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def fresh_limits():
    from django.core.cache import cache

    cache.clear()


def ask_for_code(client, email, **data):
    return client.post(reverse("account_login"), {"login": email, **data}, follow=True)


def code_in(message):
    return re.search(r"\d{4}-\d{4}", message.body).group()


def sign_in(client, mailoutbox, email, **data):
    ask_for_code(client, email, **data)
    address = reverse("account_confirm_login_code")
    return client.post(address, {"code": code_in(mailoutbox[-1]), "action": "verify", **data})


def seen_by(response, email):
    """The page without parts that differ between requests."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return text.replace(email, "THE ADDRESS")


def test_code_signs_in(client, mailoutbox):
    user = UserFactory(email="tone@example.org")
    response = sign_in(client, mailoutbox, "Tone@Example.org ")
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    assert EmailAddress.objects.get(user=user).verified


@pytest.mark.database
def test_unknown_address_gets_a_code_that_works_as_well(client, mailoutbox):
    sign_in(client, mailoutbox, "new@example.org")
    user = User.objects.get(email="new@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert not user.has_usable_password()
    assert not Participant.objects.exists()


def test_answer_tells_nothing_about_the_address(client, mailoutbox, settings):
    ParticipantFactory(email="known@example.org", user=UserFactory(email="known@example.org"))
    UserFactory(email="closed@example.org", is_active=False)
    answers = {}
    for email in ("known@example.org", "new@example.org", "closed@example.org"):
        client.cookies.clear()
        response = ask_for_code(client, email)
        answers[email] = (response.redirect_chain, seen_by(response, email))
    assert len(mailoutbox) == 3
    assert len({repr(answer) for answer in answers.values()}) == 1
    assert not re.search(r"\d{4}-\d{4}", mailoutbox[-1].body)


def test_asking_makes_one_account_however_often(client):
    for _ in range(2):
        client.cookies.clear()
        ask_for_code(client, "new@example.org")
    assert User.objects.filter(email="new@example.org").count() == 1
    assert EmailAddress.objects.filter(email="new@example.org").count() == 1


def test_fourth_request_in_a_minute_is_refused_with_a_sentence(client, mailoutbox):
    for _ in range(4):
        client.cookies.clear()
        response = ask_for_code(client, "new@example.org")
    assert "There have been too many tries" in response.content.decode()
    assert len(mailoutbox) == 3


def test_wrong_code_three_times_ends_it(client, mailoutbox):
    ask_for_code(client, "tone@example.org")
    address = reverse("account_confirm_login_code")
    first = client.post(address, {"code": "1", "action": "verify"})
    assert "That is not the code" in first.content.decode()
    client.post(address, {"code": "2", "action": "verify"})
    client.post(address, {"code": "3", "action": "verify"})
    last = client.post(address, {"code": code_in(mailoutbox[-1]), "action": "verify"})
    assert last.status_code == 302
    assert "_auth_user_id" not in client.session


def test_new_code_can_be_asked_for_and_replaces_the_old(client, mailoutbox):
    ask_for_code(client, "tone@example.org")
    address = reverse("account_confirm_login_code")
    page = client.post(address, {"action": "resend"}, follow=True).content.decode()
    assert "A new code is on its way" in page
    client.post(address, {"code": code_in(mailoutbox[0]), "action": "verify"})
    assert "_auth_user_id" not in client.session
    client.post(address, {"code": code_in(mailoutbox[1]), "action": "verify"})
    assert "_auth_user_id" in client.session


def test_signing_in_links_the_participant_with_the_address(client, mailoutbox):
    participant = ParticipantFactory(email="tone@example.org")
    sign_in(client, mailoutbox, "tone@example.org")
    participant.refresh_from_db()
    assert participant.user == User.objects.get(email="tone@example.org")


def test_unverified_address_links_nothing():
    participant = ParticipantFactory(email="tone@example.org")
    user = UserFactory(email="tone@example.org")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    assert link_participant(user=user) is None
    assert claim_participant(user=user, by=user) is None
    participant.refresh_from_db()
    assert participant.user is None


def test_participant_of_another_account_is_not_taken_over():
    owner = UserFactory()
    taken = ParticipantFactory(email="tone@example.org", user=owner)
    user = UserFactory(email="tone@example.org")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    assert link_participant(user=user) is None
    own = claim_participant(user=user, by=user)
    assert claim_participant(user=user, by=user) == own
    taken.refresh_from_db()
    assert (taken.user, own.user, own.email) == (owner, user, None)


@pytest.mark.database
def test_somebody_registered_with_the_address_meanwhile_is_that_participant(monkeypatch):
    user = UserFactory()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)

    def language():
        if not Participant.objects.exists():
            ParticipantFactory(name="Meanwhile", email=user.email)
        return "nb"

    # Asked for between the look for the address and the writing.
    monkeypatch.setattr(actions, "_language", language)
    participant = claim_participant(user=user, by=user)
    assert (participant.name, participant.user, Participant.objects.count()) == ("Meanwhile", user, 1)


def test_first_sign_in_asks_who_it_is_once(client, mailoutbox):
    asked = sign_in(client, mailoutbox, "new@example.org", next="/catalogue/")
    assert asked.url == f"{reverse('my_details')}?next=%2Fcatalogue%2F"
    client.post(reverse("account_logout"))
    assert sign_in(client, mailoutbox, "new@example.org", next="/catalogue/").url == "/catalogue/"


def test_who_is_known_is_not_asked(client, mailoutbox):
    ParticipantFactory(email="tone@example.org")
    assert sign_in(client, mailoutbox, "tone@example.org").url == reverse("my_page")


def test_next_leads_to_this_site_only(client, mailoutbox):
    ParticipantFactory(email="tone@example.org")
    assert sign_in(client, mailoutbox, "tone@example.org", next="https://evil.example/").url == reverse("my_page")


def test_signing_out_takes_a_post(client):
    client.force_login(UserFactory())
    page = client.get(reverse("account_logout"))
    assert "Sign out?" in page.content.decode()
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reauthenticate", "account_change_password"]
)
def test_other_doors_of_the_package_are_shut(client, name):
    client.force_login(UserFactory())
    assert client.get(reverse(name)).status_code == 404


@pytest.mark.parametrize("prefix", ["", "/nn", "/sv", "/en"])
def test_pages_are_there_in_every_language(client, prefix):
    assert client.get(f"{prefix}/account/login/").status_code == 200


def test_what_is_sent_by_somebody_signed_out_leads_back_to_the_page_with_the_form(client):
    """Not to the address it was sent to, which may be no page; and the reader is told that it was not saved."""
    login, own = reverse("account_login"), reverse("my_page")
    for sent_from, back in (
        ("http://testserver/en/my-page/calendar/", "/en/my-page/calendar/"),
        ("https://elsewhere.example/", own),
        ("", own),
    ):
        answer = client.post(reverse("give_calendar_address"), headers={"referer": sent_from})
        assert answer.url == f"{login}?next={back}"
    assert read(client, login).select(".messages")


@pytest.mark.parametrize("sent_from", ["http://testserver/en/register/?module=1", "https://elsewhere.example/"])
def test_a_form_of_another_sign_in_is_refused_with_the_way_back(sent_from):
    answer = Client(enforce_csrf_checks=True).post(reverse("register"), headers={"referer": sent_from})
    assert answer.status_code == 403
    ways = links(BeautifulSoup(answer.content, "html.parser").main)
    assert ways == ({"/en/register/?module=1"} if "testserver" in sent_from else set())
