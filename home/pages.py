"""Pages as one query each: the row of every kind joined, so that a tree or a lookup is never two queries a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote

from django.db.models import BooleanField, Count, Exists, F, Func, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Substr
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.models.sites import SiteRootPath
from wagtail.url_routing import RouteResult

from content import validity, versions
from content.models import BasePage
from courses.models import ActivityPage, ModulePage
from courses.requirements import PATH_STEP, PROGRAMME_DEPTH
from webinars.models import CaptionTrack, Handout

TRACK_DEPTH = PROGRAMME_DEPTH + 1
MODULE_DEPTH = PROGRAMME_DEPTH + 2
DEEPEST = 10
"""No tree of ours goes deeper, by far."""
JOINED = (
    "content_type",
    "homepage",
    "standardpage",
    "newsindexpage",
    "newspage",
    "initiativeindexpage",
    "planpage",
    "projectpage",
    "forumpage",
    "initiativepage",
    "programmepage__contact",
    "programmepage__mission__alliance",
    "programmepage__mission__organisation",
    "programmepage__historical_owner",
    "programmepage__completion_rule",
    "trackpage",
    "modulepage__lead_partner",
    "activitypage__responsible",
    "activitypage__completion_rule",
    "activitypage__lessonpage",
    "activitypage__webinarpage__recording__media",
    "activitypage__gatheringpage__municipality",
    "activitypage__gatheringpage__contact",
    "activitypage__gatheringpage__mission",
    "activitypage__gatheringpage__moderator_organisation",
)
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
ANNOTATED = {
    *("language_code", "is_restricted", "theme_slug", "caption_count", "slides_count", "attachment_count"),
    *("own_segments", "own_position", "programme_zone"),
}


def joined(pages: QuerySet[Page]) -> QuerySet[Page]:
    """The pages with the rows of their kinds, in one query; `specific` then asks nothing."""
    return pages.select_related(*JOINED).annotate(language_code=F("locale__language_code"))


def listed(pages: QuerySet[Page]) -> QuerySet[Page]:
    """`joined`, without the blocks: no list shows those, and to read them takes longer than all else."""
    return joined(pages).defer(*_blocks())


@cache
def _blocks() -> list[str]:
    """Where the blocks of each kind of page stand, as a query names them."""
    found = []
    for names in KINDS.values():
        model, way = Page, ""
        for name in names:
            model, way = model._meta.get_field(name).related_model, f"{way}{name}__"
            found += [f"{way}{field.name}" for field in model._meta.local_fields if isinstance(field, StreamField)]
    return list(dict.fromkeys(found))


def specific(page: Page) -> Any:
    """The page as its kind, from what `joined` brought along, in the reader's language where it exists in it.

    Annotations are carried over.
    """
    node: Any = page
    for name in KINDS.get(page.cached_content_type.model, ()):
        parent, node = node, getattr(node, name)
        # A link between two parents of a kind is known on the upper one only.
        for known, value in parent._state.fields_cache.items():
            node._state.fields_cache.setdefault(known, value)
    if node is page and page.cached_content_type.model not in KINDS:
        node = page.specific
        return versions.in_words(node) if isinstance(node, BasePage) else node
    for name in page.__dict__.keys() & ANNOTATED:
        setattr(node, name, getattr(page, name))
    return versions.in_words(node)


def with_card_facts(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Adds what a card shows of an activity or module: its first theme, captions, presentations."""
    activity_themes = ActivityPage.themes.through.objects.filter(activitypage_id=OuterRef("pk")).order_by("pk")
    module_themes = ModulePage.themes.through.objects.filter(modulepage_id=OuterRef("pk")).order_by("pk")
    handouts = Handout.objects.filter(webinar_id=OuterRef("pk"), is_planned=False).order_by()
    return pages.annotate(
        theme_slug=Coalesce(
            Subquery(activity_themes.values("theme__slug")[:1]), Subquery(module_themes.values("theme__slug")[:1])
        ),
        caption_count=_count(
            CaptionTrack.objects.filter(recording__webinar_id=OuterRef("pk")).order_by(), "recording__webinar_id"
        ),
        slides_count=_count(handouts.filter(kind=Handout.Kind.SLIDES), "webinar_id"),
        attachment_count=_count(handouts.filter(kind=Handout.Kind.ATTACHMENT), "webinar_id"),
    )


