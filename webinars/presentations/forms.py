"""Forms for the details of a presentation or another file, and for the times of its slides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Organisation
from webinars.models import Handout, Slide, Speaker
from webinars.presentations.kinds import PDF
from webinars.presentations.times import number_and_second, second_of


class HandoutForm(forms.Form):
    """Title, speaker, and accessibility. Speakers of the page have their organisation filled in."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    speaker = forms.CharField(
        label=gettext_lazy("Speaker"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Choose one of the webinar's speakers, or write a name."),
    )
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=200, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Shown as"), choices=Handout.Kind, widget=forms.RadioSelect)
    is_accessible = forms.BooleanField(label=gettext_lazy("Can be read by everybody"), required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, handout: Handout, speakers: Iterable[Speaker]) -> None:
        initial = {
            "title": handout.title,
            "speaker": handout.speaker,
            "organisation": handout.organisation.name if handout.organisation else "",
            "kind": handout.kind,
            "is_accessible": handout.is_accessible,
        }
        super().__init__(data, initial=initial, prefix=f"handout-{handout.pk}", label_suffix="")
        self.handout, self.speakers = handout, list(speakers)
        for name in ("speaker", "organisation"):
            self.fields[name].widget.attrs.update({"list": f"known-{name}s", "autocomplete": "off"})
        if not handout.file or handout.format != PDF:
            # Only a PDF can be shown page by page.
            del self.fields["kind"]
        if not handout.file:
            del self.fields["is_accessible"]

    def clean_organisation(self) -> Organisation | None:
        name = " ".join(self.cleaned_data["organisation"].split())
        if not name:
            return None
        named = Q(name__iexact=name) | Q(full_name__iexact=name) | Q(short_name__iexact=name)
        found = Organisation.objects.filter(named).order_by("pk").first()
        if found is None:
            raise forms.ValidationError(
                _("No organisation is called that. Choose one from the list, or leave it empty.")
            )
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("speaker") and not values.get("organisation") and "organisation" not in self.errors:
            same = [one for one in self.speakers if values["speaker"] in (one.name, one.role)]
            values["organisation"] = same[0].organisation if same else None
        return values


class TimesForm:
    """A time for each slide, or pasted lines of number and time. Invalid input is shown again as typed."""

    def __init__(self, slides: Iterable[Slide], data: Mapping[str, str] | None = None) -> None:
        self.slides = list(slides)
        self.data = data
        self.lines = (data or {}).get("lines", "")
        self.errors: dict[int, str] = {}
        self.line_errors: list[str] = []
        self.seconds: dict[int, int | None] = {}

    def is_valid(self) -> bool:
        """Fills `seconds` with the given times. Fields that were not sent change nothing."""
        data = self.data or {}
        for slide in self.slides:
            typed = data.get(self.name(slide))
            if typed is None:
                continue
            try:
                self.seconds[slide.number] = second_of(typed) if typed.strip() else None
            except ValueError:
                self.errors[slide.number] = _("Write the time as minutes and seconds, such as 17:35.")
        self._read_lines()
        return not self.errors and not self.line_errors

    def _read_lines(self) -> None:
        numbers = {slide.number for slide in self.slides}
        for place, line in enumerate(self.lines.splitlines(), 1):
            if not line.strip():
                continue
            try:
                number, second = number_and_second(line)
            except ValueError:
                message = _("Line %(place)s is not a number and a time, such as 12 00:17:35: %(line)s")
                self.line_errors.append(message % {"place": place, "line": line.strip()[:60]})
                continue
            if number not in numbers:
                message = _("Line %(place)s: there is no slide %(number)s.")
                self.line_errors.append(message % {"place": place, "number": number})
            self.seconds[number] = second

    @staticmethod
    def name(slide: Slide) -> str:
        return f"second-{slide.number}"

    def typed(self, slide: Slide) -> str | None:
        return (self.data or {}).get(self.name(slide))
