from __future__ import annotations

from typing import Any

from django import template

from webinars.models import WebinarPage
from webinars.parts import WebinarParts, webinar_parts

register = template.Library()


@register.simple_tag(takes_context=True, name="webinar_parts")
def parts(context: dict[str, Any], page: WebinarPage, is_over: bool) -> WebinarParts:
    """Speakers, presentations and the recording of a webinar."""
    request = context["request"]
    return webinar_parts(page, request.user, request.GET.get("t", ""), is_over=is_over)


@register.filter
def initials(name: str) -> str:
    """«NO», a sign for who is not pictured."""
    return "".join(letter for letter in name if letter.isalnum())[:2].upper()
