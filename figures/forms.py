from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FiguresForm(forms.Form):
    """The day, and whether small groups are hidden."""

    as_of = forms.DateField(
        label=_("As of the end of"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "ds-input"}),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"invalid": _("Write a day, such as 2026-11-21.")},
    )
    published = forms.BooleanField(label=_("Show as published"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="figures_%s")
