"""The filters of the catalogue and of all recordings, with django-filter; each has its place in the address.

An address can be written by anybody: a value of the wrong form is left out, one that names nothing finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import django_filters as filters
from django import forms
from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.models import ActivityPage, ModulePage, TrackPage
from webinars.models import CaptionTrack, Chapter, Speaker

KINDS = {
    "webinar": _("Coming webinar"),
    "recording": _("Recording"),
    "gathering": _("Gathering"),
    "lesson": _("Lesson"),
}
LONGEST_TEXT = 120
MOST_WORDS = 8
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
    """Text, theme, track and partner. Within one filter any of the chosen will do; between them all must."""

    in_address: tuple[str, ...] = ("text", "theme", "track", "partner")
    """The order in which an address names them."""

    text = TextFilter(method="filter_text", label=_("Search in titles and texts"))
    theme = ValuesFilter(method="filter_theme", label=_("Theme"))
    track = ValuesFilter(method="filter_track", label=_("Level"), form=NUMBER)
    partner = ValuesFilter(method="filter_partner", label=_("From"), form=NUMBER)

    class Meta:
        model = ActivityPage
        fields: list[str] = []

    @property
    def chosen(self) -> dict[str, Any]:
        """What is asked for, by filter: a text, or a list of values."""
        values = self.form.cleaned_data if self.form.is_valid() else {}
        return {name: values[name] for name in self.in_address if values.get(name)}

    def apply(self, leave_out: str = "") -> QuerySet:
        """The activities by all filters but one: what the choices of that one are counted among."""
        activities = self.queryset.all()
        for name, value in self.chosen.items():
            if name != leave_out:
                activities = self.filters[name].filter(activities, value)
        return activities

    def filter_text(self, activities: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split()[:MOST_WORDS]:
            activities = activities.filter(_with_word(word))
        return activities

    def filter_theme(self, activities: QuerySet, name: str, values: list[str]) -> QuerySet:
        return activities.filter(pk__in=_themed(Q(theme__slug__in=values)))

    def filter_track(self, activities: QuerySet, name: str, values: list[str]) -> QuerySet:
        return activities.filter(Exists(_above_activity(TrackPage.objects.live().filter(pk__in=values))))

    def filter_partner(self, activities: QuerySet, name: str, values: list[str]) -> QuerySet:
        return activities.filter(responsible__in=values)


class ActivityFilter(ListFilter):
    """Kind beside the others. The activities must be annotated by `home.catalogue.with_clock`."""

    in_address = ("text", "theme", "kind", "track", "partner")
    kind = ValuesFilter(method="filter_kind", label=_("Kind"))

    def filter_kind(self, activities: QuerySet, name: str, values: list[str]) -> QuerySet:
        where = Q(pk__in=[])
        for value in values:
            where |= OF_KIND.get(value, Q(pk__in=[]))
        return activities.filter(where)


class RecordingFilter(ListFilter):
    """Language beside the others: what is spoken, or what there are captions in."""

    in_address = (*ListFilter.in_address, "language")
    language = ValuesFilter(method="filter_language", label=_("Language, spoken or in captions"))

    def filter_language(self, activities: QuerySet, name: str, values: list[str]) -> QuerySet:
        return activities.filter(in_languages(values))


def in_languages(codes: Iterable[str]) -> Q:
    codes = list(codes)
    captioned = CaptionTrack.objects.filter(language__in=codes).values("recording__webinar")
    return Q(webinarpage__language__in=codes) | Q(pk__in=captioned)


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
        Q(title__icontains=word)
        | Q(abstract_text__icontains=word)
        | Q(lessonpage__lead__icontains=word)
        | Q(gatheringpage__goal__icontains=word)
        | Q(gatheringpage__venue__icontains=word)
        | Q(responsible__name__icontains=word)
        | Q(responsible__full_name__icontains=word)
        | Q(pk__in=_themed(theme))
        | Exists(_above_activity(ModulePage.objects.live().filter(title__icontains=word)))
        | Q(pk__in=Chapter.objects.filter(title__icontains=word).values("recording__webinar"))
        | Q(pk__in=Speaker.objects.filter(_spoken_by(word)).values("webinar"))
    )


def _spoken_by(word: str) -> Q:
    return Q(name__icontains=word) | Q(role__icontains=word) | Q(organisation__name__icontains=word)


def _above_activity(pages: QuerySet) -> QuerySet:
    """Those of the pages that the activity of the outer query stands below."""
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return pages.annotate(here=here).filter(here__startswith=F("path"))


def _themed(where: Q) -> QuerySet:
    return ActivityPage.themes.through.objects.filter(where).values("activitypage")
