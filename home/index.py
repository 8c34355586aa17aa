"""Of every public activity the few facts that lists filter by, in memory: what each choice would give is counted there.

In SQL each choice of each filter would go through all activities. Here every choice is a whole number with a bit for
each activity, in the order of the list: what two filters leave is the bits that both have. The facts are read again
when anything but the number of seats has changed (`content.validity`), and when the clock puts them in another order.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import CharField, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, Substr
from django.utils import timezone

from content import validity
from content.models import Theme
from content.versions import readers_language, word
from courses.models import ActivityPage, ModulePage, ProgrammePage, TrackPage
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH
from home import pages
from people.models import Municipality, Organisation
from webinars.models import CaptionTrack, Chapter, Speaker

LANGUAGES = [code for code, _name in settings.LANGUAGES]
SAID = ("title", "abstract_text", "lead", "goal")
"""What of a translation is looked through for words."""
THREE_MONTHS = 92


class Fact(NamedTuple):
    """An activity, with the times of its root session."""

    pk: int
    path: str
    responsible: int | None
    webinar: int | None
    gathering: int | None
    lesson: int | None
    spoken: str | None
    municipality: str | None
    own_language: str
    published_at: dt.datetime | None
    session: int | None
    date: dt.date | None
    last_date: dt.date | None
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    opens_at: dt.datetime | None
    closes_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    said: tuple[str | None, ...]
    """What its page says of it, and who is in charge."""
    versions: dict[str, dict[str, Any]]

    @property
    def moments(self) -> tuple[dt.datetime | None, ...]:
        return self.published_at, self.starts_at, self.ends_at, self.opens_at, self.closes_at

    def is_over(self, now: dt.datetime, today: dt.date) -> bool:
        """As `Session.phase` says of one."""
        return self.ends_at <= now if self.ends_at else self.last_date is not None and self.last_date < today

    def is_coming(self, now: dt.datetime, today: dt.date) -> bool:
        """As `SessionQuerySet.upcoming` says in SQL."""
        return self.cancelled_at is None and self.date is not None and not self.is_over(now, today)

    def takes_registrations(self, now: dt.datetime, today: dt.date) -> bool:
        """As `attendance.refusals.clock_refusal` says of one."""
        if self.session is None or self.cancelled_at is not None:
            return False
        begun = self.starts_at is not None and self.starts_at <= now
        not_yet = self.opens_at is not None and self.opens_at > now
        closed = self.closes_at is not None and self.closes_at <= now
        return not (begun or not_yet or closed or self.is_over(now, today))


class TrackName(NamedTuple):
    pk: int
    path: str
    title: str
    programme: str
    lang: str
    """The language of the title, where it is not the reader's."""


class Names(NamedTuple):
    """What can be chosen, in the order in which it is offered."""

    themes: list[tuple[str, str]]
    tracks: list[TrackName]
    partners: list[tuple[int, str]]
    places: list[tuple[str, str]]


@dataclass(frozen=True)
class Facts:
    """What the database says, and the names of what can be chosen in the languages that were asked for."""

    activities: list[Fact]
    themes: dict[int, set[str]]
    captions: dict[int, set[str]]
    written: dict[int, set[str]]
    """By activity; a language that somebody has translated its page into."""
    names: dict[str, Names] = field(default_factory=dict)

    @cached_property
    def words(self) -> dict[int, str]:
        """By activity, all that is looked through for words."""
        return _read_words(self)

    def in_readers_language(self) -> Names:
        """Four queries, once in each language."""
        code = readers_language()
        if code not in self.names:
            self.names[code] = _read_names(self.activities)
        return self.names[code]


