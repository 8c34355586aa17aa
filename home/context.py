"""The context of `base.html`: site name, owners, menus, languages, notice.

All values are lazy, so that a partial or a redirect makes no queries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext as _

from content import looks, validity
from content.languages import OWN_NAMES
from content.versions import in_words, readers_language
from courses.models import ProgrammePage
from home import sharing
from home.models import HomePage, NewsPage
from home.pages import Owner, place_of, public

ALIKE = {
    "fylkeskommune": gettext_noop("%(names)s county councils"),
    "kommune": gettext_noop("%(names)s municipalities"),
}
"""Last words that several owners' names may share, with the text that names them together."""


@dataclass
class Frame:
    """All public programmes, or only the one that the current page belongs to."""

    programmes: list[ProgrammePage] = field(default_factory=list)
    owners_of: dict[int, list[Owner]] = field(default_factory=dict)
    look: looks.Look = field(default_factory=looks.Look)
    """The site settings; where they are empty, the programme's own values are used."""

    @property
    def programme(self) -> ProgrammePage | None:
        """The current or only programme; None if there are several."""
        return self.programmes[0] if len(self.programmes) == 1 else None

    @property
    def owners(self) -> list[Owner]:
        return self.owners_of.get(self.programme.pk, []) if self.programme else []

    @property
    def name(self) -> str:
        return self.look.name or self.programme_name or settings.WAGTAIL_SITE_NAME

    @property
    def programme_name(self) -> str:
        return self.programme.short_title if self.programme else ""

    @property
    def name_language(self) -> str:
        """The language code of the site name if it differs from the active language, else empty."""
        named_by_programme = self.programme is not None and not self.look.name
        code = self.programme.language_of("short_title") if named_by_programme else get_language()
        return code if code and code != get_language() else ""

    @property
    def owner_line(self) -> str:
        return self.look.owner_line or (self.owner_line_of(self.programme) if self.programme else "")

    def owner_line_of(self, programme: ProgrammePage) -> str:
        """«Østfold, Akershus and Buskerud county councils»; names without a shared last word are listed in full."""
        names = [owner.name for owner in self.owners_of.get(programme.pk, [])]
        for word, together in ALIKE.items():
            if len(names) > 1 and all(name.endswith(f" {word}") for name in names):
                shorter = [name.removesuffix(f" {word}") for name in names]
                return gettext(together) % {"names": get_text_list(shorter, _("and"))}
        return get_text_list(names, _("and"))

    @property
    def about(self) -> str:
        if not self.owner_line:
            return _("Competence programmes for the green transition.")
        return _("A competence programme by %(owners)s.") % {"owners": self.owner_line}

    @property
    def notice(self) -> str:
        return next((programme.notice for programme in self.programmes if programme.notice), "")


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    route = getattr(request, "_wagtail_route_for_request", None)
    page = route.page if route else None
    look: Any = SimpleLazyObject(lambda: looks.of_request(request))
    frame: Any = SimpleLazyObject(lambda: read_frame(page, look))
    return {
        "frame": frame,
        "site_name": SimpleLazyObject(lambda: frame.name),
        "site_name_language": SimpleLazyObject(lambda: frame.name_language),
        "site_owner_line": SimpleLazyObject(lambda: frame.owner_line),
        "site_about": SimpleLazyObject(lambda: frame.about),
        "site_nav": SimpleLazyObject(lambda: menu(request, frame, page)),
        "site_footer": SimpleLazyObject(lambda: footer(frame)),
        "site_search_url": reverse("search"),
        "site_theme_url": SimpleLazyObject(lambda: look.style_sheet_url),
        "site_look": look,
        "account": SimpleLazyObject(lambda: account(request)),
        "language_links": SimpleLazyObject(lambda: language_links(request)),
        "alternates": SimpleLazyObject(lambda: alternates(request, languages_of(page, frame))),
        "language_notice": SimpleLazyObject(lambda: language_notice(request, languages_of(page, frame))),
        "demo_notice": SimpleLazyObject(lambda: frame.notice),
        "page_dates": page if page is not None and page.last_published_at and not isinstance(page, NewsPage) else None,
        "canonical_url": SimpleLazyObject(lambda: canonical_url(request, languages_of(page, frame))),
        "shared": SimpleLazyObject(lambda: _shared(request, page, frame)),
    }


