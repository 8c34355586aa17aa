from __future__ import annotations

from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from progress.overview import ActivityProgress
from webinars.models import WebinarPage
from webinars.parts import Asked, WebinarParts, webinar_parts

register = template.Library()

KB = 1024
TEN = 10


@register.simple_tag(takes_context=True, name="webinar_parts")
def parts(context: dict[str, Any], page: WebinarPage, is_over: bool, own_progress: ActivityProgress) -> WebinarParts:
    """Speakers, presentations and the recording of a webinar, with the reader's progress."""
    request = context["request"]
    asked = Asked(*(request.GET.get(name, "") for name in ("t", "text", "version")))
    return webinar_parts(page, request.user, asked, is_over=is_over, own_progress=own_progress)


@register.filter
def initials(name: str) -> str:
    """Initials in place of a picture: «NO»."""
    return "".join(letter for letter in name if letter.isalnum())[:2].upper()


@register.filter
def file_size(size: int) -> str:
    """The size of a file: «292 kB», «4.1 MB». A kB has 1024 bytes."""
    kilobytes = size / KB
    if round(kilobytes) < KB:
        return _("%(number)s kB") % {"number": number_format(max(1, round(kilobytes)))}
    megabytes = kilobytes / KB
    return _("%(number)s MB") % {"number": number_format(round(megabytes, 1 if megabytes < TEN else None))}
