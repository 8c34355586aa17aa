"""Template tags for the pages of plans, projects, forums and initiatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django import template
from django.core.paginator import Page as PageOfList
from django.urls import reverse
from django.utils.translation import gettext as _

from home import table_of_contents
from home.context import Frame, front_crumb
from home.initiatives import forums, lists, plans, projects
from initiatives.models import ADDRESS, ForumPage, InitiativePage, PlanPage, ProjectPage

register = template.Library()

READERS: dict[type, Callable[[Any], Any]] = {
    PlanPage: plans.read,
    ProjectPage: projects.read,
    ForumPage: forums.read_forum,
    InitiativePage: forums.read_initiative,
}
UNDER_WAY = {PlanPage.Status.ADOPTED, ProjectPage.Status.RUNNING, InitiativePage.Phase.RUNNING}


class Choice(NamedTuple):
    label: str
    url: str
    current: bool
    query: str
    """The query string to which links to other pages of the list add the page number."""


@register.simple_tag(takes_context=True)
def initiative_list(context: dict[str, Any]) -> PageOfList[Any]:
    """The requested page of the list of initiatives."""
    asked = context["request"].GET
    return lists.page_of_list(asked.get("kind", ""), asked.get("page"))


@register.simple_tag(takes_context=True)
def initiative_kinds(context: dict[str, Any]) -> list[Choice]:
    """The choices of the filter by kind."""
    asked, here = context["request"].GET.get("kind", ""), reverse("initiatives")
    labels = {
        "": _("All"),
        "plans": _("Plans and strategies"),
        "projects": _("Projects"),
        "forums": _("Forums"),
        "initiatives": _("Initiatives"),
    }
    known = asked if asked in lists.KINDS else ""
    return [
        Choice(label, f"{here}?kind={kind}" if kind else here, kind == known, f"kind={kind}&" if kind else "")
        for kind, label in labels.items()
    ]


register.simple_tag(plans.plans_of, name="plans_of")
register.simple_tag(plans.basis_of, name="basis_of")
# The tables of contents, for `components/on_this_page.html`.
register.simple_tag(table_of_contents.of_plan, name="contents_of_plan")
register.simple_tag(table_of_contents.of_project, name="contents_of_project")
register.simple_tag(table_of_contents.of_forum, name="contents_of_forum")


@register.simple_tag
def view_of_initiative(page: Any) -> Any:
    """The contents of the page of a plan, project, forum or initiative, read once per request."""
    if "view" not in page.__dict__:
        page.view = READERS[type(page)](page)
    return page.view


@register.filter
def status_tag(page: Any) -> dict[str, str] | None:
    """The status of the page, for `components/tag.html`; `None` if it has none."""
    if not page.status_label:
        return None
    is_open = isinstance(page, PlanPage) and page.is_open_for_answers
    code = getattr(page, "status", "") or getattr(page, "phase", "")
    return {"label": page.status_label, "tone": "green" if is_open or code in UNDER_WAY else "", "icon": ""}


@register.filter
def initiative_row(page: Any) -> dict[str, Any]:
    """The context of `components/initiative_row.html` for a page."""
    in_charge = getattr(page, "in_charge", None)
    return {
        "url": page.get_url(),
        "title": page.shown_title,
        "lang": page.shown_language,
        "kind": page.kind_label,
        "text": page.word(page.summary),
        "tag": status_tag(page),
        "in_charge": in_charge.name if in_charge else "",
    }


@register.simple_tag
def initiative_crumbs(frame: Frame, forum: ForumPage | None = None) -> list[dict[str, str]]:
    """The breadcrumbs of a page in the list of plans and projects; an initiative may belong to a forum."""
    trail = [front_crumb(frame), {"label": _("Plans and projects"), "url": reverse(ADDRESS)}]
    if forum is not None:
        trail.append({"label": forum.shown_title, "url": forum.get_url() or "", "lang": forum.shown_language})
    return trail
