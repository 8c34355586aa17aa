"""Loads plans, projects, forums and initiatives. Their sections have no schema; unknown keys are ignored."""

from __future__ import annotations

from django.utils.translation import gettext as _

from courses.models import ProgrammePage
from home.actions import open_to_owners
from home.models import HomePage
from home.programme_file.free_values import Free
from home.programme_file.loading import free_contents
from home.programme_file.loading.forums import forum_contents, initiative_contents, take_areas
from home.programme_file.loading.pages import Contents, bring_page, slug_of
from home.programme_file.loading.plans import plan_contents
from home.programme_file.loading.programmes import name_policy_basis
from home.programme_file.loading.projects import project_contents
from home.programme_file.loading.state import Load
from home.programme_file.text import Text
from initiatives.models import (
    ADDRESS,
    ForumPage,
    InitiativeIndexPage,
    InitiativePage,
    PlanPage,
    ProjectPage,
)


def load_initiatives(load: Load, programme: ProgrammePage) -> None:
    if not load.file.carried_freely:
        return
    index = _bring_index(load)
    for id, title, entry in free_contents.entries(load, "plans"):
        bring_page(load, "plans", id, PlanPage(slug=slug_of(title.get())), index, plan_contents(load, id, title, entry))
    name_policy_basis(load, programme)
    for id, title, entry in free_contents.entries(load, "projects"):
        new = ProjectPage(slug=slug_of(title.get()))
        bring_page(load, "projects", id, new, index, project_contents(load, title, entry))
    forums = {}
    for id, title, entry in free_contents.entries(load, "forums"):
        new_forum = ForumPage(slug=slug_of(title.get()))
        forums[id] = bring_page(load, "forums", id, new_forum, index, forum_contents(load, title, entry))
        take_areas(load, forums[id], entry)
    for id, title, entry in _in_order(load):
        parent = forums.get(entry.word("forum"), index)
        new_initiative = InitiativePage(slug=slug_of(title.get()))
        contents = initiative_contents(load, title, entry)
        bring_page(load, "initiatives", id, new_initiative, parent, contents)


def _in_order(load: Load) -> list[tuple[str, Text, Free]]:
    """The initiatives in the order of the forums that list them, followed by those without a forum."""
    wanted = [id for _id, _title, forum in free_contents.entries(load, "forums") for id in forum.words("initiatives")]
    known = {one[0]: one for one in free_contents.entries(load, "initiatives")}
    return [known[id] for id in wanted if id in known] + [one for id, one in known.items() if id not in wanted]


def _bring_index(load: Load) -> InitiativeIndexPage:
    """The index page, their parent. If it exists (from another programme, for instance), its title is kept."""
    home = HomePage.objects.originals().order_by("path")[0]
    title = load.file.sections.pages.get("initiatives")
    index = InitiativeIndexPage.objects.child_of(home).first()
    if index is None or (index.pk == load.ids["pages"].get("initiatives") and title):
        new = index or InitiativeIndexPage(slug=ADDRESS)
        title = title or Text({load.language: _("Plans and projects")}, load.language)
        index = bring_page(load, "pages", "initiatives", new, home, Contents({}, {"title": title}))
    open_to_owners(index=index)
    return index
