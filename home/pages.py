"""Page queries that join the tables of several page types, so that a list needs one query instead of two per page, and
the page at a URL is read with its ancestors in two.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, Substr
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.models.sites import SiteRootPath
from wagtail.url_routing import RouteResult

from content import versions
from content.models import BasePage
from courses.models import ActivityPage, ModulePage
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH
from home.models import HomePage
from webinars.models import CaptionTrack, Handout

TRACK_DEPTH = PROGRAMME_DEPTH + 1
MODULE_DEPTH = PROGRAMME_DEPTH + 2
DEEPEST = 10
"""Deeper than any page of this site."""
KINDS: dict[str, tuple[str, ...]] = {
    "homepage": ("homepage",),
    "standardpage": ("standardpage",),
    "newsindexpage": ("newsindexpage",),
    "newspage": ("newspage",),
    "initiativeindexpage": ("initiativeindexpage",),
    "planpage": ("planpage",),
    "projectpage": ("projectpage",),
    "forumpage": ("forumpage",),
    "initiativepage": ("initiativepage",),
    "programmepage": ("programmepage",),
    "trackpage": ("trackpage",),
    "modulepage": ("modulepage",),
    "lessonpage": ("activitypage", "lessonpage"),
    "webinarpage": ("activitypage", "webinarpage"),
    "gatheringpage": ("activitypage", "gatheringpage"),
}
"""The lookups from a page to its specific class, by the name of that class."""
LISTED_WITH: dict[str, tuple[str, ...]] = {
    "programmepage": ("completion_rule",),
    "modulepage": ("lead_partner",),
    "activitypage": ("responsible", "completion_rule"),
    "webinarpage": ("recording",),
    "gatheringpage": ("municipality",),
}
"""The rows that are read with a page of the class for lists."""
READ_WITH: dict[str, tuple[str, ...]] = {
    "programmepage": ("contact", "mission__alliance", "mission__organisation", "historical_owner", "completion_rule"),
    "modulepage": ("lead_partner",),
    "activitypage": ("responsible", "completion_rule"),
    "webinarpage": ("recording__media",),
    "gatheringpage": ("municipality", "contact", "mission", "moderator_organisation"),
}
"""The same for its own page."""
ABOVE = ("programmepage", "trackpage", "modulepage")
ACTIVITIES = ("lessonpage", "webinarpage", "gatheringpage")
ANNOTATED = {
    *("theme_slug", "caption_count", "slides_count", "attachment_count"),
    *("own_segments", "own_position", "programme_zone", "held_on", "is_cancelled"),
}


def joined(pages: QuerySet[Page], kinds: Iterable[str] = KINDS) -> QuerySet[Page]:
    """Join the tables of the page types that there can be, so that `specific` needs no query.

    Each table costs more in Django than in the database: its columns are compiled into every query.
    """
    return pages.select_related(*(way for kind in kinds for way in _ways(kind)))


def listed(pages: QuerySet[Page], kinds: Iterable[str] = KINDS) -> QuerySet[Page]:
    """`joined`, without StreamFields: lists do not show them, and parsing them dominates the time."""
    return joined(pages, kinds).defer(*(name for kind in kinds for name in _blocks(kind)))


def _ways(kind: str) -> list[str]:
    """The lookups of the tables of a page type, and of what is read with it."""
    found, way = [], ""
    for name in KINDS[kind]:
        way = f"{way}__{name}" if way else name
        found += [way, *(f"{way}__{related}" for related in LISTED_WITH.get(name, ()))]
    return found


@cache
def _blocks(kind: str) -> list[str]:
    """The lookups of the StreamFields of a page type."""
    found = []
    model, way = Page, ""
    for name in KINDS[kind]:
        model, way = model._meta.get_field(name).related_model, f"{way}{name}__"
        found += [f"{way}{field.name}" for field in model._meta.local_fields if isinstance(field, StreamField)]
    return found


def specific(page: Page) -> Any:
    """The page as its specific class, from a row of `joined`, in the active language if it is translated.

    Annotations are copied to it.
    """
    node: Any = page
    for name in KINDS.get(page.cached_content_type.model, ()):
        parent, node = node, getattr(node, name)
        # Where a class has two parent tables, the parent link between those is cached only on the upper one.
        for known, value in parent._state.fields_cache.items():
            node._state.fields_cache.setdefault(known, value)
    if node is page and page.cached_content_type.model not in KINDS:
        node = page.specific
        return versions.in_words(node) if isinstance(node, BasePage) else node
    for name in page.__dict__.keys() & ANNOTATED:
        setattr(node, name, getattr(page, name))
    return versions.in_words(node)


def with_card_facts(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Annotate what cards of activities and modules show: first theme, number of captions, presentations and
    attachments."""
    handouts = Handout.objects.filter(webinar_id=OuterRef("pk"), is_planned=False).order_by()
    return pages.annotate(
        theme_slug=Coalesce(_first_theme(ActivityPage), _first_theme(ModulePage)),
        caption_count=_count(
            CaptionTrack.objects.filter(recording__webinar_id=OuterRef("pk")).order_by(), "recording__webinar_id"
        ),
        slides_count=_count(handouts.filter(kind=Handout.Kind.SLIDES), "webinar_id"),
        attachment_count=_count(handouts.filter(kind=Handout.Kind.ATTACHMENT), "webinar_id"),
    )