def _count(rows: QuerySet, group: str) -> Coalesce:
    total = rows.values(group).annotate(total=Count("pk")).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


def originals(pages: QuerySet) -> QuerySet:
    """Without the rows that translations are: nobody is served those, and no list has them."""
    if issubclass(pages.model, BasePage):
        return pages.filter(original=None)
    return pages.filter(**{f"{names[0]}__original": None for names in KINDS.values()})


def public(pages: QuerySet) -> QuerySet:
    """The originals that are published with all above them, and closed to nobody. Costs no query of its own."""
    return originals(pages).filter(_OpenToAll("path"))


class _OpenToAll(Func):
    """Whether a page and all above it are published, and none of them closed to anybody.

    In SQL, because a query may ask for it a hundred times: to put as many subqueries together takes Django half a
    second, which is far longer than the answer. Each place above is looked up by its path, which has an index.
    """

    output_field = BooleanField()
    template = (
        "(NOT EXISTS (SELECT 1 FROM wagtailcore_page hidden WHERE NOT hidden.live AND hidden.path IN (PLACES))"
        " AND NOT EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction closed"
        " JOIN wagtailcore_page place ON place.id = closed.page_id WHERE place.path IN (PLACES)))"
    ).replace(
        "PLACES", ", ".join(f"SUBSTR(%(expressions)s, 1, {PATH_STEP * depth})" for depth in range(1, DEEPEST + 1))
    )


_public: validity.Memo[set[int]] = validity.Memo()


def public_keys() -> set[int]:
    """Those of all originals that everybody may see; one query where anything but seats has changed.

    What is looked for in other tables is compared with it, which takes much less than asking `public` of each row.
    """
    generation = validity.current()
    kept = _public.get(generation) if generation else None
    if kept is None:
        kept = set(public(Page.objects.all()).order_by().values_list("pk", flat=True))
        if generation:
            _public.put(generation, kept)
    return kept


def at_or_above(rows: QuerySet, path: str = "path", here: str = "path") -> QuerySet:
    """Those of the rows, by their tree path, that the row of the outer query is or stands below.

    Each place above it is looked up by its own path, of which there is an index; comparing would go through all rows.
    """
    places = [Substr(OuterRef(here), 1, PATH_STEP * depth) for depth in range(1, DEEPEST + 1)]
    return rows.filter(**{f"{path}__in": places})


class Owner(NamedTuple):
    name: str
    url: str
    pk: int


@dataclass
class Place:
    """Where a page stands: programme, track and module above it, itself among them, and who owns the programme."""

    programme: Any = None
    track: Any = None
    module: Any = None
    owners: list[Owner] = field(default_factory=list)

    @classmethod
    def of(cls, path: str, pages: dict[str, Any]) -> Place:
        """From pages by tree path."""
        place = cls()
        for name, depth in _DEPTHS.items():
            page = pages.get(path[: PATH_STEP * depth])
            if page is not None and page.cached_content_type.model == f"{name}page":
                setattr(place, name, page)
        return place


_DEPTHS = {"programme": PROGRAMME_DEPTH, "track": TRACK_DEPTH, "module": MODULE_DEPTH}