def read_frame(page: Any = None, look: looks.Look | None = None) -> Frame:
    """The programme of the page, without a query if the page was found by routing; otherwise all programmes with
    their owners."""
    place = place_of(page) if page is not None else None
    if place is not None and place.programme is not None:
        return Frame([place.programme], {place.programme.pk: place.owners}, look or looks.Look())
    programmes, owners_of = _programmes()
    return Frame(programmes, owners_of, look or looks.Look())


_memo: validity.Memo[tuple[list[ProgrammePage], dict[int, list[Owner]]]] = validity.Memo()


def _programmes() -> tuple[list[ProgrammePage], dict[int, list[Owner]]]:
    """All public programmes and their owners by primary key, in one query; cached if there are several."""
    generation = validity.current()
    kept = _memo.get(generation, readers_language()) if generation else None
    if kept is not None:
        return kept
    rows = (
        public(ProgrammePage.objects.all())
        .select_related("contact", "mission__alliance", "mission__organisation", "historical_owner", "completion_rule")
        .annotate(
            language_code=F("locale__language_code"),
            owner_name=F("owner_links__organisation__name"),
            owner_url=F("owner_links__organisation__url"),
            owner_pk=F("owner_links__organisation"),
        )
        .order_by("path", "owner_links__sort_order")
    )
    programmes: list[ProgrammePage] = []
    owners_of: dict[int, list[Owner]] = {}
    for row in rows:
        if row.pk not in owners_of:
            programmes.append(in_words(row))
            owners_of[row.pk] = []
        if row.owner_name:
            owners_of[row.pk].append(Owner(row.owner_name, row.owner_url, row.owner_pk))
    found = programmes, owners_of
    # Not cached if there is only one: the front page loads its StreamFields, which would then stay in memory.
    return _memo.put(generation, found, readers_language()) if generation and len(programmes) > 1 else found


def menu(request: HttpRequest, frame: Frame, page: Any = None) -> list[dict[str, Any]]:
    """The main menu. On a site with one programme the front page is marked as part of that programme."""
    recordings = reverse("recordings")
    items = [
        (_("Programme") if frame.programme else _("Programmes"), programme_url(frame)),
        (_("Catalogue"), reverse("catalogue")),
        (_("Calendar"), reverse("calendar")),
        (_("Recordings"), recordings),
    ]
    here = _where_in_menu(request, page, recordings, programme_url(frame))
    return [{"label": label, "url": url, "current": here.get(url, "")} for label, url in items]


def _where_in_menu(request: HttpRequest, page: Any, recordings: str, programme: str) -> dict[str, str]:
    """`aria-current` by URL: "page" for the current page, "true" for its section."""
    if request.path == recordings:
        return {recordings: "page"}
    if request.path.startswith(reverse("calendar")):
        return {reverse("calendar"): "page" if request.path == reverse("calendar") else "true"}
    if isinstance(page, HomePage):
        return {programme: "page" if request.path == programme else "true"}
    if page is None or place_of(page).programme is None:
        return {request.path: "page"}
    if page.get_url() == programme:
        return {programme: "page"}
    recording = getattr(page, "recording", None)
    return {recordings if recording and recording.is_published() else programme: "true"}


def footer(frame: Frame) -> list[dict[str, Any]]:
    catalogue = reverse("catalogue")
    programme = [
        (_("About the programme") if frame.programme else _("Programmes"), programme_url(frame)),
        (_("Catalogue"), catalogue),
        (_("Calendar"), reverse("calendar")),
        (_("Recordings and presentations"), reverse("recordings")),
    ]
    yours = [
        (_("My page"), reverse("my_page")),
        (_("Contact us"), reverse("contact")),
        (_("News"), reverse("news")),
        (_("Plans and projects"), reverse("initiatives")),
        (_("Glossary"), reverse("glossary")),
    ]
    site = [
        (_("Privacy statement"), reverse("privacy")),
        (_("Accessibility"), reverse("accessibility")),
    ]
    columns = [(_("Programme"), programme), (_("For you"), yours), (_("About the site"), site)]
    return [
        {"heading": heading, "links": [{"label": label, "url": url} for label, url in links]}
        for heading, links in columns
    ]


