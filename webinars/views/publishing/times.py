"""The times of slides: the video plays beside thumbnails, and a button sets the current time."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from content.dates import timecode
from courses.refusals import Refused
from webinars.actions.handouts import time_slides
from webinars.models import Handout, Slide
from webinars.presentations.forms import TimesForm
from webinars.views.publishing.desk import Desk, desk_view
from webinars.views.publishing.presentations import SECTION, way_here


@dataclass
class Timed:
    """A slide with its field."""

    slide: Slide
    name: str
    value: str
    error: str

    @property
    def first_line(self) -> str:
        return self.slide.text.partition("\n")[0][:120]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def times(desk: Desk, handout: int) -> HttpResponse:
    """A POST may contain all fields, some of them, or pasted lines. What it does not contain stays."""
    row = get_object_or_404(Handout, pk=handout, webinar=desk.webinar, kind=Handout.Kind.SLIDES)
    form = TimesForm(row.slides.all(), desk.request.POST if desk.request.method == "POST" else None)
    problem = ""
    if form.data is not None and form.is_valid():
        try:
            time_slides(handout=row, seconds=form.seconds, by=desk.by)
        except Refused as refused:
            problem = str(refused.refusal)
        else:
            return _saved(desk, row)
    if form.data is not None and _wants_json(desk):
        said = problem or next(iter([*form.errors.values(), *form.line_errors]))
        return JsonResponse({"problem": said}, status=422)
    context = {
        "desk": desk,
        "handout": row,
        "recording": desk.recording,
        "slides": [_timed(form, slide) for slide in form.slides],
        "form": form,
        "problem": problem,
        "page_title": _("When the slides are shown"),
        "header_icon": "time",
        "breadcrumbs_items": way_here(desk, _("When the slides are shown")),
    }
    status = 200 if form.data is None else 422
    return render(desk.request, "webinars/publishing/slide_times.html", context, status=status)


def _timed(form: TimesForm, slide: Slide) -> Timed:
    stored = timecode(slide.second) if slide.second is not None else ""
    typed = form.typed(slide)
    return Timed(slide, form.name(slide), stored if typed is None else typed, form.errors.get(slide.number, ""))


def _saved(desk: Desk, handout: Handout) -> HttpResponse:
    if _wants_json(desk):
        return JsonResponse({"saved": True})
    desk.say(SECTION, _("The times of “%(title)s” are saved.") % {"title": handout.title})
    return desk.back(SECTION)


def _wants_json(desk: Desk) -> bool:
    """Whether the script asks, one slide at a time, while the video plays."""
    return desk.request.headers.get("Accept") == "application/json"
