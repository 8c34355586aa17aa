"""The edit form of a plan, project, forum or initiative."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from content.editing import VersionForm
from courses.permissions import is_partner_of
from initiatives.models import ForumPage, PlanPage, TargetArea


class OwnedPageForm(VersionForm):
    """An editor who may edit the page only for the organisation in charge cannot change which organisation that is.

    An initiative cannot overlap with itself, and its areas are limited to those of its parent forum. A plan that is out
    for consultation says where to answer.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_partner_of(self.for_user, self.instance):
            self.fields.pop(self.instance.owned_by, None)
        if "overlaps" in self.fields:
            self.fields["overlaps"].queryset = self.fields["overlaps"].queryset.exclude(pk=self.instance.pk)
        if "areas" in self.fields:
            self._limit_areas()

    def _limit_areas(self) -> None:
        parent = self.parent_page.specific
        areas = TargetArea.objects.filter(forum=parent) if isinstance(parent, ForumPage) else TargetArea.objects.none()
        if areas:
            self.fields["areas"].queryset = areas
        else:
            del self.fields["areas"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        lacks_answers = (
            said.get("status") == PlanPage.Status.CONSULTATION
            and "feedback_url" in self.fields
            and not (said.get("feedback_url") or said.get("contact") or "feedback_url" in self.errors)
        )
        if lacks_answers and not self.is_deferred_validation:
            self.add_error("feedback_url", _("Write where to answer, or choose a contact person below."))
        return said