def _first_theme(kind: Any) -> Subquery:
    """The slug of the theme that was added first."""
    rows = kind.themes.through.objects.filter(**{kind.themes.field.m2m_field_name(): OuterRef("pk")})
    return Subquery(rows.order_by("pk").values("theme__slug")[:1])


def _count(rows: QuerySet, group: str) -> Coalesce:
    total = rows.values(group).annotate(total=Count("pk")).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


def originals(pages: QuerySet) -> QuerySet:
    """Exclude pages that are translations: they are neither served nor listed."""
    if issubclass(pages.model, BasePage):
        return pages.filter(original=None)
    return pages.filter(**{f"{names[0]}__original": None for names in KINDS.values()})


def public(pages: QuerySet) -> QuerySet:
    """Originals that are live, have only live ancestors, and no view restriction on either. Adds no query."""
    return originals(pages).filter(_OpenToAll("path"))


class _OpenToAll(Func):
    """Whether a page and all its ancestors are live and without view restrictions.

    Written in SQL: one query may use it a hundred times, and compiling that many subqueries takes Django half a
    second. Ancestors are looked up by path, which is indexed.
    """

    output_field = BooleanField()
    template = (
        "(NOT EXISTS (SELECT 1 FROM wagtailcore_page hidden WHERE NOT hidden.live AND hidden.path IN (PLACES))"
        " AND NOT EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction closed"
        " JOIN wagtailcore_page place ON place.id = closed.page_id WHERE place.path IN (PLACES)))"
    ).replace(
        "PLACES", ", ".join(f"SUBSTR(%(expressions)s, 1, {PATH_STEP * depth})" for depth in range(1, DEEPEST + 1))
    )


def at_or_above(rows: QuerySet, path: str = "path", here: str = "path") -> QuerySet:
    """Filter to rows whose tree path is that of the outer query's row or of one of its ancestors.

    Looks up each ancestor by its path, which is indexed; a prefix comparison would scan all rows.
    """
    places = [Substr(OuterRef(here), 1, PATH_STEP * depth) for depth in range(1, DEEPEST + 1)]
    return rows.filter(**{f"{path}__in": places})


class Owner(NamedTuple):
    name: str
    url: str
    pk: int


@dataclass
class Place:
    """The ancestors of a page, itself included: programme, track and module, and the owners of the programme."""

    programme: Any = None
    track: Any = None
    module: Any = None
    owners: list[Owner] = field(default_factory=list)

    @classmethod
    def of(cls, path: str, pages: dict[str, Any]) -> Place:
        """From pages keyed by tree path."""
        place = cls()
        for name, depth in _DEPTHS.items():
            page = pages.get(path[: PATH_STEP * depth])
            if page is not None and page.cached_content_type.model == f"{name}page":
                setattr(place, name, page)
        return place


_DEPTHS = {"programme": PROGRAMME_DEPTH, "track": TRACK_DEPTH, "module": MODULE_DEPTH}


def paths_above(paths: Iterable[str]) -> set[str]:
    """The tree paths at the depths of programme, track and module; such pages need not exist."""
    return {path[: PATH_STEP * depth] for path in paths for depth in _DEPTHS.values()}


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """The page at this URL and its ancestors, in two queries. None: leave the request to Wagtail.

    Below the language prefix a URL is the same in every language, so this finds the original, in whichever
    language's tree it is; `specific` then returns it in the active language.
    """
    roots = root_addresses(request)
    if not roots or (path and not path.endswith("/")):
        return None
    parts = path.split("/")[:-1]
    ways = ["".join(f"{part}/" for part in parts[:end]) for end in range(len(parts) + 1)]
    found = Page.objects.filter(url_path__in=[root + way for root in roots for way in ways])
    # The slug is indexed, the whole path is not.
    rows = _line(found.filter(slug__in=[*parts, *(root.split("/")[-2] for root in roots)]))
    here = {row.url_path: row for row in rows}
    page = _original([here[root + path] for root in roots if root + path in here])
    if page is None or not page.live:
        # Wagtail's own welcome page, on a site without pages.
        return None
    above = [row for row in rows if page.path.startswith(row.path)]
    page.place = _place(page, above)
    # Ancestors below another language's home page are not all read here.
    is_whole = len({one.path for one in above}) == page.depth - 1
    page.known_unrestricted = is_whole and not any(one.is_restricted or one.alias_of_id for one in above)
    return RouteResult(page)


