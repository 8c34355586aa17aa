"""Every section and key of a programme file that has a meaning of its own, declared once: schema and types in one.

What several keys say together (an end after its start, a module in one track) stands in `agreement.py`. The sections
whose contents are free (plans, forums, initiatives, events, projects) are read by `free_sections.py`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from .kinds import (
    Choice,
    Clock,
    Date,
    Id,
    Many,
    Number,
    OrganisationNumber,
    Pair,
    Ref,
    Share,
    Table,
    Time,
    Truth,
    Words,
    Wording,
    Zone,
)
from .records import Of, Record, key
from .text import LANGUAGES, Text

ORGANISATION_TYPES = (
    "county_council",
    "municipality",
    "municipal_association",
    "region",
    "state_body",
    "company",
    "innovation_actor",
    "cluster",
    "chamber_of_commerce",
    "university",
    "research_institute",
    "consultancy",
)
SESSION_KINDS = ("meal", "opening", "talk", "keynote", "dialogue", "panel", "workshop", "visit", "closing")
QUESTIONS = ("dietary_needs", "access_needs", "attends_days", "overnight", "choose_workshop")
AID_BASES = ("none", "frame_grant", "purchase_of_service", "de_minimis", "block_exemption", "assess_per_seat")
ROLES = ("participant", "course_owner", "partner_editor", "county_staff", "door", "administrator")
FIGURES = (
    "webinars_held",
    "gatherings_held",
    "gathering_days_held",
    "individuals_attending_any",
    "individuals_attending_webinars",
    "webinar_registrations",
    "webinar_attendances",
    "webinar_minutes",
    "webinar_hours",
    "women_share",
    "municipalities_with_participants",
    "companies_attending",
)

TITLE = Wording(longest=255, lines=False)
TEXT = Wording()
NAME = Words()
WORD = Words(r"[a-z0-9_-]+", "a word of lower-case letters, digits, _ and -", longest=64)
SLUG = Words(r"[a-z0-9-]+", "an address of lower-case letters, digits and hyphens")
EMAIL = Words(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[\w-]+(\.[\w-]+)*\.[^\W\d_]{2,63}", "an e-mail address", longest=254
)
ADDRESS = Words(r"https?://[^\s/]+(/\S*)?", "an address that begins with https://", longest=2000)
COUNTRY = Words(r"[A-Z]{2}", "a country, two capital letters such as SE")
MUNICIPALITY = Words(r"[0-9]{4}", "a municipality code, four digits", quotes=True)
COUNTY = Words(r"[0-9]{2}", "a county code, two digits", quotes=True)
INDUSTRY = Words(r"[0-9]{2}(\.[0-9]{1,3})?", 'an industry code such as "25.620"', quotes=True)
SPOKEN = Words(r"[a-z]{2,3}", "a language code such as nb")
LANGUAGE = Choice(LANGUAGES)
ORGANISATION = Ref(("organisations",))
EMPLOYER = Ref(("organisations", "participant_organisations"))
THEMES = Many(Ref(("themes",)))
FACTS_BOXES = Many(Ref(("facts_boxes",)))
PARTICIPANT = Ref(("participants",))


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
class Range(Record):
    """Days from and to, both counted in; None is open."""

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
    short_name: str | None = key(NAME)
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
        """The full name, which an organisation without a number is matched by across files."""
        return self.full_name or self.name


@dataclass(kw_only=True)
class OrganisationGroup(Record):
    id: str = key(Id(), required=True)
    name: Text = key(TITLE, required=True)
    members: list[str] = key(Many(ORGANISATION))
    note: Text | None = key(TEXT)


@dataclass(kw_only=True)
class Person(Record):
    id: str = key(Id(), required=True)
    name: str = key(NAME, required=True)
    title: Text = key(TITLE, required=True)
    organisation: str = key(EMPLOYER, required=True)
    email: str = key(EMAIL, required=True)
    phone: str | None = key(Words(longest=32))


@dataclass(kw_only=True)
class Theme(Record):
    id: str = key(Id(), required=True)
    name: Text = key(TITLE, required=True)
    sdg: list[int] = key(Many(Number(1, 17)))


@dataclass(kw_only=True)
class GlossaryTerm(Record):
    id: str = key(Id(), required=True)
    term: Text = key(TITLE, required=True)
    text: Text = key(TEXT, required=True)


@dataclass(kw_only=True)
class Mission(Record):
    id: str = key(Id(), required=True)
    title: Text = key(TITLE, required=True)
    level: str | None = key(WORD)
    carried_by: str | None = key(Ref(("organisation_groups", "organisations")))


@dataclass(kw_only=True)
class FactsBox(Record):
    id: str = key(Id(), required=True)
    title: Text = key(TITLE, required=True)
    text: Text = key(TEXT, required=True)
    used_on: list[str] = key(Many(Ref(("webinars", "gatherings"), words=("programme",))))


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
    """What counts as completed, for the whole programme."""

    live_share: Decimal = key(Share(), default=Decimal("0.75"))
    watched_share: Decimal = key(Share(), default=Decimal("0.9"))
    days_share: Decimal = key(Share(), default=Decimal("0.75"))
    may_declare: bool = key(Truth(), default=True)
    track_activities: int = key(Number(1, 1000), default=4)


@dataclass(kw_only=True)
class Completion(Record):
    """What one activity says otherwise; None is the programme's."""

    live_share: Decimal | None = key(Share())
    watched_share: Decimal | None = key(Share())
    days_share: Decimal | None = key(Share())


