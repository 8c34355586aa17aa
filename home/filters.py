"""The filters of the catalogue and of the list of recordings, built on django-filter.

Malformed values in the query string are ignored; well-formed values that match nothing give no results. Results are
bit sets of activities (`home.index`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Value
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from content.searching import MOST_WORDS, matching, stem, words_of
from courses.models import ActivityPage
from home.index import Index
from home.reading_cards import seats_taken
from people.models import Participant
from progress.models import Completion
from webinars.models import CaptionTrack, Recording

KINDS = {
    "webinar": _("Coming webinar"),
    "recording": _("Recording"),
    "gathering": _("Gathering"),
    "lesson": _("Lesson"),
}
WHEN = {
    "month": _("This month"),
    "quarter": _("The next three months"),
    "later": _("Later"),
    "held": _("Has been held"),
}
ONLY = {
    "recording": _("With a recording"),
    "open": _("Open for registration"),
    "undone": _("What I have not done"),
}
UNDONE = "undone"
ONLINE = "online"
LONGEST_TEXT = 120
MOST_VALUES = 50
SLUG = re.compile(r"[-\w]{1,80}")
NUMBER = re.compile(r"\d{1,9}")


class ValuesField(forms.MultipleChoiceField):
    """Any number of values that match a pattern; whether they exist is not validated."""

    def __init__(self, *, form: re.Pattern[str] = SLUG, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.form = form

    def to_python(self, value: Any) -> list[str]:
        values = value if isinstance(value, list | tuple) else []
        wanted = [str(one) for one in values if self.form.fullmatch(str(one))]
        return list(dict.fromkeys(wanted))[:MOST_VALUES]

    def validate(self, value: Any) -> None:
        """Never fails: `to_python` has dropped malformed values."""


class TextField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).replace("\x00", " ").split())[:LONGEST_TEXT]


class ValuesFilter(filters.Filter):
    field_class = ValuesField


class TextFilter(filters.Filter):
    field_class = TextField


class ListFilter(filters.FilterSet):
    """Text, theme, track and partner. Values of one filter are combined with OR, filters with AND.

    Each filter is evaluated separately (`having_…`), so that counts without one of them need no query.
    """

    in_address: tuple[str, ...] = ("text", "theme", "track", "partner")
    """Query parameters in the order in which URLs contain them."""

    text = TextFilter(label=_("Search in titles, texts and what is said"))
    theme = ValuesFilter(label=_("Theme"))
    track = ValuesFilter(label=_("Level"), form=NUMBER)
    partner = ValuesFilter(label=_("From"), form=NUMBER)

    class Meta:
        model = ActivityPage
        fields: list[str] = []

    def __init__(self, data: QueryDict, index: Index, *, participant: Participant | None = None) -> None:
        super().__init__(data, queryset=ActivityPage.objects.none())
        self.index = index
        self.participant = participant

    @property
    def listed(self) -> int:
        """All activities that the list may contain."""
        return self.index.all

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The filters in use: a text, or a list of values."""
        values = self.form.cleaned_data if self.form.is_valid() else {}
        return {name: values[name] for name in self.in_address if values.get(name)}

    @cached_property
    def having(self) -> dict[str, int]:
        """The result of each filter in use, on its own."""
        return {name: getattr(self, f"having_{name}")(value) for name, value in self.chosen.items()}

    def found(self, leave_out: str = "") -> int:
        """The activities that match all filters except `leave_out`."""
        found = self.listed
        for name, those in self.having.items():
            if name != leave_out:
                found &= those
        return found

    def beside(self, name: str) -> int:
        """The activities among which the options of this filter are counted."""
        return self.found(leave_out=name)

    def having_text(self, value: str) -> int:
        """Activities with all words in their texts or in the captions of their public recording. One query."""
        words = [stem(word) for word in value.lower().split()[:MOST_WORDS]]
        aloud = _said_to_everybody(words)
        found = self.index.all
        for number, one in enumerate(words):
            found &= self.index.saying(one) | self.index.of(aloud[number])
        return found

    def having_theme(self, values: list[str]) -> int:
        return _any_of(self.index.by_theme, values)

    def having_track(self, values: list[str]) -> int:
        tracks = self.index.facts.in_readers_language().tracks
        return _any_of(self.index.by_track, [track.path for track in tracks if str(track.pk) in values])

    def having_partner(self, values: list[str]) -> int:
        return _any_of(self.index.by_partner, values)


