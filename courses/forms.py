"""The form of any activity's page, and the form that gives somebody a role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.editing import VersionForm
from courses.models import ActivityPage, ProgrammePage, Role
from courses.permissions import is_partner_of
from courses.querysets import below
from people.models import Organisation


class OwnedPageForm(VersionForm):
    """The form of an activity's page. An editor of the organisation in charge cannot change which organisation
    that is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "responsible" in self.fields and is_partner_of(self.for_user, self.instance):
            del self.fields["responsible"]

    @property
    def media(self) -> forms.Media:
        return super().media + forms.Media(css={"all": ["css/planning.css"]})


class RoleForm(forms.Form):
    """Gives a role in a programme. A partner's editor gets it for one organisation."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("The person signs in with it."))
    name = forms.CharField(label=_("Name"), max_length=150)
    role = forms.ChoiceField(label=_("Role"))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Organisation"),
        required=False,
        help_text=_("For a partner editor: whose activities and recordings it is about."),
    )

    def __init__(self, *args: Any, programme: ProgrammePage, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Choose a role")), *((role.value, role.label) for role in roles)]  # type: ignore[attr-defined]
        in_charge = ActivityPage.objects.filter(below(programme)).values("responsible")
        partners = programme.partner_links.values("organisation")
        self.fields["organisation"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            Q(pk__in=partners) | Q(pk__in=in_charge)
        ).order_by("name")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("role") == Role.PARTNER_EDITOR:
            if not said.get("organisation") and "organisation" not in self.errors:
                self.add_error("organisation", _("Choose whose activities the partner editor is to change."))
        else:
            said["organisation"] = None
        return said
