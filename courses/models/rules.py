from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models.activities import ActivityPage
from courses.models.programmes import ProgrammePage
from courses.rules import Rule


def _share(label) -> models.DecimalField:
    return models.DecimalField(
        label,
        max_digits=7,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )


SHARES = ("live_share", "watched_share", "days_share")


class CompletionRule(models.Model):
    """What completes an activity: the programme's default, or values of one activity. An empty value means the default.

    A row and not a field of the page, so that publishing an old draft changes no rule. A completion keeps a copy of the
    rule that it was decided by.
    """

    programme = models.OneToOneField(
        ProgrammePage, on_delete=models.CASCADE, null=True, blank=True, related_name="completion_rule"
    )
    activity = models.OneToOneField(
        ActivityPage, on_delete=models.CASCADE, null=True, blank=True, related_name="completion_rule"
    )
    live_share = _share(_("share of the live minutes"))
    watched_share = _share(_("share of the recording"))
    days_share = _share(_("share of the days"))
    may_declare = models.BooleanField(_("may be declared"), null=True, blank=True)
    track_activities = models.PositiveSmallIntegerField(_("activities that complete a track"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(programme__isnull=True) ^ Q(activity__isnull=True), name="rule_of_programme_or_activity"
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0, f"{name}__lte": 1}),
                    name=f"rule_{name}_between_0_and_1",
                )
                for name in SHARES
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme or self.activity}"

    @property
    def values(self) -> dict[str, Any]:
        return {
            "live_share": self.live_share,
            "watched_share": self.watched_share,
            "days_share": self.days_share,
            "may_declare": self.may_declare,
            "track_activities": self.track_activities,
        }

    def over(self, rule: Rule) -> Rule:
        return rule.overridden(self.values)
