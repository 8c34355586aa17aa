"""Forms for signing in, and for what is stored about a participant."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from stdnum import exceptions

from content.languages import OWN_NAMES
from people.actions import account_for_address
from people.models import Gender, Municipality, Participant, normalise_org_nr
from people.signing_in import ADDRESS
from people.validators import validate_no_address

EMAIL_ERRORS = {
    "required": _("Write your e-mail address."),
    "invalid": _("Write the whole address, such as name@example.org."),
}


def _ask_for_address(field: forms.Field) -> None:
    field.label = _("E-mail address")
    field.widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    field.error_messages |= EMAIL_ERRORS


class SignInForm(LoginForm):
    """Asks for the address to send a code to. The answer is the same whether or not the address has an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_address(self.fields["login"])
        self.fields["login"].initial = self.request.session.get(ADDRESS, "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            self.user = account_for_address(email=cleaned["login"])
        return cleaned


class AskForCodeForm(RequestLoginCodeForm):
    """The same as `SignInForm`, at allauth's address for requesting a code again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_address(self.fields["email"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            self._user = account_for_address(email=cleaned["email"])
        return cleaned


class CodeForm(ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("Code")
        field.widget = forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "maxlength": 20}
        )
        field.error_messages["required"] = _("Write the code from the e-mail.")


class PersonForm(forms.Form):
    """What a participant says about themselves."""

    name = forms.CharField(
        label=_("Name"),
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
        validators=[validate_no_address],
    )
    organisation = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("Where you work. Leave it empty if you come as yourself."),
    )
    org_nr = forms.CharField(
        label=_("Organisation number"),
        required=False,
        max_length=30,
        help_text=_("Nine digits, if you know it."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    municipality = forms.ModelChoiceField(
        label=_("Municipality of your workplace"),
        queryset=Municipality.objects.order_by("name", "code"),
        required=False,
        empty_label=_("Choose municipality"),
    )

    def clean_org_nr(self) -> str:
        typed = self.cleaned_data["org_nr"].strip()
        if not typed:
            return ""
        try:
            return normalise_org_nr(typed)
        except (exceptions.InvalidLength, exceptions.InvalidFormat):
            count = sum(character.isdigit() for character in typed)
            raise forms.ValidationError(
                ngettext(
                    "An organisation number has nine digits; this has %(count)s. Leave it empty if you are unsure.",
                    "An organisation number has nine digits; this has %(count)s. Leave it empty if you are unsure.",
                    count,
                ),
                params={"count": count},
                code="length",
            ) from None
        except exceptions.ValidationError:
            raise forms.ValidationError(
                _("There is no such organisation number: a digit is wrong. Leave it empty if you are unsure."),
                code="checksum",
            ) from None


class DetailsForm(PersonForm):
    """The same for a participant who is signed in."""

    gender = forms.ChoiceField(
        label=_("Gender"),
        choices=Gender.choices,
        required=False,
        help_text=_("Only counted, and only in groups of five or more."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=list(OWN_NAMES.items()), help_text=_("For this site, and for e-mails from us.")
    )

    @staticmethod
    def initial_of(participant: Participant | None) -> dict[str, Any]:
        if participant is None:
            return {"gender": Gender.UNDISCLOSED, "language": get_language()}
        organisation = participant.organisation
        return {
            "name": participant.name,
            "organisation": organisation.name if organisation else "",
            "org_nr": (organisation.org_nr or "") if organisation else "",
            "municipality": participant.municipality_id,
            "gender": participant.gender,
            "language": participant.language,
        }
