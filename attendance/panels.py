"""Panels of the form of an activity's page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel

from courses.panels import plain, row


class DaysPanel(Panel):
    """The days with their sessions, for forms that have a formset `days`."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "attendance/planning/days.html"

        def is_shown(self) -> bool:
            return self.form is not None and hasattr(self.form, "days")


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
