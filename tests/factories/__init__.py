"""Factories with neutral defaults; tests pass what they are about as keywords."""

from tests.factories.attendance import AttendanceFactory, RegistrationFactory
from tests.factories.courses import (
    CompletionRuleFactory,
    DayFactory,
    GatheringPageFactory,
    HomePageFactory,
    LessonPageFactory,
    ModulePageFactory,
    ProgrammePageFactory,
    ProgrammeRoleFactory,
    SessionFactory,
    TrackPageFactory,
    WebinarPageFactory,
)
from tests.factories.initiatives import (
    ForumPageFactory,
    InitiativeIndexPageFactory,
    InitiativePageFactory,
    PlanPageFactory,
    ProjectPageFactory,
    RegionFactory,
)
from tests.factories.news import NewsIndexPageFactory, NewsPageFactory
from tests.factories.people import (
    ContactPersonFactory,
    CountyFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ParticipantFactory,
    ThemeFactory,
    UserFactory,
)

__all__ = [
    "AttendanceFactory",
    "CompletionRuleFactory",
    "ContactPersonFactory",
    "CountyFactory",
    "DayFactory",
    "ForumPageFactory",
    "GatheringPageFactory",
    "HomePageFactory",
    "InitiativeIndexPageFactory",
    "InitiativePageFactory",
    "LessonPageFactory",
    "ModulePageFactory",
    "MunicipalityFactory",
    "NewsIndexPageFactory",
    "NewsPageFactory",
    "OrganisationFactory",
    "ParticipantFactory",
    "PlanPageFactory",
    "ProgrammePageFactory",
    "ProgrammeRoleFactory",
    "ProjectPageFactory",
    "RegionFactory",
    "RegistrationFactory",
    "SessionFactory",
    "ThemeFactory",
    "TrackPageFactory",
    "UserFactory",
    "WebinarPageFactory",
]
