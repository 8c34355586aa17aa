"""The CSP of each kind of page, and the attributes of cookies."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import Page


def policy_of(client: Client, path: str) -> dict[str, set[str]]:
    header = client.get(path).headers["Content-Security-Policy"]
    directives = [directive.split() for directive in header.split(";")]
    return {name: set(values) for name, *values in directives}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/", "/", "/en/", "/not-there/", "/files/media/1/"])
def test_policy_lets_our_pages_load_from_here_only(client: Client, path: str) -> None:
    policy = policy_of(client, path)

    assert policy == {
        "default-src": {"'none'"},
        "script-src": {"'self'"},
        "style-src": {"'self'"},
        "font-src": {"'self'"},
        "img-src": {"'self'", "data:"},
        "media-src": {"'self'"},
        "connect-src": {"'self'"},
        "manifest-src": {"'self'"},
        "form-action": {"'self'"},
        "base-uri": {"'none'"},
        "frame-ancestors": {"'none'"},
    }


@pytest.mark.django_db
def test_policy_lets_the_admin_write_inline_and_frame_its_preview(client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser(email="redaktor@example.org"))
    policy = policy_of(client, reverse("wagtailadmin_home"))

    assert policy["script-src"] == {"'self'", "'unsafe-inline'"}
    assert policy["style-src"] == {"'self'", "'unsafe-inline'"}
    assert policy["frame-src"] == {"'self'"}
    assert policy["frame-ancestors"] == {"'self'"}
    assert policy["default-src"] == {"'none'"}


@pytest.mark.django_db
def test_previewed_page_may_be_framed_by_the_admin_and_is_else_under_the_strict_policy(client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser(email="redaktor@example.org"))
    page = Page.objects.get(depth=2)
    strict = policy_of(client, "/")

    previewed = policy_of(client, reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert previewed == {**strict, "frame-ancestors": {"'self'"}}


@pytest.mark.django_db
def test_policy_is_not_loosened_by_a_path_that_looks_like_the_admin(client: Client) -> None:
    assert policy_of(client, "/administration/")["script-src"] == {"'self'"}
    assert policy_of(client, "/en/admin/")["script-src"] == {"'self'"}


@pytest.mark.django_db
def test_admin_sends_whoever_is_signed_out_to_the_one_sign_in(client: Client) -> None:
    response = client.get(reverse("wagtailadmin_home"))

    assert response.status_code == 302
    assert response.headers["Location"] == f"{reverse('account_login')}?next=/admin/"


@pytest.mark.django_db
def test_cookie_of_the_session_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    get_user_model().objects.create_user(email="deltaker@example.org")
    response = client.post(reverse("account_login"), {"login": "deltaker@example.org"})
    cookie = response.cookies["sessionid"]

    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "account_change_password",
        "account_set_password",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    ],
)
def test_pages_about_passwords_are_closed(client: Client, name: str) -> None:
    client.force_login(get_user_model().objects.create_user(email="deltaker@example.org"))

    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse(name)).status_code == 404
