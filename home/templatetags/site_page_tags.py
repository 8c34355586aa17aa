"""Template tags for the pages on accessibility, privacy and contact."""

from __future__ import annotations

from typing import Any

from django import template

from home.site_pages import contacts, kept, lacking

register = template.Library()
register.simple_tag(kept.kept, name="what_is_kept")
register.simple_tag(kept.cookies, name="which_cookies")
register.simple_tag(contacts.contacts, name="whom_to_ask")
register.simple_tag(contacts.address_of_site, name="address_of_site")


@register.simple_tag(takes_context=True)
def what_lacks(context: dict[str, Any]) -> lacking.Lacking:
    """The requested page of the list of accessibility deficits."""
    return lacking.read(context["request"].GET.get("page"))
