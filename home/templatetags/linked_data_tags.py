"""Template tags for structured data (JSON-LD). Each renders a script element, or nothing if there is no data."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import template
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from home import linked_data
from home.cards import Card
from home.linked_data import DataContext
from home.outline import Outline
from home.pages import place_of
from webinars.parts import WebinarParts

register = template.Library()


@register.simple_tag(takes_context=True)
def programme_data(context: dict[str, Any], programme: Any, outline: Outline) -> SafeString:
    """A programme as a `Course`, with its modules as parts."""
    of_page = _data_context(context, programme, ("lead",))
    if of_page is None:
        return linked_data.script(None)
    if programme != context.get("page"):
        of_page = replace(of_page, url=of_page.absolute(programme.get_url()))
    modules = [module.module for module in outline.modules]
    return linked_data.script(linked_data.course(programme, outline.cards, of_page, modules))


@register.simple_tag(takes_context=True)
def module_data(context: dict[str, Any], page: Any, outline: Outline) -> SafeString:
    """A module as a `Course`."""
    of_page = _data_context(context, page, ("text",))
    return linked_data.script(linked_data.course(page, outline.cards, of_page) if of_page else None)


@register.simple_tag(takes_context=True)
def event_data(context: dict[str, Any], card: Card) -> SafeString:
    """A webinar or gathering as an `Event`."""
    of_page = _data_context(context, card.page, ("goal", "abstract_text"))
    return linked_data.script(linked_data.event(card, of_page) if of_page else None)


@register.simple_tag(takes_context=True)
def video_data(context: dict[str, Any], card: Card, parts: WebinarParts) -> SafeString:
    """The recording of a webinar as a `VideoObject`."""
    of_page = _data_context(context, card.page, ("abstract_text",))
    return linked_data.script(linked_data.video(card, parts, of_page) if of_page else None)


@register.simple_tag(takes_context=True)
def article_data(context: dict[str, Any], page: Any) -> SafeString:
    """A news article as a `NewsArticle`."""
    of_page = _data_context(context, page, ("lead",))
    return linked_data.script(linked_data.article(page, of_page) if of_page else None)


@register.simple_tag(takes_context=True)
def breadcrumb_data(context: dict[str, Any], crumbs: list[dict[str, str]]) -> SafeString:
    """The breadcrumbs of this page as a `BreadcrumbList`."""
    page = context.get("page")
    title = page.title if page else ""
    return linked_data.script(linked_data.breadcrumbs(crumbs, title, str(context["canonical_url"])))


def _data_context(context: dict[str, Any], page: Any, texts: tuple[str, ...]) -> DataContext | None:
    """The shared context of structured data, or `None` if this is not the public URL of the page (a preview)."""
    frame, shared = context["frame"], context["shared"]
    if not shared:
        return None
    said = [getattr(page, name, "") for name in ("search_description", *texts)]
    return DataContext(
        url=str(context["canonical_url"]),
        description=strip_tags(next((text for text in said if text), frame.about)),
        image=shared.image,
        owners=frame.owners,
        owner_name=frame.name,
        programme=place_of(page).programme if page != frame.programme else page,
    )
