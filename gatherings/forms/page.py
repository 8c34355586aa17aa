"""The form of a gathering's page: its days with their sessions, admission, and how many days complete it."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from decimal import ROUND_DOWN, Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from attendance import effects
from attendance.forms.planning import ActivityPageForm
from content.numbers import percent_words
from courses.models import Level, Session
from courses.protection import session_refusal
from gatherings.actions import Planned, is_news, plan_gathering
from gatherings.forms.days import DayForm, DayFormSet, EntryForm, speakers_text
from gatherings.models import Admission, AgendaItem, Room
from people.models import OrganisationType

ADMISSION = ("audience", "needs_approval", "max_per_organisation", "questions", "aid_basis", "aid_value_nok")
SHARE = Decimal("0.000001")


class GatheringPageForm(ActivityPageForm):
    audience = forms.MultipleChoiceField(
        label=_("only for"),
        required=False,
        choices=OrganisationType.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: everybody. Others see the page, cannot register, and are told why."),
    )
    needs_approval = forms.BooleanField(
        label=_("staff approves each registration"), required=False, help_text=_("Until then nobody has a seat.")
    )
    max_per_organisation = forms.IntegerField(
        label=_("seats per organisation"), required=False, min_value=1, max_value=1000, help_text=_("Empty: no limit.")
    )
    questions = forms.MultipleChoiceField(
        label=_("what is asked"),
        required=False,
        choices=Admission.Question.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Ask for no more than you need. Answers are deleted 30 days after the gathering. "
            "Which days and which sessions is asked where there are several."
        ),
    )
    aid_basis = forms.ChoiceField(
        label=_("aid basis"), required=False, choices=[("", _("Not decided")), *Admission.AidBasis.choices]
    )
    aid_value_nok = forms.IntegerField(
        label=_("value per seat in NOK"), required=False, min_value=0, max_value=1_000_000
    )
    needed_days = forms.IntegerField(label=_("days that one must be there"), required=False, min_value=1)

    plan_fields = (*ActivityPageForm.plan_fields, *ADMISSION)
    rule_fields = (*ActivityPageForm.rule_fields, "needed_days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_of_original:
            data = self.data if self.is_bound and "days-TOTAL_FORMS" in self.data and self.may_plan else None
            self.days = DayFormSet(data, prefix="days", initial=self._days_initial())
            if not self.stored_days and not self.is_bound:
                self.days.extra = 1

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["js/agenda.js"])

    def has_changed(self) -> bool:
        return super().has_changed() or (self.is_of_original and self.days.is_bound and self.days.has_changed())

    # Current values

    @cached_property
    def _tree(self) -> dict[int | None, list[Session]]:
        """Sessions by parent, in order."""
        rows: dict[int | None, list[Session]] = defaultdict(list)
        stored = Session.objects.filter(activity=self.instance.pk) if self.instance.pk else Session.objects.none()
        items = stored.select_related("agenda_item__room").prefetch_related("agenda_item__speakers__organisation")
        for row in items.order_by("date", "order", "starts_at", "pk"):
            rows[row.parent_id].append(row)
        return rows

    @cached_property
    def stored_days(self) -> list[Session]:
        return [row for row in self._tree[self.root.pk] if row.level == Level.DAY] if self.root else []

    @cached_property
    def _known(self) -> dict[int, Session]:
        return {row.pk: row for rows in self._tree.values() for row in rows}

    def _entries_of(self, day: Session) -> list[Session]:
        return [row for row in self._tree[day.pk] if row.level == Level.SESSION]

    def _days_initial(self) -> list[dict[str, Any]]:
        if self.root is not None and not self.stored_days and self.root.date:
            # A gathering of one day without a row for it: the root session is the day, and gets a row when it is saved.
            root = self.root
            return [{"date": root.date, "starts": self.time_of(root.starts_at), "ends": self.time_of(root.ends_at)}]
        return [
            {
                "id": day.pk,
                "date": day.date,
                "entries": [self._entry_initial(row) for row in self._entries_of(day)],
                **self._own_times(day),
            }
            for day in self.stored_days
        ]

    def _own_times(self, day: Session) -> dict[str, Any]:
        """The times of a day, if they differ from those of its sessions."""
        starts = min((row.starts_at for row in self._entries_of(day) if row.starts_at), default=None)
        ends = max((row.ends_at for row in self._entries_of(day) if row.ends_at), default=None)
        return {
            "starts": self.time_of(day.starts_at)
            if day.starts_at and not (starts and starts <= day.starts_at)
            else None,
            "ends": self.time_of(day.ends_at) if day.ends_at and not (ends and ends >= day.ends_at) else None,
        }

    def _entry_initial(self, row: Session) -> dict[str, Any]:
        item = getattr(row, "agenda_item", None)
        return {
            "id": row.pk,
            "title": row.title,
            "starts": self.time_of(row.starts_at),
            "ends": self.time_of(row.ends_at),
            "kind": item.kind if item else AgendaItem.Kind.TALK,
            "room": item.room.name if item and item.room else row.place,
            "capacity": row.capacity,
            "takes_registration": row.takes_registration,
            "speakers": speakers_text(item.speakers.all()) if item else "",
        }

    def plan_initial(self) -> dict[str, Any]:
        admission = Admission.objects.filter(session=self.root).first() if self.root else None
        return {
            **super().plan_initial(),
            **({name: getattr(admission, name) for name in ADMISSION} if admission else {}),
        }

    @property
    def _stored_count(self) -> int:
        return len([day for day in self.stored_days if not day.is_cancelled]) or 1

    def rule_initial(self) -> dict[str, Any]:
        share = self.own_rule.days_share if self.own_rule else None
        needed = None if share is None else max(1, math.ceil(share * self._stored_count))
        return {**super().rule_initial(), "needed_days": needed}

    def explain_rule(self) -> None:
        super().explain_rule()
        self.fields["needed_days"].help_text = _("Empty: %(percent)s %% of the days, as in the programme.") % {
            "percent": percent_words(self.default_rule.days_share)
        }

    # Validation

    @property
    def standing_days(self) -> list[DayForm]:
        """The days that are not deleted, by date."""
        if not self.days.is_bound:
            return []
        rows = [form for form in self.days if not form.is_blank and not form.is_removed]
        return sorted(rows, key=lambda form: form.cleaned_data.get("date") or dt.date.max)

    def check_plan(self) -> None:
        if not self.days.is_bound:
            return
        if not self.days.is_valid():
            self.add_error(None, self.days.non_form_errors() or gettext("Something about the days is not right."))
            return
        seen = set()
        for form in self.standing_days:
            date = form.cleaned_data["date"]
            if date in seen:
                form.add_error("date", gettext("This day is there twice."))
            seen.add(date)
        for form in self._removed_forms():
            row = self._known.get(form.cleaned_data["id"] or 0)
            if row is not None and (refusal := session_refusal(row)):
                form.add_error(None, str(refusal))
                form.cleaned_data["DELETE"] = False
        if any(form.errors or any(entry.errors for entry in form.entries) for form in self.days):
            self.add_error(None, gettext("Something about the days is not right."))
        if self.involved and not self.standing_days:
            self.add_error(
                None, gettext("People have signed up for it, so it needs a day. Or ask county staff to cancel it.")
            )
        needed, count = self.cleaned_data.get("needed_days"), len(self.standing_days)
        if needed and count and needed > count:
            text = ngettext(
                "There is only %(count)s day, so nobody could complete it.",
                "There are only %(count)s days, so nobody could complete it.",
                count,
            )
            self.add_error("needed_days", text % {"count": count})

    def _removed_forms(self) -> list[Any]:
        days = [form for form in self.days if not form.is_blank and form.is_removed]
        entries = [
            entry
            for form in self.days
            if not form.is_blank and not form.is_removed
            for entry in form.entries
            if not entry.is_blank and entry.is_removed
        ]
        return [*days, *entries]

    def first_date(self) -> dt.date | None:
        if not self.days.is_bound:
            return self.root.date if self.root else None
        return self.standing_days[0].cleaned_data.get("date") if self.standing_days else None

    def last_date(self) -> dt.date:
        days = self.standing_days
        return (days[-1].cleaned_data.get("date") if days else None) or dt.date.max

    def plan_values(self) -> dict[str, Any]:
        values = super().plan_values()
        is_elsewhere = self.root is None or "venue" in self.changed_data
        values["place"] = self.cleaned_data["venue"] if is_elsewhere else self.root.place
        days = self.planned_days()
        if self.root is not None and not (self.days.is_bound and self.days.has_changed()):
            return {**values, **{name: getattr(self.root, name) for name in effects.WHEN}}
        if not days:
            return values
        first, last = days[0].values, days[-1].values
        values["date"] = first["date"]
        values["last_date"] = last["date"] if last["date"] != first["date"] else None
        values["starts_at"], values["ends_at"] = first["starts_at"], last["ends_at"]
        return values

    def planned_days(self) -> list[Planned]:
        return [self._planned_day(form) for form in self.standing_days]

    def days_to_write(self) -> list[Planned]:
        """The days to write. If the root session is the only day and has registrations or attendance, it stays
        the day."""
        days = self.planned_days()
        is_one_day = self.involved and not self.stored_days and len(days) == 1 and not days[0].below
        return [] if is_one_day else days

    def foresee(self) -> list[str]:
        sentences = super().foresee()
        people = self.involved
        news = any(is_news(row) for day in self.days_to_write() for row in (day, *day.below))
        is_said = any(effects.told(people) in line for line in sentences)
        if people.signed_up and not is_said and (news or self._removed_forms()):
            sentences.insert(0, f"{gettext('Days or sessions are changed.')} {effects.told(people)}")
        return sentences

    def _planned_day(self, form: DayForm) -> Planned:
        day = form.cleaned_data["date"]
        entries = sorted(
            (self._planned_entry(entry, day) for entry in form.standing_entries),
            key=lambda one: one.values["starts_at"] or dt.datetime.max.replace(tzinfo=dt.UTC),
        )
        starts = [one.values["starts_at"] for one in entries if one.values["starts_at"]]
        ends = [one.values["ends_at"] for one in entries if one.values["ends_at"]]
        first, last = (self.moment(day, form.cleaned_data[name]) for name in ("starts", "ends"))
        values = {
            "date": day,
            "starts_at": min([*starts, *([first] if first else [])], default=None),
            "ends_at": max([*ends, *([last] if last else [])], default=None),
        }
        row = self._known.get(form.cleaned_data["id"] or 0)
        if row is not None and not form.has_changed():
            values = {name: getattr(row, name) for name in values}
        return Planned(row, values, below=entries)

    def _planned_entry(self, form: EntryForm, day: dt.date) -> Planned:
        said = form.cleaned_data
        room = self._rooms.get(said["room"].strip().casefold())
        values = {
            **{name: said[name] for name in ("title", "capacity", "takes_registration")},
            "date": day,
            "starts_at": self.moment(day, said["starts"]),
            "ends_at": self.moment(day, said["ends"]),
            "place": said["room"].strip(),
        }
        row = self._known.get(said["id"] or 0)
        return Planned(row, values, item={"kind": said["kind"], "room": room}, speakers=said["speakers"])

    @cached_property
    def _rooms(self) -> dict[str, Room]:
        rooms = Room.objects.filter(gathering=self.instance.pk) if self.instance.pk else Room.objects.none()
        return {room.name.casefold(): room for room in rooms}

    def rule_values(self) -> dict[str, Any]:
        values = super().rule_values()
        if "needed_days" in self.changed_data:
            needed, count = self.cleaned_data["needed_days"], len(self.standing_days) or self._stored_count
            # Rounded down, so that rounding up to whole days gives the same number again.
            values["days_share"] = needed and (Decimal(needed) / count).quantize(SHARE, ROUND_DOWN)
        return values

    def write_plan(self, values: dict[str, Any]) -> None:
        if not self.days.is_bound or (self.root is None and not self.standing_days):
            return
        removed = [self._known.get(form.cleaned_data["id"] or 0) for form in self._removed_forms()]
        plan_gathering(
            gathering=self.instance,
            values=values,
            days=self.days_to_write(),
            removed=[row for row in removed if row is not None],
            admission={name: self.cleaned_data[name] for name in ADMISSION},
            by=self.for_user,
        )
