"""What a list shows of an activity, and where its reader stands with it. Read in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from attendance.models import Registration
from attendance.refusals import NOT_YET, clock_refusal
from courses.models import ActivityPage, Enrolment, Phase, ProgrammePage, Session
from courses.querysets import below
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH
from home.pages import joined, specific, with_card_facts
from people.models import Participant
from progress.models import Completion
from progress.rules import mean_progress

TRACK_DEPTH = PROGRAMME_DEPTH + 1
MODULE_DEPTH = PROGRAMME_DEPTH + 2


@dataclass(frozen=True)
class Status:
    """One word about where an activity stands: `code` for style and tests, `label` for people."""

    code: str
    label: Any


STATUSES = {
    status.code: status
    for status in (
        Status("cancelled", _("Cancelled")),
        Status("today", _("Today")),
        Status("not_yet", _("Registration opens later")),
        Status("closed", _("Registration has closed")),
        Status("full", _("Waiting list")),
        Status("open", _("Registration open")),
        Status("recording_pending", _("The recording is on its way")),
        Status("held", _("Held")),
    )
}


@dataclass
class Card:
    """An activity in a list, with where it stands by the clock and, signed in, for the reader."""

    activity: Any
    session: Session | None
    now: dt.datetime
    track: Any = None
    module: Any = None
    programme: Any = None
    completion: Completion | None = None

    @property
    def kind(self) -> str:
        return self.activity.kind

    @property
    def is_recording(self) -> bool:
        return self.recording is not None

    @cached_property
    def recording(self) -> Any:
        """The published recording of a webinar that is over; None before that."""
        recording = getattr(self.activity, "recording", None) if self.kind == "webinar" else None
        held = self.session is None or self.session.phase(self.now) == Phase.AFTER
        return recording if recording and held and recording.is_published(timezone.localdate(self.now)) else None

    @property
    def kind_label(self) -> Any:
        return _("Recording") if self.is_recording else self.activity.kind_label

    @property
    def phase(self) -> str:
        return self.session.phase(self.now) if self.session else ""

    @property
    def seats_left(self) -> int | None:
        """Free seats, or None where there is no limit."""
        if self.session is None or self.session.capacity is None:
            return None
        return max(0, self.session.capacity - getattr(self.session, "taken", 0))

    @property
    def own_state(self) -> str:
        """The reader's registration: its state, or empty."""
        state = getattr(self.session, "own_state", None) or ""
        return state if state in Registration.ACTIVE else ""

    @property
    def progress(self) -> Decimal:
        return self.completion.progress if self.completion else Decimal(0)

    @property
    def is_open(self) -> bool:
        """Whether the clock lets somebody register now."""
        return self.session is not None and clock_refusal(self.session, self.now) is None

    @cached_property
    def status(self) -> Status | None:
        """Where it stands by the clock: the one tag a card carries."""
        if self.session is None:
            return None
        if self.phase == Phase.AFTER:
            return self._status_after
        word = {Phase.CANCELLED: STATUSES["cancelled"], Phase.TODAY: STATUSES["today"]}.get(Phase(self.phase))
        return word or self._status_before

    @property
    def _status_after(self) -> Status | None:
        if self.kind != "webinar":
            return STATUSES["held"]
        return None if self.is_recording else STATUSES["recording_pending"]

    @property
    def _status_before(self) -> Status:
        refusal = clock_refusal(self.session, self.now) if self.session else None
        if refusal is not None:
            return STATUSES["not_yet" if refusal is NOT_YET else "closed"]
        return STATUSES["full" if self.seats_left == 0 else "open"]


@dataclass
class ModuleCard:
    """A module in a track's list: its activities, and how far the reader has come."""

    module: Any
    cards: list[Card]
    is_picked: bool = False

    @property
    def progress(self) -> Decimal:
        return mean_progress([card.progress for card in self.cards])

    @property
    def percent(self) -> int:
        return int(self.progress * 100)

    @property
    def is_done(self) -> bool:
        return bool(self.cards) and all(card.completion and card.completion.is_complete for card in self.cards)

    @property
    def next_card(self) -> Card | None:
        """Its next live webinar or gathering."""
        coming = [card for card in self.cards if card.session and card.phase in (Phase.BEFORE, Phase.TODAY)]
        return min(coming, key=_starts, default=None)

    @property
    def recordings(self) -> list[Card]:
        return [card for card in self.cards if card.is_recording]


@dataclass
class TrackCard:
    track: Any
    modules: list[ModuleCard]


