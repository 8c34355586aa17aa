"""What the public pages ask for: a programme's outline, the cards of a page, where it stands."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.userbar import Userbar
from wagtail.models import Page

from content.models import FactsBox, Theme
from content.translated import shown_language
from content.versions import in_full, readers_language
from courses import previewing
from courses.models import ProgrammePage, ProgrammePartner
from gatherings.agenda import Agenda, agenda
from home import faces, fronts, places
from home.cards import Card, in_order
from home.context import Frame, programme_url
from home.listing import Listing
from home.module_cards import ModuleCard, TrackCard
from home.outline import Outline, cards_of, outline
from home.pages import Place, listed, place_of, public, specific, with_card_facts
from people.permissions import participant_of

register = template.Library()


@register.simple_tag(takes_context=True)
def programme_outline(context: dict[str, Any], programme: ProgrammePage, within: Page | None = None) -> Outline:
    """Tracks, modules and activities of a programme, or of the part of it below a page, for the reader."""
    return outline(programme, _participant(context), within)


@register.simple_tag(takes_context=True)
def programme_fronts(context: dict[str, Any]) -> fronts.Fronts:
    """The programmes of the site, for a front page of several."""
    return fronts.read(context["frame"], context["request"].GET.get("page"), _participant(context))


@register.simple_tag
def result_card(catalogue: Listing, card: Card, face: str, layout: str = "") -> SafeString:
    """A card among results. As a visitor sees it, it is drawn once for every page of every list that it stands on."""

    def draw() -> SafeString:
        return render_to_string("components/activity_card.html", {"card": getattr(card, face), "layout": layout})

    if catalogue.participant is not None or card.said:
        return draw()
    key = (readers_language(), face, card.activity.pk, card.seats_left == 0)
    return catalogue.filterset.index.drawn(key, draw)


@register.simple_tag
def place(page: Page) -> Place:
    """The programme, track and module that a page stands in."""
    return place_of(page)


@register.simple_tag
def partners_of(programme: ProgrammePage) -> list[ProgrammePartner]:
    """The partners in order, with their role (V2)."""
    return list(programme.partner_links.select_related("organisation"))


@register.simple_tag
def themes_of(page: Any) -> list[Any]:
    return list(page.themes.all())


@register.simple_tag
def facts_boxes_of(page: Any) -> list[dict[str, Any]]:
    """The facts boxes that somebody has put on the page, in their order (V25)."""
    boxes: list[FactsBox] = [block.value for block in page.facts_boxes if block.value]
    own = get_language()
    shown = [(box, shown_language(box, "text")) for box in boxes]
    return [
        {"title": box.title, "text": box.text, "slug": box.slug, "lang": code if code != own else ""}
        for box, code in shown
    ]


@register.simple_tag
def crumbs(page: Page) -> list[dict[str, str]]:
    """The way down to a page, for `components/breadcrumbs.html`."""
    where = place_of(page)
    above = [one for one in (where.programme, where.track, where.module) if one is not None and one.pk != page.pk]
    return [
        {"label": getattr(one, "short_title", one.title), "url": one.get_url(), "lang": foreign(one)} for one in above
    ]


@register.simple_tag
def catalogue_crumbs(frame: Frame) -> list[dict[str, str]]:
    """Where the catalogue stands: below the one programme, or the front page of several."""
    return [_front_crumb(frame), {"label": _("Catalogue")}]


@register.simple_tag
def recordings_crumbs(frame: Frame) -> list[dict[str, str]]:
    """The same for all recordings."""
    return [_front_crumb(frame), {"label": _("Recordings")}]


@register.simple_tag
def calendar_crumbs(frame: Frame, label: str = "") -> list[dict[str, str]]:
    """The calendar, or what stands below it."""
    if not label:
        return [_front_crumb(frame), {"label": _("Calendar")}]
    return [_front_crumb(frame), {"label": _("Calendar"), "url": reverse("calendar")}, {"label": label}]


@register.simple_tag
def search_crumbs(frame: Frame) -> list[dict[str, str]]:
    return [_front_crumb(frame), {"label": _("Search")}]


@register.simple_tag
def theme_crumbs(frame: Frame, theme: Theme | None = None) -> list[dict[str, str]]:
    """All themes, or one of them."""
    if theme is None:
        return [_front_crumb(frame), {"label": _("Themes")}]
    return [_front_crumb(frame), {"label": _("Themes"), "url": reverse("themes")}, {"label": str(theme)}]


@register.simple_tag
def crumbs_to(frame: Frame, label: str) -> list[dict[str, str]]:
    """What stands right below the front page: an organisation, a page of text."""
    return [_front_crumb(frame), {"label": label}]


@register.simple_tag
def places_of_programme(outline: Outline, partners: list[Any]) -> list[places.PlaceOnPage]:
    """For `components/on_this_page.html`, as the ones below."""
    has_facts = any(block.value for block in outline.programme.facts_boxes)
    return places.of_programme(outline, has_facts=has_facts, has_partners=bool(partners))


@register.simple_tag
def places_of_gathering(page: Any, card: Card, agenda: Agenda, related: list[Card]) -> list[places.PlaceOnPage]:
    return places.of_gathering(page, card, agenda, related)


@register.simple_tag
def places_of_recording(parts: Any, related: list[Card]) -> list[places.PlaceOnPage]:
    return places.of_recording(parts, related)


@register.simple_tag
def places_of_body(body: Any) -> list[places.PlaceOnPage]:
    return places.of_body(body)


def _front_crumb(frame: Frame) -> dict[str, str]:
    return {"label": frame.programme_name or _("Programmes"), "url": programme_url(frame)}


@register.simple_tag
def track_of(outline: Outline, page: Page) -> TrackCard:
    """The track of this page, as the outline shows it."""
    return outline.track(page) or TrackCard(page, [])


@register.simple_tag
def module_of(outline: Outline, page: Page) -> ModuleCard:
    """The module of this page, as the outline shows it."""
    return outline.module(page) or ModuleCard(page, [])


@register.simple_tag
def card_of(outline: Outline, page: Page) -> Card:
    """The activity of this page, as the outline shows it."""
    return next(card for card in outline.cards if card.activity.pk == page.pk)


@register.simple_tag
def others_of(outline: Outline, page: Page) -> list[Card]:
    """The activities beside the one of this page."""
    return in_order(card for card in outline.cards if card.activity.pk != page.pk)


@register.filter
def with_blocks(page: Any) -> Any:
    """The page with its blocks in the reader's language too, which a list is read without."""
    return in_full(page)


