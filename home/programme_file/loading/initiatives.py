"""Loads plans, projects, forums and initiatives. Their sections have no schema; unknown keys are ignored."""

from __future__ import annotations

from django.utils.translation import gettext as _

from courses.models import ProgrammePage
from home.programme_file.document import ProgrammeFile
from home.programme_file.loading.forums import forum_contents, initiative_contents, take_areas
from home.programme_file.loading.load import Load
from home.programme_file.loading.pages import slug_of, upsert_index, upsert_page
from home.programme_file.loading.plans import plan_contents
from home.programme_file.loading.programmes import name_policy_basis
from home.programme_file.loading.projects import project_contents
from home.programme_file.schemaless import Entry
from initiatives.models import ADDRESS, ForumPage, InitiativeIndexPage, InitiativePage, PlanPage, ProjectPage


def load_initiatives(load: Load, programme: ProgrammePage) -> None:
    file = load.file
    if not file.has_initiatives:
        return
    index = upsert_index(load, InitiativeIndexPage(slug=ADDRESS), "initiatives", _("Plans and projects"))
    for entry in file.entries("plans"):
        upsert_page(load, "plans", entry.id, PlanPage(slug=_slug(entry)), index, plan_contents(load, entry))
    name_policy_basis(load, programme)
    for entry in file.entries("projects"):
        upsert_page(load, "projects", entry.id, ProjectPage(slug=_slug(entry)), index, project_contents(load, entry))
    forums = {}
    for entry in file.entries("forums"):
        contents = forum_contents(load, entry)
        forums[entry.id] = upsert_page(load, "forums", entry.id, ForumPage(slug=_slug(entry)), index, contents)
        take_areas(load, forums[entry.id], entry)
    for entry in _in_order(file):
        parent = forums.get(entry.word("forum"), index)
        contents = initiative_contents(load, entry)
        upsert_page(load, "initiatives", entry.id, InitiativePage(slug=_slug(entry)), parent, contents)


def _slug(entry: Entry) -> str:
    return slug_of(entry.title.get())


def _in_order(file: ProgrammeFile) -> list[Entry]:
    """The initiatives in the order of the forums that list them, followed by those without a forum."""
    wanted = [id for forum in file.entries("forums") for id in forum.words("initiatives")]
    known = {entry.id: entry for entry in file.entries("initiatives")}
    return [known[id] for id in wanted if id in known] + [one for id, one in known.items() if id not in wanted]
