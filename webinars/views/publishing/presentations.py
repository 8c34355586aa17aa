"""Presentations and other files: details, order, and accessibility."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from courses.refusals import Refused
from webinars import tasks
from webinars.actions.handouts import (
    change_handout,
    move_handout,
    read_again,
    remove_handout,
    replace_handout,
)
from webinars.models import Handout, Removed, Slide, Speaker
from webinars.presentations import problems
from webinars.presentations.forms import HandoutForm
from webinars.presentations.kinds import ACCEPTED, PRESENTATIONS
from webinars.views.publishing.desk import Desk, desk_view

SECTION = "presentations"


@dataclass
class Row:
    """A file in the list, with its form."""

    handout: Handout
    form: HandoutForm
    is_first: bool
    is_last: bool

    @property
    def picture(self) -> Slide | None:
        """The first page, once it is rendered."""
        first = self.handout.first_slides
        return first[0] if first and self.handout.pages_read else None

    @property
    def problem(self) -> str:
        return problems.sentence(self.handout.problem) if self.handout.problem else ""

    @property
    def wants_pdf(self) -> bool:
        """Whether it is a presentation in another format, whose pages would be shown as PDF."""
        return self.handout.format in PRESENTATIONS

    @property
    def is_open(self) -> bool:
        """Whether its form has errors."""
        return self.form.is_bound


def section(desk: Desk, forms: Mapping[int, HandoutForm] | None = None) -> dict[str, Any]:
    """`forms` are those with errors, by handout."""
    handouts = list(_handouts(desk))
    speakers = list(desk.webinar.speakers.select_related("organisation"))
    if any(handout.is_being_read for handout in handouts):
        tasks.go_on_reading(desk.webinar)
    by_kind: dict[str, list[Row]] = {kind: [] for kind in Handout.Kind}
    for handout in handouts:
        form = (forms or {}).get(handout.pk) or HandoutForm(handout=handout, speakers=speakers)
        by_kind[handout.kind].append(Row(handout, form, is_first=not by_kind[handout.kind], is_last=False))
    for rows in by_kind.values():
        if rows:
            rows[-1].is_last = True
    return {
        "presentations": by_kind[Handout.Kind.SLIDES],
        "removed": desk.removed(Removed.Kind.HANDOUT),
        "attachments": by_kind[Handout.Kind.ATTACHMENT],
        "speakers": list(dict.fromkeys(speaker.name or speaker.role for speaker in speakers)),
        "organisations": _known_organisations(desk, speakers, handouts),
        "contact": desk.programme.contact,
        "accepted": ",".join(f".{ending}" for ending in ACCEPTED),
        "most_bytes": settings.HANDOUT_MAX_BYTES,
        "too_large": _("There is room for %(most)s at most. Make the pictures in the file smaller.")
        % {"most": filesizeformat(settings.HANDOUT_MAX_BYTES)},
    }


def told(handout: Handout) -> str:
    """A message about a stored file: «Fra krav til mulighet is here: 22 pages.»"""
    if handout.kind != Handout.Kind.SLIDES:
        return _("“%(title)s” is here, as an attachment.") % {"title": handout.title}
    return ngettext(
        "“%(title)s” is here: %(pages)s page.", "“%(title)s” is here: %(pages)s pages.", handout.pages or 0
    ) % {"title": handout.title, "pages": handout.pages}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def one(desk: Desk, handout: int) -> HttpResponse:
    """A single row, requested while its pages are being read. A POST changes the details of the file."""
    row = _handout(desk, handout)
    speakers = list(desk.webinar.speakers.select_related("organisation"))
    if desk.request.method != "POST":
        found = section(desk)
        shown = next(one for one in (*found["presentations"], *found["attachments"]) if one.handout.pk == row.pk)
        context = {"desk": desk, "row": shown, "section": found, "is_fresh": True}
        return render(desk.request, "webinars/publishing/includes/handout.html", context)
    form = HandoutForm(desk.request.POST, handout=row, speakers=speakers)
    if form.is_valid():
        try:
            change_handout(handout=row, by=desk.by, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused.refusal))
    if form.errors:
        return desk.show(status=422, presentations=section(desk, {row.pk: form}))
    desk.say(SECTION, _("“%(title)s” is saved.") % {"title": form.cleaned_data["title"]})
    return desk.back(SECTION)


@require_POST
@desk_view
def replace(desk: Desk, handout: int) -> HttpResponse:
    row = _handout(desk, handout)
    file = desk.request.FILES.get("file")
    if file is None:
        return desk.refuse(SECTION, _("Choose a file first."))
    try:
        row = replace_handout(handout=row, file=file, name=str(file.name), by=desk.by)
    except Refused as refused:
        message = _("%(name)s was not taken. %(why)s") % {"name": file.name, "why": refused.refusal}
        return desk.refuse(SECTION, message)
    desk.say(SECTION, told(row))
    return desk.back(SECTION)


@require_POST
@desk_view
def move(desk: Desk, handout: int) -> HttpResponse:
    row = _handout(desk, handout)
    up = desk.request.POST.get("to") == "up"
    move_handout(handout=row, places=-1 if up else 1, by=desk.by)
    said = _("“%(title)s” is moved up.") if up else _("“%(title)s” is moved down.")
    desk.say(SECTION, said % {"title": row.title})
    return desk.back(SECTION)


@require_POST
@desk_view
def read(desk: Desk, handout: int) -> HttpResponse:
    read_again(handout=_handout(desk, handout), by=desk.by)
    return desk.back(SECTION)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view
def remove(desk: Desk, handout: int) -> HttpResponse:
    """A confirmation page, as the times of slides are removed too. Idempotent."""
    row = _handouts(desk).filter(pk=handout).first()
    if row is None:
        return desk.back(SECTION)
    if desk.request.method != "POST":
        context = {
            "desk": desk,
            "handout": row,
            "timed": row.slides.filter(second__isnull=False).count(),
            "page_title": _("Remove a file"),
            "header_icon": "bin",
            "breadcrumbs_items": way_here(desk, _("Remove a file")),
        }
        return render(desk.request, "webinars/publishing/remove_handout.html", context)
    title = row.title
    remove_handout(handout=row, by=desk.by)
    desk.say(SECTION, _("“%(title)s” is removed.") % {"title": title})
    return desk.back(SECTION)


def way_here(desk: Desk, label: str) -> list[dict[str, str]]:
    """Breadcrumbs of a screen below this section."""
    return [{"url": f"{desk.url}#{SECTION}", "label": _("Publish the recording")}, {"url": "", "label": label}]


def _handouts(desk: Desk) -> QuerySet[Handout]:
    firsts = Prefetch("slides", Slide.objects.filter(number=1), to_attr="first_slides")
    return (
        Handout.objects.filter(webinar=desk.webinar)
        .select_related("organisation")
        .prefetch_related(firsts)
        .annotate(timed=Count("slides", filter=Q(slides__second__isnull=False)))
        .order_by("order", "pk")
    )


def _handout(desk: Desk, pk: int) -> Handout:
    return get_object_or_404(_handouts(desk), pk=pk)


def _known_organisations(desk: Desk, speakers: list[Speaker], handouts: list[Handout]) -> list[str]:
    """Organisations involved in the webinar, as suggestions; others can be typed."""
    rows = [desk.webinar.responsible, *(speaker.organisation for speaker in speakers)]
    rows += [handout.organisation for handout in handouts]
    rows += [link.organisation for link in desk.programme.partner_links.select_related("organisation")]
    return sorted({row.name for row in rows if row is not None})
