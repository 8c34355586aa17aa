"""The times, seats, deadlines and rule of an activity, as fields in the form of its page."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from attendance import effects
from attendance.actions import plan_activity
from attendance.forms.consequences import ConsequencesForm
from courses.models import CompletionRule, ProgrammePage, Session
from courses.requirements import programme_path, rule_of_programme
from courses.rules import Rule
from progress.actions import set_rule

DAY = dt.timedelta(days=1)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", **kwargs)


def date_field(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DateInput(), help_text=help_text)


def time_field(label: Any, help_text: Any = "") -> forms.TimeField:
    return forms.TimeField(label=label, required=False, widget=TimeInput(), help_text=help_text)


class ActivityPageForm(ConsequencesForm):
    """Seats, deadlines and the rule, common to webinars and gatherings. Subclasses add dates and times."""

    capacity = forms.IntegerField(
        label=_("seats"), required=False, min_value=1, max_value=100_000, help_text=_("Empty: no limit.")
    )
    has_waiting_list = forms.BooleanField(
        label=_("waiting list"),
        required=False,
        initial=True,
        help_text=_("Who comes when it is full stands in line, and gets the next free seat and an e-mail about it."),
    )
    join_url = forms.URLField(
        label=_("join link"),
        required=False,
        assume_scheme="https",
        max_length=200,
        help_text=_("From Teams or Zoom. Only those who are registered see it."),
    )
    registration_opens_on = date_field(_("registration opens"), _("Empty: as soon as the page is published."))
    registration_closes_on = date_field(
        _("last day to register"), _("Open all through that day. Empty: until it begins.")
    )
    cancel_by_on = date_field(_("last day to withdraw without a fee"), _("Leave empty where there is no fee."))
    may_declare = forms.ChoiceField(
        label=_("may be marked as done"),
        required=False,
        help_text=_("What somebody marks as done counts as progress, and gives no certificate."),
    )
    plan_fields: tuple[str, ...] = (
        *("capacity", "has_waiting_list", "join_url"),
        *("registration_opens_on", "registration_closes_on", "cancel_by_on"),
    )
    rule_fields: tuple[str, ...] = ("may_declare",)

    # Current values

    @cached_property
    def root(self) -> Session | None:
        """The root session, as stored."""
        return Session.objects.roots().filter(activity=self.instance.pk).first() if self.instance.pk else None

    @cached_property
    def own_rule(self) -> CompletionRule | None:
        return CompletionRule.objects.filter(activity=self.instance.pk).first() if self.instance.pk else None

    @cached_property
    def _path(self) -> str:
        return programme_path(self.instance.path or (self.parent_page.path if self.parent_page else ""))

    @cached_property
    def default_rule(self) -> Rule:
        return rule_of_programme(self._path)

    @cached_property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The programme's time zone, in which dates and times are entered."""
        programme = ProgrammePage.objects.filter(path=self._path).first()
        return programme.zone if programme else zoneinfo.ZoneInfo("Europe/Oslo")

    @cached_property
    def involved(self) -> effects.Involved:
        return effects.involved_in([self.instance]) if self.instance.pk else effects.Involved()

    def plan_initial(self) -> dict[str, Any]:
        if (root := self.root) is None:
            return {}
        return {
            "capacity": root.capacity,
            "has_waiting_list": root.has_waiting_list,
            "join_url": root.join_url,
            "registration_opens_on": self.day_of(root.registration_opens_at),
            "registration_closes_on": self.last_day(root.registration_closes_at),
            "cancel_by_on": self.last_day(root.cancel_by),
        }

    def rule_initial(self) -> dict[str, Any]:
        declared = self.own_rule.may_declare if self.own_rule else None
        own = "" if declared is None else "yes" if declared else "no"
        return {**super().rule_initial(), "may_declare": own}

    def explain_rule(self) -> None:
        default = self.default_rule.may_declare
        self.fields["may_declare"].choices = [
            ("", _("As in the programme: %(word)s") % {"word": _("yes") if default else _("no")}),
            ("yes", _("Yes")),
            ("no", _("No")),
        ]

    @cached_property
    def rule_warnings(self) -> list[str]:
        return type(self.instance).rule_warnings([self.instance]).get(self.instance.pk, []) if self.instance.pk else []

    # Validation

    def check(self) -> None:
        cleaned = self.cleaned_data
        self.check_plan()
        opens, closes = cleaned.get("registration_opens_on"), cleaned.get("registration_closes_on")
        if opens and closes and closes < opens:
            self.add_error("registration_closes_on", gettext("Registration would close before it opens."))
        first = self.first_date()
        for name in ("registration_closes_on", "cancel_by_on"):
            if first and cleaned.get(name) and cleaned[name] > self.last_date():
                self.add_error(name, gettext("This is after it has been held."))

    def check_plan(self) -> None:
        """Add errors to fields of the plan with values that are not possible."""

    def first_date(self) -> dt.date | None:
        return None

    def last_date(self) -> dt.date:
        return self.first_date() or dt.date.max

    def plan_values(self) -> dict[str, Any]:
        """The values of the root session. A value that was not changed is taken from the row, with its seconds."""
        cleaned, root = self.cleaned_data, self.root or Session()
        values = {name: cleaned[name] for name in ("capacity", "has_waiting_list", "join_url")}
        for name, field, after in (
            ("registration_opens_on", "registration_opens_at", False),
            ("registration_closes_on", "registration_closes_at", True),
            ("cancel_by_on", "cancel_by", True),
        ):
            day = cleaned[name]
            values[field] = (
                getattr(root, field)
                if name not in self.changed_data
                else day and self.midnight(day + DAY if after else day)
            )
        return values

    def rule_values(self) -> dict[str, Any]:
        values = super().rule_values()
        if "may_declare" in self.changed_data:
            values["may_declare"] = {"yes": True, "no": False}.get(self.cleaned_data["may_declare"])
        return values

    def foresee(self) -> list[str]:
        sentences = effects.of_new_plan(self.involved, self.root, self.plan_values()) if self.root else []
        if self.rule_values():
            sentences += [line for line in effects.of_new_rule(self.involved) if line not in sentences]
        return sentences

    # Saving

    def write(self) -> None:
        self.write_plan(self.plan_values())
        if values := self.rule_values():
            set_rule(activity=self.instance, values=values, by=self.for_user)

    def write_plan(self, values: dict[str, Any]) -> None:
        if self.root is not None or self.first_date():
            plan_activity(activity=self.instance, values=values, by=self.for_user)

    # Dates and times

    def moment(self, day: dt.date | None, time: dt.time | None) -> dt.datetime | None:
        return dt.datetime.combine(day, time, tzinfo=self.zone) if day and time else None

    def midnight(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(), tzinfo=self.zone)

    def day_of(self, moment: dt.datetime | None) -> dt.date | None:
        return moment.astimezone(self.zone).date() if moment else None

    def time_of(self, moment: dt.datetime | None) -> dt.time | None:
        return moment.astimezone(self.zone).time() if moment else None

    def last_day(self, moment: dt.datetime | None) -> dt.date | None:
        """The last day that lies before the moment, at least in part: a deadline at midnight shows the day before."""
        return self.day_of(moment - dt.timedelta(microseconds=1)) if moment else None