def paths_above(paths: Iterable[str]) -> set[str]:
    """The tree paths of programme, track and module above these, whether or not such pages are there."""
    return {path[: PATH_STEP * depth] for path in paths for depth in _DEPTHS.values()}


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """The page at this address, with those above it, in one query. None: leave it to Wagtail.

    The address is the same in every language but for what stands before it, so it is the original that is found,
    in whichever language's tree it stands; `specific` has it in the reader's words.
    """
    roots = root_addresses(request)
    if not roots or (path and not path.endswith("/")):
        return None
    parts = path.split("/")[:-1]
    ways = ["".join(f"{part}/" for part in parts[:end]) for end in range(len(parts) + 1)]
    found = with_card_facts(
        joined(originals(Page.objects.filter(url_path__in=[r + way for r in roots for way in ways])))
    )
    line, owners = _line(found.annotate(is_restricted=_restricted()))
    here = {page.url_path: page for page in line.values()}
    page = next((here[root + ways[-1]] for root in roots if root + ways[-1] in here), None)
    if not isinstance(page, BasePage) or not page.live:
        # Wagtail's own page of welcome, on a site where nothing is made yet.
        return None
    above = [one for one in line.values() if page.path.startswith(one.path)]
    page.place = Place.of(page.path, line)
    page.place.owners = owners
    # Below the home page of another language not all above it is read here.
    is_whole = len(above) == page.depth - 1
    page.known_unrestricted = is_whole and not any(one.is_restricted or one.alias_of_id for one in above)
    return RouteResult(versions.in_full(page))


def address_of_translation(request: HttpRequest, path: str) -> str:
    """Where readers find what a translation at this place of its tree is one of; empty where there is none."""
    wanted = [root + path for root in root_addresses(request)]
    page = Page.objects.filter(url_path__in=wanted, live=True).exclude(pk__in=originals(Page.objects.all())).first()
    address = page.specific.get_url() if page is not None else None
    return address if address and address != request.path else ""


class Address(NamedTuple):
    """Where readers find a page, as `BasePage.get_url` says it, without what stands before it in each language."""

    host: str
    """Empty where there is one site."""
    path: str

    @classmethod
    def of(cls, url_path: str, sites: list[SiteRootPath]) -> Address | None:
        """From its place in the tree; None outside of all sites."""
        site = next((one for one in sites if url_path.startswith(one.root_path)), None)
        if site is None:
            return None
        several = len({one.site_id for one in sites}) > 1
        return cls(site.root_url if several else "", quote(url_path.removeprefix(site.root_path)))

    def in_language(self, code: str) -> str:
        return f"{self.host}{front(code)}{self.path}"


@cache
def front(code: str) -> str:
    """Where the addresses of pages begin in a language."""
    with translation.override(code):
        return reverse("wagtail_serve", args=[""])


def root_addresses(request: HttpRequest) -> list[str]:
    """Where the addresses of the site begin in the tree, by language, the reader's own first.

    They are in the cache; which site it is, is asked only where there are several.
    """
    paths = Site.get_site_root_paths()
    if len({path.site_id for path in paths}) > 1:
        site = Site.find_for_request(request)
        paths = [path for path in paths if site and path.site_id == site.pk]
    own = versions.readers_language()
    return [path.root_path for path in sorted(paths, key=lambda path: path.language_code != own)]


def _line(pages: QuerySet[Page]) -> tuple[dict[str, Any], list[Owner]]:
    """By tree path, and the owners of the programme among them: its row comes once for each."""
    link = "programmepage__owner_links"
    rows = list(
        pages.annotate(
            owner_name=F(f"{link}__organisation__name"),
            owner_url=F(f"{link}__organisation__url"),
            owner_pk=F(f"{link}__organisation"),
        ).order_by("path", f"{link}__sort_order")
    )
    return by_path(rows), [Owner(row.owner_name, row.owner_url, row.owner_pk) for row in rows if row.owner_name]


def _restricted() -> Exists:
    return Exists(PageViewRestriction.objects.filter(page_id=OuterRef("pk")))


def place_of(page: Any) -> Place:
    """Where the page stands: found on the way to it, or with one query where it came another way (a preview)."""
    if not hasattr(page, "place"):
        line, owners = _line(with_card_facts(joined(Page.objects.filter(path__in=paths_above([page.path])))))
        page.place = Place.of(page.path, line)
        page.place.owners = owners
    return page.place


def by_path(pages: Iterable[Page]) -> dict[str, Any]:
    return {page.path: specific(page) for page in pages}
