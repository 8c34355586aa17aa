"""The public iCalendar feed of a programme, with links to the pages and without links to meetings (V29)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from attendance.calendar import Entry, calendar_file, times_of
from attendance.descriptions import Contact
from courses.models import ProgrammePage, Session
from courses.querysets import below
from home import card_wording
from home.cards import Card
from home.pages import ACTIVITIES, listed, public, specific
from home.reading_cards import cards_of

KEPT = dt.timedelta(days=366)
OWNER = "public"
"""Part of the UID, so that a subscriber's personal entry for the same session, with the meeting link, stays
separate."""


def programme_calendar(programme: ProgrammePage) -> str:
    """The iCalendar file. Five queries. Cancelled sessions are included as cancelled."""
    since = timezone.localdate() - KEPT
    dated = Session.objects.roots().filter(activity__original=None, date__gte=since)
    rows = public(Page.objects.filter(below(programme), pk__in=dated.values("activity"))).order_by("path")
    cards = cards_of([specific(row) for row in listed(rows, ACTIVITIES)], None)
    days: dict[int, list[Session]] = defaultdict(list)
    for day in Session.objects.days().filter(activity__in=[card.activity.pk for card in cards], date__isnull=False):
        days[day.activity_id].append(day)
    # An event must not span several days, so each day of a gathering is one event.
    wholes = {card.activity.pk: [card.session] for card in cards if card.session is not None}
    pairs = [(card, session) for card in cards for session in days[card.activity.pk] or wholes[card.activity.pk]]
    times = times_of([session for _card, session in pairs])
    entries = [_entry(programme, card, session, times[session.pk]) for card, session in pairs]
    return calendar_file(entries, name=programme.short_title)


def _entry(
    programme: ProgrammePage, card: Card, session: Session, times: tuple[dt.datetime | None, dt.datetime | None]
) -> Entry:
    levels = {row.pk: row for row in (session, card.session) if row is not None}.values()
    url = f"{settings.WAGTAILADMIN_BASE_URL}{card.url}"
    about = getattr(card.activity, "goal", "") or card.activity.abstract_text
    return Entry(
        session=session,
        title=card.title,
        url=url,
        text="\n".join(line for line in (about, url) if line),
        place=(session.place or card_wording.where(card)) if card.kind == "gathering" else str(_("Online")),
        starts_at=times[0],
        ends_at=times[1],
        owner=OWNER,
        is_cancelled=session.is_cancelled,
        version=sum(row.calendar_version for row in levels),
        changed_at=max(row.calendar_changed_at for row in levels),
        organiser=Contact(programme.contact.name, programme.contact.email),
        zone=programme.zone,
    )
