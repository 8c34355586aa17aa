"""The contents of the page of a plan, and the plans that an activity belongs to (K7, K8, F17)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import DateField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from content.versions import in_words
from courses.models import ProgrammePage
from home.initiatives.related import RelatedPages
from home.models import NewsPage
from home.pages import public
from initiatives.models import Deliverable, PlanInput, PlanPage, PlanTeam, ProjectPage
from people.models import Organisation


class Row(NamedTuple):
    """A milestone or an input of a plan, or a deliverable that is an input: they are read in one query."""

    kind: str
    place: int | None
    """Its place in the order that an editor gave."""
    title: str
    page: int | None
    """The primary key of the page of the activity or project."""
    date: dt.date | None = None


@dataclass
class PlanView:
    page: PlanPage
    actors: list[Organisation]
    teams: list[PlanTeam]
    milestones: list[tuple[Row, Any]]
    """The milestones by date, each with the page of the activity at which it is celebrated."""
    inputs: list[tuple[Row, Any]]
    """The inputs of the plan, each with the page of the activity that it resulted from."""
    deliverables: list[tuple[Row, Any]]
    """The deliverables of projects that are inputs of the plan, each with the page of the project."""
    related: RelatedPages

    @property
    def rests_on(self) -> bool:
        """Whether the plan has any known inputs."""
        return bool(self.inputs or self.deliverables)

    @property
    def projects(self) -> list[ProjectPage]:
        return [project for project in self.related.all_of(ProjectPage) if project.plan_id == self.page.pk]

    @property
    def programmes(self) -> list[ProgrammePage]:
        return self.related.all_of(ProgrammePage)

    @property
    def news(self) -> list[NewsPage]:
        return self.related.all_of(NewsPage)


def read(page: PlanPage) -> PlanView:
    """The contents of the page of a plan. Four queries."""
    own = page.pk or 0
    rows = _rows(page)
    related = RelatedPages(
        [row.page for row in rows],
        NewsPage.objects.filter(plan=own),
        ProjectPage.objects.filter(plan=own),
        ProgrammePage.objects.filter(policy_basis=own),
        of=page,
        fields=("responsible", "contact", "consultation_document"),
    )
    found: dict[str, list[tuple[Row, Any]]] = defaultdict(list)
    for row in rows:
        found[row.kind].append((row, related.get(row.page)))
    return PlanView(
        page,
        [row.organisation for row in page.actor_links.select_related("organisation")],
        list(page.teams.all()),
        sorted(found["milestone"], key=lambda one: one[0].date or dt.date.max),
        [(row, activity) for row, activity in found["input"] if row.title or activity],
        sorted([one for one in found["deliverable"] if one[1]], key=lambda one: one[0].page or 0),
        related,
    )


def _rows(page: PlanPage) -> list[Row]:
    """The milestones, inputs and deliverables, each in their order. One query, without those that a draft holds."""
    no_date = Cast(Value(None), DateField())
    tables: list[tuple[str, Any, str, Any]] = [
        ("milestone", page.milestones.all(), "activity_id", F("date")),
        ("input", page.inputs.all(), "activity_id", no_date),
        ("deliverable", Deliverable.objects.filter(plans=page.pk or 0), "project_id", no_date),
    ]
    stored, found = [], []
    for kind, rows, named, date in tables:
        if isinstance(rows, QuerySet):
            stored.append(rows.order_by().values_list(Value(kind), "sort_order", "title", named, date))
        else:
            found += [
                Row(kind, place, row.title, row.activity_id, getattr(row, "date", None))
                for place, row in enumerate(rows)
            ]
    first, *others = stored
    found += [Row(*row) for row in first.union(*others, all=True)]
    return sorted(found, key=lambda row: row.place or 0)


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
