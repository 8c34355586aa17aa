"""What lists need to know about every public activity, in memory: the values for filters, and those for cards.

Lists read no pages, only the seats taken of the sessions shown. `home.reading_facts` reads the facts.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from content.versions import readers_language
from courses.models import ActivityPage, LessonPage, Session
from gatherings.models import GatheringPage
from home import pages
from people.models import Organisation
from webinars.models import Handout, Recording, WebinarPage


class InWords:
    """A page in memory with translated fields, with the same interface as `content.models.BasePage`."""

    __slots__ = ()
    address: pages.Address | None
    own_language: str
    versions: dict[str, dict[str, Any]]

    def word(self, name: str) -> str:
        words: str = self.versions.get(readers_language(), {}).get(name) or getattr(self, name)
        return words

    def language_of(self, name: str = "title") -> str:
        """The language code in which a field is shown."""
        reader = readers_language()
        return reader if self.versions.get(reader, {}).get(name) else self.own_language

    @property
    def shown_title(self) -> str:
        return self.word("title")

    @property
    def shown_language(self) -> str:
        """The language code of `shown_title` if it differs from the active language, else empty."""
        code = self.language_of()
        return code if code != readers_language() else ""

    def get_url(self) -> str:
        return self.address.in_language(readers_language()) if self.address else ""


@dataclass(slots=True)
class Above(InWords):
    """A programme, track or module above activities."""

    kind: str
    pk: int
    path: str
    address: pages.Address | None
    slug: str
    title: str
    own_language: str
    versions: dict[str, dict[str, Any]]
    short_title: str = ""
    """Programmes only."""
    timezone: str = ""
    """Programmes only."""
    historical_owner_id: int | None = None
    """Programmes only."""
    number: int = 0
    """The number of a track within its programme."""
    theme_slug: str = ""

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.timezone)


KINDS: dict[str, type[ActivityPage]] = {kind.kind: kind for kind in (WebinarPage, GatheringPage, LessonPage)}


@dataclass(slots=True)
class Fact(InWords):
    """An activity with its recording, the dates of its root session, and its ancestors. Shared, so never mutated."""

    pk: int
    path: str
    address: pages.Address | None
    slug: str
    title: str
    own_language: str
    versions: dict[str, dict[str, Any]]
    abstract_text: str
    lead: str | None
    goal: str | None
    recap: str | None
    duration_minutes: int | None
    responsible_id: int | None
    changed: dt.datetime | None
    webinar: int | None
    gathering: int | None
    lesson: int | None
    spoken: str | None
    venue: str | None
    municipality_code: str | None
    municipality: str | None
    mission: int | None
    recording_id: int | None
    published_at: dt.datetime | None
    seconds: int | None
    is_restricted: bool | None
    poster: str | None
    session: int | None
    date: dt.date | None
    last_date: dt.date | None
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    opens_at: dt.datetime | None
    closes_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    capacity: int | None
    has_waiting_list: bool | None
    responsible: Organisation | None = None
    programme: Above | None = None
    track: Above | None = None
    module: Above | None = None
    themes: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    """Language codes."""
    written: list[str] = field(default_factory=list)
    """Language codes of the translations of its page."""
    handouts: list[str] = field(default_factory=list)
    """Kinds of the attached files."""

    @property
    def kind(self) -> str:
        if self.webinar is not None:
            return "webinar"
        return "gathering" if self.gathering is not None else "lesson"

    @property
    def kind_label(self) -> str | Promise:
        return KINDS[self.kind].kind_label

    @property
    def recording(self) -> Recording | None:
        if self.recording_id is None or self.webinar is None:
            return None
        return Recording(
            pk=self.recording_id,
            webinar_id=self.webinar,
            published_at=self.published_at,
            seconds=self.seconds,
            is_restricted=bool(self.is_restricted),
            poster=self.poster,
        )

    def root(self, taken: int) -> Session | None:
        """The root session as an unsaved instance, with `taken` as the number of seats taken."""
        if self.session is None:
            return None
        session = Session(
            pk=self.session,
            activity_id=self.pk,
            date=self.date,
            last_date=self.last_date if self.last_date != self.date else None,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            registration_opens_at=self.opens_at,
            registration_closes_at=self.closes_at,
            cancelled_at=self.cancelled_at,
            capacity=self.capacity,
            has_waiting_list=bool(self.has_waiting_list),
        )
        session.taken = taken  # type: ignore[attr-defined]
        return session

    @property
    def theme_slug(self) -> str:
        return self.themes[0] if self.themes else ""

    @property
    def caption_count(self) -> int:
        return len(self.captions)

    @property
    def slides_count(self) -> int:
        return self.handouts.count(Handout.Kind.SLIDES)

    @property
    def attachment_count(self) -> int:
        return self.handouts.count(Handout.Kind.ATTACHMENT)

    @property
    def said(self) -> tuple[str | None, ...]:
        """The texts of the page and the names of the responsible organisation."""
        texts = (self.title, self.abstract_text, self.lead, self.goal, self.venue)
        partner = self.responsible
        return (*texts, partner.name, partner.full_name) if partner else texts

    @property
    def moments(self) -> tuple[dt.datetime | None, ...]:
        return self.published_at, self.starts_at, self.ends_at, self.opens_at, self.closes_at

    def is_over(self, now: dt.datetime, today: dt.date) -> bool:
        """The same rule as `Session.phase`."""
        return self.ends_at <= now if self.ends_at else self.last_date is not None and self.last_date < today

    def is_coming(self, now: dt.datetime, today: dt.date) -> bool:
        """The same rule as `SessionQuerySet.upcoming`."""
        return self.cancelled_at is None and self.date is not None and not self.is_over(now, today)

    def takes_registrations(self, now: dt.datetime, today: dt.date) -> bool:
        """The same rule as `attendance.refusals.clock_refusal`."""
        if self.session is None or self.cancelled_at is not None:
            return False
        begun = self.starts_at is not None and self.starts_at <= now
        not_yet = self.opens_at is not None and self.opens_at > now
        closed = self.closes_at is not None and self.closes_at <= now
        return not (begun or not_yet or closed or self.is_over(now, today))
