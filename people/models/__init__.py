from people.models.accounts import User, UserManager
from people.models.organisations import (
    Alliance,
    ContactPerson,
    Organisation,
    OrganisationPeriod,
    OrganisationType,
    SizeClass,
    normalise_org_nr,
)
from people.models.participants import Affiliation, Gender, Participant
from people.models.places import County, Municipality, Region, RegionMunicipality

__all__ = [
    "Affiliation",
    "Alliance",
    "ContactPerson",
    "County",
    "Gender",
    "Municipality",
    "Organisation",
    "OrganisationPeriod",
    "OrganisationType",
    "Participant",
    "Region",
    "RegionMunicipality",
    "SizeClass",
    "User",
    "UserManager",
    "normalise_org_nr",
]
