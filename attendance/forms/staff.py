"""Forms for what staff enters about seats and presence."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from attendance.actions import ByHand
from attendance.actions.by_hand import Held
from attendance.refusals import CHANGED, NO_MINUTES, TOO_LONG
from courses.refusals import Refusal
from people.forms import PersonForm
from people.models import Participant

LONGEST_REASON = 500
MOST_MINUTES = 10_000


def shown(held: Held) -> str:
    """The value that a row showed, as it is submitted with the form."""
    present, minutes = held
    return f"{int(present)}:{'' if minutes is None else minutes}"


def read(text: str) -> Held | None:
    present, _colon, minutes = text.partition(":")
    if present not in ("0", "1") or (minutes and not (minutes.isascii() and minutes.isdigit())):
        return None
    return present == "1", int(minutes) if minutes else None


class PersonSearchForm(forms.Form):
    """Words to find a person by."""

    q = forms.CharField(required=False)

    @property
    def words(self) -> str:
        """Empty if they have a character that no text in the database can have."""
        return self.cleaned_data["q"] if self.is_valid() else ""


class PresenceForm(forms.Form):
    """One person on the sheet. `was` is the value that the row showed, so that only changed rows are saved."""

    present = forms.BooleanField(
        label=_("Present"), required=False, widget=forms.CheckboxInput(attrs={"class": "ds-input"})
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=0,
        max_value=MOST_MINUTES,
        widget=forms.NumberInput(attrs={"class": "ds-input", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Write a whole number of minutes.")},
    )
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *, participant: Participant, held: Held) -> None:
        initial = {"present": held[0], "minutes": held[1], "was": shown(held)}
        super().__init__(data, initial=initial, prefix=f"p{participant.pk}")
        self.participant, self.held = participant, held

    def row(self, reason: str) -> ByHand | None:
        """The values to save; None if the row was not changed."""
        present, minutes = self.cleaned_data["present"], self.cleaned_data["minutes"]
        seen = read(self.cleaned_data["was"])
        if seen == (present, minutes):
            return None
        return ByHand(participant=self.participant, present=present, minutes=minutes, reason=reason, seen=seen)

    def refuse(self, refusal: Refusal) -> None:
        """Add the reason as an error, and update `was`, so that submitting again overrides what somebody else has
        set."""
        if refusal == CHANGED:
            typed: Any = self.data
            self.data = typed.copy()
            self.data[self.add_prefix("was")] = shown(self.held)  # type: ignore[index]
        self.add_error("minutes" if refusal in (TOO_LONG, NO_MINUTES) else None, str(refusal))


class UndoForm(forms.Form):
    """Which save of the sheet is undone."""

    batch = forms.UUIDField()


class ReasonForm(forms.Form):
    """Why staff corrects or withdraws something."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say why. It is kept with the record.")},
    )

    def __init__(self, *args: Any, required: bool = True, is_shown: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required
        if is_shown:
            self.fields["reason"].help_text = _("The participant can read it.")


class RegistrationDecisionForm(forms.Form):
    """Staff's decision on a registration. Each decision is a button of its own."""

    APPROVE, TURN_DOWN, WITHDRAW = "approve", "turn_down", "withdraw"

    decision = forms.ChoiceField(choices=[(choice, choice) for choice in (APPROVE, TURN_DOWN, WITHDRAW)])
    message = forms.CharField(
        label=_("Message to the participant"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the e-mail."),
    )


class NewPersonForm(PersonForm):
    """A person whom staff adds to a session: with a seat before it starts, as present from then on."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Write the address that the confirmation is sent to."),
            "invalid": _("Write the whole address, such as name@example.org."),
        },
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        required=False,
        min_value=1,
        help_text=_("Leave it empty for the whole session."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Write a whole number of minutes.")},
    )
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    field_order = ["name", "email", "organisation", "org_nr", "municipality", "minutes"]

    def __init__(self, data: QueryDict | None = None, *, takes_seat: bool, counts_minutes: bool) -> None:
        super().__init__(data, initial={"key": uuid.uuid4().hex})
        self.fields["name"].error_messages["required"] = _("Write the name.")
        self.fields["organisation"].help_text = _("Where the person works.")
        self.fields["municipality"].label = _("Municipality of the workplace")
        for name in ("name", "organisation"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["email"].required = takes_seat
        if takes_seat or not counts_minutes:
            del self.fields["minutes"]

    def clean_key(self) -> str:
        """What comes without a key is a person of its own."""
        return self.cleaned_data["key"] or uuid.uuid4().hex

    @property
    def person(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "email", "organisation", "org_nr", "municipality")}


class FoundPersonForm(forms.Form):
    """A person found by a search, to be added to a session."""

    participant = forms.IntegerField()
    key = forms.CharField(required=False, max_length=40)


class CancellationForm(forms.Form):
    """Why a session is cancelled."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands in the e-mail to those who are registered, and on the page."),
        error_messages={"required": _("Write why it is cancelled, so that people understand.")},
    )
