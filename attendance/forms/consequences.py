"""What the form of a page says beside the page: it holds at once, and what it means for people is confirmed first.

Times, seats and rules are no part of a page: the form hands them to the page as `on_saved`, and they are written as
plain rows together with the revision, never into it. So publishing an older draft touches none of them.
"""

from __future__ import annotations

import hashlib
from decimal import ROUND_DOWN, Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext

from courses.forms import OwnedPageForm
from courses.models import CompletionRule
from courses.refusals import Refused

HUNDRED = Decimal(100)


def percent_field(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=1, max_value=100, max_digits=5, decimal_places=2, localize=True
    )


def percent(share: Decimal | None) -> Decimal | None:
    """A share as people say it."""
    return None if share is None else (share * HUNDRED).quantize(Decimal("0.01"), ROUND_DOWN).normalize()


def share(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent / HUNDRED


class ConsequencesForm(OwnedPageForm):
    """Fields for a rule, and for what else a kind of page adds. A translation has none of them."""

    plan_fields: tuple[str, ...] = ()
    rule_fields: tuple[str, ...] = ()
    shares: ClassVar[dict[str, str]] = {}
    """By field in per cent, the share of the rule that it says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.effects: list[str] = []
        names = (*self.plan_fields, *self.rule_fields)
        if not self.is_of_original:
            for name in names:
                self.fields.pop(name, None)
            return
        for name in names:
            self.fields[name].label = capfirst(self.fields[name].label)
        self.explain_rule()
        for name, value in {**self.plan_initial(), **self.rule_initial()}.items():
            self.initial[name] = value
        if not self.may_plan:
            for name in names:
                self.fields[name].disabled = True

    # What there is

    @property
    def is_of_original(self) -> bool:
        return not getattr(self.instance, "original_id", None)

    @cached_property
    def own_rule(self) -> CompletionRule | None:
        """The rule of this very page, as it is stored now."""
        raise NotImplementedError

    @cached_property
    def may_plan(self) -> bool:
        """What is published is changed by those who may publish. Of a draft that nobody sees, its writer may."""
        page, user = self.instance, self.for_user
        return user is None or page.pk is None or not page.live or page.permissions_for_user(user).can_publish()

    def plan_initial(self) -> dict[str, Any]:
        return {}

    def rule_initial(self) -> dict[str, Any]:
        return {field: percent(getattr(self.own_rule, name, None)) for field, name in self.shares.items()}

    def explain_rule(self) -> None:
        """Says beside each field of the rule what holds where it is left empty."""

    @property
    def rule_warnings(self) -> list[Any]:
        """What makes the rule one that nobody can meet, or not everybody."""
        return []

    # What is said

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.is_of_original:
            return cleaned
        self.check()
        if not self.errors:
            self.effects = self.foresee()
            if self.effects and self.data.get("effects_confirmed") != self.effects_key:
                self.add_error(None, gettext("Read what this means for those who take part, and confirm it."))
        return cleaned

    def check(self) -> None:
        """Adds an error at each field that cannot be as it says."""

    def rule_values(self) -> dict[str, Any]:
        """Only what was changed."""
        changed = {name: field for field, name in self.shares.items() if field in self.changed_data}
        return {name: share(self.cleaned_data[field]) for name, field in changed.items()}

    def foresee(self) -> list[str]:
        """What it means for those who take part, a sentence each."""
        return []

    @property
    def effects_key(self) -> str:
        """Says which consequences somebody has read: others must be read again."""
        return hashlib.sha256(get_text_list(self.effects, "|").encode()).hexdigest()[:16]

    # What is done

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=commit)
        if self.is_of_original and self.may_plan:
            page.on_saved = self.carry_out
        return page

    def carry_out(self) -> None:
        """Called by the page when it is saved, in the same transaction."""
        try:
            self.write()
        except Refused as refused:
            # Somebody has taken part since the form was checked. Wagtail shows this, and nothing is written.
            raise PermissionDenied(str(refused.refusal)) from refused

    def write(self) -> None:
        """Writes the rows."""
