"""What the form of an activity's page shows beside its fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel


class EffectsPanel(Panel):
    """What a change means for those who take part, to be confirmed before it is saved. Above all else."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "attendance/planning/effects.html"

        def is_shown(self) -> bool:
            return bool(self.form is not None and getattr(self.form, "effects", None) and self.form.errors)


class RulePanel(Panel):
    """What completes the activity, in the words that participants read, and what makes that impossible."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "attendance/planning/rule.html"

        def is_shown(self) -> bool:
            return self.form is None or getattr(self.form, "is_of_original", True)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from courses.requirements import requirements_of
            from courses.wording import completion_words

            context = super().get_context_data(parent_context)
            page = self.instance
            context["words"] = completion_words(requirements_of([page])[page.pk]) if page.pk else []
            context["warnings"] = getattr(self.form, "rule_warnings", [])
            return context


def plain(name: str) -> FieldPanel:
    """A field that is no field of the page: there is nothing to comment on in its drafts."""
    return FieldPanel(name, disable_comments=True)


def row(*names: str) -> FieldRowPanel:
    return FieldRowPanel([plain(name) for name in names])


def themes_panel() -> FieldPanel:
    return FieldPanel("themes", widget=forms.CheckboxSelectMultiple)


def seats_panel() -> MultiFieldPanel:
    return MultiFieldPanel(
        [
            row("capacity", "has_waiting_list"),
            row("registration_opens_on", "registration_closes_on"),
            plain("cancel_by_on"),
        ],
        heading=_("Seats and registration"),
        help_text=_("Holds as soon as it is saved, whether the text is published or not."),
        classname="plan-panel",
    )
