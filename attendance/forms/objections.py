"""Forms for an objection, and for staff's answer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from attendance.forms.staff import MOST_MINUTES

LONGEST = 500


class ObjectionForm(forms.Form):
    text = forms.CharField(
        label=_("What is wrong?"),
        max_length=LONGEST,
        help_text=_("One sentence is enough, such as “I was there, on a colleague's computer”."),
        error_messages={"required": _("Write one sentence about what is wrong.")},
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Answer"),
        max_length=LONGEST,
        help_text=_("The participant reads it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write an answer. The participant reads it.")},
    )
    present = forms.BooleanField(
        label=_("The participant is right: set as present"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "ds-input"}),
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        help_text=_("Leave it empty for the whole session."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Write a whole number of minutes.")},
    )
