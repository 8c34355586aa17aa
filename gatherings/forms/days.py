"""The days of a gathering and their sessions, as formsets in the form of its page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from attendance.forms.planning import date_field, time_field
from gatherings.models import AgendaItem
from people.models import Organisation

MOST_DAYS, MOST_SESSIONS = 14, 60
SPEAKER = re.compile(r"^(?P<role>.+?)\s*(?:\((?P<organisation>[^()]+)\))?$")


class RowForm(forms.Form):
    """A row. An existing one has its id."""

    needs_start = True
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    starts = time_field(_("From"))
    ends = time_field(_("To"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", gettext("It would end before it starts."))
        if ends and not starts and self.needs_start and "starts" not in self.errors:
            self.add_error("starts", gettext("When does it start?"))
        return cleaned

    @property
    def is_removed(self) -> bool:
        return bool(self.cleaned_data.get("DELETE"))

    @property
    def is_blank(self) -> bool:
        """Whether it is a new row in which nothing was entered."""
        return not self.cleaned_data


class EntryForm(RowForm):
    """A session on a day's agenda."""

    field_order = ["title"]
    title = forms.CharField(label=_("Title"), max_length=255)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgendaItem.Kind.choices, initial=AgendaItem.Kind.TALK)
    room = forms.CharField(label=_("Room"), required=False, max_length=120)
    capacity = forms.IntegerField(label=_("Seats"), required=False, min_value=1, max_value=100_000)
    takes_registration = forms.BooleanField(label=_("Chosen when registering"), required=False)
    speakers = forms.CharField(
        label=_("Speakers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One on each line: role (organisation)."),
    )

    def clean_speakers(self) -> list[tuple[str, int | None]]:
        """Role and organisation of each line. An unknown organisation is an error."""
        speakers = []
        for line in self.cleaned_data["speakers"].splitlines():
            if not (found := SPEAKER.match(line.strip())):
                continue
            name = found["organisation"]
            organisation = _organisation(name) if name else None
            if name and organisation is None:
                text = gettext("There is no organisation called “%(name)s”. Add it first, or write the role alone.")
                raise forms.ValidationError(text % {"name": name})
            speakers.append((found["role"][:160], organisation))
        return speakers


EntryFormSet: Any = forms.formset_factory(
    EntryForm, extra=0, can_delete=True, max_num=MOST_SESSIONS, absolute_max=MOST_SESSIONS, validate_max=True
)


class DayForm(RowForm):
    """A day, with its sessions as `entries`."""

    field_order = ["date"]
    needs_start = False
    date = date_field(_("Date"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].required = True
        self.entries = EntryFormSet(
            self.data if self.is_bound else None,
            prefix=f"{self.prefix}-entries",
            initial=self.initial.get("entries", []),
        )

    def has_changed(self) -> bool:
        return super().has_changed() or self.entries.has_changed()

    def full_clean(self) -> None:
        super().full_clean()
        # A deleted day is deleted with its sessions, so these are not validated.
        if self.is_bound and not getattr(self, "cleaned_data", {}).get("DELETE") and not self.entries.is_valid():
            self.add_error(None, self.entries.non_form_errors() or gettext("Something in its sessions is not right."))

    @property
    def standing_entries(self) -> list[EntryForm]:
        return [form for form in self.entries if not form.is_blank and not form.is_removed]


DayFormSet: Any = forms.formset_factory(
    DayForm, extra=0, can_delete=True, max_num=MOST_DAYS, absolute_max=MOST_DAYS, validate_max=True
)


def speakers_text(speakers: Iterable[Any]) -> str:
    return "\n".join(f"{one.role} ({one.organisation.name})" if one.organisation else one.role for one in speakers)


def _organisation(name: str) -> int | None:
    rows = Organisation.objects.filter(Q(name__iexact=name.strip()) | Q(full_name__iexact=name.strip()))
    return rows.order_by("pk").values_list("pk", flat=True).first()
