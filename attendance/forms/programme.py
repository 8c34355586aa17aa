"""The form of a programme's page, with the default rule and the rule of tracks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from attendance import effects
from attendance.forms.consequences import ConsequencesForm, percent, percent_field
from content.numbers import percent_words
from courses.models import CompletionRule
from courses.requirements import rule_over
from courses.rule_warnings import RuleWarning, warnings_in
from courses.rules import Rule
from progress.actions import set_rule

MOST_ACTIVITIES = 1000


class ProgrammePageForm(ConsequencesForm):
    live_percent = percent_field(_("of a webinar's live minutes, per cent"))
    watched_percent = percent_field(_("or of its recording, per cent"))
    days_percent = percent_field(_("of a gathering's days, per cent"))
    may_declare = forms.BooleanField(
        label=_("activities may be marked as done"),
        required=False,
        help_text=_("What somebody marks as done counts as progress, and gives no certificate."),
    )
    track_activities = forms.IntegerField(
        label=_("activities that complete a track"), required=False, min_value=1, max_value=MOST_ACTIVITIES
    )

    rule_fields = ("live_percent", "watched_percent", "days_percent", "may_declare", "track_activities")
    shares = {"live_percent": "live_share", "watched_percent": "watched_share", "days_percent": "days_share"}

    @cached_property
    def own_rule(self) -> CompletionRule | None:
        return getattr(self.instance, "completion_rule", None)

    @cached_property
    def rule(self) -> Rule:
        """The current rule."""
        return rule_over(self.instance)

    def rule_initial(self) -> dict[str, Any]:
        return {
            **{field: percent(getattr(self.rule, name)) for field, name in self.shares.items()},
            "may_declare": self.rule.may_declare,
            "track_activities": self.rule.track_activities,
        }

    def explain_rule(self) -> None:
        usual = Rule()
        for field, name in self.shares.items():
            value = {"percent": percent_words(getattr(usual, name))}
            self.fields[field].help_text = _("Empty: %(percent)s, as is usual.") % value
        self.fields["days_percent"].help_text = _("Rounded up to whole days. Empty: %(percent)s, as is usual.") % {
            "percent": percent_words(usual.days_share)
        }
        self.fields["track_activities"].help_text = _(
            "Webinars, gatherings and lessons of the track, whichever. They give its certificate. Empty: %(count)s."
        ) % {"count": usual.track_activities}

    @cached_property
    def rule_warnings(self) -> list[RuleWarning]:
        return warnings_in(self.instance, self.rule) if self.instance.pk else []

    def rule_values(self) -> dict[str, Any]:
        others = [name for name in ("may_declare", "track_activities") if name in self.changed_data]
        return {**super().rule_values(), **{name: self.cleaned_data[name] for name in others}}

    def check(self) -> None:
        first, last = (self.cleaned_data.get(name) for name in ("period_from", "period_to"))
        if first and last and last < first:
            self.add_error("period_to", _("The end comes before the start."))

    def foresee(self) -> list[str]:
        values = self.rule_values() if self.instance.pk else {}
        return effects.of_new_default(self.instance, self.rule, values) if values else []

    def write(self) -> None:
        if values := self.rule_values():
            set_rule(programme=self.instance, values=values, by=self.for_user)
