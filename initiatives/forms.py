"""The edit form of a plan, project, forum or initiative."""

from __future__ import annotations

from typing import Any

from content.editing import VersionForm
from courses.permissions import is_partner_of
from initiatives.models import ForumPage, TargetArea


class OwnedPageForm(VersionForm):
    """An editor who may edit the page only for the organisation in charge cannot change which organisation that is.

    An initiative cannot overlap with itself, and its areas are limited to those of its parent forum.
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
