"""The form of a plan, project, forum or initiative."""

from __future__ import annotations

from typing import Any

from content.editing import VersionForm
from courses.permissions import is_partner_of
from initiatives.models import ForumPage, TargetArea


class OwnedPageForm(VersionForm):
    """Who writes a page because their organisation is in charge of it does not say who is.

    An initiative does not overlap with itself, and has areas of its own forum only.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_partner_of(self.for_user, self.instance):
            self.fields.pop(self.instance.owned_by, None)
        if "overlaps" in self.fields:
            self.fields["overlaps"].queryset = self.fields["overlaps"].queryset.exclude(pk=self.instance.pk)
        if "areas" in self.fields:
            parent = self.parent_page.specific
            areas = (
                TargetArea.objects.filter(forum=parent) if isinstance(parent, ForumPage) else TargetArea.objects.none()
            )
            self.fields["areas"].queryset = areas
