"""The programme with its tracks and modules, and what its pages refer to: themes, glossary, missions, facts boxes."""
# ruff: noqa: RUF009 -- key() is this package's field()

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from ..kinds import Choice, Date, Id, Many, Number, Ref, Share, Truth, Wording, Words, Zone
from ..records import Of, Record, key
from ..text import Text
from .organisations import Period
from .words import FACTS_BOXES, FIGURES, LANGUAGE, ORGANISATION, ROLE, SLUG, SPOKEN, TEXT, THEMES, TITLE, WORD


@dataclass(kw_only=True)
class Meta(Record):
    schema: int = key(Number(), required=True)
    anchor_date: datetime.date = key(Date(), required=True)
    timezone: ZoneInfo = key(Zone(), required=True)
    default_language: str = key(LANGUAGE, required=True)
    languages: list[str] = key(Many(LANGUAGE), required=True)
    demo: bool = key(Truth(), default=False)
    notice: Text | None = key(TEXT)


@dataclass(kw_only=True)
class Theme(Record):
    id: str = key(Id(), required=True)
    name: Text = key(Wording(longest=120, lines=False), required=True)
    sdg: list[int] = key(Many(Number(1, 17)))


@dataclass(kw_only=True)
class GlossaryTerm(Record):
    id: str = key(Id(), required=True)
    term: Text = key(ROLE, required=True)
    text: Text = key(TEXT, required=True)


@dataclass(kw_only=True)
class Mission(Record):
    id: str = key(Id(), required=True)
    title: Text = key(TITLE, required=True)
    level: str | None = key(Words(longest=40))
    carried_by: str | None = key(Ref(("organisation_groups", "organisations")))


@dataclass(kw_only=True)
class FactsBox(Record):
    id: str = key(Id(), required=True)
    title: Text = key(Wording(longest=200, lines=False), required=True)
    text: Text = key(TEXT, required=True)
    used_on: list[str] = key(Many(Ref(("webinars", "gatherings"), words=("programme",))))


@dataclass(kw_only=True)
class Page(Record):
    """Base class of pages. They may have another language than the file."""

    language: str | None = key(SPOKEN)
    primary_language: str | None = key(SPOKEN)


@dataclass(kw_only=True)
class Partner(Record):
    organisation: str = key(ORGANISATION, required=True)
    role: str | None = key(WORD)


@dataclass(kw_only=True)
class PolicyBasis(Record):
    plan: str | None = key(Ref(("plans",)))
    text: Text | None = key(TEXT)


@dataclass(kw_only=True)
class RegistrationTerms(Record):
    scope: str = key(WORD, default="per_activity")
    login_required: bool = key(Truth(), default=False)
    price_nok: int = key(Number(), default=0)


@dataclass(kw_only=True)
class ProgrammeCompletion(Record):
    """The completion rule of the programme."""

    live_share: Decimal = key(Share(), default=Decimal("0.75"))
    watched_share: Decimal = key(Share(), default=Decimal("0.9"))
    days_share: Decimal = key(Share(), default=Decimal("0.75"))
    may_declare: bool = key(Truth(), default=True)
    track_activities: int = key(Number(1, 1000), default=4)


@dataclass(kw_only=True)
class Completion(Record):
    """Overrides of the completion rule for one activity. `None` means the rule of the programme."""

    live_share: Decimal | None = key(Share())
    watched_share: Decimal | None = key(Share())
    days_share: Decimal | None = key(Share())


@dataclass(kw_only=True)
class Funding(Record):
    id: str = key(Id(), required=True)
    source: Text = key(Wording(longest=200, lines=False), required=True)
    amount_nok: int | None = key(Number())
    report_due: datetime.date | None = key(Date())
    case_no: str | None = key(Words(longest=60))


@dataclass(kw_only=True)
class Target(Record):
    id: str = key(Id(), required=True)
    label: Text = key(ROLE, required=True)
    figure: str = key(Choice(FIGURES), required=True)
    expected: int | None = key(Number())
    expected_share: Decimal | None = key(Share())


@dataclass(kw_only=True)
class Programme(Page):
    id: str = key(Id(), required=True)
    slug: str = key(SLUG, required=True)
    title: Text = key(TITLE, required=True)
    short_title: Text = key(Wording(longest=80, lines=False), required=True)
    lead: Text = key(TEXT, required=True)
    owners: list[str] = key(Many(ORGANISATION), required=True)
    period: Period = key(Of(Period), required=True)
    status: str | None = key(WORD)
    is_pilot: bool = key(Truth(), default=False)
    historical_owner: str | None = key(ORGANISATION)
    partners: list[Partner] = key(Many(Of(Partner)))
    policy_basis: PolicyBasis | None = key(Of(PolicyBasis))
    mission: str | None = key(Ref(("missions",)))
    contact: str = key(Ref(("people",)), required=True)
    reporting_contact: str | None = key(Ref(("people",)))
    facts_boxes: list[str] = key(FACTS_BOXES)
    registration: RegistrationTerms | None = key(Of(RegistrationTerms))
    completion: ProgrammeCompletion = key(Of(ProgrammeCompletion), required=True)
    funding: list[Funding] = key(Many(Of(Funding, "funding")))
    targets: list[Target] = key(Many(Of(Target, "targets")))


@dataclass(kw_only=True)
class Track(Page):
    id: str = key(Id(), required=True)
    number: int | None = key(Number())
    title: Text = key(TITLE, required=True)
    text: Text | None = key(TEXT)
    modules: list[str] = key(Many(Ref(("modules",))), required=True)


@dataclass(kw_only=True)
class Module(Page):
    id: str = key(Id(), required=True)
    track: str = key(Ref(("tracks",)), required=True)
    order: int | None = key(Number())
    title: Text = key(TITLE, required=True)
    text: Text | None = key(TEXT)
    themes: list[str] = key(THEMES)
    lead_partner: str | None = key(ORGANISATION)
