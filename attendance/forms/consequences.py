"""Admin forms with fields that take effect at once, and whose effects on participants are confirmed first.

Times, seats and rules are not fields of a page. The form gives the page a function (`on_saved`) that writes them to
rows of their own, in the transaction of the revision. So publishing an older draft changes none of them.
"""

from __future__ import annotations

import hashlib
from decimal import ROUND_DOWN, Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext

from attendance.effects import involved_below, of_unpublishing
from content import dates
from courses.forms import OwnedPageForm
from courses.models import CompletionRule

HUNDRED = Decimal(100)


def percent_field(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=1, max_value=100, max_digits=5, decimal_places=2, localize=True
    )


def percent(share: Decimal | None) -> Decimal | None:
    """A share in per cent."""
    return None if share is None else (share * HUNDRED).quantize(Decimal("0.01"), ROUND_DOWN).normalize()


def share(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent / HUNDRED


class ConsequencesForm(OwnedPageForm):
    """Fields for a rule, and for what subclasses add. The form of a translation has none of them."""

    plan_fields: tuple[str, ...] = ()
    rule_fields: tuple[str, ...] = ()
    shares: ClassVar[dict[str, str]] = {}
    """Shares of the rule, by the names of the form fields in per cent."""

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

    # Current values

    @property
    def is_of_original(self) -> bool:
        return not getattr(self.instance, "original_id", None)

    @cached_property
    def own_rule(self) -> CompletionRule | None:
        """The page's own rule, as stored."""
        raise NotImplementedError

    @cached_property
    def may_plan(self) -> bool:
        """Whether the user may change what takes effect at once: on a published page only with the permission to
        publish."""
        page, user = self.instance, self.for_user
        return user is None or page.pk is None or not page.live or page.permissions_for_user(user).can_publish()

    def plan_initial(self) -> dict[str, Any]:
        return {}

    def rule_initial(self) -> dict[str, Any]:
        return {field: percent(getattr(self.own_rule, name, None)) for field, name in self.shares.items()}

    def explain_rule(self) -> None:
        """Show beside each field of the rule what applies if it is left empty."""

    @property
    def rule_warnings(self) -> list[Any]:
        """Why the rule cannot be met, or not by everybody."""
        return []

    # Validation

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not self.is_of_original:
            return cleaned
        self.check()
        if not self.errors:
            self.effects = list(dict.fromkeys([*self.foresee(), *self._foresee_expiry()]))
            if self.effects and self.data.get("effects_confirmed") != self.effects_key:
                self.add_error(None, gettext("Read what this means for those who take part, and confirm it."))
        return cleaned

    def check(self) -> None:
        """Add errors to fields with values that are not possible."""

    def rule_values(self) -> dict[str, Any]:
        """The changed values only."""
        changed = {name: field for field, name in self.shares.items() if field in self.changed_data}
        return {name: share(self.cleaned_data[field]) for name, field in changed.items()}

    def foresee(self) -> list[str]:
        """The effects on participants, a sentence each."""
        return []

    def _foresee_expiry(self) -> list[str]:
        """The effects of a time at which the page is to be unpublished."""
        until = self.cleaned_data.get("expire_at")
        if until is None or "expire_at" not in self.changed_data or not self.instance.pk:
            return []
        sentences = of_unpublishing(involved_below([self.instance]))
        text = gettext("It is unpublished %(day)s, %(time)s.")
        return [text % {"day": dates.day(until), "time": dates.clock(until)}, *sentences] if sentences else []

    @property
    def effects_key(self) -> str:
        """A digest of the effects that were shown. If they have changed since, they must be confirmed again."""
        return hashlib.sha256(get_text_list(self.effects, "|").encode()).hexdigest()[:16]

    # Saving

    def save(self, commit: bool = True) -> Any:
        page = super().save(commit=commit)
        if self.is_of_original and self.may_plan:
            page.on_saved = self.write
        return page

    def write(self) -> None:
        """Write the rows. Called by the page when it is saved, in the same transaction.

        Raises `Refused` for what has happened since the form was validated; `PageEditView` shows the reason.
        """