@dataclass
class Outline:
    """A programme as its pages show it: tracks with their modules, and the dated activities in order."""

    programme: ProgrammePage
    tracks: list[TrackCard]
    cards: list[Card]

    @property
    def coming(self) -> list[Card]:
        """What comes next, the first first, today's included."""
        cards = [card for card in self.cards if card.session and card.phase in (Phase.BEFORE, Phase.TODAY)]
        return sorted((card for card in cards if card.session and card.session.date), key=_starts)

    @property
    def held_webinars(self) -> list[Card]:
        """Held webinars, the latest first: with a recording, or with one on its way."""
        held = [card for card in self.cards if card.kind == "webinar" and card.phase == Phase.AFTER]
        return sorted(held, key=_starts, reverse=True)

    @property
    def recordings(self) -> list[Card]:
        return [card for card in self.held_webinars if card.is_recording]

    @property
    def gatherings(self) -> list[Card]:
        """Coming gatherings first, then held ones, the latest first."""
        cards = [card for card in self.cards if card.kind == "gathering"]
        over = [card for card in cards if card.phase in (Phase.AFTER, Phase.CANCELLED)]
        coming = [card for card in cards if card not in over]
        return sorted(coming, key=_starts) + sorted(over, key=_starts, reverse=True)

    def module(self, page: Page) -> ModuleCard | None:
        return next((card for track in self.tracks for card in track.modules if card.module.pk == page.pk), None)

    def track(self, page: Page) -> TrackCard | None:
        return next((card for card in self.tracks if card.track.pk == page.pk), None)


def outline(programme: ProgrammePage, participant: Participant | None = None, within: Page | None = None) -> Outline:
    """The programme (or the part of it `within` a page) in a fixed number of queries: pages, sessions, own rows."""
    now = timezone.now()
    pages = with_card_facts(joined(Page.objects.live().filter(below(within or programme)))).order_by("path")
    rows = [specific(page) for page in pages]
    if within is not None:
        rows.insert(0, within)
    cards = {
        card.activity.path: card for card in cards_of([row for row in rows if _is_original(row)], participant, now)
    }
    tracks: list[TrackCard] = []
    modules: dict[str, ModuleCard] = {}
    picked = _picked(participant, programme)
    for row in rows:
        if row.cached_content_type.model == "trackpage":
            tracks.append(TrackCard(row, []))
        elif row.cached_content_type.model == "modulepage":
            module = modules[row.path] = ModuleCard(row, [], row.pk in picked)
            if tracks:
                tracks[-1].modules.append(module)
        elif row.path in cards:
            card = cards[row.path]
            card.programme = programme
            above = modules.get(row.path[: PATH_STEP * MODULE_DEPTH])
            if above:
                card.module, card.track = above.module, tracks[-1].track if tracks else None
                above.cards.append(card)
    return Outline(programme, sorted(tracks, key=lambda card: card.track.number), list(cards.values()))


def cards_of(activities: Iterable[Any], participant: Participant | None, now: dt.datetime | None = None) -> list[Card]:
    """Cards of specific activities, in their order. Two queries, three signed in."""
    activities = list(activities)
    now = now or timezone.now()
    sessions = {
        session.activity_id: session
        for session in with_own_state(Session.objects.roots().filter(activity__in=activities), participant)
    }
    completions = {}
    if participant is not None:
        completions = {row.activity_id: row for row in participant.completions.filter(activity__in=activities)}
    return [
        Card(activity, sessions.get(activity.pk), now, completion=completions.get(activity.pk))
        for activity in activities
    ]


def with_own_state(sessions: QuerySet[Session], participant: Participant | None) -> QuerySet[Session]:
    """Sessions with `taken` seats and, signed in, the reader's `own_state` there."""
    seats = (
        Registration.objects.filter(session_id=OuterRef("pk"))
        .holding_seat()
        .order_by()
        .values("session_id")
        .annotate(total=Count("pk"))
        .values("total")
    )
    sessions = sessions.annotate(taken=Coalesce(Subquery(seats, output_field=IntegerField()), 0))
    if participant is not None:
        own = Registration.objects.filter(session_id=OuterRef("pk"), participant=participant)
        sessions = sessions.annotate(own_state=Subquery(own.values("state")[:1]))
    return sessions


def place(cards: Iterable[Card]) -> list[Card]:
    """Fills in the programme, track and module that each card's activity stands in. One query."""
    cards = list(cards)
    paths = {
        card.activity.path[: PATH_STEP * depth]
        for card in cards
        for depth in (PROGRAMME_DEPTH, TRACK_DEPTH, MODULE_DEPTH)
    }
    pages = Page.objects.filter(path__in=paths).select_related(
        "content_type", "programmepage", "trackpage", "modulepage"
    )
    above = {page.path: specific(page) for page in pages if page.cached_content_type.model in _ABOVE}
    for card in cards:
        for depth in (PROGRAMME_DEPTH, TRACK_DEPTH, MODULE_DEPTH):
            page = above.get(card.activity.path[: PATH_STEP * depth])
            if page is not None and page.pk != card.activity.pk:
                setattr(card, page.cached_content_type.model.removesuffix("page"), page)
    return cards


_ABOVE = ("programmepage", "trackpage", "modulepage")


def _is_original(row: Any) -> bool:
    return isinstance(row, ActivityPage) and row.original_id is None


def _starts(card: Card) -> tuple:
    session = card.session
    if session is None or session.date is None:
        return (dt.date.max, 0.0, card.activity.pk)
    return (session.date, session.starts_at.timestamp() if session.starts_at else 0.0, card.activity.pk)


def _picked(participant: Participant | None, programme: ProgrammePage) -> set[int]:
    if participant is None:
        return set()
    own = Enrolment.objects.active().filter(Q(participant=participant) & below(programme, "module__"))
    return set(own.values_list("module_id", flat=True))