@dataclass
class Index:
    """The activities in the order of a list at a moment, and for each choice which of them it would give."""

    facts: Facts
    now: dt.datetime

    def __post_init__(self) -> None:
        self.today = timezone.localdate(self.now)
        self.order = sorted(self.facts.activities, key=self._place)
        self.position = {fact.pk: number for number, fact in enumerate(self.order)}

    def _place(self, fact: Fact) -> tuple[bool, bool, int, int, str]:
        """What comes first is first, then what has no date, then what was held, the latest first; cancelled last."""
        over, day = fact.is_over(self.now, self.today), fact.date.toordinal() if fact.date else NEVER
        latest_first = -day if over and fact.date else NEVER
        return fact.cancelled_at is not None, over, latest_first, day, fact.path

    @cached_property
    def until(self) -> dt.datetime:
        """When the clock puts it in another order."""
        midnight = timezone.make_aware(dt.datetime.combine(self.today + dt.timedelta(days=1), dt.time()))
        coming = (moment for fact in self.order for moment in fact.moments if moment is not None and moment > self.now)
        return min([midnight, *coming])

    # Which activities: each a number with a bit for each of them.

    @cached_property
    def all(self) -> int:
        return (1 << len(self.order)) - 1

    def of(self, pks: Iterable[int]) -> int:
        """Those with these keys."""
        return _bits(self.position[pk] for pk in pks if pk in self.position)

    @cached_property
    def kinds(self) -> dict[str, int]:
        webinars = self._where(lambda fact: fact.webinar is not None) & ~self.cancelled
        return {
            "webinar": webinars & ~self.over,
            # One that is on its way is looked for here.
            "recording": webinars & self.over,
            "gathering": self._where(lambda fact: fact.gathering is not None),
            "lesson": self._where(lambda fact: fact.lesson is not None),
        }

    @cached_property
    def cancelled(self) -> int:
        return self._where(lambda fact: fact.cancelled_at is not None)

    @cached_property
    def over(self) -> int:
        return self._where(lambda fact: fact.is_over(self.now, self.today))

    @cached_property
    def online(self) -> int:
        return self._where(lambda fact: fact.webinar is not None)

    @cached_property
    def recorded(self) -> int:
        """Held, and the recording is out."""
        out = self._where(lambda fact: fact.published_at is not None and fact.published_at <= self.now)
        return self.kinds["recording"] & out

    @cached_property
    def open(self) -> int:
        return self._where(lambda fact: fact.takes_registrations(self.now, self.today))

    @cached_property
    def periods(self) -> dict[str, int]:
        """By today's date: what comes this month, within three months, after that; and what has been."""
        month = self.today.replace(day=calendar.monthrange(self.today.year, self.today.month)[1])
        soon = self.today + dt.timedelta(days=THREE_MONTHS)
        return {
            "month": self._between(dt.date.min, month),
            "quarter": self._between(dt.date.min, soon),
            "later": self._between(soon + dt.timedelta(days=1), dt.date.max),
            "held": self.over & ~self.cancelled,
        }

    def _between(self, first: dt.date, last: dt.date) -> int:
        """What comes, and begins on one of these days."""
        days = self._where(lambda fact: fact.date is not None and first <= fact.date <= last)
        return days & ~self.over & ~self.cancelled

    def saying(self, word: str) -> int:
        """Those that have a word in small letters, or a part of one, anywhere in what is said of them."""
        words = self.facts.words
        return self._where(lambda fact: word in words[fact.pk])

    @cached_property
    def by_theme(self) -> dict[str, int]:
        return self._by(lambda fact: self.facts.themes.get(fact.pk, ()))

    @cached_property
    def by_partner(self) -> dict[str, int]:
        return self._by(lambda fact: [str(fact.responsible)] if fact.responsible else ())

    @cached_property
    def by_place(self) -> dict[str, int]:
        return self._by(lambda fact: [fact.municipality] if fact.municipality else ())

    @cached_property
    def by_track(self) -> dict[str, int]:
        """By the tree path of the track."""
        length = PATH_STEP * pages.TRACK_DEPTH
        return self._by(lambda fact: [fact.path[:length]] if len(fact.path) > length else ())

    @cached_property
    def spoken(self) -> dict[str, int]:
        """What is said in a language, or has captions in it."""
        return self._by(lambda fact: {fact.spoken or "", *self.facts.captions.get(fact.pk, ())} - {""})

    @cached_property
    def offered(self) -> dict[str, int]:
        """The same; what is read, and what is met at, goes by the languages that its page is written in."""
        written = self._by(
            lambda fact: {fact.own_language, *self.facts.written.get(fact.pk, ())} if fact.webinar is None else ()
        )
        return {code: self.spoken.get(code, 0) | written.get(code, 0) for code in {*self.spoken, *written}}

    def _where(self, holds: Callable[[Fact], bool]) -> int:
        return _bits(number for number, fact in enumerate(self.order) if holds(fact))

    def _by(self, values: Callable[[Fact], Iterable[str]]) -> dict[str, int]:
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, fact in enumerate(self.order):
            for value in values(fact):
                numbers[value].append(number)
        return {value: _bits(found) for value, found in numbers.items()}

    def dated(self, below: str = "") -> list[Fact]:
        """What has a date, below a place in the tree."""
        return [fact for fact in self.order if fact.date is not None and fact.path.startswith(below)]

    def coming(self, below: str = "") -> list[Fact]:
        """What comes, the next first."""
        found = (fact for fact in self.dated(below) if fact.is_coming(self.now, self.today))
        return sorted(found, key=lambda fact: (fact.date, fact.starts_at or LATEST, fact.session))

    def listed(self, bits: int) -> list[Fact]:
        """In the order of the list."""
        return [fact for fact, bit in zip(self.order, reversed(f"{bits:b}"), strict=False) if bit == "1"]


NEVER = dt.date.max.toordinal()
LATEST = dt.datetime.max.replace(tzinfo=dt.UTC)
OF_TEXT = Fact._fields.index("said")


_held: validity.Held[Index] = validity.Held()


