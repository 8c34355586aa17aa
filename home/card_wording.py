"""The wording of cards: dictionaries for the templates in `templates/components/`, in the active language.

Nothing is decided here beyond what the card's facts say.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attendance.models import Registration
from attendance.refusals import NOT_YET
from content import dates
from content.templatetags.content_tags import days_ahead
from content.versions import readers_language
from courses.models import Session
from home.card_facts import CardFacts
from webinars.stills import WIDTHS

if TYPE_CHECKING:
    from webinars.models import Recording

Piece = dict[str, Any]
A_DISTANT_DATE = 270
"""From this number of days on, dates are written with the year."""


# Status tags


def tag(card: CardFacts) -> Piece | None:
    return own_tag(card) or clock_tag(card)


def own_tag(card: CardFacts) -> Piece | None:
    """The reader's own state: completed, registered, or partly watched."""
    if card.is_done:
        return _tag(_("Completed"), "green", "check")
    if card.is_coming and card.own_state and not card.is_live:
        return {
            Registration.State.REGISTERED: _tag(_("You are registered"), "green", "check"),
            Registration.State.WAITING: _tag(_("You are on the waiting list"), "warm"),
            Registration.State.AWAITING_APPROVAL: _tag(_("Your registration awaits approval"), "warm"),
        }[Registration.State(card.own_state)]
    if card.is_recording and card.seen_percent:
        return _tag(_("You have seen %(share)s %%") % {"share": card.seen_percent}, "warm")
    return None


def clock_tag(card: CardFacts) -> Piece | None:
    """The status in time."""
    status = card.status
    if status is None:
        return None
    label = status.label
    if status.code == "not_yet" and card.session and card.session.registration_opens_at:
        label = _("Opens %(day)s") % {"day": dates.day(card.session.registration_opens_at)}
    elif status.code == "full" and card.is_fully_booked:
        label = _("Full: %(capacity)s seats") % {"capacity": card.capacity}
    return _tag(label, status.tone)


def _tag(label: Any, tone: str = "", icon: str = "") -> Piece:
    return {"label": label, "tone": tone, "icon": icon}


def language(code: str) -> str:
    """«In Norwegian» if the language is another than the active one; nb and nn do not count as different."""
    if not code or {code, readers_language()} == {"nb", "nn"}:
        return ""
    norwegian = _("In Norwegian")
    return {"nb": norwegian, "nn": norwegian, "sv": _("In Swedish"), "en": _("In English")}[code]


def _tags(card: CardFacts, state: Piece | None) -> list[Piece]:
    """The status tag, and a tag for the language if it is not the active one."""
    label = language(card.lang)
    return [one for one in (state, _tag(label, "outline") if label else None) if one]


# Facts


def fact(label: Any, icon: str = "", url: str = "", lang: str = "") -> Piece:
    return {"label": label, "icon": icon, "url": url, "lang": lang}


def _language_facts(card: CardFacts) -> list[Piece]:
    label = language(card.lang)
    return [fact(label, "globe")] if label else []


def when(session: Session | None, *, short: bool = False) -> str:
    """«Thursday 26 November 09:00», «20–21 January»; with the year if the date is distant."""
    if session is None or session.date is None:
        return ""
    year = is_far(session.date)
    if session.last_date and session.last_date != session.date:
        return dates.date_range(session.date, session.last_date, year=year, short=short)
    if session.starts_at and not short:
        return dates.session_time(session.starts_at, year=year)
    text = dates.day(session.date, weekday=not short, year=year, short=short)
    return text[:1].upper() + text[1:]


def day(session: Session | None) -> str:
    """«Thursday 26 November»; with the year if the date is distant."""
    if session is None or session.date is None:
        return ""
    text = dates.day(session.date, weekday=True, year=is_far(session.date))
    return text[:1].upper() + text[1:]


def length(minutes: int) -> str:
    return dates.minutes(minutes * 60)


def where(card: CardFacts) -> str:
    """«Demohallen, Drammen»"""
    page = card.activity
    return ", ".join(str(part) for part in (page.venue, page.municipality) if part)


def files(card: CardFacts) -> str:
    """«2 presentations, 1 attachment»"""
    slides, others = card.activity.slides_count, card.activity.attachment_count
    parts = []
    if slides:
        parts.append(ngettext("%(count)s presentation", "%(count)s presentations", slides) % {"count": slides})
    if others:
        parts.append(ngettext("%(count)s attachment", "%(count)s attachments", others) % {"count": others})
    return ", ".join(parts)


