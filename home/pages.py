"""Pages as one query each: the row of every kind joined, so that a tree or a lookup is never two queries a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from courses.models import ActivityPage, ModulePage
from webinars.models import CaptionTrack, Handout

JOINED = (
    "content_type",
    "homepage",
    "standardpage",
    "programmepage__contact",
    "programmepage__mission__alliance",
    "programmepage__historical_owner",
    "trackpage",
    "modulepage__lead_partner",
    "activitypage__responsible",
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
    "programmepage": ("programmepage",),
    "trackpage": ("trackpage",),
    "modulepage": ("modulepage",),
    "lessonpage": ("activitypage", "lessonpage"),
    "webinarpage": ("activitypage", "webinarpage"),
    "gatheringpage": ("activitypage", "gatheringpage"),
}


def joined(pages: QuerySet[Page]) -> QuerySet[Page]:
    """The pages with the rows of their kinds, in one query; `specific` then asks nothing."""
    return pages.select_related(*JOINED)


def specific(page: Page) -> Any:
    """The page as its kind, from what `joined` brought along; annotations are carried over."""
    node: Any = page
    for name in KINDS.get(page.cached_content_type.model, ()):
        node = getattr(node, name)
    if node is page and page.cached_content_type.model not in KINDS:
        return page.specific
    for name in page.__dict__.keys() & ANNOTATED:
        setattr(node, name, getattr(page, name))
    return node


ANNOTATED = {"theme_slug", "caption_count", "slides_count", "attachment_count"}


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


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """The page at this address in one query. None: leave it to Wagtail."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    address = f"{site.root_page.url_path}{path}"
    if path and not path.endswith("/"):
        return None
    page = joined(Page.objects.live().filter(url_path=address, path__startswith=site.root_page.path)).first()
    return RouteResult(specific(page)) if page else None


def by_path(pages: Iterable[Page]) -> dict[str, Any]:
    return {page.path: specific(page) for page in pages}
