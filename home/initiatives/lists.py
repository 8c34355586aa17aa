"""Lists of plans, projects, forums and initiatives: all of them, or those of a theme, an organisation, a region."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Replace
from wagtail.models import Page

from content.models import Theme
from content.ordering import InNorwegianOrder
from home.pages import listed, public, specific
from initiatives.models import (
    ForumMember,
    ForumPage,
    InitiativePage,
    PanelMember,
    PlanActor,
    PlanPage,
    ProjectPage,
    Supplier,
)
from initiatives.models.owned import OwnedPage
from people.models import Organisation, Region

PER_PAGE = 20
MOST = 60
KINDS: dict[str, type[OwnedPage]] = {
    "plans": PlanPage,
    "projects": ProjectPage,
    "forums": ForumPage,
    "initiatives": InitiativePage,
}
"""The page types by which the list can be filtered, by the value of the query parameter."""


def published(kind: str = "") -> QuerySet[Page]:
    """The public pages of all kinds or of one, sorted by title. A leading # is ignored in sorting (P13)."""
    kinds = [KINDS[kind]] if kind in KINDS else KINDS.values()
    wanted = Q(pk__in=[])
    for one in kinds:
        wanted |= Q(**{f"{one._meta.model_name}__isnull": False})
    return public(Page.objects.filter(wanted)).order_by(InNorwegianOrder(Replace("title", Value("#"))), "pk")


def page_of_list(kind: str, number: Any) -> PageOfList[Any]:
    """One page of the list. Three queries: the count, the rows, and the organisations in charge of them."""
    found = Paginator(listed(published(kind)), PER_PAGE).get_page(number)
    found.object_list = with_those_in_charge([specific(row) for row in found.object_list])
    return found


def with_those_in_charge(pages: Iterable[Any]) -> list[Any]:
    """The pages, each with the organisation in charge of it. One query."""
    pages = list(pages)
    rows = Organisation.objects.in_bulk({page.in_charge_id for page in pages if page.in_charge_id})
    for page in pages:
        page.in_charge = rows.get(page.in_charge_id)
    return pages


def of_theme(theme: Theme) -> list[Any]:
    """The public pages about a theme. One query, as the next two functions."""
    wanted = Q(pk__in=[])
    for kind in KINDS.values():
        wanted |= Q(pk__in=kind._default_manager.filter(themes=theme).values("pk"))
    return _found(wanted)


def of_organisation(organisation: Organisation) -> list[Any]:
    """The public pages that an organisation is in charge of or coordinates (P12)."""
    wanted = Q(pk__in=[])
    for kind in KINDS.values():
        wanted |= Q(pk__in=kind._default_manager.filter(**{kind.owned_by: organisation}).values("pk"))
    return _found(wanted)


def of_region(region: Region) -> list[Any]:
    return _found(
        Q(pk__in=ProjectPage.objects.filter(region_links__region=region).values("pk"))
        | Q(pk__in=ForumPage.objects.filter(region=region).values("pk"))
    )


def organisations_named() -> Q:
    """A condition on organisations: those named on a public page of these kinds."""
    named = Q(pk__in=[])
    for kind in KINDS.values():
        named |= Q(pk__in=_public(kind).values(kind.owned_by))
    for rows in (
        PlanActor.objects.filter(plan__in=_public(PlanPage).values("pk")),
        Supplier.objects.filter(project__in=_public(ProjectPage).values("pk")),
        PanelMember.objects.filter(region_link__project__in=_public(ProjectPage).values("pk")),
        ForumMember.objects.filter(forum__in=_public(ForumPage).values("pk")),
    ):
        named |= Q(pk__in=rows.order_by().values("organisation"))
    return named


def contacts_named() -> Q:
    """A condition on contact persons: those named on a public page of these kinds."""
    return (
        Q(pk__in=_public(PlanPage).values("contact"))
        | Q(pk__in=_public(ProjectPage).values("manager"))
        | Q(pk__in=_public(ForumPage).values("contact"))
        | Q(pk__in=_public(InitiativePage).values("contact"))
    )


def regions_named() -> QuerySet[Region]:
    """The regions that a public page is about."""
    projects = _public(ProjectPage).values("region_links__region")
    return Region.objects.filter(Q(pk__in=projects) | Q(pk__in=_public(ForumPage).values("region"))).order_by("pk")


def _public(kind: type[OwnedPage]) -> QuerySet[Any]:
    return public(kind._default_manager.filter(original=None)).order_by()


def _found(wanted: Q) -> list[Any]:
    return [specific(row) for row in listed(published().filter(wanted))[:MOST]]
