"""Template tags for the pages on accessibility, privacy and contact."""

from __future__ import annotations

from typing import Any

from django import template

from home.site_pages import accessibility_deficits, contacts, stored_data

register = template.Library()
register.simple_tag(stored_data.stored_data, name="stored_data")
register.simple_tag(stored_data.cookies, name="cookies")
register.simple_tag(contacts.contacts, name="contacts")
register.simple_tag(contacts.address_of_site, name="address_of_site")


@register.simple_tag(takes_context=True, name="accessibility_deficits")
def deficits(context: dict[str, Any]) -> accessibility_deficits.DeficitList:
    """The requested page of the list of accessibility deficits."""
    return accessibility_deficits.read(context["request"].GET.get("page"))
