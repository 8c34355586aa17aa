"""The catalogue's filters, with django-filter; each has its place in the address."""

from __future__ import annotations

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import Theme
from courses.models import ActivityPage, TrackPage
from people.models import Organisation

KINDS = [
    ("webinar", _("Coming webinar")),
    ("recording", _("Recording")),
    ("gathering", _("Gathering")),
    ("lesson", _("Lesson")),
]


class ActivityFilter(filters.FilterSet):
    """Text, track, theme, kind and partner. Within one filter any of the chosen will do; between them all must."""

    text = filters.CharFilter(method="filter_text", label=_("Search in titles and texts"))
    theme = filters.ModelMultipleChoiceFilter(
        field_name="themes",
        to_field_name="slug",
        queryset=Theme.objects.all(),
        label=_("Theme"),
        widget=forms.CheckboxSelectMultiple,
    )
    kind = filters.MultipleChoiceFilter(
        method="filter_kind", choices=KINDS, label=_("Kind"), widget=forms.CheckboxSelectMultiple
    )
    track = filters.ModelMultipleChoiceFilter(
        method="filter_track",
        queryset=TrackPage.objects.live().order_by("path"),
        label=_("Level"),
        widget=forms.CheckboxSelectMultiple,
    )
    partner = filters.ModelMultipleChoiceFilter(
        field_name="responsible",
        queryset=Organisation.objects.filter(activities__live=True).distinct().order_by("name"),
        label=_("From"),
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ActivityPage
        fields: list[str] = []

    def filter_text(self, activities: QuerySet, name: str, value: str) -> QuerySet:
        for word in value.split()[:8]:
            activities = activities.filter(
                Q(title__icontains=word)
                | Q(abstract_text__icontains=word)
                | Q(lessonpage__lead__icontains=word)
                | Q(gatheringpage__goal__icontains=word)
                | Q(responsible__name__icontains=word)
                | Q(themes__name__icontains=word)
            )
        return activities.distinct()

    def filter_kind(self, activities: QuerySet, name: str, values: list[str]) -> QuerySet:
        if not values:
            return activities
        recording = Q(webinarpage__recording__published_on__lte=timezone.localdate())
        wanted = {
            "webinar": Q(webinarpage__isnull=False) & ~recording,
            "recording": recording,
            "gathering": Q(gatheringpage__isnull=False),
            "lesson": Q(lessonpage__isnull=False),
        }
        where = Q()
        for value in values:
            where |= wanted[value]
        return activities.filter(where)

    def filter_track(self, activities: QuerySet, name: str, tracks: list[TrackPage]) -> QuerySet:
        where = Q()
        for track in tracks:
            where |= Q(path__startswith=track.path)
        return activities.filter(where)
