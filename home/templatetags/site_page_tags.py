"""Template tags for the pages on accessibility, privacy and contact."""

from __future__ import annotations

from typing import Any

from django import template

from home.site_pages import contacts, kept, lacking

register = template.Library()


@register.simple_tag(takes_context=True)
def what_lacks(context: dict[str, Any]) -> lacking.Lacking:
    """The requested page of the list of accessibility deficits."""
    return lacking.read(context["request"].GET.get("page"))


@register.simple_tag
def what_is_kept() -> list[kept.Kept]:
    return kept.kept()


@register.simple_tag
def which_cookies() -> list[kept.Kept]:
    return kept.cookies()


@register.simple_tag
def whom_to_ask() -> list[contacts.Contact]:
    return contacts.contacts()


@register.simple_tag
def address_of_site() -> str:
    return contacts.address_of_site()
