"""The filters of the catalogue and of all recordings, with django-filter; each has its place in the address.

An address can be written by anybody: a value of the wrong form is left out, one that names nothing finds nothing.
What a filter gives is a number with a bit for each activity (`home.index`).
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
    """Any number of values of one form. What they name is for the database to find."""

    def __init__(self, *, form: re.Pattern[str] = SLUG, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.form = form

    def to_python(self, value: Any) -> list[str]:
        values = value if isinstance(value, list | tuple) else []
        wanted = [str(one) for one in values if self.form.fullmatch(str(one))]
        return list(dict.fromkeys(wanted))[:MOST_VALUES]

    def validate(self, value: Any) -> None:
        """Nothing is refused: what has the wrong form is gone already."""


class TextField(forms.CharField):
    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).replace("\x00", " ").split())[:LONGEST_TEXT]


class ValuesFilter(filters.Filter):
    field_class = ValuesField


class TextFilter(filters.Filter):
    field_class = TextField


class ListFilter(filters.FilterSet):
    """Text, theme, track and partner. Within one filter any of the chosen will do; between them all must.

    What each asks for is worked out apart (`having_…`), so that what would be left without it is counted beside.
    """

    in_address: tuple[str, ...] = ("text", "theme", "track", "partner")
    """The order in which an address names them."""

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
        """All that the list is of."""
        return self.index.all

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """What is asked for, by filter: a text, or a list of values."""
        values = self.form.cleaned_data if self.form.is_valid() else {}
        return {name: values[name] for name in self.in_address if values.get(name)}

    @cached_property
    def having(self) -> dict[str, int]:
        """By filter in use, what it would give alone."""
        return {name: getattr(self, f"having_{name}")(value) for name, value in self.chosen.items()}

    def found(self, leave_out: str = "") -> int:
        """What has all that is asked for but one filter: what the choices of that one are counted among."""
        found = self.listed
        for name, those in self.having.items():
            if name != leave_out:
                found &= those
        return found

    def beside(self, name: str) -> int:
        """What the choices of one filter are counted among."""
        return self.found(leave_out=name)

    def having_text(self, value: str) -> int:
        """In what is said of an activity, or in what is said aloud in its recording. One query."""
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
    """The catalogue's."""

    in_address = ("text", "theme", "kind", "only", "track", "partner", "when", "place", "language")
    kind = ValuesFilter(label=_("Kind"))
    when = ValuesFilter(label=_("When"))
    place = ValuesFilter(label=_("Where"), form=SLUG)
    language = ValuesFilter(label=_("Language, spoken or in captions"))
    only = ValuesFilter(label=_("Show only"))

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """What one has done is known of who is signed in; in an address that somebody was given it says nothing."""
        chosen = super().chosen
        if self.participant is None and "only" in chosen:
            chosen["only"] = [value for value in chosen["only"] if value != UNDONE]
        return {name: value for name, value in chosen.items() if value}

    def beside(self, name: str) -> int:
        """Each further one of those that narrow is counted beside those that are chosen."""
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
        """Here all of the chosen must hold."""
        found = self.index.all
        for value in values:
            found &= self.narrowing.get(value, 0)
        return found

    @cached_property
    def narrowing(self) -> dict[str, int]:
        """One query, signed in."""
        found = {"recording": self.index.recorded, "open": self.index.open}
        if self.participant is not None:
            done = Completion.objects.of(self.participant).complete().filter(activity__isnull=False)
            found[UNDONE] = self.index.all & ~self.index.of(done.order_by().values_list("activity", flat=True))
        return found


class RecordingFilter(ListFilter):
    """Held webinars whose recording is published. Language beside the others: what is spoken, or has captions."""

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
    """By number of the word, the webinars in whose recordings it is said."""
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
