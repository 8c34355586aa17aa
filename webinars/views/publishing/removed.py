"""Restores a file that was removed."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses.refusals import Refused
from webinars.actions.removing import bring_back
from webinars.models import Removed
from webinars.views.publishing.desk import Desk, desk_view

SECTIONS = {Removed.Kind.VIDEO: "video", Removed.Kind.CAPTIONS: "captions", Removed.Kind.HANDOUT: "presentations"}


@require_POST
@desk_view
def back(desk: Desk, removed: int) -> HttpResponse:
    """Restore a file. One that is restored already, or deleted, is shown as it is."""
    row = Removed.objects.filter(webinar=desk.webinar, pk=removed).first()
    if row is None:
        return desk.back("files")
    section = SECTIONS[Removed.Kind(row.kind)]
    try:
        bring_back(removed=row, by=desk.by)
    except Refused as refused:
        return desk.refuse(section, refused.refusal)
    desk.say(section, _("“%(title)s” is back.") % {"title": row.title})
    return desk.back(section)
