"""Template tags for public pages: the outline of a programme, the cards of a page, breadcrumbs, languages."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.userbar import Userbar
from wagtail.models import Page

from content.models import FactsBox
from content.translated import shown_language
from content.versions import in_full, readers_language
from courses import previewing
from courses.models import ProgrammePage, ProgrammePartner
from gatherings.agenda import Agenda, agenda
from home import card_wording, front_page, table_of_contents
from home.cards import Card, in_order
from home.context import Frame, front_crumb
from home.listing import Listing
from home.module_cards import ModuleCard, TrackCard
from home.outline import Outline, cards_of, outline
from home.pages import ACTIVITIES, listed, place_of, public, specific, with_card_facts
from people.permissions import participant_of

register = template.Library()


@register.simple_tag(takes_context=True)
def programme_outline(context: dict[str, Any], programme: ProgrammePage, within: Page | None = None) -> Outline:
    """The tracks, modules and activities of a programme, or of the part below a page, with the user's own status."""
    return outline(programme, _participant(context), within)


@register.simple_tag(takes_context=True)
def front_page_programmes(context: dict[str, Any]) -> front_page.FrontPage:
    """The programmes of the site, for the front page if there are several."""
    return front_page.read(context["frame"], context["request"].GET.get("page"), _participant(context))


@register.simple_tag
def result_card(catalogue: Listing, card: Card, face: str, layout: str = "") -> SafeString:
    """A rendered card in a list of results. For anonymous users the HTML is cached and shared by all lists."""

    def draw() -> SafeString:
        return render_to_string("components/activity_card.html", {"card": getattr(card, face), "layout": layout})

    if catalogue.participant is not None or card.said:
        return draw()
    key = (readers_language(), face, card.activity.pk, card.seats_left == 0)
    return catalogue.filterset.index.drawn(key, draw)


register.simple_tag(place_of, name="place")


@register.simple_tag
def partners_of(programme: ProgrammePage) -> list[ProgrammePartner]:
    """The partners of a programme in order, with their roles (V2)."""
    return list(programme.partner_links.select_related("organisation"))


@register.simple_tag
def themes_of(page: Any) -> list[Any]:
    """The themes of a page, as found by routing; otherwise one query."""
    return page.known_themes if hasattr(page, "known_themes") else list(page.themes.all())


@register.simple_tag
def facts_boxes_of(page: Any) -> list[dict[str, Any]]:
    """The facts boxes of a page, in the editor's order (V25)."""
    boxes: list[FactsBox] = [block.value for block in page.facts_boxes if block.value]
    own = get_language()
    shown = [(box, shown_language(box, "text")) for box in boxes]
    return [
        {"title": box.title, "text": box.text, "slug": box.slug, "lang": code if code != own else ""}
        for box, code in shown
    ]


@register.simple_tag
def crumbs(page: Page) -> list[dict[str, str]]:
    """The breadcrumbs of a page, for `components/breadcrumbs.html`."""
    where = place_of(page)
    above = [one for one in (where.programme, where.track, where.module) if one is not None and one.pk != page.pk]
    return [
        {"label": getattr(one, "short_title", one.title), "url": one.get_url(), "lang": foreign(one)} for one in above
    ]


@register.simple_tag
def crumbs_to(frame: Frame, *steps: str) -> list[dict[str, str]]:
    """The breadcrumbs of a page below the front page: pairs of label and URL, and last the label of the page itself."""
    pairs = zip_longest(steps[::2], steps[1::2], fillvalue="")
    return [front_crumb(frame), *({"label": label, "url": url} for label, url in pairs)]


@register.simple_tag
def contents_of_programme(outline: Outline, partners: list[Any]) -> list[table_of_contents.Entry]:
    has_facts = any(block.value for block in outline.programme.facts_boxes)
    return table_of_contents.of_programme(outline, has_facts=has_facts, has_partners=bool(partners))


