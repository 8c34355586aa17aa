"""A programme as its pages show it, read in a fixed number of queries however much there is of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page

from attendance.models import Registration
from courses.models import ActivityPage, Enrolment, ProgrammePage, Session
from courses.querysets import below
from courses.requirements import PATH_STEP, rule_over
from courses.rules import Rule
from home import pick_rows
from home.cards import Card, ModuleCard, TrackCard, in_order, starts
from home.pages import MODULE_DEPTH, Place, by_path, listed, paths_above, place_of, public, specific, with_card_facts
from people.models import Participant
from webinars.models import Viewing

LATER = 3
NEW = 3


@dataclass
class Outline:
    """A programme as its pages show it: tracks with their modules, and the dated activities in order."""

    programme: ProgrammePage
    tracks: list[TrackCard]
    modules: list[ModuleCard]
    cards: list[Card]

    @property
    def coming(self) -> list[Card]:
        """What comes next, the first first, today's included."""
        cards = [card for card in self.cards if card.is_coming and card.session and card.session.date]
        return sorted(cards, key=starts)

    @property
    def next(self) -> Card | None:
        return next(iter(self.coming), None)

    @property
    def later(self) -> list[Card]:
        """The few after the next one."""
        return self.coming[1 : 1 + LATER]

    @property
    def held_webinars(self) -> list[Card]:
        """Held webinars, the latest first: with a recording, or with one on its way."""
        held = [card for card in self.cards if card.kind == "webinar" and card.is_over]
        return sorted(held, key=starts, reverse=True)

    @property
    def recordings(self) -> list[Card]:
        return [card for card in self.held_webinars if card.is_recording]

    @property
    def new_recordings(self) -> list[Card]:
        return self.recordings[:NEW]

    @property
    def gatherings(self) -> list[Card]:
        """Coming gatherings first, then held ones, the latest first."""
        return in_order(card for card in self.cards if card.kind == "gathering")

    @property
    def webinars(self) -> list[Card]:
        return [card for card in self.cards if card.kind == "webinar"]

    @property
    def picked(self) -> list[ModuleCard]:
        return [module for module in self.modules if module.is_picked]

    @property
    def dates_picked(self) -> str:
        return pick_rows.dates_picked(self.picked)

    @property
    def rule(self) -> Rule:
        return rule_over(self.programme)

    @property
    def has_begun(self) -> bool:
        return any(card.is_over for card in self.cards)

    def module(self, page: Page) -> ModuleCard | None:
        return next((card for card in self.modules if card.module.pk == page.pk), None)

    def track(self, page: Page) -> TrackCard | None:
        return next((card for card in self.tracks if card.track.pk == page.pk), None)


def outline(programme: ProgrammePage, participant: Participant | None = None, within: Page | None = None) -> Outline:
    """The programme (or the part of it `within` a page): pages, sessions and, signed in, two more for own rows."""
    now = timezone.now()
    pages = public(Page.objects.filter(below(within or programme)))
    rows = [specific(page) for page in with_card_facts(listed(pages)).order_by("path")]
    if within is not None:
        rows.insert(0, within)
    cards = {
        card.activity.path: card for card in cards_of([row for row in rows if _is_original(row)], participant, now)
    }
    tracks = [TrackCard(track, []) for track in _tracks_above(within)]
    modules: dict[str, ModuleCard] = {}
    picked = _picked(participant, programme)
    for row in rows:
        if row.cached_content_type.model == "trackpage":
            tracks.append(TrackCard(row, []))
        elif row.cached_content_type.model == "modulepage":
            module = modules[row.path] = ModuleCard(row, [], row.pk in picked)
            if tracks and row.path.startswith(tracks[-1].track.path):
                module.track = tracks[-1].track
                tracks[-1].modules.append(module)
        elif row.path in cards:
            card = cards[row.path]
            card.programme = programme
            above = modules.get(row.path[: PATH_STEP * MODULE_DEPTH])
            if above:
                card.module, card.track = above.module, above.track
                above.cards.append(card)
    tracks.sort(key=lambda card: card.track.number)
    return Outline(programme, tracks, list(modules.values()), list(cards.values()))


def cards_of(
    activities: Iterable[Any],
    participant: Participant | None,
    now: dt.datetime | None = None,
    in_full: Any = None,
) -> list[Card]:
    """Cards of specific activities, in their order. One query for sessions, one more signed in.

    The card of the activity named `in_full` gets all sessions below the whole, in the same query.
    """
    activities = list(activities)
    now = now or timezone.now()
    wholes, parts = {}, []
    for session in sessions_of(activities, participant, in_full):
        if session.parent_id is None:
            wholes[session.activity_id] = session
        else:
            parts.append(session)
    completions = {}
    if participant is not None:
        completions = {row.activity_id: row for row in participant.completions.filter(activity__in=activities)}
    cards = []
    for activity in activities:
        whole = wholes.get(activity.pk)
        if whole is not None:
            whole.activity = activity
        card = Card(activity, whole, now, completion=completions.get(activity.pk))
        if in_full is not None and activity.pk == in_full.pk:
            card.parts = parts
        cards.append(card)
    return cards


def sessions_of(activities: Iterable[Any], participant: Participant | None, in_full: Any = None) -> QuerySet[Session]:
    """The sessions that stand for whole activities, with seats and the rule for who may come."""
    wanted = Q(parent__isnull=True)
    joins = ["admission"]
    if in_full is not None:
        wanted |= Q(activity=in_full.pk)
        joins.append("agenda_item__room")
    return with_own_state(Session.objects.filter(wanted, activity__in=activities).select_related(*joins), participant)


def with_own_state(sessions: QuerySet[Session], participant: Participant | None) -> QuerySet[Session]:
    """Sessions with `taken` seats and, signed in, the reader's `own_state` there and `own_seen` of its recording."""
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
        seen = Viewing.objects.filter(recording__webinar=OuterRef("activity_id"), participant=participant)
        sessions = sessions.annotate(
            own_state=Subquery(own.values("state")[:1]),
            own_seen=Subquery(seen.of_current_video().values("covered")[:1]),
        )
    return sessions


def place(cards: Iterable[Card]) -> list[Card]:
    """Fills in the programme, track and module that each card's activity stands in. One query."""
    cards = list(cards)
    above = Page.objects.filter(path__in=paths_above(card.activity.path for card in cards))
    put_in_place(cards, by_path(listed(above)) if cards else {})
    return cards


def put_in_place(cards: Iterable[Card], pages: dict[str, Any]) -> None:
    """The same from pages by tree path."""
    for card in cards:
        where = Place.of(card.activity.path, pages)
        card.programme, card.track, card.module = where.programme, where.track, where.module


def _tracks_above(page: Page | None) -> list[Any]:
    """The track of a module that is read by itself."""
    if page is None or page.cached_content_type.model != "modulepage":
        return []
    track = place_of(page).track
    return [track] if track else []


def _is_original(row: Any) -> bool:
    return isinstance(row, ActivityPage) and row.original_id is None


def _picked(participant: Participant | None, programme: ProgrammePage) -> set[int]:
    if participant is None:
        return set()
    own = Enrolment.objects.active().filter(Q(participant=participant) & below(programme, "module__"))
    return set(own.values_list("module_id", flat=True))
