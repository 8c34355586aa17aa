"""Forms for registering."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from attendance.actions import Typed
from content.numbers import whole_number
from courses.models import ModulePage
from people.forms import EMAIL_ERRORS, DetailsForm, PersonForm
from people.permissions import participant_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models import User


class RegisteringForm(PersonForm):
    """Who registers. For a signed-in participant it is filled in, with the address of the account."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("This is where the link to the meeting is sent."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages=EMAIL_ERRORS,
    )
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    field_order = ["name", "email", "organisation", "org_nr", "municipality"]

    def __init__(
        self, data: Any = None, *, user: User | AnonymousUser, initial: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        known = {"key": uuid.uuid4().hex, "name": user.get_full_name() if user.is_authenticated else ""}
        if participant := participant_of(user):
            known |= DetailsForm.initial_of(participant)
        super().__init__(data, initial=known | (initial or {}), **kwargs)
        if user.is_authenticated:
            del self.fields["email"]

    @property
    def typed(self) -> Typed:
        """What a visitor typed about themselves."""
        return Typed(**self.person, email=self.cleaned_data["email"])

    @property
    def person(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "organisation", "org_nr", "municipality")}


class ModulesField(forms.ModelMultipleChoiceField):
    def clean(self, value: Any) -> Any:
        """Refuses numbers too large to be keys, which Django passes on to the database."""
        for pk in value or ():
            if whole_number(str(pk)) is None:
                raise forms.ValidationError(self.error_messages["invalid_pk_value"], code="invalid_pk_value")
        return super().clean(value)


class PickForm(RegisteringForm):
    """Picks any number of modules."""

    module = ModulesField(
        label=_("Modules"),
        queryset=ModulePage.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one module."),
            "invalid_choice": _("One of the modules is not offered any more. Look through the list once more."),
            "invalid_pk_value": _("One of the modules is not offered any more. Look through the list once more."),
        },
    )

    field_order = ["module", *RegisteringForm.field_order]

    def __init__(self, data: Any = None, *, modules: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["module"].queryset = modules  # type: ignore[attr-defined]

    @property
    def ticked(self) -> set[str]:
        """The ticked modules, also if another field is invalid."""
        return {str(value) for value in self["module"].value() or ()}
