"""Pages about the region beside programmes: plans and strategies, projects, forums and initiatives."""

from initiatives.models.forums import ForumMember, ForumPage, TargetArea
from initiatives.models.index import ADDRESS, InitiativeIndexPage
from initiatives.models.initiatives import InitiativePage
from initiatives.models.plans import Milestone, PlanActor, PlanInput, PlanPage, PlanTeam
from initiatives.models.projects import Deliverable, PanelMember, ProjectPage, ProjectRegion, Supplier

__all__ = [
    "ADDRESS",
    "Deliverable",
    "ForumMember",
    "ForumPage",
    "InitiativeIndexPage",
    "InitiativePage",
    "Milestone",
    "PanelMember",
    "PlanActor",
    "PlanInput",
    "PlanPage",
    "PlanTeam",
    "ProjectPage",
    "ProjectRegion",
    "Supplier",
    "TargetArea",
]
