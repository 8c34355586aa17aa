"""Organisations, contacts, participants and user accounts."""
# ruff: noqa: RUF009 -- key() is this package's field()

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ..kinds import Choice, Date, Id, Many, Number, OrganisationNumber, Wording, Words
from ..records import Of, Record, key
from ..text import Text
from .words import (
    COUNTRY,
    COUNTY,
    EMAIL,
    EMPLOYER,
    INDUSTRY,
    LANGUAGE,
    MUNICIPALITY,
    NAME,
    ORGANISATION,
    ORGANISATION_TYPES,
    PARTICIPANT,
    PERSON_NAME,
    ROLE,
    ROLES,
    TEXT,
)


@dataclass(kw_only=True)
class Range(Record):
    """A range of dates, both inclusive. `None` means unbounded."""

    first: datetime.date | None = key(Date(), written="from")
    last: datetime.date | None = key(Date(), written="to")


@dataclass(kw_only=True)
class Period(Record):
    first: datetime.date = key(Date(), required=True, written="from")
    last: datetime.date = key(Date(), required=True, written="to")


@dataclass(kw_only=True)
class CountyCode(Record):
    code: str = key(COUNTY, required=True)
    valid: list[Range] = key(Many(Of(Range)), fixed=True)


@dataclass(kw_only=True)
class Organisation(Record):
    id: str = key(Id(), required=True)
    name: str = key(NAME, required=True)
    type: str = key(Choice(ORGANISATION_TYPES), required=True)
    org_nr: str | None = key(OrganisationNumber())
    full_name: str | None = key(NAME)
    short_name: str | None = key(Words(longest=80))
    country: str = key(COUNTRY, default="NO")
    municipality: str | None = key(MUNICIPALITY)
    employees: int | None = key(Number())
    nace: str | None = key(INDUSTRY)
    seat_municipality: str | None = key(MUNICIPALITY)
    county_codes: list[CountyCode] = key(Many(Of(CountyCode)))
    valid: list[Range] = key(Many(Of(Range)), fixed=True)
    predecessors: list[str] = key(Many(ORGANISATION))
    successors: list[str] = key(Many(ORGANISATION))

    @property
    def known_as(self) -> str:
        """The full name, else the name. Organisations without a number are matched across files by it."""
        return self.full_name or self.name


@dataclass(kw_only=True)
class OrganisationGroup(Record):
    id: str = key(Id(), required=True)
    name: Text = key(Wording(longest=200, lines=False), required=True)
    members: list[str] = key(Many(ORGANISATION))
    note: Text | None = key(TEXT)


@dataclass(kw_only=True)
class Person(Record):
    id: str = key(Id(), required=True)
    name: str = key(PERSON_NAME, required=True)
    title: Text = key(ROLE, required=True)
    organisation: str = key(EMPLOYER, required=True)
    email: str = key(EMAIL, required=True)
    phone: str | None = key(Words(longest=32))


@dataclass(kw_only=True)
class Participant(Record):
    id: str = key(Id(), required=True)
    name: str = key(PERSON_NAME, required=True)
    email: str = key(EMAIL, required=True)
    organisation: str | None = key(EMPLOYER)
    gender: str | None = key(Choice(("female", "male", "undisclosed")))
    language: str | None = key(LANGUAGE)


@dataclass(kw_only=True)
class Account(Record):
    id: str = key(Id(), required=True)
    role: str = key(Choice(ROLES), required=True)
    name: str = key(PERSON_NAME, required=True)
    email: str = key(EMAIL, required=True)
    participant: str | None = key(PARTICIPANT)
    organisation: str | None = key(ORGANISATION)
