"""How a module is worded as a row to tick: what there is of it, the next thing first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content import dates
from home.faces import Piece, fact, length, when

if TYPE_CHECKING:
    from home.cards import ModuleCard


def pick_row(module: ModuleCard) -> Piece:
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
    """«Live 26 November 09:00, and one recording», and the icon before it."""
    parts = [*_live_parts(module), *_recording_parts(module), *_lesson_parts(module), *_waiting_parts(module)]
    if not parts:
        return _("More is on its way"), "clock"
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
    """«Live 26 Nov, 8 Dec and 14 Jan», of the modules that are picked."""
    live = [card.session.date for module in modules if (card := module.next_card) and card.session]
    days = [dates.day(date, short=True) for date in sorted({date for date in live if date})]
    return _("Live %(dates)s") % {"dates": get_text_list(days, _("and"))} if days else ""


def head_facts(module: ModuleCard) -> list[Piece]:
    """The line below the title of its own page."""
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