@dataclass(kw_only=True)
class Funding(Record):
    id: str = key(Id(), required=True)
    source: Text = key(TITLE, required=True)
    amount_nok: int | None = key(Number())
    report_due: datetime.date | None = key(Date())
    case_no: str | None = key(NAME)


@dataclass(kw_only=True)
class Target(Record):
    id: str = key(Id(), required=True)
    label: Text = key(TITLE, required=True)
    figure: str = key(Choice(FIGURES), required=True)
    expected: int | None = key(Number())
    expected_share: Decimal | None = key(Share())


@dataclass(kw_only=True)
class Page(Record):
    """What has a language of its own where it is not the file's."""

    language: str | None = key(SPOKEN)
    primary_language: str | None = key(SPOKEN)


@dataclass(kw_only=True)
class Programme(Page):
    id: str = key(Id(), required=True)
    slug: str = key(SLUG, required=True)
    title: Text = key(TITLE, required=True)
    short_title: Text = key(TITLE, required=True)
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
    themes: list[str] = key(THEMES)
    lead_partner: str | None = key(ORGANISATION)


@dataclass(kw_only=True)
class Speaker(Record):
    """A role in the programme of a day; the organisation is None where none is named."""

    role: Text = key(TITLE, required=True)
    organisation: str | None = key(ORGANISATION)


@dataclass(kw_only=True)
class Moderator(Speaker):
    person: str | None = key(Ref(("people",)))


@dataclass(kw_only=True)
class WebinarTerms(Page):
    """What a webinar has unless it says otherwise."""

    modality: str | None = key(WORD)
    access: str | None = key(WORD)
    moderator: Moderator | None = key(Of(Moderator))
    recording_access: str | None = key(WORD)
    captions_required: list[str] | None = key(Many(SPOKEN), default=None)
    caption_deadline_days: int | None = key(Number(0, 3660))
    aid_basis: str | None = key(Choice(AID_BASES))


@dataclass(kw_only=True)
class Recording(Record):
    status: str = key(Choice(("published", "planned")), required=True)
    chapters: list[tuple[int, str]] = key(Many(Pair(Clock(), NAME, '["00:04:10", "Questions"]')))
    published: datetime.date | None = key(Date())
    minutes: int | None = key(Number(1, 24 * 60))
    captions: list[str] = key(Many(SPOKEN))
    captions_added: dict[str, datetime.date] = key(Table(SPOKEN, Date()))
    transcript: bool = key(Truth(), default=False)
    caption_deadline: datetime.date | None = key(Date())


@dataclass(kw_only=True)
class Attachment(Record):
    id: str = key(Id(), required=True)
    title: Text = key(TITLE, required=True)
    organisation: str | None = key(ORGANISATION)
    format: str | None = key(WORD)


@dataclass(kw_only=True)
class Slides(Attachment):
    pages: int | None = key(Number(1, 10_000))
    accessible: bool | None = key(Truth())
    planned: bool = key(Truth(), default=False)


