"""The form of a webinar's page: its day and times, and the shares that complete it."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from attendance.forms.consequences import percent_field
from attendance.forms.planning import ActivityPageForm, date_field, time_field
from content.numbers import percent_words

MINUTE = dt.timedelta(minutes=1)


class WebinarPageForm(ActivityPageForm):
    date = date_field(_("date"), _("Empty: the page says that the date comes later."))
    starts = time_field(_("starts"))
    ends = time_field(_("ends"))
    live_minutes = forms.IntegerField(
        label=_("live length in minutes"),
        required=False,
        min_value=1,
        max_value=1440,
        help_text=_("Presence is measured against this. Empty: from start to end."),
    )
    live_percent = percent_field(_("of the live minutes, per cent"))
    watched_percent = percent_field(_("or of the recording, per cent"))

    plan_fields = (*ActivityPageForm.plan_fields, "date", "starts", "ends", "live_minutes")
    rule_fields = (*ActivityPageForm.rule_fields, "live_percent", "watched_percent")
    shares = {"live_percent": "live_share", "watched_percent": "watched_share"}

    def plan_initial(self) -> dict[str, Any]:
        if (root := self.root) is None:
            return {}
        return {
            **super().plan_initial(),
            "date": root.date,
            "starts": self.time_of(root.starts_at),
            "ends": self.time_of(root.ends_at),
            "live_minutes": root.live_minutes,
        }

    def explain_rule(self) -> None:
        super().explain_rule()
        for field, name in self.shares.items():
            default = percent_words(getattr(self.default_rule, name))
            self.fields[field].help_text = _("Empty: %(percent)s, as in the programme.") % {"percent": default}

    def check_plan(self) -> None:
        cleaned = self.cleaned_data
        date, starts, ends = (cleaned.get(name) for name in ("date", "starts", "ends"))
        if (starts or ends) and not date and "date" not in self.errors:
            self.add_error("date", gettext("Which day is it?"))
        if ends and not starts and "starts" not in self.errors:
            self.add_error("starts", gettext("When does it start?"))
        if starts and not ends and "ends" not in self.errors:
            self.add_error("ends", gettext("When does it end? Presence is measured until then."))
        if starts and ends and ends <= starts:
            self.add_error("ends", gettext("It would end before it starts."))
        length = self.minutes_between(date, starts, ends)
        if length and "live_minutes" not in self.errors and (self.length() or 0) > length:
            text = gettext("It lasts %(length)s minutes, so nobody can be there for as much as its rule would ask.")
            self.add_error("live_minutes", text % {"length": length})
        if not date and self.root is not None and self.involved and not self.errors:
            self.add_error(
                "date", gettext("People have signed up for it, so it needs a date. Or ask county staff to cancel it.")
            )

    def minutes_between(self, day: dt.date | None, starts: dt.time | None, ends: dt.time | None) -> int | None:
        first, last = self.moment(day, starts), self.moment(day, ends)
        return math.floor((last - first) / MINUTE) if first and last and last > first else None

    def first_date(self) -> dt.date | None:
        return self.cleaned_data.get("date")

    def plan_values(self) -> dict[str, Any]:
        cleaned, root = self.cleaned_data, self.root
        values = super().plan_values()
        starts, ends = cleaned["starts"], cleaned["ends"]
        values["date"] = cleaned["date"]
        if root is not None and not {"date", "starts", "ends"} & set(self.changed_data):
            values["starts_at"], values["ends_at"] = root.starts_at, root.ends_at
        else:
            values["starts_at"] = self.moment(cleaned["date"], starts)
            values["ends_at"] = self.moment(cleaned["date"], ends)
        values["live_minutes"] = self.length()
        return values

    def length(self) -> int | None:
        """The typed length; else from start to end, also if it was derived from other times before."""
        typed, before = self.cleaned_data["live_minutes"], self.root
        now = self.minutes_between(*(self.cleaned_data.get(name) for name in ("date", "starts", "ends")))
        if typed is None or before is None or "live_minutes" in self.changed_data:
            return typed or now
        was = self.minutes_between(before.date, self.time_of(before.starts_at), self.time_of(before.ends_at))
        return now if typed == was else typed
