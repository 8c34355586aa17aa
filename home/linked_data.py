"""Structured data (JSON-LD, schema.org) of public pages: courses, events, videos, news articles and breadcrumbs.

It has only what is public on the page: no participants, no meeting links, nothing of restricted recordings. If a
property that search engines require is unknown, the item is left out.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from home.cards import Card
from webinars import hosts

if TYPE_CHECKING:
    from courses.models import ProgrammePage
    from home.models import NewsPage
    from home.pages import Owner
    from webinars.parts import WebinarParts

Node = dict[str, Any]
CONTEXT = "https://schema.org"
CURRENCY = "NOK"
# As in Django's `json_script`: without these characters, data cannot close the script element.
ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class DataContext:
    """The context shared by all structured data of a page."""

    url: str
    """The canonical URL of the page, against which relative ones are resolved."""
    description: str
    image: str
    owners: Sequence[Owner]
    owner_name: str
    """The name of the publisher if the page has no owner."""
    programme: ProgrammePage | None = None

    def absolute(self, url: str) -> str:
        return urljoin(self.url, url)

    def provider(self) -> list[Node]:
        found = [_organisation(owner.name, owner.url) for owner in self.owners]
        return found or [_organisation(self.owner_name, self.absolute("/"))]

    def offer(self, url: str = "") -> Node:
        price = self.programme.price_nok if self.programme else 0
        offer = {"@type": "Offer", "category": "Paid" if price else "Free", "price": price, "priceCurrency": CURRENCY}
        return offer | ({"url": url} if url else {})

    @property
    def is_free(self) -> bool:
        return not (self.programme and self.programme.price_nok)


def script(node: Node | None) -> SafeString:
    """The script element with the data, empty for `None`. The Content-Security-Policy allows it, as it is a data block
    and not executable."""
    if node is None:
        return mark_safe("")
    text = json.dumps({"@context": CONTEXT, **node}, ensure_ascii=False).translate(ESCAPED)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308


def course(page: Any, cards: Iterable[Card], context: DataContext, parts: Iterable[Any] = ()) -> Node:
    """A `Course`: a programme or module. It has a course instance if its mode and workload are known."""
    cards = [card for card in cards if not card.is_cancelled]
    node = {
        "@type": "Course",
        "@id": f"{context.url}#course",
        "url": context.url,
        "name": page.title,
        "description": context.description,
        "inLanguage": page.language_of(),
        "image": context.image,
        "provider": context.provider(),
        "isAccessibleForFree": context.is_free,
        "offers": context.offer(),
        "hasPart": [{"@id": f"{context.absolute(part.get_url())}#course"} for part in parts],
        "hasCourseInstance": _course_instance(cards, context),
    }
    return {name: value for name, value in node.items() if value not in (None, [])}


def _course_instance(cards: list[Card], context: DataContext) -> Node | None:
    minutes = sum(_minutes(card) for card in cards)
    if not minutes:
        return None
    on_site = [card for card in cards if card.kind == "gathering"]
    mode = "Online" if not on_site else "Onsite" if len(on_site) == len(cards) else "Blended"
    node: Node = {"@type": "CourseInstance", "courseMode": mode, "courseWorkload": _duration(minutes * 60)}
    days = sorted(card.session.date for card in cards if card.session and card.session.date)
    last = max((card.session.final_date for card in cards if card.session and card.session.final_date), default=None)
    if days and last:
        node |= {"startDate": days[0].isoformat(), "endDate": last.isoformat()}
    if mode == "Online":
        node["location"] = {"@type": "VirtualLocation", "url": context.url}
    return node


def _minutes(card: Card) -> int:
    """The duration of an activity in minutes, or 0 if it is unknown."""
    session = card.session
    if session is None:
        return int(getattr(card.activity, "duration_minutes", 0) or 0)
    if session.live_minutes:
        return session.live_minutes
    if session.starts_at and session.ends_at and session.final_date == session.date:
        return int((session.ends_at - session.starts_at).total_seconds() // 60)
    return 0


def event(card: Card, context: DataContext) -> Node | None:
    """An `Event`: a webinar or gathering. `None` if its date or location is unknown."""
    location = _location(card, context)
    if card.session is None or card.session.date is None or not location:
        return None
    start, end = _times(card)
    has_online = any(place["@type"] == "VirtualLocation" for place in location)
    mode = "Mixed" if len(location) > 1 else "Online" if has_online else "Offline"
    responsible = card.responsible
    node: Node = {
        "@type": "Event",
        "@id": f"{context.url}#event",
        "url": context.url,
        "name": card.title,
        "description": context.description,
        "inLanguage": getattr(card.activity, "language", card.page.language_of()),
        "image": context.image,
        "startDate": start,
        "endDate": end,
        "eventStatus": f"{CONTEXT}/{'EventCancelled' if card.is_cancelled else 'EventScheduled'}",
        "eventAttendanceMode": f"{CONTEXT}/{mode}EventAttendanceMode",
        "location": location[0] if len(location) == 1 else location,
        "organizer": [_organisation(responsible.name, responsible.url)] if responsible else context.provider(),
        "isAccessibleForFree": context.is_free,
    }
    if card.is_open and card.is_coming:
        there = "SoldOut" if card.seats_left == 0 else "InStock"
        node["offers"] = context.offer(context.url) | {"availability": f"{CONTEXT}/{there}"}
        if card.session.registration_opens_at:
            node["offers"]["validFrom"] = _moment(card.session.registration_opens_at, card)
    return node


def _times(card: Card) -> tuple[str, str]:
    """The start and end in the time zone of the programme, as times if known, else as dates."""
    session: Any = card.session
    rows = [session, *(part for part in card.parts if not part.is_cancelled)]
    first = min((row.starts_at for row in rows if row.starts_at), default=None)
    last = max((row.ends_at for row in rows if row.ends_at), default=None)
    start = _moment(first, card) if first else session.date.isoformat()
    return start, _moment(last, card) if last else session.final_date.isoformat()


def _location(card: Card, context: DataContext) -> list[Node]:
    """The locations: a place, a virtual location, or both. The virtual one is the URL of the page, as the meeting link
    is only for registered participants."""
    online = {"@type": "VirtualLocation", "url": context.url}
    if card.kind != "gathering":
        return [online]
    page = card.activity
    place = page.venue or (card.session.place if card.session else "") or str(page.municipality or "")
    if not place:
        return []
    address: Node = {"@type": "PostalAddress"}
    if page.street:
        address["streetAddress"] = page.street
    if page.municipality:
        address |= {"addressLocality": page.municipality.name, "addressCountry": "NO"}
    found: Node = {"@type": "Place", "name": place, "address": address if len(address) > 1 else place}
    return [found, online] if card.session and card.session.join_url else [found]


def video(card: Card, parts: WebinarParts, context: DataContext) -> Node | None:
    """A `VideoObject`: a published recording. `None` if it is not public."""
    recording = parts.recording
    if recording is None or recording.published_at is None or recording.is_restricted or not recording.has_video:
        return None
    poster = reverse("recording_poster", args=[recording.pk]) if recording.poster else context.image
    node: Node = {
        "@type": "VideoObject",
        "@id": f"{context.url}#video",
        "url": context.url,
        "name": card.title,
        "description": context.description,
        "thumbnailUrl": [context.absolute(poster)],
        "uploadDate": _moment(recording.published_at, card),
        "inLanguage": parts.page.language,
        "isAccessibleForFree": True,
        "publisher": context.provider(),
    }
    if recording.seconds:
        node["duration"] = _duration(recording.seconds)
    if recording.media_id:
        node["contentUrl"] = context.absolute(reverse("recording_video", args=[recording.pk]))
        captions = [_captions(recording.pk, one.language, context) for one in parts.captions if one.has_text]
        if captions:
            node["caption"] = captions
    elif there := hosts.elsewhere(recording.external_url):
        node |= {"embedUrl": there.embed} if there.embed else {"contentUrl": there.url}
    if recording.seconds and len(parts.chapters) > 1:
        node["hasPart"] = _clips(parts.chapters, recording.seconds, context)
    return node


def _captions(recording: int, language: str, context: DataContext) -> Node:
    url = context.absolute(reverse("recording_captions", args=[recording, language]))
    return {"@type": "MediaObject", "contentUrl": url, "encodingFormat": "text/vtt", "inLanguage": language}


def _clips(chapters: Sequence[tuple[int, str]], length: int, context: DataContext) -> list[Node]:
    ends = [*(second for second, _title in chapters[1:]), length]
    return [
        {
            "@type": "Clip",
            "name": title,
            "startOffset": second,
            "endOffset": end,
            "url": f"{context.url}?t={second}",
        }
        for (second, title), end in zip(chapters, ends, strict=True)
        if second < end <= length
    ]


def article(page: NewsPage, context: DataContext) -> Node | None:
    """A `NewsArticle`. `None` if it is not published."""
    if page.first_published_at is None or page.last_published_at is None:
        return None
    node: Node = {
        "@type": "NewsArticle",
        "@id": f"{context.url}#article",
        "url": context.url,
        "mainEntityOfPage": context.url,
        "headline": page.title,
        "description": context.description,
        "inLanguage": page.language_of(),
        "image": context.image,
        "datePublished": timezone.localtime(page.first_published_at).isoformat(timespec="seconds"),
        "dateModified": timezone.localtime(page.last_published_at).isoformat(timespec="seconds"),
        "author": context.provider(),
        "publisher": context.provider(),
        "isAccessibleForFree": True,
    }
    return node


def breadcrumbs(crumbs: Sequence[Node], title: str, here: str) -> Node | None:
    """A `BreadcrumbList` that ends with the page itself. `None` if there is nothing above it."""
    rows = [(crumb["label"], urljoin(here, crumb.get("url") or here)) for crumb in crumbs]
    if title and (not crumbs or crumbs[-1].get("url")):
        rows.append((title, here))
    if len(rows) < 2:
        return None
    items = [
        {"@type": "ListItem", "position": number, "name": str(name), "item": url}
        for number, (name, url) in enumerate(rows, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _organisation(name: str, url: str) -> Node:
    return {"@type": "Organization", "name": name, **({"url": url} if url else {})}


def _moment(value: dt.datetime, card: Card) -> str:
    return timezone.localtime(value, card.zone).isoformat(timespec="seconds")


def _duration(seconds: int) -> str:
    """A duration in ISO 8601, such as “PT1H56M”."""
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + "".join(f"{number}{unit}" for number, unit in parts if number)