def read() -> Index:
    """Two queries where the database has changed, else one at most to know that it has not."""
    now, generation = timezone.now(), validity.current()
    if generation is None:
        return Index(_read_facts(), now)
    kept = _held.get(generation)
    if kept is None or not kept.now <= now < kept.until:
        kept = _held.put(generation, Index(_read_facts(), now))
    return kept


def _read_facts() -> Facts:
    webinar, gathering = "webinarpage", "gatheringpage"
    rows = (
        pages.public(ActivityPage.objects.originals())
        .order_by()
        .annotate(root=FilteredRelation("sessions", condition=Q(sessions__parent__isnull=True)))
        .values_list(
            *("pk", "path", "responsible", webinar, gathering, "lessonpage", f"{webinar}__language"),
            *(f"{gathering}__municipality__code", "locale__language_code", f"{webinar}__recording__published_at"),
            *("root", "root__date", Coalesce("root__last_date", "root__date"), "root__starts_at", "root__ends_at"),
            *("root__registration_opens_at", "root__registration_closes_at", "root__cancelled_at"),
            *("versions", "title", "abstract_text", "lessonpage__lead", f"{gathering}__goal", f"{gathering}__venue"),
            *("responsible__name", "responsible__full_name"),
        )
    )
    sets: dict[str, dict[int, set[str]]] = {name: defaultdict(set) for name in ("theme", "captions", "written")}
    translations = ActivityPage.objects.live().filter(original__isnull=False)
    belonging = _three(ActivityPage.themes.through.objects.all(), "theme", "activitypage_id", "theme__slug").union(
        _three(CaptionTrack.objects.all(), "captions", "recording__webinar_id", "language"),
        _three(translations, "written", "original_id", "locale__language_code"),
    )
    for name, pk, value in belonging:
        sets[name][pk].add(value)
    activities = [Fact._make((*row[:OF_TEXT], row[OF_TEXT + 1 :], row[OF_TEXT])) for row in rows]
    return Facts(activities, sets["theme"], sets["captions"], sets["written"])


def _read_words(facts: Facts) -> dict[int, str]:
    """In small letters, for each activity all that is looked through for words. One query beside the facts."""
    of_pages: dict[int, list[str]] = defaultdict(list)
    themes, speakers = ActivityPage.themes.through.objects.all(), Speaker.objects.all()
    texts = [_three(themes, "theme", "activitypage_id", f"theme__name_{code}") for code in LANGUAGES]
    texts += [_three(speakers, "speaker", "webinar_id", name) for name in ("name", "role", "organisation__name")]
    texts.append(_three(ModulePage.objects.live(), "module", "pk", Concat("path", Value(" "), "title")))
    found = _three(Chapter.objects.all(), "chapter", "recording__webinar_id", "title").union(*texts)
    modules: dict[str, str] = {}
    for name, pk, text in found:
        if name == "module":
            path, _space, title = text.partition(" ")
            modules[path] = title
        elif text:
            of_pages[pk].append(text)
    length = PATH_STEP * pages.MODULE_DEPTH
    return {
        fact.pk: "\n".join(
            [
                *(text for text in fact.said if text),
                *(str(words[name]) for words in fact.versions.values() for name in SAID if words.get(name)),
                *of_pages[fact.pk],
                modules.get(fact.path[:length], ""),
            ]
        ).lower()
        for fact in facts.activities
    }


def _three(rows: QuerySet[Any], name: str, key: str, value: Any) -> QuerySet[Any]:
    """In the form in which rows of several kinds can stand below one another."""
    text = CharField()
    of, said = Value(name, output_field=text), Cast(value, text)
    return rows.order_by().annotate(of=of, key=F(key), said=said).values_list("of", "key", "said")


def _read_names(activities: Iterable[Fact]) -> Names:
    programme = ProgrammePage.objects.filter(path=OuterRef("programme_path")).values(said=word("short_title"))[:1]
    tracks = (
        pages.public(TrackPage.objects.all())
        .annotate(programme_path=Substr("path", 1, PATH_STEP * PROGRAMME_DEPTH))
        .annotate(programme_title=Subquery(programme), language_code=F("locale__language_code"))
        .order_by("path")
    )
    partners = {fact.responsible for fact in activities if fact.responsible}
    places = {fact.municipality for fact in activities if fact.municipality}
    return Names(
        [(theme.slug, theme.name) for theme in Theme.objects.order_by("name")],
        [TrackName(row.pk, row.path, row.shown_title, row.programme_title, row.shown_language) for row in tracks],
        list(Organisation.objects.filter(pk__in=partners).order_by("name").values_list("pk", "name")),
        list(Municipality.objects.filter(code__in=places).order_by("name").values_list("code", "name")),
    )


def _bits(numbers: Iterable[int]) -> int:
    """By way of bytes: to put in one bit after another would copy the whole number each time."""
    found = bytearray()
    for number in numbers:
        place = number >> 3
        if place >= len(found):
            found.extend(bytes(place + 1 - len(found)))
        found[place] |= 1 << (number & 7)
    return int.from_bytes(found, "little")
