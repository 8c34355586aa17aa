"""Modules and tracks in lists, with their activities and the reader's progress."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content import dates
from home.card_facts import Shown
from home.card_wording import Piece, fact, length, when
from home.cards import Card, coming, in_course_order, in_its_zone, starts
from home.statuses import STATUSES
from progress.rules import mean_progress


@dataclass
class ModuleCard(Shown):
    """A module with its activities and the reader's progress."""

    module: Any
    cards: list[Card]
    is_picked: bool = False
    track: Any = None

    @property
    def page(self) -> Any:
        return self.module

    @property
    def zone(self) -> dt.tzinfo | None:
        return self.cards[0].zone if self.cards else None

    @property
    def id(self) -> int:
        return self.module.pk

    @property
    def theme(self) -> str:
        return getattr(self.module, "theme_slug", "") or next((card.theme for card in self.cards), "module")

    @property
    def progress(self) -> Decimal:
        return mean_progress([card.progress for card in self.cards])

    @property
    def percent(self) -> int:
        return int(self.progress * 100)

    @property
    def is_done(self) -> bool:
        return bool(self.cards) and all(card.is_done for card in self.cards)

    @property
    def next_card(self) -> Card | None:
        """Its next upcoming webinar or gathering."""
        return min((card for card in self.cards if card.is_coming), key=starts, default=None)

    @property
    def registers_for_webinars(self) -> bool:
        """Whether to pick it is to register for something."""
        return any(card.is_open and card.activity.specific_class.joined_by_picking for card in self.cards)

    @property
    def recordings(self) -> list[Card]:
        return [card for card in self.cards if card.is_recording]

    @property
    def done(self) -> int:
        return sum(1 for card in self.cards if card.is_done)

    @property
    def in_order(self) -> list[Card]:
        return in_course_order(self.cards)

    @in_its_zone
    def pick(self) -> Piece:
        """The row with a checkbox."""
        return _row(self)

    @in_its_zone
    def head_facts(self) -> list[Piece]:
        return _facts(self)


@dataclass
class TrackCard(Shown):
    track: Any
    modules: list[ModuleCard]

    @property
    def page(self) -> Any:
        return self.track

    @property
    def cards(self) -> list[Card]:
        return [card for module in self.modules for card in module.cards]

    @property
    def coming(self) -> list[Card]:
        return coming(self.cards)

    @property
    def picked(self) -> list[ModuleCard]:
        return [module for module in self.modules if module.is_picked]

    @property
    def dates_picked(self) -> str:
        return dates_picked(self.picked)


def _row(module: ModuleCard) -> Piece:
    live = module.next_card
    what, icon = _what(module)
    return {
        "id": module.id,
        "url": module.url,
        "title": module.title,
        "lang": module.lang,
        "what": what,
        "icon": icon,
        "theme": module.theme,
        "seed": module.seed,
        "picked": module.is_picked,
        "when": dates.day(live.session.date, short=True) if live and live.session and live.session.date else "",
        "date": live.session.date if live and live.session else None,
    }


def _what(module: ModuleCard) -> tuple[str, str]:
    """«Live 26 November 09:00, and one recording», and the name of the icon."""
    parts = [*_live_parts(module), *_recording_parts(module), *_lesson_parts(module), *_waiting_parts(module)]
    if not parts:
        is_off = bool(module.cards) and all(card.is_cancelled for card in module.cards)
        return str(STATUSES["cancelled"].label) if is_off else _("More is on its way"), "clock"
    text, icon = parts[0]
    for more, _icon in parts[1:-1]:
        text = f"{text}, {more}"
    if len(parts) > 1:
        text = _("%(first)s, and %(second)s") % {"first": text, "second": parts[-1][0]}
    if module.is_done:
        return _("Completed. %(what)s") % {"what": text}, "check"
    if module.percent:
        return _("%(share)s %% done. %(what)s") % {"share": module.percent, "what": text}, icon
    return text, icon


def _live_parts(module: ModuleCard) -> list[tuple[str, str]]:
    card = module.next_card
    if card is None or card.session is None:
        return []
    session = card.session
    if card.kind == "gathering":
        return [(_("Gathering %(dates)s") % {"dates": when(session, short=True)}, "pin")]
    if card.is_live:
        return [(_("Live now"), "calendar")]
    if session.date is None:
        return [(_("Live, the date comes later"), "calendar")]
    day = _("today") if card.is_today else dates.day(session.date)
    time = f" {dates.hours(session.starts_at)}" if session.starts_at else ""
    return [(_("Live %(when)s") % {"when": f"{day}{time}"}, "calendar")]


def _recording_parts(module: ModuleCard) -> list[tuple[str, str]]:
    found = module.recordings
    if not found:
        return []
    minutes = [card.recording.minutes for card in found]
    if module.next_card is not None:
        count = len(found)
        return [(ngettext("one recording", "%(count)s recordings", count) % {"count": count}, "recording")]
    if len(found) == 1:
        text = _("Recording, %(length)s") % {"length": length(minutes[0])} if minutes[0] else _("Recording")
        return [(text, "recording")]
    text = _("%(count)s recordings") % {"count": len(found)}
    if all(minutes):
        text += f", {get_text_list([str(one) for one in minutes], _('and'))}{dates.NB}min"
    return [(text, "recording")]


def _lesson_parts(module: ModuleCard) -> list[tuple[str, str]]:
    found = [card for card in module.cards if card.kind == "lesson"]
    if not found:
        return []
    if len(found) == len(module.cards) == 1:
        minutes = found[0].activity.duration_minutes
        return [(_("Lesson, %(length)s") % {"length": length(minutes)}, "file")]
    return [(ngettext("one lesson", "%(count)s lessons", len(found)) % {"count": len(found)}, "file")]


def _waiting_parts(module: ModuleCard) -> list[tuple[str, str]]:
    pending = [card for card in module.cards if card.status and card.status.code == "recording_pending"]
    if not pending or module.next_card is not None or module.recordings:
        return []
    return [(_("The recording is on its way"), "clock")]


def dates_picked(modules: Sequence[ModuleCard]) -> str:
    """«Live 26 Nov, 8 Dec and 14 Jan»: the next dates of the modules picked."""
    live = [card.session.date for module in modules if (card := module.next_card) and card.session]
    days = [dates.day(date, short=True) for date in sorted({date for date in live if date})]
    return _("Live %(dates)s") % {"dates": get_text_list(days, _("and"))} if days else ""


def _facts(module: ModuleCard) -> list[Piece]:
    """The facts in the header of the module's own page."""
    found = []
    if module.track:
        found.append(fact(module.track.title, "level", lang=module.track.shown_language))
    if module.module.lead_partner:
        found.append(fact(_("Led by %(partner)s") % {"partner": module.module.lead_partner.name}))
    if module.cards:
        found.append(fact(*_what(module)))
    minutes = [card.minutes for card in module.cards]
    if len(minutes) > 1 and all(minutes):
        found.append(fact(_("%(length)s in all") % {"length": length(sum(minutes))}, "clock"))
    return found
