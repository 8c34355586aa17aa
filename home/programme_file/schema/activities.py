"""Webinars, lessons and gatherings, attendance at them, and news."""
# ruff: noqa: RUF009 -- key() is this package's field()

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ..kinds import Choice, Clock, Date, Id, Many, Number, Pair, Ref, Table, Time, Truth, Wording, Words
from ..records import Of, Record, key
from ..text import Text
from .programmes import Completion, Page
from .words import (
    ADDRESS,
    AID_BASES,
    FACTS_BOXES,
    MUNICIPALITY,
    NAME,
    ORGANISATION,
    ORGANISATION_TYPES,
    PARTICIPANT,
    QUESTIONS,
    ROLE,
    SESSION_KINDS,
    SLUG,
    SPOKEN,
    TEXT,
    THEMES,
    TITLE,
    WORD,
)


@dataclass(kw_only=True)
class Speaker(Record):
    """A speaker, by role; the organisation is optional."""

    role: Text = key(ROLE, required=True)
    organisation: str | None = key(ORGANISATION)


@dataclass(kw_only=True)
class Moderator(Speaker):
    person: str | None = key(Ref(("people",)))


@dataclass(kw_only=True)
class WebinarTerms(Page):
    """The keys of a webinar that may have defaults. `None` means not given."""

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
    title: Text = key(Wording(longest=200, lines=False), required=True)
    organisation: str | None = key(ORGANISATION)
    format: str | None = key(Words(r"[a-z0-9]+", "a format such as pdf", longest=10))


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
        """The last day for adding captions: as given, else computed from the number of days allowed."""
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
    name: str = key(Words(longest=160), required=True)
    street: str | None = key(Words(longest=160))
    municipality: str | None = key(MUNICIPALITY)
    accessible: bool | None = key(Truth())
    notes: Text | None = key(TEXT)


@dataclass(kw_only=True)
class Room(Record):
    id: str = key(Id(), required=True)
    name: str = key(Words(longest=120), required=True)
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
class Attendance(Record):
    registered: list[str] = key(Many(PARTICIPANT), required=True)
    turned_down: list[str] = key(Many(PARTICIPANT))
    minutes: dict[str, int] = key(Table(PARTICIPANT, Number(0, 24 * 60)))
    present: dict[str, list[str]] = key(Table(Ref(("days",)), Many(PARTICIPANT)))
    sessions: dict[str, list[str]] = key(Table(PARTICIPANT, Many(Ref(("sessions",)))))