def address_of_translation(request: HttpRequest, path: str) -> str:
    """The URL, in the language of the request, of the original of the translation stored at this path; empty if
    there is none."""
    wanted = [root + path for root in root_addresses(request)]
    page = Page.objects.filter(url_path__in=wanted, live=True).exclude(pk__in=originals(Page.objects.all())).first()
    address = page.specific.as_original.get_url() if page is not None else None
    return address if address and address != request.path else ""


class Address(NamedTuple):
    """The URL of a page as in `BasePage.get_url`, without the language prefix."""

    host: str
    """Scheme and host; empty on an installation with one site."""
    path: str

    @classmethod
    def of(cls, url_path: str, sites: list[SiteRootPath]) -> Address | None:
        """From a page's `url_path`; None outside of all sites."""
        site = next((one for one in sites if url_path.startswith(one.root_path)), None)
        if site is None:
            return None
        several = len({one.site_id for one in sites}) > 1
        return cls(site.root_url if several else "", quote(url_path.removeprefix(site.root_path)))

    def in_language(self, code: str) -> str:
        return f"{self.host}{front(code)}{self.path}"


@cache
def front(code: str) -> str:
    """The URL prefix of pages in a language."""
    with translation.override(code):
        return reverse("wagtail_serve", args=[""])


def root_addresses(request: HttpRequest) -> list[str]:
    """The `url_path` of the site's root page in each language, the active language first.

    Cached by Wagtail; the current site is looked up only if there are several.
    """
    paths = Site.get_site_root_paths()
    if len({path.site_id for path in paths}) > 1:
        site = Site.find_for_request(request)
        paths = [path for path in paths if site and path.site_id == site.pk]
    own = versions.readers_language()
    return [path.root_path for path in sorted(paths, key=lambda path: path.language_code != own)]


def _line(pages: QuerySet[Page]) -> list[Page]:
    """Pages in tree order, joined with the home page and what is shown of the programme, track and module of another
    page. The join repeats the programme's row per owner."""
    link = "programmepage__owner_links"
    return list(
        pages.select_related(
            *("homepage", "programmepage__contact", "programmepage__completion_rule", "trackpage", "modulepage")
        )
        .defer(*(name for kind in ABOVE for name in _blocks(kind)))
        .annotate(
            is_restricted=Exists(PageViewRestriction.objects.filter(page_id=OuterRef("pk"))),
            theme_slug=_first_theme(ModulePage),
            owner_name=F(f"{link}__organisation__name"),
            owner_url=F(f"{link}__organisation__url"),
            owner_pk=F(f"{link}__organisation"),
        )
        .order_by("path", f"{link}__sort_order")
    )


def _place(page: Any, above: Iterable[Page]) -> Place:
    """The place of a page, from rows of `_line`."""
    rows = list(above)
    place = Place.of(page.path, {**by_path(rows), page.path: page})
    place.owners = [Owner(row.owner_name, row.owner_url, row.owner_pk) for row in rows if row.owner_name]
    return place


def _original(rows: list[Page]) -> Any:
    """The original among the pages with the same URL in the trees of several languages, the first ones preferred, in
    the active language. One query, none for the home page, and one more if the translation has another URL."""
    shown = Q(original=None) | Q(locale__language_code=versions.readers_language())
    for kind in dict.fromkeys(row.specific_class for row in rows):
        if kind is None or not issubclass(kind, BasePage):
            continue
        if kind is HomePage:
            found = [specific(row) for row in rows if row.specific_class is kind]
        else:
            found = list(_whole(kind).filter(shown, pk__in=rows))
        same = [one for row in rows for one in found if one.pk == row.pk and one.original_id is None]
        if same:
            page = same[0]
            if hasattr(kind, "themes"):
                page.known_themes = [one.own_theme for one in same if one.pk == page.pk and hasattr(one, "own_theme")]
            return versions.in_full(versions.in_words(page), [one for one in found if one.original_id == page.pk])
    return None


def _whole(kind: type[BasePage]) -> QuerySet[Any]:
    """Pages of one type with what their own page shows. The join repeats them per theme."""
    related = [way for name in KINDS.get(kind._meta.model_name, ()) for way in READ_WITH.get(name, ())]
    pages = kind._default_manager.select_related(*related)
    if not hasattr(kind, "themes"):
        return pages
    if issubclass(kind, ActivityPage | ModulePage):
        # As `with_card_facts`: what is drawn of a page is the same wherever it is read.
        pages = pages.annotate(theme_slug=_first_theme(kind))
    with_themes = pages.annotate(own_theme=FilteredRelation("themes"))
    return with_themes.select_related(*related, "own_theme").order_by("own_theme__slug")


def place_of(page: Any) -> Place:
    """The place of a page, as set by `route`; otherwise (for example in a preview) one query."""
    if not hasattr(page, "place"):
        page.place = _place(page, _line(Page.objects.filter(path__in=paths_above([page.path]))))
    return page.place


def by_path(pages: Iterable[Page]) -> dict[str, Any]:
    """The programmes, tracks and modules among these pages, by tree path."""
    return {page.path: specific(page) for page in pages if page.cached_content_type.model in ABOVE}
