"""Cards with their sessions, seats and the reader's state, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page

from attendance.models import Registration
from courses.models import Session
from home.cards import Card
from home.facts import Fact
from home.pages import ABOVE, Place, by_path, listed, paths_above
from people.models import Participant
from webinars.models import Viewing


def cards_of(
    activities: Iterable[Any],
    participant: Participant | None,
    now: dt.datetime | None = None,
    in_full: Any = None,
) -> list[Card]:
    """Cards of specific activity pages, in the given order.

    One query for the sessions, and one more if signed in and some activities have none. The same query reads all
    sessions of the activity `in_full`.
    """
    activities = list(activities)
    pks = [activity.pk for activity in activities]
    now = now or timezone.now()
    wholes, parts, completions = {}, [], {}
    for session in _with_completions(sessions_of(pks, participant, in_full), participant):
        if session.parent_id is None:
            wholes[session.activity_id] = session
            completions[session.activity_id] = getattr(session, "own_completion", None)
        else:
            parts.append(session)
    if participant is not None and (others := [pk for pk in pks if pk not in wholes]):
        completions |= {row.activity_id: row for row in participant.completions.filter(activity__in=others)}
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


def cards_of_facts(facts: Iterable[Fact], participant: Participant | None, *, with_seats: bool = True) -> list[Card]:
    """Cards from facts in memory, with their ancestors; no pages are read.

    For anonymous users one query for the seats taken, none if no seats are shown.
    """
    facts, now = list(facts), timezone.now()
    if participant is None:
        limited = [fact.session for fact in facts if fact.session and fact.capacity]
        taken = seats_taken(limited) if with_seats else {}
        cards = [Card(fact, fact.root(taken.get(fact.session, 0)), now) for fact in facts]
    else:
        pks = [fact.pk for fact in facts]
        wholes = {session.activity_id: session for session in sessions_of(pks, participant)}
        completions = {row.activity_id: row for row in participant.completions.filter(activity__in=pks)}
        cards = [Card(fact, wholes.get(fact.pk), now, completion=completions.get(fact.pk)) for fact in facts]
    for card in cards:
        card.programme, card.track, card.module = card.activity.programme, card.activity.track, card.activity.module
    return cards


def seats_taken(sessions: Iterable[int]) -> dict[int | None, int]:
    """Seats taken, by session."""
    seats = Registration.objects.filter(session__in=list(sessions)).holding_seat().order_by()
    return dict(seats.values_list("session").annotate(Count("pk")))


def sessions_of(activities: Iterable[int], participant: Participant | None, in_full: Any = None) -> QuerySet[Session]:
    """The root sessions of the activities, with seats taken and admission rules."""
    wanted = Q(parent__isnull=True)
    joins = ["admission"]
    if in_full is not None:
        wanted |= Q(activity=in_full.pk)
        joins.append("agenda_item__room")
    return with_own_state(Session.objects.filter(wanted, activity__in=activities).select_related(*joins), participant)


def _with_completions(sessions: QuerySet[Session], participant: Participant | None) -> QuerySet[Session]:
    """Join the participant's completion of the activity as `own_completion`."""
    if participant is None:
        return sessions
    own = Q(activity__completions__participant=participant)
    joined = sessions.annotate(own_completion=FilteredRelation("activity__completions", condition=own))
    return joined.select_related("own_completion")  # type: ignore[misc]  # it knows no filtered relation


def with_own_state(sessions: QuerySet[Session], participant: Participant | None) -> QuerySet[Session]:
    """Annotate the seats `taken` and, if signed in, the participant's `own_state` and `own_seen`, the seconds
    watched."""
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
    """Set the programme, track and module of each card. One query."""
    cards = list(cards)
    above = Page.objects.filter(path__in=paths_above(card.activity.path for card in cards))
    put_in_place(cards, by_path(listed(above, ABOVE)) if cards else {})
    return cards


def put_in_place(cards: Iterable[Card], pages: dict[str, Any]) -> None:
    """As `place`, from pages keyed by tree path."""
    for card in cards:
        where = Place.of(card.activity.path, pages)
        card.programme, card.track, card.module = where.programme, where.track, where.module