def programme_url(frame: Frame) -> str:
    return (frame.programme.get_url() if frame.programme else None) or reverse("wagtail_serve", args=[""])


def front_crumb(frame: Frame) -> dict[str, str]:
    """The first breadcrumb: the programme if there is only one, else the front page with the list of programmes."""
    return {"label": frame.programme_name or _("Programmes"), "url": programme_url(frame)}


def account(request: HttpRequest) -> dict[str, Any]:
    """The account link: sign in, or my page, which leads staff without a participant to the staff area."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"label": _("Sign in"), "url": reverse("account_login"), "signed_in": False}
    return {"label": _("My page"), "url": reverse("my_page"), "signed_in": True}


def language_links(request: HttpRequest) -> list[dict[str, Any]]:
    """The current URL in every interface language."""
    current = get_language()
    return [
        {
            "code": code,
            "label": OWN_NAMES[code],
            "url": address_in(code, request),
            "current": code == current,
        }
        for code, _name in settings.LANGUAGES
    ]


def address_in(code: str, request: HttpRequest) -> str:
    """The current URL, with its query string, in a language."""
    path, mark, query = request.get_full_path().partition("?")
    return f"{_translated(path, get_language(), code)}{mark}{query}"


@lru_cache(maxsize=1000)
def _translated(path: str, reader: str, code: str) -> str:
    """Cached: `translate_url` takes as long as the rest of the context."""
    return translate_url(path, code)


def languages_of(page: Any, frame: Frame) -> list[str]:
    """The languages in which the current page exists, the original language first. Views without a page exist in
    all."""
    shown = frame.programme if isinstance(page, HomePage) and frame.programme else page
    if shown is None:
        return [code for code, _name in settings.LANGUAGES]
    return sorted(shown.languages, key=lambda code: code != shown.own_language)


def canonical_url(request: HttpRequest, languages: list[str]) -> str:
    """The canonical URL: the current one if the page exists in the active language, otherwise the URL in its
    original language."""
    return _absolute(request, canonical_language(languages))


def canonical_language(languages: list[str]) -> str:
    """The active language if the page exists in it, otherwise the page's original language."""
    code = get_language() or settings.LANGUAGE_CODE
    return code if code in languages else languages[0]


def alternates(request: HttpRequest, languages: list[str]) -> list[dict[str, str]]:
    """The `hreflang` links: the URL in each language of the page, and in its original language as `x-default`."""
    known = [{"code": code, "url": _absolute(request, code)} for code, _name in settings.LANGUAGES if code in languages]
    return [*known, {"code": "x-default", "url": _absolute(request, languages[0])}]


def language_notice(request: HttpRequest, languages: list[str]) -> dict[str, str] | None:
    """The notice that a page is not shown in the active language (X2); None if it is."""
    code = get_language() or settings.LANGUAGE_CODE
    if code in languages:
        return None
    return {
        "text": _("This page does not exist %(in_language)s yet. It is shown %(in_original)s.")
        % {"in_language": in_language(code), "in_original": in_language(languages[0])},
        "link": _("Go to the page %(in_original)s") % {"in_original": in_language(languages[0])},
        "code": languages[0],
        "url": address_in(languages[0], request),
    }


def in_language(code: str) -> str:
    return {
        "nb": _("in Norwegian Bokmål"),
        "nn": _("in Norwegian Nynorsk"),
        "sv": _("in Swedish"),
        "en": _("in English"),
    }[code]


def _shared(request: HttpRequest, page: Any, frame: Frame) -> sharing.Shared | None:
    languages = languages_of(page, frame)
    return sharing.shared(request, page, frame, languages, canonical_language(languages))


def _absolute(request: HttpRequest, code: str) -> str:
    return request.build_absolute_uri(_translated(request.path, get_language(), code))
