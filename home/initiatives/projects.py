"""The contents of the page of a project: regions with panels, suppliers and deliverables (R1–R15)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from content import dates
from home.initiatives.related import RelatedPages, with_keys
from home.models import NewsPage
from initiatives.models import Deliverable, PanelMember, PlanPage, PlanTeam, ProjectPage, Supplier
from people.models import Region


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


class Member(NamedTuple):
    """A member of the panel of a region."""

    name: str
    field: str
    organisation_pk: int | None
    organisation: str | None

    @property
    def field_label(self) -> str:
        return str(PanelMember.Field(self.field).label) if self.field else ""


@dataclass
class Panel:
    region: Region
    members: list[Member] = field(default_factory=list)


@dataclass
class ProjectView:
    page: ProjectPage
    plan: PlanPage | None
    panels: list[Panel]
    """The regions of the project, each with the members of its panel."""
    suppliers: list[Supplier]
    deliverables: list[Delivered]
    """The deliverables by due date."""
    teams: list[PlanTeam]
    related: RelatedPages

    @property
    def has_panels(self) -> bool:
        return any(panel.members for panel in self.panels)

    @property
    def news(self) -> list[NewsPage]:
        return self.related.all_of(NewsPage)


def read(page: ProjectPage) -> ProjectView:
    """The contents of the page of a project. Five queries."""
    rows = with_keys(page.deliverables.select_related("region", "document"), "plans")
    related = RelatedPages(
        [page.plan_id, *(plan for _row, plans in rows for plan in plans)],
        NewsPage.objects.filter(about_page=page.pk or 0),
        of=page,
        fields=("responsible", "manager"),
    )
    return ProjectView(
        page,
        related.get(page.plan_id),
        _panels(page),
        list(page.suppliers.select_related("organisation")),
        [
            Delivered(row, [plan for plan in related.all_of(PlanPage) if plan.pk in plans])
            for row, plans in sorted(rows, key=lambda one: one[0].last_due_day)
        ],
        list(PlanTeam.objects.filter(plan=page.plan_id).select_related("theme")) if page.plan_id else [],
        related,
    )


def _panels(page: ProjectPage) -> list[Panel]:
    """One query, in which a region comes once for each member of its panel."""
    links: Any = page.region_links.select_related("region")
    if not isinstance(links, QuerySet):
        return [Panel(link.region, [_member(row) for row in link.panel_members.all()]) for link in links]
    columns = ("name", "field", "organisation", "organisation__name")
    found: dict[int, Panel] = {}
    for row in links.annotate(**{f"member_{name}": F(f"panel_members__{name}") for name in columns}).order_by(
        "sort_order", "pk", "panel_members__sort_order", "panel_members"
    ):
        panel = found.setdefault(row.pk, Panel(row.region))
        if row.member_name is not None:
            panel.members.append(Member(*(getattr(row, f"member_{name}") for name in columns)))
    return list(found.values())


def _member(row: PanelMember) -> Member:
    return Member(row.name, row.field, row.organisation_id, row.organisation.name if row.organisation else None)
