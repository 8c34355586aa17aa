"""The contents of the page of a project: regions with panels, suppliers and deliverables (R1–R15)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from content import dates
from home.initiatives.named import Named, bring
from home.models import NewsPage
from initiatives.models import Deliverable, PanelMember, PlanPage, PlanTeam, ProjectPage, ProjectRegion, Supplier


@dataclass
class Delivered:
    """A deliverable with the plans that use it as input."""

    row: Deliverable
    plans: list[PlanPage] = field(default_factory=list)

    @property
    def due(self) -> str:
        """The due date in words, as exactly as it is known, such as “tidlig i august 2018” (R13)."""
        row = self.row
        return dates.about(row.due_on, row.due_precision) if row.due_on else ""


@dataclass
class ProjectView:
    page: ProjectPage
    plan: PlanPage | None
    regions: list[ProjectRegion]
    """The regions of the project, each with the members of its panel."""
    suppliers: list[Supplier]
    deliverables: list[Delivered]
    """The deliverables by due date."""
    teams: list[PlanTeam]
    named: Named

    @property
    def has_panels(self) -> bool:
        return any(link.panel_members.all() for link in self.regions)

    @property
    def news(self) -> list[NewsPage]:
        return self.named.all_of(NewsPage)


def read(page: ProjectPage) -> ProjectView:
    """The contents of the page of a project. Eight queries."""
    bring(page, "responsible", "manager")
    rows = sorted(page.deliverables.select_related("region", "document"), key=lambda row: row.last_due_day)
    plans_of = _plans_of(page, rows)
    named = Named(
        [page.plan_id, *(plan for plans in plans_of.values() for plan in plans)],
        NewsPage.objects.filter(about_page=page.pk),
    )
    members = Prefetch("panel_members", PanelMember.objects.select_related("organisation"))
    return ProjectView(
        page,
        named.get(page.plan_id),
        list(page.region_links.select_related("region").prefetch_related(members)),
        list(page.suppliers.select_related("organisation")),
        [Delivered(row, [plan for plan in map(named.get, plans_of[row.pk]) if plan]) for row in rows],
        list(PlanTeam.objects.filter(plan=page.plan_id).select_related("theme")) if page.plan_id else [],
        named,
    )


def _plans_of(page: ProjectPage, rows: list[Deliverable]) -> dict[int | None, list[int]]:
    """The primary keys of the plans that use each deliverable as input."""
    links: Any = Deliverable.plans.through.objects.filter(deliverable__in=[row.pk for row in rows if row.pk])
    found: dict[int | None, list[int]] = defaultdict(list)
    for deliverable, plan in links.order_by("pk").values_list("deliverable_id", "planpage_id"):
        found[deliverable].append(plan)
    return found