@register.simple_tag
def in_language(page: Any, field: str = "title") -> SafeString:
    """` lang="nb"` for an element with words of the page, where the reader's language is another.

    A field that its translation leaves out is shown in the original's words; so is what is never translated.
    """
    code = foreign(page, field)
    return format_html(' lang="{}"', code) if code else mark_safe("")


@register.filter
def language_said(page: Any) -> str:
    """«In Norwegian», of a page in a list where it is in another language than the reader's."""
    return faces.language(page.shown_language)


def foreign(page: Any, field: str = "title") -> str:
    """The language of a field of a page, where it is another than the reader's."""
    code = page.language_of(field)
    return code if code != readers_language() else ""


@register.simple_tag(takes_context=True)
def activity_cards(context: dict[str, Any], activity: Any) -> dict[str, Any]:
    """The page's own activity as a card, and those that it goes together with (V23): read together."""
    rows = public(Page.objects.filter(activitypage__complements=activity.pk))
    others = [specific(row) for row in with_card_facts(listed(rows)).order_by("path")]
    in_full = activity if activity.kind == "gathering" else None
    own, *related = cards_of([activity, *others], _participant(context), in_full=in_full)
    previewing.put_into(activity.previewed_as, own.session, own.parts)
    where = place_of(activity)
    own.programme, own.track, own.module = where.programme, where.track, where.module
    return {"own": own, "related": in_order(related)}


@register.simple_tag
def gathering_agenda(card: Card) -> Agenda:
    """The days of a gathering with all that takes place on them."""
    return agenda(card.activity, card.session, card.parts)


@register.simple_tag
def contact_of(programme: ProgrammePage) -> dict[str, str]:
    """Whom to ask, for `components/contact_card.html`."""
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
    """Wagtail's checks of headings and links, which its editor reads from the preview beside a form."""
    is_beside_form = getattr(context.get("request"), "in_preview_panel", False)
    return Userbar(object=None).render_html(context) if is_beside_form else ""