def facts(card: CardFacts) -> list[Piece]:
    """The facts in the footer of a card in a list of all kinds."""
    partner = [fact(card.responsible.name)] if card.responsible else []
    if card.kind == "lesson":
        return [fact(length(card.activity.duration_minutes), "clock"), *partner]
    if card.is_recording:
        return [*recording_facts(card, with_length=True), *partner]
    date = [fact(when(card.session), "calendar")] if card.session and card.session.date else []
    if card.kind == "gathering":
        return [*date, fact(where(card), "pin")] if where(card) else date
    return [*date, *partner]


def recording_facts(card: CardFacts, *, with_length: bool = False) -> list[Piece]:
    found = []
    if with_length and card.recording.minutes:
        found.append(fact(length(card.recording.minutes), "clock"))
    if card.activity.caption_count:
        found.append(fact(_("Captioned"), "captions"))
    if files(card):
        found.append(fact(files(card), "file"))
    if card.recording.is_restricted:
        found.append(fact(_("For the registered"), "person"))
    return found


def poster(recording: Recording) -> SafeString | str:
    """The decorative `<img>` of an unrestricted recording; empty if it has none."""
    if not recording.poster or recording.is_restricted:
        return ""
    address = reverse("recording_poster", args=[recording.pk])
    return format_html(
        '<img src="{}" srcset="{}" sizes="auto, (width < 48rem) 100vw, 25rem"'
        ' alt="" width="640" height="360" loading="lazy">',
        f"{address}?width={WIDTHS[0]}",
        ", ".join(f"{address}?width={width} {width}w" for width in WIDTHS),
    )


# Cards and rows


def _base(card: CardFacts) -> Piece:
    return {"url": card.url, "title": card.title, "lang": card.lang, "theme": card.theme, "seed": card.seed}


def result(card: CardFacts, *, is_among_its_own: bool = False) -> Piece:
    """A card in a list of all kinds; among the activities of its module the level is left out."""
    return {
        **_base(card),
        "kind": card.kind_label,
        "level": "" if is_among_its_own else card.level,
        "level_lang": card.level_language,
        "tags": _tags(card, tag(card)),
        "text": card.about,
        "facts": facts(card),
        "said": card.said,
        # In a module, readers register for the module as a whole.
        "action": _way_in(card) if is_among_its_own else action(card),
    }


def recording(card: CardFacts) -> Piece:
    parts = [card.responsible.name] if card.responsible else []
    if card.session and card.session.date:
        parts.append(dates.day(card.session.date, year=is_far(card.session.date)))
    return {
        **_base(card),
        "image": poster(card.recording),
        "seen": 0 if card.is_done else card.seen_percent,
        "length": length(card.recording.minutes) if card.recording.minutes else "",
        "tags": _tags(card, own_tag(card)),
        "text": ", ".join(parts),
        "facts": recording_facts(card),
        "said": card.said,
    }


def related(card: CardFacts) -> Piece:
    parts = [when(card.session)]
    if card.kind == "gathering":
        parts.append(where(card))
    return {
        **_base(card),
        "kind": card.kind_label,
        "text": ", ".join(part for part in parts if part),
        "tags": _tags(card, tag(card)),
    }


def action(card: CardFacts) -> Piece | None:
    """The primary action."""
    if card.is_open and not card.own_state:
        label = _("Join the waiting list") if card.seats_left == 0 else _("Sign me up")
        # Gatherings need more explanation before registration; their page links to the form.
        url = reverse("register_webinar", args=[card.activity.pk]) if card.kind == "webinar" else card.url
        return {"label": label, "url": url, "button": True}
    return _way_in(card)


def _way_in(card: CardFacts) -> Piece:
    return {"label": _link_label(card), "url": card.url, "button": False}


def _link_label(card: CardFacts) -> str:
    if card.kind == "lesson":
        return _("Read again") if card.is_done else _("Read the lesson")
    if card.is_recording:
        if card.is_done:
            return _("Watch again")
        return _("Continue") if card.seen_percent else _("Watch the recording")
    if card.kind == "gathering":
        recap = card.is_over and card.activity.recap
        return _("Read the summary") if recap else _("See the agenda")
    return _("Read more")


def event_row(card: CardFacts) -> Piece:
    """A gathering in a list of gatherings."""
    session, page = card.session, card.activity
    return {
        "url": card.url,
        "title": card.title,
        "lang": card.lang,
        "start": session.date if session else None,
        "end": session.last_date if session else None,
        "text": (page.recap if card.is_over else "") or page.goal,
        "place": where(card),
        "seats": seats(card),
        "notes": [note for note in (audience(card), language(card.lang)) if note],
        "tag": tag(card),
        "action": action(card),
    }


