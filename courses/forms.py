"""The form of any activity's page."""

from __future__ import annotations

from typing import Any

from django import forms

from content.editing import VersionForm
from courses.permissions import is_partner_of


class OwnedPageForm(VersionForm):
    """Who edits a page because their organisation is in charge of it does not say who is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "responsible" in self.fields and is_partner_of(self.for_user, self.instance):
            del self.fields["responsible"]

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"all": ["css/planning.css"]})
