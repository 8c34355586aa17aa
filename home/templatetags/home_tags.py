from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from wagtail.models import Page

from courses.models import ProgrammePage
from home.cards import Card, Outline, cards_of, outline, place
from home.pages import joined, specific, with_card_facts
from people.permissions import participant_of

register = template.Library()


@register.simple_tag(takes_context=True)
def programme_outline(context: dict[str, Any], programme: ProgrammePage, within: Page | None = None) -> Outline:
    """Tracks, modules and activities of a programme, or of the part of it below a page, for the reader."""
    return outline(programme, _participant(context), within)


@register.simple_tag(takes_context=True)
def activity_card(context: dict[str, Any], activity: Any) -> Card:
    """The activity of this page as a card, with the track, module and programme it stands in."""
    [card] = place(cards_of([activity], _participant(context)))
    return card


@register.simple_tag(takes_context=True)
def related_cards(context: dict[str, Any], activity: Any) -> list[Card]:
    """The activities that this one complements, as cards (V23)."""
    rows = with_card_facts(joined(Page.objects.live().filter(activitypage__complements=activity.pk))).order_by("path")
    activities = [specific(row) for row in rows]
    return cards_of(activities, _participant(context), timezone.now()) if activities else []


@register.simple_tag(takes_context=True)
def live_programmes(context: dict[str, Any]) -> list[ProgrammePage]:
    """The programmes of the site, in the order of the tree."""
    return list(ProgrammePage.objects.live().select_related("contact").order_by("path"))


def _participant(context: dict[str, Any]):
    return participant_of(context["request"].user)
