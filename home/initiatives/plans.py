"""The contents of the page of a plan, and the plans that an activity belongs to (K7, K8, F17)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q

from content.versions import in_words
from courses.models import ProgrammePage
from home.initiatives.named import Named, bring
from home.models import NewsPage
from home.pages import public
from initiatives.models import Deliverable, Milestone, PlanInput, PlanPage, PlanTeam, ProjectPage
from people.models import Organisation


@dataclass
class PlanView:
    page: PlanPage
    actors: list[Organisation]
    teams: list[PlanTeam]
    milestones: list[tuple[Milestone, Any]]
    """The milestones by date, each with the page of the activity at which it is celebrated."""
    inputs: list[tuple[PlanInput, Any]]
    """The inputs of the plan, each with the page of the activity that it resulted from."""
    deliverables: list[tuple[Deliverable, Any]]
    """The deliverables of projects that are inputs of the plan, each with the page of the project."""
    named: Named

    @property
    def rests_on(self) -> bool:
        """Whether the plan has any known inputs."""
        return bool(self.inputs or self.deliverables)

    @property
    def projects(self) -> list[ProjectPage]:
        return [project for project in self.named.all_of(ProjectPage) if project.plan_id == self.page.pk]

    @property
    def programmes(self) -> list[ProgrammePage]:
        return self.named.all_of(ProgrammePage)

    @property
    def news(self) -> list[NewsPage]:
        return self.named.all_of(NewsPage)


def read(page: PlanPage) -> PlanView:
    """The contents of the page of a plan. Seven queries."""
    bring(page, "responsible", "contact", "consultation_document")
    milestones, inputs = sorted(page.milestones.all(), key=lambda row: row.date), list(page.inputs.all())
    deliverables = list(Deliverable.objects.filter(plans=page.pk).order_by("project", "sort_order"))
    named = Named(
        [*(row.activity_id for row in (*milestones, *inputs)), *(row.project_id for row in deliverables)],
        NewsPage.objects.filter(plan=page.pk),
        ProjectPage.objects.filter(plan=page.pk),
        ProgrammePage.objects.filter(policy_basis=page.pk),
    )
    return PlanView(
        page,
        [row.organisation for row in page.actor_links.select_related("organisation")],
        list(page.teams.select_related("theme")),
        [(row, named.get(row.activity_id)) for row in milestones],
        [(row, named.get(row.activity_id)) for row in inputs if row.title or named.get(row.activity_id)],
        [(row, named.get(row.project_id)) for row in deliverables if named.get(row.project_id)],
        named,
    )


@dataclass
class PlanOfActivity:
    """The relation of an activity to a plan."""

    plan: PlanPage
    is_input: bool
    """Whether results of the activity are an input of the plan (F17)."""
    milestones: list[str] = field(default_factory=list)
    """The milestones of the plan that are celebrated at the activity (K8)."""


def plans_of(activity: Any) -> list[PlanOfActivity]:
    """The plans that an activity belongs to. One query, with a row for each milestone of a plan."""
    inputs = PlanInput.objects.filter(plan=OuterRef("pk"), activity=activity.pk)
    rows = (
        public(PlanPage.objects.filter(original=None))
        .annotate(
            language_code=F("locale__language_code"),
            celebrated=FilteredRelation("milestones", condition=Q(milestones__activity=activity.pk)),
            milestone=F("celebrated__title"),
            is_input=Exists(inputs),
        )
        .filter(Q(celebrated__isnull=False) | Q(is_input=True))
        .order_by("title", "pk", "celebrated__date")
    )
    found: dict[int, PlanOfActivity] = {}
    for row in rows:
        known = found.setdefault(row.pk, PlanOfActivity(in_words(row), row.is_input))
        if row.milestone:
            known.milestones.append(row.milestone)
    return list(found.values())


def basis_of(programme: ProgrammePage) -> PlanPage | None:
    """The plan that is the policy basis of a programme, if it is public. At most one query."""
    if programme.policy_basis_id is None:
        return None
    row = public(PlanPage.objects.filter(pk=programme.policy_basis_id)).first()
    return in_words(row) if row is not None else None
