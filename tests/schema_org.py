"""The vocabulary of schema.org for the types we use, and the properties that search engines require.

Per type: the allowed properties with the types of their values, and the required ones. Taken from schema.org and
from Google Search's documentation on course info, events, videos, articles and breadcrumbs.
"""

import datetime as dt
import json
import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

DURATION = re.compile(r"PT(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?")
LANGUAGES = {"nb", "nn", "sv", "en"}


def text(value):
    return isinstance(value, str) and value.strip() == value and value != "" and "<" not in value


def url(value):
    return isinstance(value, str) and urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).netloc)


def date_or_moment(value):
    """A date, or a datetime with time zone."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return bool(dt.date.fromisoformat(value))
    return dt.datetime.fromisoformat(value).tzinfo is not None


def term(*names):
    return lambda value: value in {f"https://schema.org/{name}" for name in names}


def one_of(*values):
    return lambda value: value in values


def a(*types):
    return lambda value: isinstance(value, dict) and value.get("@type") in types


def reference(value):
    return isinstance(value, dict) and set(value) == {"@id"} and url(value["@id"])


def yes_or_no(value):
    return isinstance(value, bool)


def number(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def either(*rules):
    return lambda value: any(rule(value) for rule in rules)


THING = {"@id": url, "url": url, "name": text, "description": text, "image": url}
WORK = THING | {"inLanguage": one_of(*LANGUAGES), "isAccessibleForFree": yes_or_no}
TIMED = {"startDate": date_or_moment, "endDate": date_or_moment}
TYPES = {
    "Course": (
        WORK
        | {
            "provider": a("Organization"),
            "offers": a("Offer"),
            "hasPart": reference,
            "hasCourseInstance": a("CourseInstance"),
        },
        {"name", "description", "provider", "offers"},
    ),
    "CourseInstance": (
        TIMED
        | {
            "courseMode": one_of("Online", "Onsite", "Blended"),
            "courseWorkload": DURATION.fullmatch,
            "location": a("VirtualLocation", "Place"),
        },
        {"courseMode", "courseWorkload"},
    ),
    "Event": (
        WORK
        | TIMED
        | {
            "eventStatus": term("EventScheduled", "EventCancelled"),
            "eventAttendanceMode": term(
                "OnlineEventAttendanceMode", "OfflineEventAttendanceMode", "MixedEventAttendanceMode"
            ),
            "location": a("VirtualLocation", "Place"),
            "organizer": a("Organization"),
            "offers": a("Offer"),
        },
        {"name", "startDate", "location", "endDate", "eventStatus", "eventAttendanceMode", "organizer"},
    ),
    "VideoObject": (
        WORK
        | {
            "thumbnailUrl": url,
            "uploadDate": date_or_moment,
            "duration": DURATION.fullmatch,
            "contentUrl": url,
            "embedUrl": url,
            "caption": a("MediaObject"),
            "hasPart": a("Clip"),
            "publisher": a("Organization"),
        },
        {"name", "description", "thumbnailUrl", "uploadDate"},
    ),
    "NewsArticle": (
        WORK
        | {
            "headline": text,
            "mainEntityOfPage": url,
            "datePublished": date_or_moment,
            "dateModified": date_or_moment,
            "author": a("Organization", "Person"),
            "publisher": a("Organization"),
        },
        {"headline", "image", "datePublished", "dateModified", "author"},
    ),
    "BreadcrumbList": ({"itemListElement": a("ListItem")}, {"itemListElement"}),
    "ListItem": ({"position": number, "name": text, "item": url}, {"position", "name"}),
    "Organization": ({"name": text, "url": url}, {"name"}),
    "Offer": (
        {
            "category": one_of("Free", "Partially Free", "Paid", "Subscription"),
            "price": number,
            "priceCurrency": re.compile(r"[A-Z]{3}").fullmatch,
            "url": url,
            "availability": term("InStock", "SoldOut"),
            "validFrom": date_or_moment,
        },
        {"category", "price", "priceCurrency"},
    ),
    "VirtualLocation": ({"url": url, "name": text}, {"url"}),
    "Place": ({"name": text, "address": either(text, a("PostalAddress"))}, {"address"}),
    "PostalAddress": (
        {"streetAddress": text, "addressLocality": text, "addressCountry": re.compile("[A-Z]{2}").fullmatch},
        set(),
    ),
    "MediaObject": (
        {"contentUrl": url, "encodingFormat": one_of("text/vtt"), "inLanguage": one_of(*LANGUAGES)},
        {"contentUrl"},
    ),
    "Clip": (
        {"name": text, "startOffset": number, "endOffset": number, "url": url},
        {"name", "startOffset", "endOffset", "url"},
    ),
}


def things(page: BeautifulSoup) -> dict[str, dict]:
    """The structured data of a page by type; asserts that each type is in schema.org's vocabulary and occurs once."""
    found = {}
    for element in page.find_all("script", type="application/ld+json"):
        thing = json.loads(element.string)
        assert thing.pop("@context") == "https://schema.org"
        assert thing["@type"] not in found
        found[thing["@type"]] = thing
    return found


def faults(thing: dict, where: str = "") -> list[str]:
    """Violations of the vocabulary in a thing and everything nested in it."""
    kind = thing.get("@type")
    if kind not in TYPES:
        return [f"{where}: no type {kind}"]
    where = f"{where}/{kind}"
    properties, required = TYPES[kind]
    found = [f"{where}: no {name}" for name in sorted(required - set(thing))]
    for name, value in thing.items():
        if name == "@type":
            continue
        values = value if isinstance(value, list) else [value]
        if name not in properties:
            found.append(f"{where}: {name} is no property")
            continue
        found += [f"{where}: {name} is {one!r}" for one in values if not properties[name](one)]
        found += [
            fault
            for one in values
            if isinstance(one, dict) and "@type" in one
            for fault in faults(one, f"{where}.{name}")
        ]
        if not values:
            found.append(f"{where}: {name} is empty")
    if kind == "BreadcrumbList" and len(thing.get("itemListElement", [])) < 2:
        found.append(f"{where}: a way of one step")
    if {"startDate", "endDate"} <= set(thing) and thing["endDate"][:10] < thing["startDate"][:10]:
        found.append(f"{where}: over before it begins")
    return found