@dataclass(kw_only=True)
class Webinar(WebinarTerms):
    id: str = key(Id(), required=True)
    module: str = key(Ref(("modules",)), required=True)
    title: Text = key(TITLE, required=True)
    abstract: Text = key(TEXT, required=True)
    partner: str = key(ORGANISATION, required=True)
    date: datetime.date = key(Date(), required=True)
    start: datetime.time = key(Time(), required=True)
    end: datetime.time = key(Time(), required=True)
    duration_min: int = key(Number(1, 24 * 60), required=True)
    capacity: int = key(Number(), required=True)
    registration_closes: datetime.date | None = key(Date())
    join_url: str | None = key(ADDRESS)
    status: str | None = key(WORD)
    themes: list[str] = key(THEMES)
    speakers: list[Speaker] = key(Many(Of(Speaker)))
    facts_boxes: list[str] = key(FACTS_BOXES)
    complements_gathering: str | None = key(Ref(("gatherings",)))
    completion: Completion | None = key(Of(Completion))
    recording: Recording | None = key(Of(Recording))
    slides: list[Slides] = key(Many(Of(Slides, "slides")))
    attachments: list[Attachment] = key(Many(Of(Attachment, "attachments")))

    @property
    def is_cancelled(self) -> bool:
        return self.status == "cancelled"

    @property
    def caption_deadline(self) -> datetime.date:
        """The day captions must be there, which runs whether it is stated or not."""
        if self.recording and self.recording.caption_deadline:
            return self.recording.caption_deadline
        return self.date + datetime.timedelta(days=self.caption_deadline_days or 0)


@dataclass(kw_only=True)
class BodyPart(Record):
    type: str = key(Choice(("heading", "paragraph", "quote")), required=True)
    text: Text = key(TEXT, required=True)
    person: str | None = key(Ref(("people",)))
    person_title_at_time: Text | None = key(TITLE)


@dataclass(kw_only=True)
class Lesson(Page):
    id: str = key(Id(), required=True)
    module: str = key(Ref(("modules",)), required=True)
    title: Text = key(TITLE, required=True)
    lead: Text = key(TEXT, required=True)
    body: list[BodyPart] = key(Many(Of(BodyPart)), required=True)
    duration_min: int = key(Number(1, 24 * 60), required=True)
    partner: str = key(ORGANISATION, required=True)
    themes: list[str] = key(THEMES)
    completion: Completion | None = key(Of(Completion))


@dataclass(kw_only=True)
class Venue(Record):
    name: str = key(NAME, required=True)
    street: str | None = key(NAME)
    municipality: str | None = key(MUNICIPALITY)
    accessible: bool | None = key(Truth())
    notes: Text | None = key(TEXT)


@dataclass(kw_only=True)
class Room(Record):
    id: str = key(Id(), required=True)
    name: str = key(NAME, required=True)
    capacity: int | None = key(Number())


@dataclass(kw_only=True)
class Session(Record):
    id: str = key(Id(), required=True)
    start: datetime.time = key(Time(), required=True)
    end: datetime.time = key(Time(), required=True)
    kind: str = key(Choice(SESSION_KINDS), required=True)
    title: Text = key(TITLE, required=True)
    room: str | None = key(Ref(("rooms",)))
    capacity: int | None = key(Number())
    needs_signup: bool = key(Truth(), default=False)
    groups: int | None = key(Number(1, 1000))
    speakers: list[Speaker] = key(Many(Of(Speaker)))
    accessible: bool | None = key(Truth())
    notes: Text | None = key(TEXT)


@dataclass(kw_only=True)
class Day(Record):
    id: str = key(Id(), required=True)
    date: datetime.date = key(Date(), required=True)
    attendance: str = key(Choice(("separate",)), default="separate")
    sessions: list[Session] = key(Many(Of(Session, "sessions")))


@dataclass(kw_only=True)
class WorkshopQuestion(Record):
    id: str = key(Id(), required=True)
    text: Text = key(TEXT, required=True)


@dataclass(kw_only=True)
class WorkshopAnswer(Record):
    group: int = key(Number(1, 1000), required=True)
    question: str = key(Ref(("questions",)), required=True)
    text: Text = key(TEXT, required=True)


