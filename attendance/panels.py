"""What the form of an activity's page shows beside its fields."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel


class EffectsPanel(Panel):
    """What a change means for those who take part, to be confirmed before it is saved. Above all else."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "attendance/planning/effects.html"

        def is_shown(self) -> bool:
            return bool(self.form is not None and getattr(self.form, "effects", None) and self.form.errors)


class DaysPanel(Panel):
    """The days with their sessions, where the form of the page has them as `days`."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "attendance/planning/days.html"

        def is_shown(self) -> bool:
            return self.form is not None and hasattr(self.form, "days")


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
