"""The schema of the programme file: its sections and their keys, declared as dataclasses.

Consistency across keys (an end after its start, a module in one track) is checked in `consistency.py`. Sections without
a schema (plans, forums, initiatives, events, projects) are parsed by `schemaless.py`.
"""
# ruff: noqa: RUF009 -- key() is this package's field()

from __future__ import annotations

from dataclasses import dataclass

from ..kinds import Many, Ref, Table
from ..records import Of, Record, key
from ..text import Text
from .activities import Attendance, Gathering, Lesson, News, Webinar, WebinarTerms
from .organisations import Account, Organisation, OrganisationGroup, Participant, Person
from .programmes import FactsBox, GlossaryTerm, Meta, Mission, Module, Programme, Theme, Track
from .words import PARTICIPANT, TITLE, WORD


@dataclass(kw_only=True)
class Sections(Record):
    """The top level of the file: its sections."""

    meta: Meta = key(Of(Meta), required=True)
    pages: dict[str, Text] = key(Table(WORD, TITLE))
    organisations: list[Organisation] = key(Many(Of(Organisation, "organisations")), required=True)
    participant_organisations: list[Organisation] = key(Many(Of(Organisation, "participant_organisations")))
    organisation_groups: list[OrganisationGroup] = key(Many(Of(OrganisationGroup, "organisation_groups")))
    people: list[Person] = key(Many(Of(Person, "people")), required=True)
    themes: list[Theme] = key(Many(Of(Theme, "themes")))
    glossary: list[GlossaryTerm] = key(Many(Of(GlossaryTerm, "glossary")))
    missions: list[Mission] = key(Many(Of(Mission, "missions")))
    facts_boxes: list[FactsBox] = key(Many(Of(FactsBox, "facts_boxes")))
    programme: Programme = key(Of(Programme, "programme"), required=True)
    tracks: list[Track] = key(Many(Of(Track, "tracks")), required=True)
    modules: list[Module] = key(Many(Of(Module, "modules")), required=True)
    webinar_defaults: WebinarTerms | None = key(Of(WebinarTerms))
    webinars: list[Webinar] = key(Many(Of(Webinar, "webinars")))
    lessons: list[Lesson] = key(Many(Of(Lesson, "lessons")))
    gatherings: list[Gathering] = key(Many(Of(Gathering, "gatherings")))
    news: list[News] = key(Many(Of(News, "news")))
    participants: list[Participant] = key(Many(Of(Participant, "participants")))
    accounts: list[Account] = key(Many(Of(Account, "accounts")))
    enrolments: dict[str, list[str]] = key(Table(PARTICIPANT, Many(Ref(("modules",)))))
    attendance: dict[str, Attendance] = key(Table(Ref(("webinars", "gatherings")), Of(Attendance)))


# Sections without a schema: only ids, titles and references are validated.
SCHEMALESS_SECTIONS = ("plans", "forums", "initiatives", "events", "projects")
# The figures that the reports should show after loading. Ignored by the loader.
EXPECTED_REPORT = "expected_report"