class ActivityFilter(ListFilter):
    """The filters of the catalogue."""

    in_address = ("text", "theme", "kind", "only", "track", "partner", "when", "place", "language")
    kind = ValuesFilter(label=_("Kind"))
    when = ValuesFilter(label=_("When"))
    place = ValuesFilter(label=_("Where"), form=SLUG)
    language = ValuesFilter(label=_("Language, spoken or in captions"))
    only = ValuesFilter(label=_("Show only"))

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The filters in use. Anonymous users have no “not done yet”; it is ignored, for example in a shared link."""
        chosen = super().chosen
        if self.participant is None and "only" in chosen:
            chosen["only"] = [value for value in chosen["only"] if value != UNDONE]
        return {name: value for name, value in chosen.items() if value}

    def beside(self, name: str) -> int:
        """The values of `only` are combined with AND, so they are counted within the full result."""
        return self.found() if name == "only" else super().beside(name)

    def having_kind(self, values: list[str]) -> int:
        return _any_of(self.index.kinds, values)

    def having_when(self, values: list[str]) -> int:
        return _any_of(self.index.periods, values)

    def having_place(self, values: list[str]) -> int:
        return _any_of({**self.index.by_place, ONLINE: self.index.online}, values)

    def having_language(self, values: list[str]) -> int:
        return _any_of(self.index.offered, values)

    def having_only(self, values: list[str]) -> int:
        """The values are combined with AND."""
        found = self.index.all
        for value in values:
            found &= self.narrowing.get(value, 0)
        return found

    @cached_property
    def narrowing(self) -> dict[str, int]:
        """The results of the `only` values. One query if signed in, and one if some have limited seats and no waiting
        list."""
        found = {"recording": self.index.recorded, "open": self.index.open & ~self._full()}
        if self.participant is not None:
            done = Completion.objects.of(self.participant).complete().filter(activity__isnull=False)
            found[UNDONE] = self.index.all & ~self.index.of(done.order_by().values_list("activity", flat=True))
        return found

    def _full(self) -> int:
        """The activities that would be open if not all seats were taken."""
        limited = self.index.open_until_full
        taken = seats_taken(limited) if limited else {}
        return self.index.of(fact.pk for pk, fact in limited.items() if taken.get(pk, 0) >= (fact.capacity or 0))


class RecordingFilter(ListFilter):
    """Past webinars with a published recording. The language filter matches spoken and caption languages."""

    in_address = (*ListFilter.in_address, "language")
    language = ValuesFilter(label=_("Language, spoken or in captions"))

    @property
    def listed(self) -> int:
        return self.index.recorded

    def having_language(self, values: list[str]) -> int:
        return _any_of(self.index.spoken, values)


def _any_of(those: Mapping[str, int], values: Iterable[str]) -> int:
    found = 0
    for value in values:
        found |= those.get(value, 0)
    return found


def _said_to_everybody(words: list[str]) -> dict[int, set[int]]:
    """By position of the word, the primary keys of webinars with it in the captions of a public recording."""
    public = Recording.objects.open_to(None)
    rows = [
        matching(CaptionTrack, words_of(word)).filter(recording__in=public).order_by().annotate(number=Value(number))
        for number, word in enumerate(words)
    ]
    first, *others = [found.values_list("number", "recording__webinar") for found in rows]
    aloud: dict[int, set[int]] = defaultdict(set)
    for number, webinar in first.union(*others):
        aloud[number].add(webinar)
    return aloud
