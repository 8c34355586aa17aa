import pytest
from django.test import Client

from courses.models import Role
from tests.factories import (
    ModulePageFactory,
    ProgrammePageFactory,
    ProgrammeRoleFactory,
    SessionFactory,
    TrackPageFactory,
    UserFactory,
    WebinarPageFactory,
)


@pytest.fixture
def programme():
    return ProgrammePageFactory()


@pytest.fixture
def webinar(programme):
    """The root session of a one-hour webinar that was held yesterday."""
    module = ModulePageFactory(parent=TrackPageFactory(parent=programme))
    return SessionFactory(activity=WebinarPageFactory(parent=module), days_ahead=-1)


@pytest.fixture
def staff(programme):
    user = UserFactory(first_name="Marit", last_name="Demo")
    ProgrammeRoleFactory(user=user, programme=programme, role=Role.COUNTY_STAFF)
    return user


@pytest.fixture
def desk(client: Client, staff):
    """A client signed in as county staff of the programme."""
    client.force_login(staff)
    return client
