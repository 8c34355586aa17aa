"""Reads the facts about all public activities, their ancestors, and the names of filter options.

Read again when anything but the number of seats has changed (`home.index`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import CharField, F, FilteredRelation, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, JSONObject
from wagtail.models import Page, Site

from content.models import Theme
from content.sqlite import sort_key_nb
from content.versions import readers_language
from courses.models import ActivityPage, ModulePage, ProgrammePage, TrackPage
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH
from home import pages
from home.facts import Above, Fact
from people.models import Organisation
from webinars.models import CaptionTrack, Chapter, Handout, Speaker

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SAID = ("title", "abstract_text", "lead", "goal")
"""The translated fields included in the text search."""


COLUMNS: dict[str, Any] = {
    "address": "url_path",
    "own_language": "locale__language_code",
    "lead": "lessonpage__lead",
    "goal": "gatheringpage__goal",
    "recap": "gatheringpage__recap",
    "duration_minutes": "lessonpage__duration_minutes",
    "changed": "last_published_at",
    "webinar": "webinarpage",
    "gathering": "gatheringpage",
    "lesson": "lessonpage",
    "spoken": "webinarpage__language",
    "venue": "gatheringpage__venue",
    "municipality_code": "gatheringpage__municipality__code",
    "municipality": "gatheringpage__municipality__name",
    "mission": "gatheringpage__mission",
    "recording_id": "webinarpage__recording",
    **{name: f"webinarpage__recording__{name}" for name in ("published_at", "seconds", "is_restricted", "poster")},
    "session": "root",
    "date": "root__date",
    "last_date": Coalesce("root__last_date", "root__date"),
    "starts_at": "root__starts_at",
    "ends_at": "root__ends_at",
    "opens_at": "root__registration_opens_at",
    "closes_at": "root__registration_closes_at",
    "cancelled_at": "root__cancelled_at",
    "capacity": "root__capacity",
    "has_waiting_list": "root__has_waiting_list",
}
"""Lookups of the fields whose name differs in the database."""


@dataclass(frozen=True)
class TrackName:
    """A track as a filter option."""

    pk: int
    path: str
    title: str
    programme: str
    lang: str
    """The language code of the title if it differs from the active language, else empty."""


@dataclass(frozen=True)
class Names:
    """Filter options, in display order."""

    themes: list[tuple[str, str]]
    """Pairs of slug and name."""
    tracks: list[TrackName]
    partners: list[tuple[int, str]]
    places: list[tuple[str, str]]


@dataclass(frozen=True)
class Facts:
    """All facts, and the names of filter options in each language used so far."""

    activities: list[Fact]
    above: dict[str, Above]
    """Keyed by tree path."""
    names: dict[str, Names] = field(default_factory=dict)

    @cached_property
    def words(self) -> dict[int, str]:
        """The searchable text of each activity, by primary key."""
        return _read_words(self)

    @cached_property
    def themes(self) -> list[Theme]:
        return list(Theme.objects.order_by("slug"))

    def above_of_kind(self, kind: str) -> list[Above]:
        """In tree order."""
        return sorted((one for one in self.above.values() if one.kind == kind), key=lambda one: one.path)

    def in_readers_language(self) -> Names:
        """The names in the active language. One query per language, on first use."""
        code = readers_language()
        if code not in self.names:
            self.names[code] = _names(self)
        return self.names[code]


def read() -> Facts:
    """All facts, in two queries."""
    activities = _read_activities()
    above = _read_beside({fact.pk: fact for fact in activities})
    for fact in activities:
        for name, depth in DEPTHS.items():
            one = above.get(fact.path[: PATH_STEP * depth])
            if one is not None and one.kind == name:
                setattr(fact, name, one)
    return Facts(activities, above)


DEPTHS = {"programme": PROGRAMME_DEPTH, "track": pages.TRACK_DEPTH, "module": pages.MODULE_DEPTH}


OF_PROGRAMME = ("short_title", "timezone", "historical_owner_id")


def _read_activities() -> list[Fact]:
    names = [one.name for one in fields(Fact)]
    own = names[: names.index("responsible")]
    rows = (
        pages.public(ActivityPage.objects.originals())
        .order_by()
        .annotate(root=FilteredRelation("sessions", condition=Q(sessions__parent__isnull=True)))
        .values_list(*(COLUMNS.get(name, name) for name in own), "responsible__name", "responsible__full_name")
    )
    sites = Site.get_site_root_paths()
    partners: dict[int, Organisation] = {}
    found = []
    for pk, path, url_path, *known, name, full_name in rows:
        fact = Fact(pk, path, pages.Address.of(url_path, sites), *known)
        if key := fact.responsible_id:
            if key not in partners:
                partners[key] = Organisation(key, name=name, full_name=full_name)
            fact.responsible = partners[key]
        found.append(fact)
    return found


def _read_beside(activities: dict[int, Fact]) -> dict[str, Above]:
    """The ancestors of activities by tree path; also adds themes, captions, translations and handouts to
    `activities`. One query."""
    translations = ActivityPage.objects.live().filter(original__isnull=False)
    rows = _rows(ActivityPage.themes.through.objects.all(), "themes", "activitypage_id", "theme__slug").union(
        _rows(CaptionTrack.objects.all(), "captions", "recording__webinar_id", "language"),
        _rows(translations, "written", "original_id", "locale__language_code"),
        _rows(Handout.objects.filter(is_planned=False), "handouts", "webinar_id", "kind"),
        _rows(ModulePage.themes.through.objects.all(), "theme", "modulepage_id", "theme__slug"),
        _rows_above(ProgrammePage, "programme", **{name: name for name in OF_PROGRAMME}),
        _rows_above(TrackPage, "track", number="number"),
        _rows_above(ModulePage, "module"),
        all=True,
    )
    above: dict[int, Above] = {}
    theme_of: dict[int, str] = {}
    sites = Site.get_site_root_paths()
    # An activity's first theme is the one added first.
    for _added, of, pk, value in rows.order_by("added"):
        if of in DEPTHS:
            above[pk] = _above(of, pk, json.loads(value), sites)
        elif of == "theme":
            theme_of.setdefault(pk, value)
        elif pk in activities:
            getattr(activities[pk], of).append(value)
    for pk, one in above.items():
        one.theme_slug = theme_of.get(pk, "")
    return {one.path: one for one in above.values()}


def _rows_above(kind: type[Page], name: str, **more: str) -> QuerySet[Any]:
    own = ("path", "url_path", "slug", "title")
    columns = {column: column for column in own} | {"own_language": "locale__language_code"} | more
    told = JSONObject(**columns, versions=Cast("versions", TextField()))
    return _rows(pages.public(kind._default_manager.filter(original=None)), name, "pk", told)


def _above(kind: str, pk: int, told: dict[str, Any], sites: Any) -> Above:
    address, versions = pages.Address.of(told.pop("url_path"), sites), json.loads(told.pop("versions"))
    return Above(kind, pk, address=address, versions=versions, **told)


def _read_words(facts: Facts) -> dict[int, str]:
    """The searchable text of each activity in lower case, by primary key. One query."""
    of_pages: dict[int, list[str]] = defaultdict(list)
    themes, speakers = ActivityPage.themes.through.objects.all(), Speaker.objects.all()
    texts = [_rows(themes, "theme", "activitypage_id", f"theme__name_{code}") for code in LANGUAGES]
    texts += [_rows(speakers, "speaker", "webinar_id", name) for name in ("name", "role", "organisation__name")]
    chapters = _rows(Chapter.objects.all(), "chapter", "recording__webinar_id", "title")
    for _added, _of, pk, text in chapters.union(*texts, all=True):
        if text:
            of_pages[pk].append(text)
    return {
        fact.pk: "\n".join(
            [
                *(text for text in fact.said if text),
                *(str(words[name]) for words in fact.versions.values() for name in SAID if words.get(name)),
                *of_pages[fact.pk],
                fact.module.title if fact.module else "",
            ]
        ).lower()
        for fact in facts.activities
    }


def _rows(rows: QuerySet[Any], name: str, key: str, value: Any) -> QuerySet[Any]:
    """The rows with the same four columns for every kind, as a part of the UNION."""
    text = CharField()
    of, said = Value(name, output_field=text), Cast(value, text)
    found = rows.order_by().annotate(added=F("pk"), of=of, key=F(key), said=said)
    return found.values_list("added", "of", "key", "said")


def _names(facts: Facts) -> Names:
    partners = {fact.responsible.pk: fact.responsible.name for fact in facts.activities if fact.responsible}
    places = {fact.municipality_code: fact.municipality for fact in facts.activities if fact.municipality}
    return Names(
        _in_order((theme.slug, theme.name) for theme in facts.themes),
        [_track_name(track, facts.above.get(track.path[: -Page.steplen])) for track in facts.above_of_kind("track")],
        _in_order(partners.items()),
        _in_order(places.items()),
    )


def _in_order(named: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return sorted(named, key=lambda one: sort_key_nb(one[1]))


def _track_name(track: Above, programme: Above | None) -> TrackName:
    named = programme.word("short_title") if programme else ""
    return TrackName(track.pk, track.path, track.shown_title, named, track.shown_language)