def seats(card: CardFacts) -> Piece | None:
    """«38 of 110 seats free», with the percentage taken once registration has begun. None once it has closed."""
    if card.capacity is None or not card.is_before_deadline:
        return None
    if card.closed_because is NOT_YET:
        text = ngettext("%(count)s seat", "%(count)s seats", card.capacity) % {"count": card.capacity}
        return {"text": text, "share": None, "label": ""}
    taken = card.seats_taken_percent
    return {
        "text": free_seats(card.seats_left or 0, card.capacity),
        "share": taken,
        "label": _("%(share)s %% of the seats are taken") % {"share": taken},
    }


def free_seats(free: int, capacity: int) -> str:
    if free == 0:
        return _("All %(capacity)s seats are taken") % {"capacity": capacity}
    return _("%(free)s of %(capacity)s seats free") % {"free": free, "capacity": capacity}


def audience(card: CardFacts) -> str:
    """«For innovation actors, business clusters and county councils»; empty if it is open to everybody."""
    admission = card.admission
    if admission is None or not admission.audience:
        return ""
    return _("For %(kinds)s") % {"kinds": get_text_list(admission.audience_labels, _("and"))}


def short_row(card: CardFacts) -> Piece:
    """A one-line row below its date."""
    date = card.session.date if card.session else None
    return {
        "url": card.url,
        "title": card.title,
        "lang": card.lang,
        "start": date,
        "year": date.year if date and is_far(date) else "",
        "facts": [*(piece for piece in facts(card) if piece["icon"] != "calendar"), *_language_facts(card)],
        "tag": tag(card),
    }


def dated_row(card: CardFacts) -> Piece:
    """A one-line row for a narrow column."""
    session = card.session
    if session and session.date and session.last_date:
        time = dates.date_range(session.date, session.last_date, year=False, short=True)
    else:
        time = dates.hours(session.starts_at) if session and session.starts_at else ""
    return {
        "url": card.url,
        "title": card.title,
        "lang": card.lang,
        "start": session.date if session else None,
        "time": time,
        "text": ", ".join(str(part) for part in (card.kind_label, card.responsible, language(card.lang)) if part),
    }


# The band for the next activity


def ahead(card: CardFacts) -> str:
    if card.is_live:
        return _("Going on now")
    if card.is_today or card.session is None or card.session.date is None:
        return _("Today")
    return _("Next, %(when)s") % {"when": days_ahead(card.session.date)}


def ahead_facts(card: CardFacts) -> list[Piece]:
    session = card.session
    found = []
    if session and session.date:
        found.append(fact(_full_time(session, session.date), "calendar"))
    if card.level:
        found.append(fact(card.level, "level", lang=card.level_language))
    if card.kind == "gathering":
        found += [fact(where(card), "pin")] if where(card) else []
    elif card.responsible:
        found.append(fact(_("Online, with %(partner)s") % {"partner": card.responsible.name}, "screen"))
    else:
        found.append(fact(_("Online"), "screen"))
    return [*found, *_language_facts(card)]


# The header of an activity's own page


def head_facts(card: CardFacts) -> list[Piece]:
    session = card.session
    found = []
    if card.kind == "lesson":
        found.append(fact(length(card.activity.duration_minutes), "clock"))
    elif card.is_recording:
        if session and session.date:
            found.append(
                fact(_("Recording from %(day)s") % {"day": dates.day(session.date, year=is_far(session.date))})
            )
        if card.recording.minutes:
            found.append(fact(length(card.recording.minutes), "clock"))
    elif session and session.date:
        found.append(fact(_full_time(session, session.date), "calendar"))
    if card.kind == "gathering" and where(card):
        found.append(fact(where(card), "pin"))
    if card.level:
        found.append(fact(card.level, "level", lang=card.level_language))
    if card.responsible:
        found.append(fact(card.responsible.name, url=reverse("organisation", args=[card.responsible.pk])))
    return found


def _full_time(session: Session, date: dt.date) -> str:
    if session.starts_at and not session.last_date:
        return dates.session_time(session.starts_at, session.ends_at, year=is_far(date))
    return dates.date_range(date, session.last_date, year=True)


def is_far(day: dt.date) -> bool:
    """Whether the date is so distant that it is written with the year."""
    return abs((day - timezone.localdate()).days) > A_DISTANT_DATE
