"""Forms of the screen for publishing a recording."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import normalize_newlines

from webinars.models import Recording


class Paragraphs(forms.CharField):
    """A text of several lines. Browsers count a line break as one character, and send two."""

    def to_python(self, value: Any) -> str:
        return str(normalize_newlines(super().to_python(value) or ""))


class DescriptionForm(forms.Form):
    """The decision about audio description, and the reason for an exemption."""

    choice = forms.ChoiceField(choices=Recording.AudioDescription.choices, required=False)
    burden = Paragraphs(max_length=2000, required=False)


class AddressForm(forms.Form):
    """The address of a video at another host."""

    url = forms.CharField(max_length=500, required=False)
