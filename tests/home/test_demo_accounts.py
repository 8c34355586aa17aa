from io import StringIO

import pytest
from django.core.management import call_command

from courses.models import Role
from tests.factories.courses import ProgrammePageFactory, ProgrammeRoleFactory
from tests.factories.people import ParticipantFactory, UserFactory

pytestmark = pytest.mark.django_db


def printed() -> list[str]:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    return [line.strip() for line in out.getvalue().splitlines()]


def test_accounts_are_listed_one_for_each_role_and_one_participant() -> None:
    programme = ProgrammePageFactory()
    for email in ("kari@example.org", "ola@example.org"):
        ParticipantFactory(user=UserFactory(email=email))
    for email, role in (
        ("a@example.org", Role.COUNTY_STAFF),
        ("b@example.org", Role.COUNTY_STAFF),
        ("c@example.org", Role.DOOR),
    ):
        ProgrammeRoleFactory(user=UserFactory(email=email), programme=programme, role=role, organisation=None)
    UserFactory(email="root@example.org", is_superuser=True)

    assert [" ".join(line.split()) for line in printed()] == [
        "kari@example.org participant",
        "a@example.org county staff",
        "c@example.org door",
        "root@example.org administrator of the site",
    ]


def test_accounts_that_cannot_sign_in_are_left_out() -> None:
    UserFactory(email="root@example.org", is_superuser=True, is_active=False)

    assert printed() == ["No account yet."]


def test_accounts_are_found_with_few_queries_however_many_there_are(django_assert_num_queries) -> None:
    programme = ProgrammePageFactory()
    for role in (Role.COUNTY_STAFF, Role.DOOR, Role.COURSE_OWNER):
        ProgrammeRoleFactory(user=UserFactory(), programme=programme, role=role, organisation=None)

    with django_assert_num_queries(3):
        assert len(printed()) == 3
