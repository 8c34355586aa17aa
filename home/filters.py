"""The filters of the catalogue and of all recordings, with django-filter; each has its place in the address.

An address can be written by anybody: a value of the wrong form is left out, one that names nothing finds nothing.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

import django_filters as filters
from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from content.searching import MOST_WORDS, matching, stem, words_of
from content.versions import says
from courses.models import ActivityPage, ModulePage, Session, TrackPage
from home.pages import at_or_above
from people.models import Participant
from progress.models import Completion
from webinars.models import CaptionTrack, Chapter, Speaker

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
THREE_MONTHS = 92
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

    What each filter asks for is a condition (`where_…`), so that what would be left without it can be counted beside.
    """

    in_address: tuple[str, ...] = ("text", "theme", "track", "partner")
    """The order in which an address names them."""

    text = TextFilter(method="narrow", label=_("Search in titles, texts and what is said"))
    theme = ValuesFilter(method="narrow", label=_("Theme"))
    track = ValuesFilter(method="narrow", label=_("Level"), form=NUMBER)
    partner = ValuesFilter(method="narrow", label=_("From"), form=NUMBER)

    class Meta:
        model = ActivityPage
        fields: list[str] = []

    def __init__(self, *args: Any, participant: Participant | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participant = participant

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """What is asked for, by filter: a text, or a list of values."""
        values = self.form.cleaned_data if self.form.is_valid() else {}
        return {name: values[name] for name in self.in_address if values.get(name)}

    def narrow(self, activities: QuerySet, name: str, value: Any) -> QuerySet:
        return activities.filter(self.condition(name, value))

    def condition(self, name: str, value: Any) -> Q:
        return getattr(self, f"where_{name}")(value)

    def where(self, leave_out: str = "") -> Q:
        """All that is asked for but one filter: what the choices of that one are counted among."""
        found = Q()
        for name, value in self.chosen.items():
            if name != leave_out:
                found &= self.condition(name, value)
        return found

    def where_beside(self, name: str) -> Q:
        """What stands beside the choices of one filter, the text apart."""
        found = Q()
        for other, value in self.chosen.items():
            if other not in (name, "text"):
                found &= self.condition(other, value)
        return found

    def apply(self, leave_out: str = "") -> QuerySet:
        return self.queryset.filter(self.where(leave_out))

    def where_text(self, value: str) -> Q:
        found = Q()
        for word in value.lower().split()[:MOST_WORDS]:
            found &= _with_word(stem(word))
        return found

    def where_theme(self, values: list[str]) -> Q:
        return Q(pk__in=_themed(Q(theme__slug__in=values)))

    def where_track(self, values: list[str]) -> Q:
        return Q(Exists(_above_activity(TrackPage.objects.live().filter(pk__in=values))))

    def where_partner(self, values: list[str]) -> Q:
        return Q(responsible__in=values)


class ActivityFilter(ListFilter):
    """The catalogue's. The activities must be annotated by `home.catalogue.with_clock`."""

    in_address = ("text", "theme", "kind", "only", "track", "partner", "when", "place", "language")
    kind = ValuesFilter(method="narrow", label=_("Kind"))
    when = ValuesFilter(method="narrow", label=_("When"))
    place = ValuesFilter(method="narrow", label=_("Where"), form=SLUG)
    language = ValuesFilter(method="narrow", label=_("Language, spoken or in captions"))
    only = ValuesFilter(method="narrow", label=_("Show only"))

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """What one has done is known of who is signed in; in an address that somebody was given it says nothing."""
        chosen = super().chosen
        if self.participant is None and "only" in chosen:
            chosen["only"] = [value for value in chosen["only"] if value != UNDONE]
        return {name: value for name, value in chosen.items() if value}

    def where_kind(self, values: list[str]) -> Q:
        return _any_of(OF_KIND, values)

    def where_when(self, values: list[str]) -> Q:
        return _any_of(periods(), values)

    def where_place(self, values: list[str]) -> Q:
        online = IS_WEBINAR if ONLINE in values else NOTHING
        return online | Q(gatheringpage__municipality__code__in=[value for value in values if value != ONLINE])

    def where_language(self, values: list[str]) -> Q:
        return offered_in(values)

    def where_beside(self, name: str) -> Q:
        beside = super().where_beside(name)
        # Each further one narrows, so it is counted beside those that are chosen.
        return beside & self.where_only(self.chosen.get("only", [])) if name == "only" else beside

    def where_only(self, values: list[str]) -> Q:
        """Here all of the chosen must hold."""
        wanted = self.only_conditions
        found = Q()
        for value in values:
            found &= wanted.get(value, NOTHING)
        return found

    @cached_property
    def only_conditions(self) -> dict[str, Q]:
        now = timezone.now()
        conditions = {
            "recording": OF_KIND["recording"] & Q(webinarpage__recording__published_at__lte=now),
            "open": Q(Exists(Session.objects.roots().taking_registrations(now).filter(activity_id=OuterRef("pk")))),
        }
        if self.participant is not None:
            done = Completion.objects.of(self.participant).complete().filter(activity__isnull=False)
            conditions[UNDONE] = ~Q(pk__in=done.values("activity"))
        return conditions


class RecordingFilter(ListFilter):
    """Language beside the others: what is spoken, or what there are captions in."""

    in_address = (*ListFilter.in_address, "language")
    language = ValuesFilter(method="narrow", label=_("Language, spoken or in captions"))

    def where_language(self, values: list[str]) -> Q:
        return in_languages(values)


def in_languages(codes: Iterable[str]) -> Q:
    codes = list(codes)
    captioned = CaptionTrack.objects.filter(language__in=codes).values("recording__webinar")
    return Q(webinarpage__language__in=codes) | Q(pk__in=captioned)


def offered_in(codes: Iterable[str]) -> Q:
    """Webinars as above; what is read, and what is met at, goes by the languages that its page is written in."""
    codes = list(codes)
    written = ActivityPage.objects.live().filter(locale__language_code__in=codes)
    by_page = Q(pk__in=written.values("pk")) | Q(pk__in=written.filter(original__isnull=False).values("original"))
    return in_languages(codes) | (Q(webinarpage__isnull=True) & by_page)


def periods() -> dict[str, Q]:
    """By today's date: what comes this month, within three months, after that; and what has been."""
    today = timezone.localdate()
    month = today.replace(day=calendar.monthrange(today.year, today.month)[1])
    soon = today + dt.timedelta(days=THREE_MONTHS)
    coming = Q(is_over=False, is_cancelled=False, date__isnull=False)
    return {
        "month": coming & Q(date__lte=month),
        "quarter": coming & Q(date__lte=soon),
        "later": coming & Q(date__gt=soon),
        "held": Q(is_over=True, is_cancelled=False),
    }


def _any_of(conditions: Mapping[str, Q], values: Iterable[str]) -> Q:
    found = NOTHING
    for value in values:
        found |= conditions.get(value, NOTHING)
    return found


NOTHING = Q(pk__in=[])
IS_WEBINAR = Q(webinarpage__isnull=False)
OF_KIND = {
    "webinar": IS_WEBINAR & Q(is_over=False, is_cancelled=False),
    # One that is on its way is looked for here.
    "recording": IS_WEBINAR & Q(is_over=True, is_cancelled=False),
    "gathering": Q(gatheringpage__isnull=False),
    "lesson": Q(lessonpage__isnull=False),
}


def _with_word(word: str) -> Q:
    """Where a word stands in what an activity says of itself. Themes are found by their name in any language."""
    theme = Q()
    for code, _name in settings.LANGUAGES:
        theme |= Q(**{f"theme__name_{code}__icontains": word})
    return (
        says("title", word)
        | says("abstract_text", word)
        | says("lead", word, "lessonpage__")
        | says("goal", word, "gatheringpage__")
        | Q(gatheringpage__venue__icontains=word)
        | Q(responsible__name__icontains=word)
        | Q(responsible__full_name__icontains=word)
        | Q(pk__in=_themed(theme))
        | Exists(_above_activity(ModulePage.objects.live().filter(title__icontains=word)))
        | Q(pk__in=Chapter.objects.filter(title__icontains=word).values("recording__webinar"))
        | Q(pk__in=Speaker.objects.filter(_spoken_by(word)).values("webinar"))
        | Q(pk__in=_said_to_everybody(word).values("recording__webinar"))
    )


def _said_to_everybody(word: str) -> QuerySet[CaptionTrack]:
    out = {"recording__published_at__lte": timezone.now(), "recording__is_restricted": False}
    return matching(CaptionTrack, words_of(word)).filter(**out)


def _spoken_by(word: str) -> Q:
    return Q(name__icontains=word) | Q(role__icontains=word) | Q(organisation__name__icontains=word)


def _above_activity(pages: QuerySet) -> QuerySet:
    """Those of the pages that the activity of the outer query stands below."""
    return at_or_above(pages)


def _themed(where: Q) -> QuerySet:
    return ActivityPage.themes.through.objects.filter(where).values("activitypage")