@dataclass(kw_only=True)
class WorkshopResults(Record):
    feeds_into: str | None = key(Ref(("missions", "plans")))
    questions: list[WorkshopQuestion] = key(Many(Of(WorkshopQuestion, "questions")))
    answers: list[WorkshopAnswer] = key(Many(Of(WorkshopAnswer)))


@dataclass(kw_only=True)
class Gathering(Page):
    id: str = key(Id(), required=True)
    slug: str = key(SLUG, required=True)
    title: Text = key(TITLE, required=True)
    goal: Text = key(TEXT, required=True)
    access: str = key(Choice(("open", "restricted")), required=True)
    capacity: int = key(Number(), required=True)
    venue: Venue | None = key(Of(Venue))
    rooms: list[Room] = key(Many(Of(Room, "rooms")))
    audience: list[str] = key(Many(Choice(ORGANISATION_TYPES)))
    audience_text: Text | None = key(TEXT)
    approval: str = key(Choice(("none", "manual")), default="none")
    registration_opens: datetime.date | None = key(Date())
    registration_closes: datetime.date | None = key(Date())
    cancel_without_fee_until: datetime.date | None = key(Date())
    status: str | None = key(WORD)
    waiting_list: bool = key(Truth(), default=False)
    max_per_organisation: int | None = key(Number(1))
    questions: list[str] = key(Many(Choice(QUESTIONS)))
    mission: str | None = key(Ref(("missions",)))
    themes: list[str] = key(THEMES)
    facts_boxes: list[str] = key(FACTS_BOXES)
    complements_webinars: list[str] = key(Many(Ref(("webinars",))))
    contact: str | None = key(Ref(("people",)))
    moderator: Moderator | None = key(Of(Moderator))
    aid_basis: str = key(Choice(AID_BASES), default="none")
    aid_value_per_seat_nok: int | None = key(Number())
    completion: Completion | None = key(Of(Completion))
    recap: Text | None = key(TEXT)
    workshop_results: WorkshopResults | None = key(Of(WorkshopResults))
    days: list[Day] = key(Many(Of(Day, "days")), required=True)

    @property
    def is_cancelled(self) -> bool:
        return self.status == "cancelled"


@dataclass(kw_only=True)
class News(Page):
    id: str = key(Id(), required=True)
    title: Text = key(TITLE, required=True)
    lead: Text | None = key(TEXT)
    published: datetime.date | None = key(Date())
    updated: datetime.date | None = key(Date())
    body: list[BodyPart] = key(Many(Of(BodyPart)))
    webinar: str | None = key(Ref(("webinars",)))
    gathering: str | None = key(Ref(("gatherings",)))
    event: str | None = key(Ref(("events",)))
    plan: str | None = key(Ref(("plans",)))
    project: str | None = key(Ref(("projects",)))


@dataclass(kw_only=True)
class Participant(Record):
    id: str = key(Id(), required=True)
    name: str = key(NAME, required=True)
    email: str = key(EMAIL, required=True)
    organisation: str | None = key(EMPLOYER)
    gender: str | None = key(Choice(("female", "male", "undisclosed")))
    language: str | None = key(LANGUAGE)


@dataclass(kw_only=True)
class Account(Record):
    id: str = key(Id(), required=True)
    role: str = key(Choice(ROLES), required=True)
    name: str = key(NAME, required=True)
    email: str = key(EMAIL, required=True)
    participant: str | None = key(PARTICIPANT)
    organisation: str | None = key(ORGANISATION)


@dataclass(kw_only=True)
class Attendance(Record):
    registered: list[str] = key(Many(PARTICIPANT), required=True)
    turned_down: list[str] = key(Many(PARTICIPANT))
    minutes: dict[str, int] = key(Table(PARTICIPANT, Number(0, 24 * 60)))
    present: dict[str, list[str]] = key(Table(Ref(("days",)), Many(PARTICIPANT)))
    sessions: dict[str, list[str]] = key(Table(PARTICIPANT, Many(Ref(("sessions",)))))


@dataclass(kw_only=True)
class Sections(Record):
    """The file from the top: its sections, in the order in which the schema lists them."""

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


# Sections whose contents are as in the example: only id, title and what they name is known.
FREE_SECTIONS = ("plans", "forums", "initiatives", "events", "projects")
# Figures that follow from the file; loading does not need them.
EXPECTED_REPORT = "expected_report"
