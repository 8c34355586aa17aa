"""The search form of lists of recordings."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from webinars.due import Due


class RecordingSearch(forms.Form):
    """By words of the title or of the responsible organisation, and by what is missing."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("All")),
            ("unpublished", _("Not published")),
            ("captions", _("Captions missing")),
            ("overdue", _("Overdue")),
            ("description", _("Audio description not decided")),
        ],
    )

    def chosen(self, rows: list[Due]) -> list[Due]:
        """Those rows that match; all if the form is invalid."""
        self.is_valid()
        words = str(self.cleaned_data.get("q", "")).casefold().split()
        tests = {
            "unpublished": lambda row: row.stage != "public",
            "captions": lambda row: bool(row.lacking),
            "overdue": lambda row: row.is_overdue,
            "description": lambda row: not row.is_described,
        }
        test = tests.get(self.cleaned_data.get("show", ""), lambda row: True)
        return [row for row in rows if test(row) and all(word in _text(row) for word in words)]


def _text(row: Due) -> str:
    return f"{row.webinar.title} {row.webinar.responsible or ''}".casefold()
