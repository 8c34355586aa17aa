"""The form for registering for a gathering: days, sessions to choose, and the organiser's questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext_lazy as _

from attendance.forms.registering import RegisteringForm
from content import dates
from courses.models import Level, Session
from gatherings.agenda import Entry
from gatherings.models import Admission

Question = Admission.Question
NONE = "none"
LAST = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass
class Slot:
    """Sessions that overlap, of which one can be chosen."""

    day: Session
    sessions: list[Session]

    @property
    def name(self) -> str:
        return f"choice_{self.sessions[0].pk}"

    @property
    def label(self) -> str:
        first = self.sessions[0]
        day = dates.day(self.day.date, weekday=True) if self.day.date else str(self.day)
        text = f"{day} {dates.hours(first.starts_at, first.ends_at)}" if first.starts_at else day
        return text[:1].upper() + text[1:]


@dataclass
class SlotField:
    """What one chooses at one time, each with what the agenda says of it; the last is none of them."""

    field: forms.BoundField
    offers: list[tuple[BoundWidget, Entry | None]]


class GatheringForm(RegisteringForm):
    """Fields for days, choices and questions, as the gathering has them."""

    def __init__(
        self,
        *args: Any,
        sessions: Sequence[Session],
        admission: Admission | None,
        waiting: set[int],
        closed: set[int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if "email" in self.fields:
            self.fields["email"].help_text = _("This is where the answer is sent.")
        asked = set(admission.questions) if admission else set()
        self.day_sessions = [row for row in sessions if row.level == Level.DAY and not row.is_cancelled]
        self.slots = slots_of(sessions)
        self.waiting, self.closed = waiting, closed
        if len(self.day_sessions) > 1:
            self._ask_days()
        for slot in self.slots:
            self._ask_slot(slot)
        if Question.DIETARY_NEEDS in asked:
            self._ask_text("dietary_needs", _("Dietary needs"), _("Allergies, or what you do not eat."))
        if Question.ACCESS_NEEDS in asked:
            self._ask_text("access_needs", _("Access needs"), _("Such as a hearing loop or step-free access."))
        if Question.OVERNIGHT in asked:
            self.fields["overnight"] = forms.BooleanField(label=_("I stay the night"), required=False)
        self.order_fields(["days", *(slot.name for slot in self.slots), *(self.field_order or ())])

    def _ask_days(self) -> None:
        choices = [
            (str(day.pk), dates.day(day.date, weekday=True).capitalize()) for day in self.day_sessions if day.date
        ]
        self.fields["days"] = forms.MultipleChoiceField(
            label=_("Which days do you come?"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            initial=[pk for pk, _label in choices],
            error_messages={"required": _("Tick at least one day.")},
        )

    def _ask_slot(self, slot: Slot) -> None:
        choices = [(str(row.pk), self._choice_label(row)) for row in slot.sessions]
        self.fields[slot.name] = forms.ChoiceField(
            label=slot.label,
            choices=[*choices, (NONE, _("None of these"))],
            widget=forms.RadioSelect(attrs={"class": "ds-input"}),
            required=False,
        )

    def _ask_text(self, name: str, label: Any, help_text: Any) -> None:
        self.fields[name] = forms.CharField(
            label=label,
            help_text=help_text,
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def _choice_label(self, session: Session) -> str:
        if session.pk in self.closed:
            return _("%(title)s (full)") % {"title": session.title}
        if session.pk in self.waiting:
            return _("%(title)s (waiting list)") % {"title": session.title}
        return session.title

    @property
    def days(self) -> list[Session] | None:
        """The chosen days; None if there is only one."""
        if "days" not in self.fields:
            return None
        return [day for day in self.day_sessions if str(day.pk) in self.cleaned_data["days"]]

    @property
    def choices(self) -> list[Session]:
        wanted = {self.cleaned_data.get(slot.name) for slot in self.slots}
        return [row for slot in self.slots for row in slot.sessions if str(row.pk) in wanted]

    @property
    def answers(self) -> dict[str, Any]:
        """The answers to the questions that were asked."""
        names = ("dietary_needs", "access_needs", "overnight")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        days = cleaned.get("days")
        for slot in self.slots:
            chosen = cleaned.get(slot.name)
            comes = days is None or str(slot.day.pk) in days
            if chosen == "" and comes:
                self.add_error(slot.name, _("Choose one, or none of these."))
            if chosen not in (None, "", NONE) and not comes:
                self.add_error(slot.name, _("This is on a day you do not come. Tick the day as well."))
            if chosen in {str(pk) for pk in self.closed}:
                self.add_error(slot.name, _("All seats are taken here, and there is no waiting list. Choose another."))
        return cleaned

    @property
    def days_field(self) -> forms.BoundField | None:
        return self["days"] if "days" in self.fields else None

    @property
    def slot_fields(self) -> list[SlotField]:
        return [SlotField(self[slot.name], _offers(self[slot.name], slot)) for slot in self.slots]

    @property
    def question_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("dietary_needs", "access_needs", "overnight") if name in self.fields]


def _offers(field: forms.BoundField, slot: Slot) -> list[tuple[BoundWidget, Entry | None]]:
    entries = [Entry(row, getattr(row, "agenda_item", None), [], None) for row in slot.sessions]
    radios = list(field)
    for radio in radios[: len(entries)]:
        radio.data["attrs"]["aria-describedby"] = f"{radio.id_for_label}_about"
    return list(zip(radios, [*entries, None], strict=True))


def slots_of(sessions: Sequence[Session]) -> list[Slot]:
    """For each day, overlapping sessions together. A session without times is alone."""
    slots: list[Slot] = []
    for day in (row for row in sessions if row.level == Level.DAY and not row.is_cancelled):
        own = [row for row in sessions if row.parent_id == day.pk and row.takes_registration and not row.is_cancelled]
        for row in sorted(own, key=lambda row: (row.starts_at or LAST, row.order, row.pk)):
            last = slots[-1] if slots and slots[-1].day is day else None
            if last and any(_overlap(row, other) for other in last.sessions):
                last.sessions.append(row)
            else:
                slots.append(Slot(day, [row]))
    return slots


def _overlap(one: Session, other: Session) -> bool:
    if not (one.starts_at and one.ends_at and other.starts_at and other.ends_at):
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