# The tables of contents of other pages, for `components/on_this_page.html`.
register.simple_tag(table_of_contents.of_gathering, name="contents_of_gathering")
register.simple_tag(table_of_contents.of_recording, name="contents_of_recording")
register.simple_tag(table_of_contents.of_body, name="contents_of_body")
register.simple_tag(table_of_contents.of_standard_page, name="contents_of_standard_page")


@register.simple_tag
def track_of(outline: Outline, page: Page) -> TrackCard:
    """The card of a track page, from the outline."""
    return outline.track(page) or TrackCard(page, [])


@register.simple_tag
def module_of(outline: Outline, page: Page) -> ModuleCard:
    """The card of a module page, from the outline."""
    return outline.module(page) or ModuleCard(page, [])


@register.simple_tag(takes_context=True)
def card_of(context: dict[str, Any], outline: Outline, page: Page) -> Card:
    """The card of an activity page, from the outline, which has public pages only; others are read by themselves."""
    known = next((card for card in outline.cards if card.activity.pk == page.pk), None)
    return known or activity_cards(context, page)["own"]


@register.simple_tag
def others_of(outline: Outline, page: Page) -> list[Card]:
    """The cards of all activities in the outline except that of this page."""
    return in_order(card for card in outline.cards if card.activity.pk != page.pk)


@register.filter
def with_blocks(page: Any) -> Any:
    """The page with its stream fields translated to the active language, which lists leave out."""
    return in_full(page)


@register.simple_tag
def in_language(page: Any, field: str = "title") -> SafeString:
    """A `lang` attribute such as ` lang="nb"` for an element with a text of the page, if it is not in the active
    language.

    Fields that are empty in the translation, or never translated, are shown in the original language.
    """
    code = foreign(page, field)
    return format_html(' lang="{}"', code) if code else mark_safe("")


@register.filter
def language_said(page: Any) -> str:
    """A label such as “In Norwegian” for a page in a list, if it is not in the active language; else empty."""
    return card_wording.language(page.shown_language)


def foreign(page: Any, field: str = "title") -> str:
    """The language code of a field of a page, if it is not the active language; else empty."""
    code = page.language_of(field)
    return code if code != readers_language() else ""


@register.simple_tag(takes_context=True)
def activity_cards(context: dict[str, Any], activity: Any) -> dict[str, Any]:
    """The card of an activity, and those of the activities that complement it (V23), read together."""
    rows = public(Page.objects.filter(activitypage__complements=activity.pk))
    others = [specific(row) for row in with_card_facts(listed(rows, ACTIVITIES)).order_by("path")]
    in_full = activity if activity.kind == "gathering" else None
    own, *related = cards_of([activity, *others], _participant(context), in_full=in_full)
    previewing.put_into(activity.previewed_as, own.session, own.parts)
    where = place_of(activity)
    own.programme, own.track, own.module = where.programme, where.track, where.module
    return {"own": own, "related": in_order(related)}


@register.simple_tag
def gathering_agenda(card: Card) -> Agenda:
    """The days of a gathering with their sessions and other agenda items."""
    return agenda(card.activity, card.session, card.parts)


@register.simple_tag
def contact_of(programme: ProgrammePage) -> dict[str, str]:
    """The contact of a programme, for `components/contact_card.html`."""
    person = programme.contact
    title = person.title[:1].lower() + person.title[1:]
    return {
        "heading": _("Do you have a question?"),
        "text": _("%(name)s is %(title)s and helps you find the right module.") % {"name": person.name, "title": title}
        if title
        else _("%(name)s helps you find the right module.") % {"name": person.name},
        "email": person.email,
        "phone": person.phone,
        "phone_href": person.phone.replace(" ", ""),
    }


def _participant(context: dict[str, Any]):
    return participant_of(context["request"].user)


@register.simple_tag(takes_context=True)
def checks_of_preview(context: dict[str, Any]) -> SafeString | str:
    """Wagtail's user bar, which runs the content checks (headings, links) for the preview panel of the editor."""
    is_beside_form = getattr(context.get("request"), "in_preview_panel", False)
    return Userbar(object=None).render_html(context) if is_beside_form else ""
