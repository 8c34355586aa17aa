"""Forms for reports: the files, the columns of their tables, and who somebody is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from attendance.models import Choice
from attendance.reports import Role
from content.numbers import whole_number

NEW, SEARCH = "new", "search"
MOST_COLUMNS = 60
MOST_FILES = 20
ROLES = [
    ("", _("Not read")),
    (Role.NAME.value, _("Name")),
    (Role.FIRST_NAME.value, _("First name")),
    (Role.LAST_NAME.value, _("Last name")),
    (Role.ADDRESS.value, _("E-mail address")),
    (Role.REGISTERED_ADDRESS.value, _("Address registered with")),
    (Role.ACCOUNT.value, _("Account name (UPN)")),
    (Role.REGISTRATION.value, _("Number of the registration")),
    (Role.JOINED.value, _("Joined")),
    (Role.LEFT.value, _("Left")),
    (Role.LENGTH.value, _("Length, with units")),
    (Role.MINUTES.value, _("Length in minutes")),
    (Role.SECONDS.value, _("Length in seconds")),
    (Role.EVENT.value, _("Joined or left")),
    (Role.MOMENT.value, _("When that was")),
    (Role.PRESENT.value, _("Any mark: was there")),
]


class _Files(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or several files. Their content is not validated here, so that an invalid one does not affect the others."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [super(FilesField, self).clean(file, initial) for file in data or [None]]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("At most %(number)s files at a time.") % {"number": MOST_FILES})
        return files


class ReportForm(forms.Form):
    """The files. The fields for columns are read by `mappings_in`, as they depend on the tables."""

    file = FilesField(
        label=_("Attendance report"), allow_empty_file=True, error_messages={"required": _("Choose the report.")}
    )


def mappings_in(data: QueryDict) -> dict[str, dict[int, Role]]:
    """What the columns hold, from fields named `column-<signature>-<number>`."""
    known = {role.value: role for role in Role}
    mappings: dict[str, dict[int, Role]] = {}
    for field, value in data.items():
        prefix, _dash, rest = field.partition("-")
        signature, _dash, number = rest.rpartition("-")
        if prefix == "column" and signature.isalnum() and number.isascii() and number.isdigit() and len(number) < 4:
            roles = mappings.setdefault(signature[:32], {})
            if value in known and int(number) < MOST_COLUMNS:
                roles[int(number)] = known[str(value)]
    return {signature: roles for signature, roles in mappings.items() if roles}


def tables_of(shapes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The tables of a file with a field for every column. Tables of the same shape are listed once."""
    tables = {}
    for shape in shapes:
        width = max([len(shape["headers"]), *(int(place) + 1 for place in shape["roles"])], default=0)
        tables[shape["signature"]] = {
            "signature": shape["signature"],
            "title": shape["title"],
            "unread": [
                header for number, header in enumerate(shape["headers"]) if header and str(number) not in shape["roles"]
            ],
            "columns": [
                {
                    "number": number,
                    "header": shape["headers"][number] if number < len(shape["headers"]) else "",
                    "field": f"column-{shape['signature']}-{number}",
                    "role": shape["roles"].get(str(number), ""),
                    "label": dict(ROLES).get(shape["roles"].get(str(number), ""), ""),
                }
                for number in range(min(width, MOST_COLUMNS))
            ],
        }
    return list(tables.values())


class EntryDecisionForm(forms.Form):
    """Who an entry is: a suggested or found participant («p12»), a new one, a room, or not a participant."""

    who = forms.CharField(max_length=24, error_messages={"required": _("Choose one.")})
    q = forms.CharField(required=False, max_length=200)
    name = forms.CharField(required=False, max_length=160)
    email = forms.EmailField(
        required=False,
        max_length=254,
        error_messages={"invalid": _("Write the whole address, such as name@example.org.")},
    )
    organisation = forms.CharField(required=False, max_length=200)
    remember = forms.BooleanField(required=False)
    alike = forms.BooleanField(required=False)

    def clean_who(self) -> str:
        who = self.cleaned_data["who"]
        is_person = who[:1] == "p" and whole_number(who[1:])
        if not is_person and who not in (NEW, SEARCH, Choice.ROOM, Choice.LEFT_OUT):
            raise forms.ValidationError(_("Choose one."))
        return who

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("who") == NEW and not values.get("name", "").strip():
            self.add_error("name", _("Write the name."))
        if values.get("who") == SEARCH and not values.get("q", "").strip():
            self.add_error("q", _("Write a name or an address to search for."))
        return values

    @property
    def participant(self) -> int | None:
        who = self.cleaned_data["who"]
        return int(who[1:]) if who[:1] == "p" else None
